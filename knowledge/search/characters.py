"""Character vectors: TF-IDF of the pieces of words, which forgives typos.

The pieces of a text are counted once and remembered, so that an edited answer costs only its own. Sublinear
TF-IDF with unit length, as scikit-learn computes it; its own classes would count and copy everything anew.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_matrix
from scipy.sparse.linalg import LinearOperator
from sklearn.feature_extraction.text import CountVectorizer

from knowledge.search.bm25 import Scores
from knowledge.search.counts import TokenCounts

NGRAMS = (2, 5)  # characters, inside words


def character_counts() -> TokenCounts[str]:
    """Counts of the pieces of words, none remembered yet."""
    vectorizer = CountVectorizer(analyzer="char_wb", ngram_range=NGRAMS, lowercase=False)
    return TokenCounts(vectorizer.build_analyzer())


class CharacterVectors:
    """The vectors of a base's texts and phrasings, and of questions, one row each.

    Input: the texts, which teach how rare each piece is, and the phrasings. A piece that no text of the
    base holds counts in the length of a question's vector alone.
    """

    def __init__(self, texts: Sequence[str], phrasings: Sequence[str], counts: TokenCounts[str]) -> None:
        self._analyzer, self._columns = counts.analyzer, counts.columns
        self._times, of_texts = counts.logarithms(phrasings), counts.of(texts)
        frequency = np.bincount(of_texts.indices, minlength=of_texts.shape[1])
        rarity = np.log((1 + len(texts)) / (1 + frequency)) + 1
        self._rarity = rarity.astype(np.float32)
        self._unknown = float(np.log(1 + len(texts)) + 1)
        # By piece: a question is compared through its few pieces alone.
        self._texts = self._weighted(of_texts).tocsc()
        lengths = np.sqrt(self._times.squares(np.square(self._rarity)))
        self._lengths: npt.NDArray[np.float32] = np.where(lengths > 0, lengths, np.float32(1))

    def nearness_of_texts(self, vector: csr_matrix) -> Scores:
        """The cosine of a question's vector with each text."""
        scores: Scores = self._texts[:, vector.indices] @ vector.data
        return scores

    def nearness_of_phrasings(self, vector: csr_matrix) -> Scores:
        """The cosine of a question's vector with each phrasing."""
        columns = vector.indices
        products = self._times.times_few(columns, vector.data * self._rarity[columns])
        return (products / self._lengths).astype(np.float64)

    def phrasings(self) -> LinearOperator:
        """The vectors of the phrasings together, as a solver multiplies them."""
        width, rarity = self._times.shape[1], self._rarity

        def times(vector: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
            told: npt.NDArray[np.float32] = self._times.times(rarity * vector.ravel()) / self._lengths
            return told

        def gathered(weights: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
            told = np.zeros_like(rarity)
            told[:width] = self._times.gathered(weights.ravel() / self._lengths)
            return told * rarity

        return LinearOperator((len(self._lengths), len(rarity)), times, gathered, dtype=np.float32)

    def once(self, text: str) -> csr_matrix:
        """The vector of a question."""
        counted = Counter(self._analyzer(text))
        width = len(self._rarity)
        known = {piece: self._columns.get(piece, width) for piece in counted}
        columns = np.array([column for column in known.values() if column < width], dtype=np.int32)
        times = [times for piece, times in counted.items() if known[piece] < width]
        others = [times for piece, times in counted.items() if known[piece] >= width]
        weights = (1 + np.log(times)) * self._rarity[columns]
        square = (weights**2).sum() + (((1 + np.log(others)) * self._unknown) ** 2).sum()
        vector = csr_matrix((weights / np.sqrt(square or 1.0), columns, [0, len(columns)]), shape=(1, width))
        return vector.astype(np.float32)

    def _weighted(self, counts: csr_matrix) -> csr_matrix:
        times = np.arange(1, 1 + counts.data.max(initial=1), dtype=np.float32)
        weights = (1 + np.log(times))[counts.data - 1]  # few counts differ: no logarithm is taken twice
        weights *= self._rarity[counts.indices]
        squares = csr_matrix((np.square(weights), counts.indices, counts.indptr), shape=counts.shape)
        lengths = np.sqrt(squares @ np.ones(counts.shape[1], dtype=np.float32))
        weights /= np.repeat(lengths, np.diff(counts.indptr))
        return csr_matrix((weights, counts.indices, counts.indptr), shape=counts.shape)
