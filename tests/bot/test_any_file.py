"""`rasa train nlu -u FILE -c config.yml` works on any Rasa NLU file, ours or not."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Parse = Callable[[str], dict[str, Any]]

WITH_ENTITIES = """
version: "3.1"
nlu:
- intent: reserver
  examples: |
    - je veux une table à [Québec](ville)
    - réserver pour [deux]{"entity": "nombre", "value": "2"} personnes
    - une table à [Montréal](ville) svp
- intent: annuler
  examples: |
    - annule ma réservation
    - je veux annuler
- synonym: Québec
  examples: |
    - qc
- regex: nombre
  examples: |
    - \\d+
- lookup: ville
  examples: |
    - Lévis
"""
ONE_EXAMPLE_EACH = """
version: "3.1"
nlu:
- intent: oui
  examples: |
    - oui
- intent: non
  examples: |
    - non
- intent: bonjour
  examples: |
    - bonjour
"""
ONE_INTENT = """
version: "3.1"
nlu:
- intent: bonjour
  examples: |
    - bonjour
    - salut
"""
NO_WORDS = """
version: "3.1"
nlu:
- intent: content
  examples: |
    - 🙂
    - 👍
- intent: fâché
  examples: |
    - 😡
    - 👎
"""


@pytest.mark.parametrize(
    ("data", "message", "intent"),
    [
        pytest.param(
            WITH_ENTITIES, "annuler svp", "annuler", id="with entities, synonyms, regexes and lookups"
        ),
        pytest.param(ONE_EXAMPLE_EACH, "bonjour", "bonjour", id="one example per intent"),
        pytest.param(ONE_INTENT, "allo", "bonjour", id="a single intent"),
        pytest.param(NO_WORDS, "👎", None, id="examples without any word"),
    ],
)
def test_a_file_trains_and_understands(
    data: str, message: str, intent: str | None, tmp_path: Path, train: Callable[[Path, Path], Parse]
) -> None:
    path = tmp_path / "nlu.yml"
    path.write_text(data, encoding="utf-8")
    parsed = train(path, tmp_path / "model")(message)
    assert 0 <= parsed["intent"]["confidence"] <= 1
    if intent is not None:
        assert parsed["intent_ranking"]
        named = [each["name"] for each in parsed["intent_ranking"] if each["name"] != "nlu_fallback"]
        assert named[0] == intent
