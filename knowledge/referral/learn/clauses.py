"""What each clause of a description tells of its stage, whatever the project does.

A stage is told by one clause among several («le bail est signé»), the activity by the others: read whole,
a text's meaning is mostly its activity. Each clause is weighed by its meaning alone, and the one that tells
most counts. Learned from `clauses.yaml` and from the clauses of the descriptions (`clauses_fit.py`).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np

from knowledge.referral.learn.features import Numbers
from knowledge.referral.learn.model import NOTHING
from knowledge.search.encoder import encode
from knowledge.vocabulary import STAGES

MODEL_FILE = Path(__file__).with_name("clauses.npz")
ANSWERS = (*STAGES, NOTHING)
MOST = 12  # clauses of one text that are weighed: a message is read fast

_BETWEEN = re.compile(
    r"[.;!?:\n()…]+(?=\s|$)|,\s|\s[-–—]\s"
    r"|\s(?=(?:mais|pis|donc|puis|et (?:on|nous|je|j'|la|le|il|elle)|car|parce)\b)"
)


def clauses(text: str) -> list[str]:
    """The clauses of a text, in order; the whole text where it has none."""
    found = [part.strip(" ,") for part in _BETWEEN.split(text) if part.strip(" ,")]
    return found[:MOST] or [text]


@dataclass(frozen=True)
class Clauses:
    """The weights of each answer (`ANSWERS`) over the meaning of a clause."""

    weights: Numbers
    constants: Numbers

    def margins(self, vectors: Numbers) -> Numbers:
        """By stage, how much likelier than none the clause that tells it best makes it."""
        scores = np.asarray(vectors, dtype=np.float64) @ self.weights + self.constants
        best: Numbers = (scores[:, :-1] - scores[:, -1:]).max(axis=0)
        return best

    def save(self, path: Path = MODEL_FILE) -> None:
        """Write it, its weights in half precision."""
        np.savez_compressed(
            path,
            answers=np.array(ANSWERS),
            weights=self.weights.astype(np.float16),
            constants=self.constants,
        )

    @classmethod
    def load(cls, path: Path = MODEL_FILE) -> Clauses:
        """Read it back. Nothing in the file is run. Raises `ValueError` where it is of other answers."""
        with np.load(path, allow_pickle=False) as stored:
            if tuple(stored["answers"].tolist()) != ANSWERS:
                raise ValueError("learned of other answers: run `python -m knowledge.referral.learn`")
            return cls(stored["weights"].astype(np.float64), stored["constants"])


def weighed(scores: Numbers, margins: Numbers) -> Numbers:
    """The scores of a text (`telling.COLUMNS`), its stages weighed with those of its clauses: how much
    likelier than none, on the average of both; none is at zero."""
    stages = len(STAGES)
    both = np.array(scores, dtype=np.float64)
    both[:stages] = (scores[:stages] - scores[stages] + margins) / 2
    both[stages] = 0.0
    return both


def clause_margins(text: str) -> Numbers:
    """What the clauses of a text tell of its stage, by the model as it was last learned."""
    return learned_clauses().margins(_vectors(tuple(clauses(text))))


@lru_cache(maxsize=2)  # a message is read more than once
def _vectors(parts: Sequence[str]) -> Numbers:
    vectors: Numbers = encode(parts)
    return vectors


@lru_cache(maxsize=1)
def learned_clauses() -> Clauses:
    """The model as it was last learned."""
    return Clauses.load()
