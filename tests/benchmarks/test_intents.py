"""The intent benchmark, run as documented: with the Python of Rasa's environment."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest

from benchmarks.intents import PROJECT_DIR, table

PYTHON = PROJECT_DIR / ".venv-rasa" / "bin" / "python"
TRAIN = """
version: "3.1"
nlu:
- intent: prix
  examples: |
    - combien ça coûte
    - c'est quoi le prix
    - vos tarifs svp
- intent: heures
  examples: |
    - à quelle heure vous ouvrez
    - c'est quoi vos heures d'ouverture
    - êtes-vous ouverts [dimanche](jour)
"""
TEST = """
version: "3.1"
nlu:
- intent: prix
  examples: |
    - ça coûte combien
- intent: heures
  examples: |
    - vous ouvrez à quelle heure
"""


pytestmark = pytest.mark.slow  # Rasa's own Python starts, and trains


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [str(PYTHON), "-W", "ignore", "-m", "benchmarks.intents", *arguments],
        cwd=PROJECT_DIR,
        capture_output=True,
        text=True,
        timeout=300,
    )


def test_any_rasa_file_gives_a_table_and_figures(tmp_path: Path) -> None:
    train, test, out = tmp_path / "train.yml", tmp_path / "test.yml", tmp_path / "out" / "intents.json"
    train.write_text(TRAIN, encoding="utf-8")
    test.write_text(TEST, encoding="utf-8")
    done = run("--train", str(train), "--test", str(test), "--json", str(out))
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("| chaîne | exactitude | macro-F1 |")
    (ours,) = json.loads(out.read_text(encoding="utf-8"))["results"]
    assert ours["pipeline"] == "ours"
    assert ours["examples"] == 2
    assert ours["accuracy"] == 1
    assert ours["training_seconds"] > 0
    assert ours["message_ms"] > 0
    assert ours["peak_rss_mb"] > 0


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    done = run("--train", str(tmp_path / "absent.yml"), "--test", str(tmp_path / "absent.yml"))
    assert done.returncode
    assert "absent.yml: no such file." in done.stderr


def test_the_table_is_markdown_with_one_row_a_pipeline() -> None:
    result = {"accuracy": 0.9, "macro_f1": 0.8, "training_seconds": 1, "message_ms": 2, "peak_rss_mb": 3}
    lines = table([{"pipeline": "ours", **result}, {"pipeline": "diet", **result}]).splitlines()
    assert len(lines) == 4
    assert lines[3] == "| Rasa par défaut (DIET) | 0.900 | 0.800 | 1.0 s | 2.0 ms | 3 Mo |"
