"""What a message is made of, as numbers: its words, its characters, its meaning. Intents and readings share
it.

TF-IDF of words (1-2) and of characters (1-5, inside words, which forgives typos), beside the sentence vector
of `bot/sentence_encoder.py`. Holds nothing of Rasa.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any

import numpy as np
from scipy.sparse import csr_matrix, hstack
from sklearn.feature_extraction.text import TfidfVectorizer

from bot.spelling import fold

LENGTHS = (
    1,
    2,
    3,
    4,
    6,
    8,
    11,
    15,
)  # words: a short message leans on the one before it more often than a long one
LENGTH_WEIGHT = 1.0
WORDS = {
    "ngram_range": (1, 2),
    "sublinear_tf": True,
    "token_pattern": r"\b\w+\b",
    "lowercase": False,
}
CHARACTERS = {"analyzer": "char_wb", "ngram_range": (1, 5), "sublinear_tf": True, "lowercase": False}
REMEMBERED = 16  # texts: those of one message, which two models read


@dataclass(frozen=True)
class Row:
    """What one text is made of: the places of its features that are not zero, and their values."""

    places: np.ndarray
    values: np.ndarray

    def scores(self, weights: np.ndarray) -> np.ndarray:
        """The products with each row of weights."""
        return np.asarray(weights[:, self.places] @ self.values)


@dataclass(frozen=True)
class TextFeatures:
    """The two vectorisers, fitted, and how much the sentence vector weighs beside them."""

    words: TfidfVectorizer
    characters: TfidfVectorizer
    meaning_weight: float

    @classmethod
    def fit(cls, texts: Sequence[str], meaning_weight: float) -> TextFeatures:
        """Learn the words and the characters of these texts."""
        folded = [*(fold(text) for text in texts), "mot"]  # never without a word
        words, characters = TfidfVectorizer(**WORDS), TfidfVectorizer(**CHARACTERS)
        words.fit(folded)
        characters.fit(folded)
        return cls(words, characters, meaning_weight)

    def table(self, texts: Sequence[str], vectors: np.ndarray) -> csr_matrix:
        """One row a text. `vectors`: their sentence vectors."""
        return hstack([self._written(texts), csr_matrix(vectors * self.meaning_weight)]).tocsr()

    def row(self, text: str, vector: np.ndarray) -> Row:
        """The row that `table` gives of one text, ten times sooner: without a table."""
        folded = fold(text)
        length = len(folded.split())
        parts, start = [], 0
        for counts, (vocabulary, weights) in zip(_counted(folded), self._known):
            parts.append(_weighed(counts, vocabulary, weights, start))
            start += len(vocabulary)
        longer = np.flatnonzero(length > np.array(LENGTHS))
        parts.append((start + longer, np.full(len(longer), LENGTH_WEIGHT)))
        parts.append((start + len(LENGTHS) + np.arange(len(vector)), vector * self.meaning_weight))
        places, values = zip(*parts)
        return Row(np.concatenate(places), np.concatenate(values).astype(np.float32))

    @cached_property
    def _known(self) -> list[tuple[dict[str, int], np.ndarray]]:
        """Of each vectoriser: the place of each n-gram, and its weight."""
        return [(one.vocabulary_, np.asarray(one.idf_)) for one in (self.words, self.characters)]

    def likeness(self, texts: Sequence[str], vectors: np.ndarray) -> np.ndarray:
        """How alike each text is to each other: the products of the rows of their table, sooner."""
        written = self._written(texts)
        meant = (vectors * self.meaning_weight).astype(np.float32)
        return np.asarray((written @ written.T).toarray() + meant @ meant.T, dtype=np.float32)

    def _written(self, texts: Sequence[str]) -> csr_matrix:
        folded = [fold(text) for text in texts]
        lengths = np.array([[len(text.split())] for text in folded])
        longer = (lengths > np.array(LENGTHS)).astype(np.float32) * LENGTH_WEIGHT
        blocks = [self.words.transform(folded), self.characters.transform(folded), csr_matrix(longer)]
        return hstack(blocks, dtype=np.float32).tocsr()


@lru_cache(maxsize=1)
def _analyzers() -> tuple[Any, Any]:
    """What cuts a text in words, and in characters: the same for every model."""
    return TfidfVectorizer(**WORDS).build_analyzer(), TfidfVectorizer(**CHARACTERS).build_analyzer()


@lru_cache(maxsize=REMEMBERED)
def _counted(folded: str) -> tuple[Counter[str], Counter[str]]:
    words, characters = _analyzers()
    return Counter(words(folded)), Counter(characters(folded))


def _weighed(
    counts: Counter[str], vocabulary: dict[str, int], weights: np.ndarray, start: int
) -> tuple[np.ndarray, np.ndarray]:
    """The places and the values of the n-grams that are known, as a `TfidfVectorizer` gives them."""
    known = [(vocabulary[one], count) for one, count in counts.items() if one in vocabulary]
    if not known:
        return np.zeros(0, dtype=int), np.zeros(0)
    places, numbers = np.array(known).T
    values = (1.0 + np.log(numbers)) * weights[places]
    return start + places, values / np.linalg.norm(values)
