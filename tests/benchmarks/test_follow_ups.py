"""Short questions are understood from the answer before them, above a floor."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.follow_ups import main


def test_a_short_question_gets_its_answer_and_seldom_another(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("VAR_DIR", str(tmp_path))
    for figures in main().values():
        answerable = sum(figures[name] for name in ("right", "clarified", "wrong", "missed"))
        assert figures["right"] + figures["clarified"] >= 0.85 * answerable
        assert figures["wrong"] <= 0.05 * answerable
        assert figures["answered"] <= 1
    assert (tmp_path / "benchmarks" / "follow_ups.json").exists()
