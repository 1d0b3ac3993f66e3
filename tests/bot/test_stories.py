"""Every path of the conversation, played on the trained model with what people type."""

from __future__ import annotations

import asyncio
from pathlib import Path

from rasa.core.agent import Agent
from rasa.core.test import FAILED_STORIES_FILE
from rasa.core.test import test as play

STORIES = Path(__file__).resolve().parents[1] / "stories"


def test_each_path_leads_to_its_action(tmp_path: Path, agent: Agent) -> None:
    asyncio.run(
        play(
            str(STORIES), agent, out_directory=str(tmp_path), e2e=True, disable_plotting=True, warnings=False
        )
    )
    failed = (tmp_path / FAILED_STORIES_FILE).read_text(encoding="utf-8")
    assert "- story:" not in failed, failed
