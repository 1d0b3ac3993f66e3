"""Learning sides or classes: least squares over words and nearness in meaning to every message learned from,
and what each author's messages would have scored had nothing of theirs been read.

One inverse gives both: leaving rows out afterwards costs no other learning.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from scipy.linalg.lapack import spotrf, spotri
from scipy.sparse import csr_matrix, diags

from knowledge.safety.classes import Numbers
from knowledge.safety.features import GROUPS, MEANING_WEIGHT, MEANINGS, TYPED, rarity_of, weighed
from knowledge.safety.model import from_bytes, in_bytes, meaning_of, near_to, nearness

TYPED_SHARE, GROUPS_SHARE = 1.0, 0.08  # of words, and of groups of words, beside nearness in meaning
RESTRAINT = 0.3
AT_ONCE = 1_000  # rows compared at once with those before them
# Directions of meaning that are kept, of all: with half of them landmarks take half the room and the time.
DIRECTIONS = 256


def sides(danger: Numbers) -> tuple[Numbers, Numbers]:
    """What tells danger from the rest, and how much each row weighs: both sides as much."""
    balance = np.where(danger, danger.mean(), (~danger).mean()) * 2
    return np.where(danger, 1, -1).astype(np.float32), balance


def classes(labels: Sequence[str], names: Sequence[str]) -> tuple[Numbers, Numbers]:
    """What tells each of the named classes from the others, and how much each row weighs: rare ones more."""
    told = np.array(labels)[:, None] == np.array(names)[None]
    share = told.mean(0) * len(names)
    return told.astype(np.float32), np.asarray(told @ share)


class Learner:
    """What is learned from rows of features and the `targets` of each (one, or one for each class); a row
    with more `balance` is held to its own less. `like`: who has learned already, and whose way of reading is
    kept."""

    def __init__(
        self, rows: csr_matrix, targets: Numbers, balance: Numbers, like: Learner | None = None
    ) -> None:
        self.targets, self.balance = targets, balance
        self.projection: Numbers = like.projection if like else _directions(rows)
        # As they will be kept, so that what is learned is what will weigh.
        self.landmarks = from_bytes(
            in_bytes(np.stack([meaning_of(rows, place, self.projection) for place in MEANINGS]))
        )
        # As it will be kept.
        self.rarity: Numbers = like.rarity if like else rarity_of(rows).astype(np.float16).astype(np.float32)
        share = np.zeros(rows.shape[1])
        share[TYPED], share[GROUPS] = TYPED_SHARE, GROUPS_SHARE
        self._share = diags(np.sqrt(share))
        self._typed = self._of_words(rows)
        self._inverse = self._inverted()
        self._dual = self._inverse @ targets

    def _of_words(self, rows: csr_matrix) -> csr_matrix:
        return csr_matrix(weighed(rows, self.rarity) @ self._share).astype(np.float32)

    def _alike(self) -> Numbers:
        """How alike each row is to those before it: what is alike is so both ways."""
        count = self._typed.shape[0]
        alike = np.zeros((count, count), dtype=np.float32, order="F")  # as what inverts it takes it
        for start in range(0, count, AT_ONCE):
            some, before = slice(start, start + AT_ONCE), slice(0, start + AT_ONCE)
            alike[some, before] = (self._typed[some] @ self._typed[before].T).toarray()
            alike[some, before] += near_to(self.landmarks[:, some], self.landmarks[:, before])
            alike[some, before] += 1  # the constant
        return alike

    def _inverted(self) -> Numbers:
        alike = self._alike()
        alike[np.diag_indices_from(alike)] += (RESTRAINT * self.balance).astype(np.float32)
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
        scores: Numbers = self._of_words(rows) @ (self._typed[kept].T @ dual) + dual.sum(0)
        scores += nearness(rows, self.landmarks[:, kept], self.projection) @ dual
        return scores

    def held_aside(self, authors: Numbers, taught: Numbers, rows: csr_matrix) -> Numbers:
        """The scores of rows, each as had nothing of its author been learned from. `authors`: of the rows;
        `taught`: of what was learned from."""
        scores = np.zeros((rows.shape[0], *self.targets.shape[1:]))
        for author in np.unique(authors):
            mine = authors == author
            scores[mine] = self.without(taught == author, rows[mine])
        return scores

    def weights(self) -> tuple[Numbers, Numbers, Numbers]:
        """The weights of the columns of a weighed row, of nearness to each landmark, and the constants."""
        return np.asarray(self._share @ (self._typed.T @ self._dual)), self._dual, self._dual.sum(0)


def _directions(rows: csr_matrix) -> Numbers:
    """The directions in which meanings differ most, as they will be kept."""
    meanings = rows[:, MEANINGS[0]].toarray() / MEANING_WEIGHT
    _, directions = np.linalg.eigh(meanings.T @ meanings)
    kept: Numbers = directions[:, ::-1][:, :DIRECTIONS].astype(np.float16).astype(np.float32)
    return kept
