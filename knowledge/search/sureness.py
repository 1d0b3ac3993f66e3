"""How surely the first answer is the one wanted: given at once, or offered beside the next ones.

The decision looks at the best answer alone (`decision.py`); this looks at how it stands before all others,
each way of comparing by itself, and at what the next one is: another side of the same matter, or another
matter. A choice is for answers that are truly both possible. The curves and the threshold are in
`sureness.yaml`, written by `python -m knowledge.search.train_sureness`.
"""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import yaml

from knowledge.answers.published import PublishedAnswer
from knowledge.search.bm25 import Scores
from knowledge.search.index import PARTS

SETTINGS_FILE = Path(__file__).parent / "sureness.yaml"
FAR = 6.0  # spreads before the next one, beyond which more says nothing
LEXICON = "answer:lexique-"
Rows = npt.NDArray[np.intp]
Standing = Mapping[str, float]


@dataclass(frozen=True)
class Curve:
    """What a sign is worth: `gives[i]` where it is `at[i]`, straight between two of them; beyond the
    first and the last, as there."""

    at: Sequence[float]
    gives: Sequence[float]

    def worth(self, value: float) -> float:
        """What a value of the sign adds."""
        place = bisect_right(self.at, value)
        if place in (0, len(self.at)):
            return self.gives[max(place - 1, 0)]
        below, above = self.at[place - 1], self.at[place]
        part = (value - below) / (above - below)
        return self.gives[place - 1] + part * (self.gives[place] - self.gives[place - 1])


@dataclass(frozen=True)
class Sureness:
    """An additive logistic model over how an answer stands, and the probability from which it is given at
    once. A sign has one weight, or a curve where twice as much of it is not worth twice as much."""

    intercept: float
    weights: Mapping[str, float]
    answer_at: float
    curves: Mapping[str, Curve] = field(default_factory=dict)

    def probability(self, standing: Standing) -> float:
        """The probability, 0 to 1, that the first answer is the one wanted."""
        total = self.intercept
        total += sum(weight * standing.get(name, 0.0) for name, weight in self.weights.items())
        total += sum(curve.worth(standing.get(name, 0.0)) for name, curve in self.curves.items())
        return 1 / (1 + math.exp(-max(min(total, 50.0), -50.0)))

    def sure(self, standing: Standing) -> bool:
        """Whether the first answer is given at once."""
        return self.probability(standing) >= self.answer_at


@lru_cache(maxsize=1)
def sureness() -> Sureness:
    """The settings in force."""
    return as_written(yaml.safe_load(SETTINGS_FILE.read_text(encoding="utf-8")))


def as_written(settings: Mapping[str, Any]) -> Sureness:
    """A model from its settings, as `train_sureness` writes them."""
    curves = {name: Curve(**told) for name, told in settings["curves"].items()}
    return Sureness(settings["intercept"], {}, settings["answer_at"], curves)


def ahead(parts: Mapping[str, Scores], row: int, rows: Rows) -> dict[str, float]:
    """How far a document stands before all others (`rows`) by each way of comparing, in spreads of its
    scores, and by how many of them it is the first."""
    others = rows[rows != row]
    told, firsts = {}, 0
    for name in PARTS:
        scores = parts[name]
        lead = float(scores[row] - scores[others].max()) if len(others) else 0.0
        spread = float(scores[rows].std()) or 1.0
        told[f"ahead_{name}"] = max(min(lead / spread, FAR), -FAR)
        firsts += lead >= 0
    return {**told, "firsts": float(firsts)}


def beside(best: PublishedAnswer, rivals: Sequence[PublishedAnswer]) -> dict[str, float]:
    """What the first answer is, and what the next one is to it."""
    told = {
        "lexicon": best.identifier.startswith(LEXICON),
        "card": best.kind == "composed",
        "of_mrc": best.mrc is not None,
    }
    # Without a next one, nothing is said of it: an answer alone is no surer for that.
    rival = rivals[0] if rivals else None
    names = [one.identifier.removeprefix("answer:") for one in (best, *rivals[:1])]
    told |= {
        "same_facts": rival is not None and bool(set(best.facts) & set(rival.facts)),
        "same_theme": rival is not None and best.theme == rival.theme,
        "related": rival is not None and (names[1] in best.related or names[0] in rival.related),
        "rival_card": rival is not None and rival.kind == "composed",
        "rival_lexicon": rival is not None and rival.identifier.startswith(LEXICON),
    }
    return {name: float(value) for name, value in told.items()}
