"""What a message is made of, as numbers: its words, its characters, its meaning. Intents and readings share
it.

TF-IDF of words (1-2) and of characters (1-5, inside words, which forgives typos), beside the sentence vector
of `bot/sentence_encoder.py`. Holds nothing of Rasa.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

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
        words = TfidfVectorizer(
            ngram_range=(1, 2), sublinear_tf=True, token_pattern=r"\b\w+\b", lowercase=False
        )
        characters = TfidfVectorizer(
            analyzer="char_wb", ngram_range=(1, 5), sublinear_tf=True, lowercase=False
        )
        words.fit(folded)
        characters.fit(folded)
        return cls(words, characters, meaning_weight)

    def table(self, texts: Sequence[str], vectors: np.ndarray) -> csr_matrix:
        """One row a text. `vectors`: their sentence vectors."""
        return hstack([self._written(texts), csr_matrix(vectors * self.meaning_weight)]).tocsr()

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
