"""What each clause of a description tells of its stage and of its needs, whatever the project does.

A stage is told by one clause among several («le bail est signé»), the activity by the others: read whole,
a text's meaning is mostly its activity. Each clause is weighed alone, by its meaning and its letters, and the
one that tells most counts. Learned from `clauses.yaml`, `asked.yaml` and the clauses of the descriptions
(`clauses_fit.py`).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np
from sklearn.feature_extraction.text import HashingVectorizer

from knowledge.referral.learn.features import Numbers
from knowledge.referral.learn.model import NOTHING
from knowledge.search.encoder import encode
from knowledge.search.text import fold
from knowledge.vocabulary import NEEDS, STAGES

MODEL_FILE = Path(__file__).with_name("clauses.npz")
ANSWERS = (*STAGES, NOTHING)
COLUMNS = (*ANSWERS, *(f"need:{need}" for need in NEEDS))
LETTERS = 1_024  # columns of hashed groups of letters
LETTERS_WEIGHT = 0.7  # beside 1 for the meaning
MOST = 12  # clauses of one text that are weighed: a message is read fast

_letters = HashingVectorizer(
    analyzer="char_wb", ngram_range=(3, 5), n_features=LETTERS, lowercase=False, norm="l2"
)
_BETWEEN = re.compile(
    r"[.;!?:\n()…]+(?=\s|$)|,\s|\s[-–—]\s"
    r"|\s(?=(?:mais|pis|donc|puis|et (?:on|nous|je|j'|la|le|il|elle)|car|parce)\b)"
)


def clauses(text: str) -> list[str]:
    """The clauses of a text, in order; the whole text where it has none."""
    found = [part.strip(" ,") for part in _BETWEEN.split(text) if part.strip(" ,")]
    return found[:MOST] or [text]


def described(parts: Sequence[str], meanings: Numbers) -> Numbers:
    """Clauses as numbers, one row each: their meaning and their groups of letters, which tell words that the
    meaning blurs («pas encore», «déposés»)."""
    letters = _letters.transform([fold(part) for part in parts]).toarray()
    rows: Numbers = np.hstack([np.asarray(meanings), LETTERS_WEIGHT * letters])
    return rows


@dataclass(frozen=True)
class Clauses:
    """The weights of each answer (`COLUMNS`) over a clause as it is `described`."""

    weights: Numbers
    constants: Numbers

    def told(self, rows: Numbers) -> tuple[Numbers, Numbers]:
        """By stage, how much likelier than none the clause that tells it best makes it; by need, how likely
        the clause that tells it best makes it."""
        scores = rows @ self.weights + self.constants
        stages, none = scores[:, : len(STAGES)], scores[:, len(STAGES) : len(ANSWERS)]
        margins: Numbers = (stages - none).max(axis=0)
        needs: Numbers = scores[:, len(ANSWERS) :].max(axis=0)
        return margins, needs

    def save(self, path: Path = MODEL_FILE) -> None:
        """Write it, its weights in half precision."""
        np.savez_compressed(
            path,
            answers=np.array(COLUMNS),
            weights=self.weights.astype(np.float16),
            constants=self.constants,
        )

    @classmethod
    def load(cls, path: Path = MODEL_FILE) -> Clauses:
        """Read it back. Nothing in the file is run. Raises `ValueError` where it is of other answers."""
        with np.load(path, allow_pickle=False) as stored:
            if tuple(stored["answers"].tolist()) != COLUMNS:
                raise ValueError("learned of other answers: run `python -m knowledge.referral.learn`")
            return cls(stored["weights"].astype(np.float64), stored["constants"])


def told_by_clauses(text: str) -> tuple[Numbers, Numbers]:
    """What the clauses of a text tell of its stage and of its needs, by the model as it was last learned."""
    parts = tuple(clauses(text))
    return learned_clauses().told(described(parts, _vectors(parts)))


@lru_cache(maxsize=2)  # a message is read more than once
def _vectors(parts: Sequence[str]) -> Numbers:
    vectors: Numbers = encode(parts)
    return vectors


@lru_cache(maxsize=1)
def learned_clauses() -> Clauses:
    """The model as it was last learned."""
    return Clauses.load()
