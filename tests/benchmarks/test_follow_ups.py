"""Short questions are understood from the answer before them, above a floor."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest
import yaml

from benchmarks.follow_ups import SHOWN, Outcome
from knowledge.search.follow_up import follow_up
from knowledge.search.last_turn import Before
from knowledge.search.questions import DATA
from knowledge.search.service import AnswerSearch, Snapshot, rank


def outcome(snapshot: Snapshot, pair: dict[str, Any]) -> Outcome:
    """What search makes of the second question of a pair, by itself, after what it gave to the first."""
    first = rank(snapshot, pair["before"], SHOWN)
    given = first.hits[0].answer.identifier if first.decision == "answer" else None
    reaches, expected = "reach" in pair.get("does", ()), set(pair["expect"])
    result = follow_up(snapshot, pair["asked"], Before(given, (pair["before"],), reaches=reaches), SHOWN)
    if not expected:
        return "answered" if result.decision == "answer" else "declined"
    right = [bool(expected & {hit.answer.identifier, *hit.answer.facts}) for hit in result.hits]
    if result.decision == "answer":
        return "right" if right[0] else "wrong"
    return "clarified" if result.decision == "clarify" and any(right) else "missed"


@pytest.mark.slow  # hundreds of questions are searched
def test_a_short_question_gets_its_answer_and_seldom_another(search: AnswerSearch) -> None:
    pairs = yaml.safe_load((DATA / "follow_ups.yaml").read_text(encoding="utf-8"))["follow_ups"]
    for split in ("tune", "report"):
        told = [outcome(search.snapshot(), pair) for pair in pairs if pair["split"] == split]
        figures = Counter(told)
        answerable = sum(figures[name] for name in ("right", "clarified", "wrong", "missed"))
        assert figures["right"] + figures["clarified"] >= 0.85 * answerable
        assert figures["wrong"] <= 0.05 * answerable
        assert figures["answered"] <= 1
