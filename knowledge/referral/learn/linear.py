"""A yes or no learned from features in words, hashed: the weights, and the least belief that is taken."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Self

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.feature_extraction import FeatureHasher

from knowledge.referral.learn.features import Numbers

COLUMNS = 2**14
_hasher = FeatureHasher(COLUMNS, input_type="string", alternate_sign=False)


def hashed(features: Sequence[Sequence[str]]) -> csr_matrix:
    """One row of numbers for each list of features."""
    return _hasher.transform(features)


@dataclass(frozen=True)
class Linear:
    """What each feature tells, and the least belief from which what it speaks of is taken."""

    weights: Numbers
    constant: float
    least: float

    def beliefs(self, rows: csr_matrix) -> Numbers:
        """How much each row is believed to be a yes."""
        shares: Numbers = 1 / (1 + np.exp(-(rows @ self.weights + self.constant)))
        return shares

    def save(self, path: Path) -> None:
        """Write it, its weights in half precision."""
        np.savez_compressed(
            path, weights=self.weights.astype(np.float16), limits=np.array([self.constant, self.least])
        )

    @classmethod
    def load(cls, path: Path) -> Self:
        """Read it back. Nothing in the file is run."""
        with np.load(path, allow_pickle=False) as stored:
            constant, least = stored["limits"].tolist()
            return cls(stored["weights"].astype(np.float64), constant, least)
