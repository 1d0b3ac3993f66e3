"""What is said of strangers' messages holds: leaving an author out is as never having read them."""

from __future__ import annotations

import numpy as np
import pytest

from knowledge.safety import learner as learning
from knowledge.safety.features import features, weighed
from knowledge.safety.learner import Learner
from knowledge.safety.model import near_to, nearness

DANGER = [
    "je veux mourir",
    "mon chum me bat",
    "on dort dans le char",
    "jveux pu vivre",
    "au feu!",
    "j'ai faim",
]
HARMLESS = [
    "comment fonder une coop",
    "merci",
    "le projet est mort",
    "un local à louer",
    "c'est quoi un OBNL",
]


@pytest.fixture(scope="module")
def taught() -> Learner:
    return Learner(features(DANGER + HARMLESS), np.array([True] * len(DANGER) + [False] * len(HARMLESS)))


def test_what_is_left_out_taught_nothing(taught: Learner) -> None:
    out = np.zeros(len(taught.danger), dtype=bool)
    out[[1, 4, 8]] = True
    # Both sides weigh as in the whole, so that only the rows are missing.
    balance = np.where(taught.danger, taught.danger.mean(), (~taught.danger).mean()) * 2
    alike = (taught._typed @ taught._typed.T).toarray() + near_to(taught.landmarks, taught.landmarks) + 1
    kept = alike[np.ix_(~out, ~out)] + np.diag(learning.RESTRAINT * balance[~out])
    dual = np.linalg.solve(kept, np.where(taught.danger[~out], 1, -1))
    direct = (taught._typed @ taught._typed[~out].T).toarray() @ dual + dual.sum()
    direct += nearness(taught.rows, taught.landmarks[:, ~out], taught.projection) @ dual
    assert np.allclose(taught.without(out, taught.rows), direct, atol=1e-3)


def test_the_weights_say_what_was_learned(taught: Learner) -> None:
    weights, near, constant = taught.weights()
    scores = (
        np.asarray(weighed(taught.rows, taught.rarity) @ weights).ravel()
        + nearness(taught.rows, taught.landmarks, taught.projection) @ near
        + constant
    )
    nothing = np.zeros(len(taught.danger), dtype=bool)
    assert np.allclose(scores, taught.without(nothing, taught.rows), atol=1e-3)
    assert scores[taught.danger].min() > scores[~taught.danger].max()
