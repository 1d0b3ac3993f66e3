"""From scores to a decision: answer, ask which was meant, or say that we do not know.

A raw score separates «not in the base» badly from «nearby». The decision weighs several signs of a
good match in one logistic model; its coefficients and the two thresholds are in `decision.yaml`,
written by `python -m knowledge.search.train` on questions kept apart from those it reports on.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Literal

import yaml

from knowledge.search.sureness import Standing, sureness

Decision = Literal["answer", "clarify", "none"]

# A near answer is offered when it is that likely, and that likely beside the likeliest; the two first always
# are. Of 530 choices, on the tuning questions and on five sets more, the right answer was once among the
# third ones that this leaves out, which are one in two.
LIKELY, BESIDE_BEST, ALWAYS_OFFERED = 0.05, 0.2, 2

SETTINGS_FILE = Path(__file__).parent / "decision.yaml"


@dataclass(frozen=True)
class Signs:
    """The signs of a good match, all computed from one query.

    `meaning`, `characters`: cosines of the best phrasing. `total`: the summed score, `lead`: how far it
    is above the next one. `coverage`: the share of the question's terms, rare ones counting more, that the
    document has. `named`: how surely the question names its subject. `place`: for the answer on the MRC of
    a place, how surely help is asked for there.

    How far the best answer is above the nearest declined topic: `topic_lead`, by the summed score;
    `meaning_lead` and `words_lead`, by the meaning of its nearest phrasing and by its words; `near_lead`, by
    its nearest phrasing's meaning and characters together. `domain`, `meaning_domain`: whether the question
    sounds like those the base answers (positive) or declines (negative), by its characters and by its
    meaning. `elsewhere`: what it asks is about a place outside Québec.
    """

    meaning: float
    characters: float
    total: float
    lead: float
    coverage: float
    topic_lead: float
    named: float
    place: float
    domain: float
    meaning_lead: float
    words_lead: float
    meaning_domain: float
    near_lead: float
    elsewhere: bool = False


@dataclass(frozen=True)
class Model:
    """A logistic model over some of the signs."""

    intercept: float
    coefficients: dict[str, float]

    def probability(self, signs: Signs) -> float:
        """The probability, 0 to 1, that it foresees."""
        total = self.intercept + sum(
            weight * getattr(signs, name) for name, weight in self.coefficients.items()
        )
        return 1 / (1 + math.exp(-total))


@dataclass(frozen=True)
class Calibration:
    """The decision's settings, read from `decision.yaml`.

    `answer` foresees that a document is right, by its own signs; `scope` that the base can answer.
    `answer_at`: from when an answer would be given by these alone; `sureness.py`, which decides, does better.
    """

    answer: Model
    scope: Model
    answer_at: float
    clarify_at: float

    def right(self, signs: Signs) -> float:
        """The probability that a document is the one wanted, from its own signs."""
        return self.answer.probability(signs)

    def decide(self, best: Signs, standing: Standing) -> Decision:
        """Answer when the best document is surely right, as it stands before the others, and by itself is not
        too unlikely to be offered (in a base of few answers the first stands far ahead of nothing); ask when
        the base has something to say. Of `report`, the second costs .3 of 100 right answers."""
        if best.elsewhere or self.scope.probability(best) < self.clarify_at:
            return "none"
        sure = sureness().sure(standing) and self.right(best) >= LIKELY
        return "answer" if sure else "clarify"


def worth_offering(scores: Sequence[float]) -> list[int]:
    """Which of near answers to offer as choices: their places, in order.

    Input: the probability that each is the one wanted, best ranked first.
    """
    floor = max(LIKELY, BESIDE_BEST * max(scores, default=0.0))
    return [place for place, score in enumerate(scores) if place < ALWAYS_OFFERED or score >= floor]


@lru_cache(maxsize=1)
def calibration() -> Calibration:
    """The calibration in force."""
    read = yaml.safe_load(SETTINGS_FILE.read_text(encoding="utf-8"))
    return Calibration(
        answer=Model(**read["answer"]),
        scope=Model(**read["scope"]),
        answer_at=read["answer_at"],
        clarify_at=read["clarify_at"],
    )
