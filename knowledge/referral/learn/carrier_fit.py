"""Learn which number of a description is the age of who carries the project, and say how well."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import yaml
from scipy.sparse import vstack
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold

from knowledge.referral.learn.carrier import chosen, numbers
from knowledge.referral.learn.features import Numbers
from knowledge.referral.learn.linear import Linear, hashed
from knowledge.referral.line import line_of

OURS = Path(__file__).with_name("ages.yaml")
FOLDS = 8
C = 1.0
NEARLY = 0.002  # of limits that are as good but for that, the highest: a wrong age is worse than none
LIMITS = tuple(step / 20 for step in range(3, 15))
Told = tuple[str, int | None]  # a line, and the age that its annotation tells


def fit_age(told: Sequence[Told], writers: Sequence[str], day: dt.date) -> Linear:
    """The model; prints how often the age is right by the rules, and by models that have not seen its
    writer. `day`: that of the texts."""
    made = [numbers(line, day) for line, _ in told]
    owner = np.repeat(np.arange(len(made)), [len(one) for one in made])
    rows = hashed([one.features for several in made for one in several])
    right = np.array([one.value == told[place][1] for place, several in enumerate(made) for one in several])
    our_rows, our_marks = _ours(day)
    apart: list[Linear | None] = [None] * len(told)
    for kept, aside in GroupKFold(FOLDS).split(np.arange(len(told)), groups=writers):
        learned = np.isin(owner, kept)
        model = _fitted(vstack([rows[learned], our_rows]), np.r_[right[learned], our_marks], 0.0)
        for place in aside:
            apart[place] = model

    def share(least: float) -> float:
        good = [
            chosen(made[place], Linear(model.weights, model.constant, least)) == told[place][1]
            for place, model in enumerate(apart)
            if model is not None
        ]
        return sum(good) / len(good)

    shares = {limit: share(limit) for limit in LIMITS}
    least = max(limit for limit in LIMITS if shares[limit] >= max(shares.values()) - NEARLY)
    best = shares[least]
    ruled = [
        next((one.value for one in several if "the rule" in one.features), None) == answer
        for several, (_, answer) in zip(made, told, strict=True)
    ]
    print(f"age: right {sum(ruled) / len(ruled):.3f} by rule, {best:.3f} with the model")
    print(f"    told from {least}")
    return _fitted(vstack([rows, our_rows]), np.r_[right, our_marks], least)


def _ours(day: dt.date) -> tuple[Numbers, Numbers]:
    """The numbers of texts that say ages by kind, and whether each is the age."""
    loaded: list[dict[str, Any]] = yaml.safe_load(OURS.read_text(encoding="utf-8"))
    made = [(one, entry["age"]) for entry in loaded for one in numbers(line_of(entry["text"]), day)]
    return hashed([one.features for one, _ in made]), np.array([one.value == age for one, age in made])


def _fitted(rows: Numbers, right: Numbers, least: float) -> Linear:
    fitted = LogisticRegression(C=C, max_iter=500).fit(rows, right)
    return Linear(fitted.coef_[0], float(fitted.intercept_[0]), least)
