"""Every path of the conversation, played by `rasa test` on the trained model."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tools.model import model_path

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.trained
def test_each_path_leads_to_its_action(tmp_path: Path) -> None:
    model = model_path()
    assert model.exists(), "no model of the current data: run `make train`"
    endpoints = tmp_path / "endpoints.yml"
    endpoints.write_text("action_endpoint:\n  url: http://127.0.0.1:9/webhook\n", encoding="utf-8")
    command = [sys.executable, "-m", "rasa", "test", "core", "--no-plot", "--fail-on-prediction-errors"]
    command += ["--model", str(model), "--stories", "tests/stories"]
    command += ["--out", str(tmp_path), "--endpoints", str(endpoints)]
    environment = {**os.environ, "RASA_TELEMETRY_ENABLED": "false", "PYTHONPATH": str(ROOT)}
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True)
    failed = tmp_path / "failed_test_stories.yml"
    detail = failed.read_text(encoding="utf-8") if failed.exists() else done.stderr[-2000:]
    assert done.returncode == 0, detail
