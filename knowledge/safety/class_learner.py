"""Classes from what was learned of them, and likelihoods that hold for strangers."""

from __future__ import annotations

from collections.abc import Sequence

from sklearn.linear_model import LogisticRegression

from knowledge.safety.classes import Classes, Numbers
from knowledge.safety.learner import Learner


def learned_classes(
    learner: Learner, names: Sequence[str], scores: Numbers, labels: Sequence[str]
) -> Classes:
    """The classes (`names`, sorted) that a learner was taught; its likelihoods are those that fit the
    `scores` of messages of other hands and their `labels`."""
    fitted = LogisticRegression(max_iter=500).fit(scores, labels)
    weights, duals, constants = learner.weights()
    return Classes(
        names=tuple(names),
        weights=weights.T,
        duals=duals.T,
        constants=constants,
        scales=fitted.coef_,
        shifts=fitted.intercept_,
    )
