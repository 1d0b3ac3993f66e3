"""Learn which sum of a description is the one looked for, and say how well."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import yaml
from scipy.sparse import vstack
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold

from knowledge.referral.learn.features import Numbers
from knowledge.referral.learn.linear import Linear, hashed
from knowledge.referral.learn.sought import likeliest, sums_told
from knowledge.referral.numbers import find_amount

OURS = Path(__file__).with_name("sums.yaml")
NEARLY = 0.004  # of limits that are as good but for that, the highest: a wrong sum is worse than none
FOLDS = 8
C = 0.3
LIMITS = tuple(step / 20 for step in range(3, 15))
Told = tuple[str, int | None]  # a text, and the amount that its annotation tells


def fit_sought(told: Sequence[Told], writers: Sequence[str]) -> Linear:
    """The model; prints how often the amount is right by the rules, and by models that have not seen its
    writer, among the texts that tell a sum."""
    made = [sums_told(text) for text, _ in told]
    ours = [(one, one.value == amount) for text, amount in _ours() for one in sums_told(text)]
    our_rows, our_marks = hashed([one.features for one, _ in ours]), [mark for _, mark in ours]
    owner = np.repeat(np.arange(len(made)), [len(one) for one in made])
    rows = hashed([one.features for several in made for one in several])
    right = np.array([one.value == told[place][1] for place, several in enumerate(made) for one in several])
    judged = [place for place, several in enumerate(made) if several]
    apart: list[Linear | None] = [None] * len(told)
    for kept, aside in GroupKFold(FOLDS).split(np.arange(len(told)), groups=writers):
        learned = np.isin(owner, kept)
        model = _fitted(vstack([rows[learned], our_rows]), np.r_[right[learned], our_marks], 0.0)
        for place in aside:
            apart[place] = model

    def share(least: float) -> float:
        good = [
            likeliest(made[place], Linear(model.weights, model.constant, least)) == told[place][1]
            for place in judged
            if (model := apart[place]) is not None
        ]
        return sum(good) / len(good)

    shares = {limit: share(limit) for limit in LIMITS}
    least = max(limit for limit in LIMITS if shares[limit] >= max(shares.values()) - NEARLY)
    best = shares[least]
    ruled = sum(find_amount(told[place][0]) == told[place][1] for place in judged) / len(judged)
    print(f"amount: right {ruled:.3f} by rule, {best:.3f} with the model, of {len(judged)} that tell a sum")
    print(f"    told from {least}")
    return _fitted(vstack([rows, our_rows]), np.r_[right, our_marks], least)


def _ours() -> list[Told]:
    """Texts of one clause: of some, the last sum is looked for; of the others, none."""
    loaded: dict[str, list[str]] = yaml.safe_load(OURS.read_text(encoding="utf-8"))
    sought = [(text, sums_told(text)[-1].value) for text in loaded["sought"]]
    return [*sought, *((text, None) for text in loaded["other"])]


def _fitted(rows: Numbers, right: Numbers, least: float) -> Linear:
    fitted = LogisticRegression(C=C, max_iter=500).fit(rows, right)
    return Linear(fitted.coef_[0], float(fitted.intercept_[0]), least)
