"""In which area a question is, and whether that is sure enough to be said."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_matrix, hstack
from sklearn.feature_extraction.text import HashingVectorizer

from knowledge.search.encoder import Vectors, encode
from knowledge.search.text import fold

MODEL_FILE = Path(__file__).with_name("model.npz")
COLUMNS = 2**12  # hashed, so that no vocabulary has to be kept
MEANING_WEIGHT = 2.0

Numbers = npt.NDArray[Any]
_characters = HashingVectorizer(
    analyzer="char_wb", ngram_range=(3, 5), n_features=COLUMNS, lowercase=False, alternate_sign=False
)
_words = HashingVectorizer(
    analyzer="word",
    ngram_range=(1, 2),
    n_features=COLUMNS,
    tokenizer=str.split,
    token_pattern=None,
    lowercase=False,
)


def features(texts: Sequence[str], encoder: Callable[[Sequence[str]], Vectors] = encode) -> csr_matrix:
    """One row per text: its characters, its words, its meaning."""
    plain = [fold(text) for text in texts]
    meaning = csr_matrix(np.asarray(encoder(texts)) * MEANING_WEIGHT)
    return hstack([_characters.transform(plain), _words.transform(plain), meaning]).tocsr()


@dataclass(frozen=True)
class Judged:
    """The likeliest area of a question, how far it is before the next, and whether that is sure."""

    area: str
    lead: float
    sure: bool


@dataclass(frozen=True)
class Model:
    """A linear model, one side an area; an area is sure when it leads by `threshold`."""

    areas: tuple[str, ...]
    weights: Numbers
    constants: Numbers
    threshold: float

    def judge(self, rows: csr_matrix) -> list[Judged]:
        """One judgement a row."""
        scores = np.asarray(rows @ self.weights.T) + self.constants
        best = scores.argmax(axis=1)
        ordered = np.sort(scores, axis=1)
        leads = ordered[:, -1] - ordered[:, -2]
        return [
            Judged(self.areas[place], float(lead), bool(lead >= self.threshold))
            for place, lead in zip(best, leads, strict=True)
        ]

    def save(self, path: Path = MODEL_FILE) -> None:
        """Write it, its weights in half precision."""
        np.savez_compressed(
            path,
            areas=np.array(self.areas),
            weights=self.weights.astype(np.float16),
            constants=self.constants,
            threshold=np.array(self.threshold),
        )

    @classmethod
    def load(cls, path: Path = MODEL_FILE) -> Model:
        """Read it back. Nothing in the file is run."""
        with np.load(path, allow_pickle=False) as stored:
            return cls(
                areas=tuple(stored["areas"].tolist()),
                weights=stored["weights"].astype(np.float64),
                constants=stored["constants"],
                threshold=float(stored["threshold"]),
            )


@lru_cache(maxsize=1)
def _model() -> Model:
    return Model.load()


def area_of(question: str) -> Judged:
    """The area of a question that the base does not answer."""
    return _model().judge(features([question]))[0]
