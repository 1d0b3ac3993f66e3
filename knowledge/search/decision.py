"""From scores to a decision: answer, ask which was meant, or say that we do not know.

A raw score separates «not in the base» badly from «nearby». The decision weighs several signs of a
good match in one logistic model; its coefficients and the two thresholds are in `decision.yaml`,
written by `python -m benchmarks.answers --fit` on questions kept apart from those it reports on.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Literal

import yaml

Decision = Literal["answer", "clarify", "none"]

SETTINGS_FILE = Path(__file__).parent / "decision.yaml"


@dataclass(frozen=True)
class Signs:
    """The signs of a good match, all computed from one query.

    `meaning`, `characters`: cosines of the best document. `lead`: its summed score minus that of the
    second. `coverage`: the share of the query's words, rare ones counting more, that the best document
    has. `topic_lead`: its summed score minus that of the best declined topic.
    """

    meaning: float
    characters: float
    lead: float
    coverage: float
    topic_lead: float


@dataclass(frozen=True)
class Calibration:
    """The decision's settings, read from `decision.yaml`."""

    coefficients: dict[str, float]
    intercept: float
    answer_at: float
    clarify_at: float


@lru_cache(maxsize=1)
def calibration() -> Calibration:
    """The calibration in force."""
    return Calibration(**yaml.safe_load(SETTINGS_FILE.read_text(encoding="utf-8")))


def confidence(signs: Signs, settings: Calibration) -> float:
    """The probability, 0 to 1, that the best document answers the question."""
    total = settings.intercept + sum(
        weight * getattr(signs, name) for name, weight in settings.coefficients.items()
    )
    return 1 / (1 + math.exp(-total))


def decide(best: float, settings: Calibration) -> Decision:
    """The decision for the confidence of the best document."""
    if best >= settings.answer_at:
        return "answer"
    return "clarify" if best >= settings.clarify_at else "none"
