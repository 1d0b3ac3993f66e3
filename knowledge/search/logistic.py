"""Small logistic models, learned on scaled signs and written in the units of the signs themselves."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
from sklearn.model_selection import StratifiedKFold, cross_val_predict
from sklearn.pipeline import Pipeline

Numbers = npt.NDArray[np.float64]


def foreseen_apart(
    model: Pipeline, values: Numbers, truth: npt.NDArray[Any], folds: int, repeats: int
) -> Numbers:
    """The probability of each row, foreseen by models that had not seen it: the mean of repeated
    cross-validations."""
    each = [
        cross_val_predict(
            model,
            values,
            truth,
            cv=StratifiedKFold(folds, shuffle=True, random_state=seed),
            method="predict_proba",
        )[:, 1]
        for seed in range(repeats)
    ]
    mean: Numbers = np.mean(each, axis=0)
    return mean


def in_own_units(model: Pipeline, names: Sequence[str]) -> tuple[float, dict[str, float]]:
    """The intercept and the weight of each sign, of a fitted scaler and logistic regression."""
    scaler, logistic = model.steps[0][1], model.steps[1][1]
    weights = logistic.coef_[0] / scaler.scale_
    intercept = float(logistic.intercept_[0] - (weights * scaler.mean_).sum())
    return intercept, dict(zip(names, map(float, weights), strict=True))
