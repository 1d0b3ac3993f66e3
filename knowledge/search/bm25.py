"""BM25 (Robertson and Zaragoza, 2009) over what an analyzer makes of texts."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from knowledge.search.counts import TokenCounts

Scores = npt.NDArray[np.float64]

K1 = 1.2  # the usual constants of BM25
B = 0.75


class Bm25:
    """The scores of texts for a query, over remembered counts of their words."""

    def __init__(self, texts: Sequence[str], counts: TokenCounts[str]) -> None:
        self._analyzer = counts.analyzer
        self._weights = counts.of(texts).astype(np.float64)
        self._columns = counts.columns
        rows, columns = np.repeat(np.arange(len(texts)), np.diff(self._weights.indptr)), self._weights.indices
        lengths = np.asarray(self._weights.sum(axis=1)).ravel()
        norm = K1 * (1 - B + B * lengths / (float(lengths.mean()) or 1.0))
        frequency = np.bincount(columns, minlength=self._weights.shape[1])
        self._idf = np.log(1 + (len(texts) - frequency + 0.5) / (frequency + 0.5))
        self._unknown_idf = float(np.log(1 + (len(texts) + 0.5) / 0.5))
        times = self._weights.data
        self._weights.data = self._idf[columns] * times * (K1 + 1) / (times + norm[rows])
        self._by_word = self._weights.tocsc()  # a question is scored through its few words alone

    def rarity(self, word: str) -> float:
        """The inverse document frequency of a word; the highest for one that no document has."""
        column = self._column(word)
        return self._unknown_idf if column is None else float(self._idf[column])

    def coverage(self, query: str, row: int) -> float:
        """The share of the query's words, weighted by rarity, that a document has."""
        start, end = self._weights.indptr[row : row + 2]
        held = set(self._weights.indices[start:end].tolist())
        asked = {word: self.rarity(word) for word in self._analyzer(query)}
        total = sum(asked.values())
        found = sum(idf for word, idf in asked.items() if self._column(word) in held)
        return found / total if total else 0.0

    def scores(self, query: str) -> Scores:
        """The score of every document."""
        columns = {column for word in self._analyzer(query) if (column := self._column(word)) is not None}
        scores: Scores = np.asarray(self._by_word[:, sorted(columns)].sum(axis=1), dtype=np.float64).ravel()
        return scores

    def _column(self, word: str) -> int | None:
        """The column of a word; None for one first seen after this was built."""
        column = self._columns.get(word)
        return column if column is not None and column < len(self._idf) else None
