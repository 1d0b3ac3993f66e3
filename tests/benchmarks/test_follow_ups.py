"""Short questions are understood from the answer before them, above a floor."""

from __future__ import annotations

import pytest

from benchmarks.follow_ups import main


@pytest.mark.slow  # hundreds of turns are read
def test_a_short_question_gets_its_answer_and_seldom_another() -> None:
    for figures in main().values():
        answerable = sum(figures[name] for name in ("right", "clarified", "wrong", "missed"))
        assert figures["right"] + figures["clarified"] >= 0.85 * answerable
        assert figures["wrong"] <= 0.05 * answerable
        assert figures["answered"] <= 1
