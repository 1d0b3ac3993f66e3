"""The numbers of the order make an adviser's doors the likeliest, and keep what judgement holds."""

from __future__ import annotations

import numpy as np
from scipy.sparse import csr_matrix

from benchmarks.listwise import LOWERED, Likelihood, Pick, fitted

LEVELS = 2  # of the doors below: one that the right door has, one that the other has


def _pick() -> Pick:
    return Pick(csr_matrix(np.array([[1.0, 0, 0, 0, 0], [0, 1.0, 0, 0, 0]])), right=[0], weight=1.0)


def test_a_door_that_an_adviser_names_first_comes_before_the_other() -> None:
    logs = fitted([_pick()], np.zeros(LEVELS + len(LOWERED)), held=[], pull=0.1)
    assert logs[0] > 0 > logs[1]


def test_what_judgement_holds_is_left_as_it_is() -> None:
    judgement = np.array([0.3, -0.2, -0.1, 0, 0])
    logs = fitted([_pick()], judgement, held=[1, 2], pull=0.1)
    assert np.allclose(logs[[1, 2]], judgement[[1, 2]])
    assert logs[0] > judgement[0]


def test_the_slope_is_that_of_the_cost() -> None:
    likelihood = Likelihood([_pick(), _pick()])
    at, step = np.array([0.4, -0.3, 0, 0, 0]), np.array([1e-6, 0, 0, 0, 0])
    risen = (likelihood.cost(at + step)[0] - likelihood.cost(at - step)[0]) / 2e-6
    assert np.isclose(risen, likelihood.cost(at)[1][0], atol=1e-5)
