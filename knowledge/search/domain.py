"""Whether a question sounds like those the base answers or like those it declines, whatever the answer.

A linear model, learned each time the base changes from the phrasings of the answers on one side and of the
declined topics on the other: one by their characters, one by meaning. It starts from what was learned
before the change, which is nearly right already, so that it takes some hundredths of a second.
"""

from __future__ import annotations

from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_matrix
from scipy.sparse.linalg import LinearOperator, aslinearoperator, cg

from knowledge.search.encoder import Vectors

Multiplied: TypeAlias = Any  # a matrix, dense or sparse, or what gives the products of its rows and columns

PENALTY = 1.0
TOLERANCE = 3e-3  # of the solver: scores, of one unit each way, are then within some hundredths of exact
LEFT = 0.3  # of what was left to learn, at most, when it starts from what was learned before
MIN_EACH = 5  # phrasings on each side; with fewer there is nothing to learn


class Domain:
    """Ridge regression of +1 inside and -1 outside, both sides weighing the same.

    Input: the vectors of phrasings, whether each is one of an answer, and what was learned before; columns
    may have been added since. By characters, it tells inside from outside on the tuning questions as well
    as a logistic regression of words and characters (area under the curve .979 and .979), which takes a
    second or more to learn.
    """

    def __init__(
        self, phrasings: Multiplied, inside: npt.NDArray[np.bool_], before: Domain | None = None
    ) -> None:
        self._coefficients: npt.NDArray[np.float32] | None = None
        self._constant = 0.0
        if min(inside.sum(), (~inside).sum()) >= MIN_EACH:
            self._learn(aslinearoperator(phrasings), inside, before._coefficients if before else None)

    def _learn(
        self,
        vectors: LinearOperator,
        inside: npt.NDArray[np.bool_],
        before: npt.NDArray[np.float32] | None,
    ) -> None:
        """Solve the normal equations of the centred, weighted problem by conjugate gradients, which need no
        centred copy of the vectors."""
        weights = np.where(inside, 0.5 / inside.sum(), 0.5 / (~inside).sum()) * len(inside)
        weights = weights.astype(np.float32)
        mean = vectors.rmatvec(weights) / np.float32(len(inside))

        def gathered(residues: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
            weighed = weights * residues
            back: npt.NDArray[np.float32] = vectors.rmatvec(weighed) - mean * weighed.sum()
            return back

        def normal(coefficients: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
            some = coefficients.ravel().astype(np.float32)  # of the vectors' own kind, or they are copied
            return gathered(vectors.matvec(some) - mean @ some) + np.float32(PENALTY) * some

        width = vectors.shape[1]
        start = np.zeros(width, dtype=np.float32)
        if before is not None and len(before) <= width:
            start[: len(before)] = before
        # Both sides weigh the same, so that the mean of +1 and -1 is zero.
        goal = gathered(np.where(inside, 1.0, -1.0).astype(np.float32))
        system = LinearOperator((width, width), matvec=normal, dtype=np.float32)
        # What is left to learn, from where one starts: a word that only one new answer has is little beside
        # the whole, and would be left unlearned by a tolerance on the whole alone.
        left = goal - normal(start)
        least = min(TOLERANCE * float(np.linalg.norm(goal)), LEFT * float(np.linalg.norm(left)))
        solved, _ = cg(system, left, rtol=0.0, atol=least)
        self._coefficients = (start + solved).astype(np.float32)
        self._constant = -float(mean @ self._coefficients)

    def score(self, vector: csr_matrix | Vectors) -> float:
        """How much a question sounds like the base's own: positive inside, negative outside, 0 unknown.

        Input: its vector, as one row.
        """
        if self._coefficients is None:
            return 0.0
        return float((vector @ self._coefficients)[0]) + self._constant
