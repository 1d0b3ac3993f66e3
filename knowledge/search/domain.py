"""Whether a question sounds like those the base answers or like those it declines, whatever the answer.

A linear model, learned in some hundredths of a second each time the base changes, from the phrasings of
the answers on one side and of the declined topics on the other: one by their characters, one by meaning.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_matrix
from sklearn.linear_model import RidgeClassifier

from knowledge.search.encoder import Vectors

PENALTY = 1.0
TOLERANCE = 3e-2  # of the sparse solver: tells as well as 1e-3, in a third of the time
MIN_EACH = 5  # phrasings on each side; with fewer there is nothing to learn


class Domain:
    """Learned from the vectors of phrasings, and whether each is one of an answer.

    By characters, it tells inside from outside on the tuning questions as well as a logistic regression of
    words and characters (area under the curve .979 and .979), which takes a second or more to learn.
    """

    def __init__(self, phrasings: csr_matrix | Vectors | None, inside: npt.NDArray[np.bool_]) -> None:
        self._model: RidgeClassifier | None = None
        if phrasings is not None and min(inside.sum(), (~inside).sum()) >= MIN_EACH:
            model = RidgeClassifier(PENALTY, class_weight="balanced", tol=TOLERANCE)
            self._model = model.fit(phrasings, inside)

    def score(self, vector: csr_matrix | Vectors) -> float:
        """How much a question sounds like the base's own: positive inside, negative outside, 0 unknown.

        Input: its vector, as one row.
        """
        if self._model is None:
            return 0.0
        return float(self._model.decision_function(vector)[0])
