"""The trained detector: weights of linear models, kept in a small file of numbers (never pickled)."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_matrix

PART_MARGIN = 2.0  # a clause out of its sentence sounds worse than it is: it must weigh that much more

MODEL_FILE = Path(__file__).with_name("model.npz")

Numbers = npt.NDArray[Any]


@dataclass(frozen=True)
class Model:
    """`weights` and `constant` tell danger from the rest: surely from `threshold` on, perhaps from
    `plausible` on. `kind_weights` (one row per kind) and `kind_constants` tell which danger."""

    weights: Numbers
    constant: float
    threshold: float
    plausible: float
    kinds: tuple[str, ...]
    kind_weights: Numbers
    kind_constants: Numbers

    def danger(self, rows: csr_matrix) -> Numbers:
        """How surely each row tells of a danger: 0 is even."""
        scores: Numbers = np.asarray(rows @ self.weights).ravel() + self.constant
        return scores

    def kind(self, row: csr_matrix) -> str:
        """The likeliest danger of one row."""
        scores = np.asarray(row @ self.kind_weights.T).ravel() + self.kind_constants
        return self.kinds[int(scores.argmax())]

    def save(self, path: Path = MODEL_FILE) -> None:
        """Write it, its weights in half precision."""
        np.savez_compressed(
            path,
            weights=self.weights.astype(np.float16),
            constant=np.array([self.constant, self.threshold, self.plausible]),
            kinds=np.array(self.kinds),
            kind_weights=self.kind_weights.astype(np.float16),
            kind_constants=self.kind_constants,
        )

    @classmethod
    def load(cls, path: Path = MODEL_FILE) -> Model:
        """Read it back. Nothing in the file is run."""
        with np.load(path, allow_pickle=False) as stored:
            constant, threshold, plausible = stored["constant"].tolist()
            return cls(
                weights=stored["weights"].astype(np.float64),
                constant=constant,
                threshold=threshold,
                plausible=plausible,
                kinds=tuple(stored["kinds"].tolist()),
                kind_weights=stored["kind_weights"].astype(np.float64),
                kind_constants=stored["kind_constants"],
            )
