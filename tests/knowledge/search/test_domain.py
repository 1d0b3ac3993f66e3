"""Inside or outside the base: learned from phrasings, and again from what was learned before a change."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.sparse import csr_matrix
from sklearn.linear_model import RidgeClassifier

from knowledge.search.domain import MIN_EACH, PENALTY, Domain

ROWS, COLUMNS = 400, 60
RANDOM = np.random.default_rng(7)
INSIDE = RANDOM.random(ROWS) < 0.7
VECTORS = (RANDOM.random((ROWS, COLUMNS)) * (RANDOM.random((ROWS, COLUMNS)) < 0.2)).astype(np.float32)
VECTORS[INSIDE, :5] += 0.2


def scores(domain: Domain, vectors: np.ndarray | csr_matrix) -> list[float]:
    return [domain.score(vectors[row : row + 1]) for row in range(vectors.shape[0])]


@pytest.mark.parametrize("vectors", [VECTORS, csr_matrix(VECTORS)], ids=["meaning", "characters"])
def test_it_learns_what_a_ridge_classifier_learns(vectors: np.ndarray | csr_matrix) -> None:
    exact = RidgeClassifier(PENALTY, class_weight="balanced").fit(VECTORS, INSIDE).decision_function(VECTORS)
    assert scores(Domain(vectors, INSIDE), vectors) == pytest.approx(exact, abs=0.05)


def test_after_a_change_it_learns_what_it_would_have_learned_at_once() -> None:
    before = Domain(csr_matrix(VECTORS[:-20, :-3]), INSIDE[:-20])
    again, anew = Domain(csr_matrix(VECTORS), INSIDE, before), Domain(csr_matrix(VECTORS), INSIDE)
    assert scores(again, VECTORS) == pytest.approx(scores(anew, VECTORS), abs=0.05)


def test_with_too_few_phrasings_on_a_side_it_knows_nothing() -> None:
    few = np.arange(ROWS) < MIN_EACH - 1
    assert scores(Domain(VECTORS, few), VECTORS[:3]) == [0, 0, 0]
