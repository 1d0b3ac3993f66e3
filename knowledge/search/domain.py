"""Whether a question sounds like those the base answers or like those it declines, whatever the answer.

A linear model of character groups, learned in hundredths of a second each time the base changes, from
the phrasings of the answers on one side and of the declined topics on the other.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_matrix
from sklearn.linear_model import RidgeClassifier

PENALTY = 1.0
MIN_EACH = 5  # phrasings on each side; with fewer there is nothing to learn


class Domain:
    """Learned from the character vectors of phrasings, and whether each is one of an answer.

    On the tuning questions it tells inside from outside as well as a logistic regression of words and
    characters (area under the curve .979 and .979), which takes a second or more to learn.
    """

    def __init__(self, phrasings: csr_matrix | None, inside: npt.NDArray[np.bool_]) -> None:
        self._model: RidgeClassifier | None = None
        if phrasings is not None and min(inside.sum(), (~inside).sum()) >= MIN_EACH:
            model = RidgeClassifier(PENALTY, class_weight="balanced", solver="sparse_cg", tol=1e-3)
            self._model = model.fit(phrasings, inside)

    def score(self, characters: csr_matrix) -> float:
        """How much a question sounds like the base's own: positive inside, negative outside, 0 unknown."""
        if self._model is None:
            return 0.0
        return float(self._model.decision_function(characters)[0])
