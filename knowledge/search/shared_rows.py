"""Rows of numbers that many texts have in common with other indexes: kept once, read by all.

What the Pôles of a house say alike, and what an index says again after an edit, is most of what they say. The
first base that is read is kept as it stands (`Base`); an index holds where its texts stand in it, and copies
of its own rows alone.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy.sparse import csc_matrix
from scipy.sparse.linalg import LinearOperator

Matrix = Any  # dense, or sparse by column: both are multiplied alike
Floats = npt.NDArray[np.float32]
Places = npt.NDArray[np.intp]

MANY = 1_000  # texts that make a base: fewer are copied in no time
WORTH = 0.5  # of a base, the share that an index must want: all of it is multiplied for every question


@dataclass(frozen=True)
class Base:
    """The rows of the first texts read, and where each text stands."""

    rows: Mapping[str, int]
    matrix: Matrix


@dataclass(frozen=True)
class _Piece:
    """Some rows of a matrix, and which rows of ours they are. `rows`: all of them, in order, when None."""

    matrix: Matrix
    ours: Places
    rows: Places | None = None

    def chosen(self, products: Floats) -> Floats:
        return products if self.rows is None else products[self.rows]

    def spread(self, weights: Floats) -> Floats:
        """What each row of the matrix weighs, ours having these weights: a row may be ours twice."""
        if self.rows is None:
            return weights[self.ours]
        return np.bincount(self.rows, weights[self.ours], self.matrix.shape[0]).astype(np.float32)


class SharedRows:
    """The rows of some texts, in their order, multiplied as one matrix would be; never changed."""

    def __init__(self, pieces: Sequence[_Piece], shape: tuple[int, int]) -> None:
        self._pieces = [piece for piece in pieces if len(piece.ours)]
        self.shape = shape

    @classmethod
    def of(
        cls, texts: Sequence[str], base: Base | None, own: Callable[[Sequence[str]], Matrix], width: int = 0
    ) -> SharedRows:
        """The rows of texts, so wide at least: those that stand in the base, and a copy of the others, that
        `own` gives."""
        held = base.rows if base else {}
        wanted = {text for text in texts if text in held}
        if base is None or len(wanted) < WORTH * len(held):
            held, wanted = {}, set()
        shared = np.array([at for at, text in enumerate(texts) if text in wanted], dtype=np.intp)
        others = np.array([at for at, text in enumerate(texts) if text not in wanted], dtype=np.intp)
        pieces = [_Piece(own([texts[at] for at in others]), others)] if len(others) else []
        if base and len(shared):
            rows = np.array([held[texts[at]] for at in shared], dtype=np.intp)
            pieces.append(_Piece(base.matrix, shared, rows))
        return cls(pieces, (len(texts), max([width, *(piece.matrix.shape[1] for piece in pieces)])))

    @property
    def own_bytes(self) -> int:
        """What no other index has: the copies of its own rows."""
        own = [piece.matrix for piece in self._pieces if piece.rows is None]
        return sum(matrix.nbytes if isinstance(matrix, np.ndarray) else matrix.data.nbytes for matrix in own)

    def times(self, vector: Floats) -> Floats:
        """Each row by a vector, which may be wider than some rows."""
        told = np.zeros(self.shape[0], dtype=np.float32)
        for piece in self._pieces:
            told[piece.ours] = piece.chosen(piece.matrix @ vector[: piece.matrix.shape[1]])
        return told

    def times_few(self, columns: npt.NDArray[np.int32], values: Floats) -> Floats:
        """The same for a vector of a few columns, where the rows are sparse."""
        told = np.zeros(self.shape[0], dtype=np.float32)
        for piece in self._pieces:
            known = columns < piece.matrix.shape[1]
            told[piece.ours] = piece.chosen(piece.matrix[:, columns[known]] @ values[known])
        return told

    def gathered(self, weights: Floats) -> Floats:
        """The sum of the rows, each by its weight."""
        told = np.zeros(self.shape[1], dtype=np.float32)
        for piece in self._pieces:
            told[: piece.matrix.shape[1]] += piece.matrix.T @ piece.spread(weights)
        return told

    def squares(self, vector: Floats) -> Floats:
        """The squares of each row's numbers by a vector, where the rows are sparse."""
        squared = []
        for piece in self._pieces:
            held = piece.matrix
            matrix = csc_matrix((np.square(held.data), held.indices, held.indptr), shape=held.shape)
            squared.append(_Piece(matrix, piece.ours, piece.rows))
        return SharedRows(squared, self.shape).times(vector)

    def some(self, places: Places) -> Floats:
        """A copy of some rows, where they are dense."""
        told = np.zeros((len(places), self.shape[1]), dtype=np.float32)
        for piece in self._pieces:
            at = np.searchsorted(piece.ours, places)  # ours stand in order
            at[at == len(piece.ours)] = 0
            found = piece.ours[at] == places
            rows = at[found] if piece.rows is None else piece.rows[at[found]]
            told[found, : piece.matrix.shape[1]] = piece.matrix[rows]
        return told

    def operator(self) -> LinearOperator:
        """What a solver multiplies."""
        return LinearOperator(self.shape, matvec=self.times, rmatvec=self.gathered, dtype=np.float32)
