"""Learning danger: least squares over words and nearness in meaning, and what each author's messages would
have scored had nothing of theirs been read.

One inverse gives both: leaving rows out afterwards costs no other learning.
"""

from __future__ import annotations

import numpy as np
from scipy.linalg import cholesky, solve_triangular
from scipy.linalg.lapack import spotrf, spotri
from scipy.sparse import csr_matrix, diags

from knowledge.safety.features import GROUPS, MEANINGS, TYPED
from knowledge.safety.model import NARROWNESS, Numbers, from_bytes, in_bytes, nearness

# Messages whose nearness counts: more make the file larger and change little.
LANDMARKS = 3_000
TYPED_SHARE, GROUPS_SHARE = 0.05, 0.08  # of words, and of groups of words, beside nearness in meaning
RESTRAINT = 0.3
SLACK = 1e-4  # two landmarks may be the same


class Learner:
    """What is learned from rows of features and whether each tells of a danger; both sides weigh as much."""

    def __init__(self, rows: csr_matrix, danger: Numbers, seed: int = 0) -> None:
        self.rows, self.danger = rows, danger
        self.landmarks = self._choose(np.random.default_rng(seed))
        self._roots = [_root(known) for known in self.landmarks]
        share = np.zeros(rows.shape[1])
        share[TYPED], share[GROUPS] = TYPED_SHARE, GROUPS_SHARE
        self._share = diags(np.sqrt(share))
        self._typed, self._near = self._spread(rows)
        self._inverse = self._inverted()
        self._dual = self._inverse @ self._sides()

    def _choose(self, dice: np.random.Generator) -> Numbers:
        """The landmarks, as they will be kept: as many of danger as of the rest."""
        chosen = np.concatenate(
            [dice.permutation(np.flatnonzero(side))[: LANDMARKS // 2] for side in (self.danger, ~self.danger)]
        )
        meanings = np.stack([self.rows[chosen][:, place].toarray() for place in MEANINGS])
        return from_bytes(in_bytes(meanings))

    def _spread(self, rows: csr_matrix) -> tuple[csr_matrix, Numbers]:
        halves = np.split(nearness(rows, self.landmarks), len(self._roots), axis=1)
        near = np.hstack(
            [
                solve_triangular(root, half.T, lower=True).T
                for root, half in zip(self._roots, halves, strict=True)
            ]
        )
        return csr_matrix(rows @ self._share).astype(np.float32), near.astype(np.float32)

    def _sides(self) -> Numbers:
        return np.where(self.danger, 1, -1).astype(np.float32)

    def _inverted(self) -> Numbers:
        alike = (self._typed @ self._typed.T).toarray()
        alike += self._near @ self._near.T
        alike += 1  # the constant
        balance = np.where(self.danger, self.danger.mean(), (~self.danger).mean()) * 2
        alike[np.diag_indices_from(alike)] += (RESTRAINT * balance).astype(np.float32)
        inverse, _ = spotri(spotrf(alike, lower=1, overwrite_a=1)[0], lower=1, overwrite_c=1)
        whole: Numbers = np.tril(inverse)
        whole += np.tril(inverse, -1).T
        return whole

    def without(self, left_out: Numbers, rows: csr_matrix) -> Numbers:
        """The scores of rows, had those that `left_out` marks not been learned from."""
        gone, kept = np.flatnonzero(left_out), np.flatnonzero(~left_out)
        dual = self._dual[kept]
        if len(gone):
            told = np.linalg.solve(self._inverse[np.ix_(gone, gone)], self._dual[gone])
            dual = dual - self._inverse[np.ix_(kept, gone)] @ told
        typed, near = self._spread(rows)
        scores: Numbers = (
            typed @ (self._typed[kept].T @ dual) + near @ (self._near[kept].T @ dual) + dual.sum()
        )
        return scores

    def weights(self) -> tuple[Numbers, Numbers, float]:
        """The weights of the columns of a row, of nearness to each landmark, and the constant."""
        typed = self._share @ (self._typed.T @ self._dual)
        halves = np.split(self._near.T @ self._dual, len(self._roots))
        near = [
            solve_triangular(root, half, lower=True, trans="T")
            for root, half in zip(self._roots, halves, strict=True)
        ]
        return np.asarray(typed), np.concatenate(near), float(self._dual.sum())


def _root(landmarks: Numbers) -> Numbers:
    """What makes nearness to landmarks into coordinates: landmarks near each other count once."""
    apart = 2 - 2 * landmarks.astype(np.float64) @ landmarks.T
    near = np.exp(-NARROWNESS * np.maximum(apart, 0))
    near[np.diag_indices_from(near)] += SLACK
    root: Numbers = cholesky(near, lower=True)
    return root
