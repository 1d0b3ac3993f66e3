"""Which of several classes a message is of, and how likely each is: by its words and by its nearness in
meaning to known messages, as danger itself is weighed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_matrix

Numbers = npt.NDArray[Any]

# Of a weight as it is kept, and of nearness to a landmark: a likelihood moves by a few hundredths at most.
# Every message is somewhat near to every landmark, and what rounds to nothing is mostly against a rare class:
# with coarse steps such a class is heard everywhere («child» of who took pills).
STEP, DUAL_STEP = 0.02, 0.001


@dataclass(frozen=True)
class Classes:
    """`names` of the classes; for each, the `weights` of the columns of a weighed row, the `duals` by
    nearness to the landmarks and a constant: a score. `scales` and `shifts` make likelihoods of them."""

    names: tuple[str, ...]
    weights: Numbers
    duals: Numbers
    constants: Numbers
    scales: Numbers
    shifts: Numbers

    def likelihoods(self, typed: csr_matrix, near: Numbers) -> Numbers:
        """How likely each row is of each class: each row adds to one. `typed`: the rows, weighed; `near`: how
        near each is to each landmark."""
        scores = np.asarray(typed @ self.weights.T) + near @ self.duals.T + self.constants
        return likelihoods(scores, self.scales, self.shifts)

    def arrays(self, prefix: str) -> dict[str, Numbers]:
        """What is kept of it in a file of numbers, its weights by steps."""
        return {
            f"{prefix}names": np.array(self.names),
            f"{prefix}weights": np.clip(np.round(self.weights / STEP), -127, 127).astype(np.int8),
            f"{prefix}duals": np.round(self.duals / DUAL_STEP).astype(np.int16),
            f"{prefix}constants": self.constants,
            f"{prefix}scales": self.scales,
            f"{prefix}shifts": self.shifts,
        }

    @classmethod
    def from_arrays(cls, stored: Mapping[str, Numbers], prefix: str) -> Classes:
        """Read it back."""
        numbers = {
            one.name: stored[prefix + one.name].astype(np.float64)
            for one in fields(cls)
            if one.name != "names"
        }
        numbers["weights"] *= STEP
        numbers["duals"] *= DUAL_STEP
        return cls(names=tuple(stored[f"{prefix}names"].tolist()), **numbers)


def likelihoods(scores: Numbers, scales: Numbers, shifts: Numbers) -> Numbers:
    """Scores of classes as likelihoods."""
    scaled = scores @ scales.T + shifts
    raised = np.exp(scaled - scaled.max(1, keepdims=True))
    shared: Numbers = raised / raised.sum(1, keepdims=True)
    return shared
