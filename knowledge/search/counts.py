"""What stands how often in each text, remembered by text: an edited answer costs only its own counts."""

from __future__ import annotations

import threading
from collections.abc import Callable, Hashable, Sequence
from typing import Generic, TypeVar

import numpy as np
import numpy.typing as npt
from scipy.sparse import csc_matrix, csr_matrix

from knowledge.search.shared_rows import MANY, Base, SharedRows

Token = TypeVar("Token", bound=Hashable)

ROOM = 8  # one more for so many: what is kept free behind the counts for those to come
MAX_KEPT = 60_000  # texts remembered, those of many edits included; beyond, they are counted anew


class RememberedCounts:
    """The counts of texts, one row each, of which only those never seen are counted.

    `count` gives the rows of some texts; later rows may be wider than earlier ones.
    """

    def __init__(self, count: Callable[[Sequence[str]], csr_matrix]) -> None:
        self._count = count
        self._rows: dict[str, int] = {}
        self._counts = count([])
        self.lock = threading.Lock()  # an index may be rebuilt while a change is being tried

    def of(self, texts: Sequence[str]) -> csr_matrix:
        """The rows of the texts, in their order."""
        with self.lock:
            if len(self._rows) > MAX_KEPT:
                self._rows, self._counts = {}, self._count([])
            fresh = [text for text in dict.fromkeys(texts) if text not in self._rows]
            if fresh:
                counted = self._count(fresh)
                self._rows.update((text, row) for row, text in enumerate(fresh, len(self._rows)))
                self._counts = followed_by(self._counts, counted)
            chosen: csr_matrix = self._counts[[self._rows[text] for text in texts]]
            return chosen


def followed_by(rows: csr_matrix, more: csr_matrix) -> csr_matrix:
    """The rows of a matrix, then those of a wider one: in place, while room is left behind the former, so
    that an edited text does not have all the others copied."""
    indptr = np.concatenate([rows.indptr, more.indptr[1:] + rows.nnz])
    end = int(indptr[-1])
    data, indices = _with_room(rows.data, end), _with_room(rows.indices, end)
    data[rows.nnz : end], indices[rows.nnz : end] = more.data, more.indices
    return csr_matrix((data[:end], indices[:end], indptr), shape=(len(indptr) - 1, more.shape[1]))


def _with_room(held: npt.NDArray[np.int32], end: int) -> npt.NDArray[np.int32]:
    """The array that `held` is the beginning of, if `end` fits in it; otherwise a larger copy."""
    behind = held.base
    if isinstance(behind, np.ndarray) and behind.ndim == 1 and len(behind) >= end:
        return behind
    larger = np.zeros(end + end // ROOM, dtype=held.dtype)
    larger[: len(held)] = held
    return larger


class TokenCounts(Generic[Token]):
    """How often each token stands in each text. `columns`: the column of each token ever seen."""

    def __init__(self, analyzer: Callable[[str], Sequence[Token]]) -> None:
        self.analyzer = analyzer
        self.columns: dict[Token, int] = {}
        self._remembered = RememberedCounts(self._count)
        self._base: Base | None = None

    def of(self, texts: Sequence[str]) -> csr_matrix:
        """The counts of the texts, one row each; a column may be empty, if its token is in none of them."""
        return self._remembered.of(texts)

    def logarithms(self, texts: Sequence[str]) -> SharedRows:
        """One more than the logarithm of each count, of texts that many indexes have in common."""
        with self._remembered.lock:  # counting gives columns to what is new
            if self._base is None and len(texts) >= MANY:
                first = list(dict.fromkeys(texts))
                rows = {text: row for row, text in enumerate(first)}
                self._base = Base(rows, _logarithms(self._count(first)))
        return SharedRows.of(texts, self._base, self._own_logarithms)

    def _own_logarithms(self, texts: Sequence[str]) -> csc_matrix:
        return _logarithms(self.of(texts))

    def total(self, texts: Sequence[str]) -> dict[Token, int]:
        """How often each token stands in the texts together."""
        sums: npt.NDArray[np.int64] = np.asarray(self.of(texts).sum(axis=0)).ravel()
        return {token: times for token, times in zip(self.columns, sums.tolist(), strict=False) if times}

    def _count(self, texts: Sequence[str]) -> csr_matrix:
        found: list[int] = []
        ends = [0]
        for text in texts:
            found += [self.columns.setdefault(token, len(self.columns)) for token in self.analyzer(text)]
            ends.append(len(found))
        counts = csr_matrix(
            (np.ones(len(found), dtype=np.int32), np.array(found, dtype=np.int32), ends),
            shape=(len(texts), len(self.columns)),
        )
        counts.sum_duplicates()
        return counts


def _logarithms(counts: csr_matrix) -> csc_matrix:
    """One more than the logarithm of each count, by column: a question is compared by its few columns."""
    times = np.arange(1, 1 + counts.data.max(initial=1), dtype=np.float32)
    told = (1 + np.log(times))[counts.data - 1]  # few counts differ: no logarithm is taken twice
    return csr_matrix((told, counts.indices, counts.indptr), shape=counts.shape).tocsc()
