"""What is said of strangers' messages holds: leaving an author out is as never having read them."""

from __future__ import annotations

import numpy as np
import pytest

from knowledge.safety import learner as learning
from knowledge.safety.features import features, weighed
from knowledge.safety.learner import Learner, classes, sides
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


ROWS = features(DANGER + HARMLESS)
DANGEROUS = np.array([True] * len(DANGER) + [False] * len(HARMLESS))


@pytest.fixture(scope="module")
def taught() -> Learner:
    return Learner(ROWS, *sides(DANGEROUS))


def test_what_is_left_out_taught_nothing(taught: Learner) -> None:
    out = np.zeros(len(DANGEROUS), dtype=bool)
    out[[1, 4, 8]] = True
    # Both sides weigh as in the whole, so that only the rows are missing.
    balance = np.where(DANGEROUS, DANGEROUS.mean(), (~DANGEROUS).mean()) * 2
    alike = (taught._typed @ taught._typed.T).toarray() + near_to(taught.landmarks, taught.landmarks) + 1
    kept = alike[np.ix_(~out, ~out)] + np.diag(learning.RESTRAINT * balance[~out])
    dual = np.linalg.solve(kept, np.where(DANGEROUS[~out], 1, -1))
    direct = (taught._typed @ taught._typed[~out].T).toarray() @ dual + dual.sum()
    direct += nearness(ROWS, taught.landmarks[:, ~out], taught.projection) @ dual
    assert np.allclose(taught.without(out, ROWS), direct, atol=1e-3)


def test_the_weights_say_what_was_learned(taught: Learner) -> None:
    weights, near, constant = taught.weights()
    scores = (
        np.asarray(weighed(ROWS, taught.rarity) @ weights).ravel()
        + nearness(ROWS, taught.landmarks, taught.projection) @ near
        + constant
    )
    nothing = np.zeros(len(DANGEROUS), dtype=bool)
    assert np.allclose(scores, taught.without(nothing, ROWS), atol=1e-3)
    assert scores[DANGEROUS].min() > scores[~DANGEROUS].max()


def test_each_class_is_told_by_its_own_messages_however_few() -> None:
    labels = ["suicide", "partner", "shelter", "suicide", "danger", "hunger"]
    names = sorted(set(labels))
    learner = Learner(ROWS[:6], *classes(labels, names))
    nothing = np.zeros(6, dtype=bool)
    assert [names[best] for best in learner.without(nothing, ROWS[:6]).argmax(1)] == labels
    authors = np.arange(6)
    assert learner.held_aside(authors, authors, ROWS[:6]).shape == (6, len(names))
