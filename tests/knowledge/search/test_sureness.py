"""When one answer is given at once, when a choice is offered: learned, on how the first answer stands."""

from __future__ import annotations

import math

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from knowledge.search.index import PARTS
from knowledge.search.sureness import Curve, Sureness, ahead, as_written, sureness
from knowledge.search.train_sureness import Seen, fit, settings_of

SCORES = st.lists(st.floats(-1, 1, allow_nan=False), min_size=3, max_size=8)


@given(scores=SCORES, row=st.integers(0, 2))
def test_the_first_by_every_way_of_comparing_is_ahead_of_all_others_and_never_by_more_than_counts(
    scores: list[float], row: int
) -> None:
    parts = {name: np.array(scores) for name in PARTS}
    told = ahead(parts, row, np.arange(len(scores)))
    is_first = scores[row] >= max(score for place, score in enumerate(scores) if place != row)
    assert told["firsts"] == (len(PARTS) if is_first else 0)
    assert all(-6.0 <= told[f"ahead_{name}"] <= 6.0 for name in PARTS)


@given(value=st.floats(-1e6, 1e6))
def test_how_sure_an_answer_is_is_a_probability_whatever_the_signs(value: float) -> None:
    model = Sureness(0.0, {"lead": 1.0}, 0.5)
    assert 0.0 <= model.probability({"lead": value}) <= 1.0
    assert model.sure({"lead": value}) == (model.probability({"lead": value}) >= 0.5)


@given(value=st.floats(-1e6, 1e6))
def test_a_sign_adds_what_lies_between_its_bends_and_no_more_beyond_them(value: float) -> None:
    at, gives = [-1.0, 0.0, 4.0], [0.5, -1.0, 2.0]
    assert math.isclose(Curve(at, gives).worth(value), float(np.interp(value, at, gives)), abs_tol=1e-9)


def test_more_of_a_sign_that_tells_nothing_after_a_while_makes_an_answer_no_surer() -> None:
    values = np.linspace(0, 1, 400)[:, None]
    right = (np.sin(values[:, 0] * 40) < 0.9) & (values[:, 0] > 0.25)
    told = [
        Seen({"lead": float(value)}, bool(one), "inside", True)
        for value, one in zip(values[:, 0], right, strict=True)
    ]
    model, curves, foreseen = fit(told, ["lead"])
    learned = as_written(settings_of(model, ["lead"], curves, 0.5))
    assert learned.probability({"lead": 0.1}) < 0.3 < 0.7 < learned.probability({"lead": 0.9})
    assert ((foreseen > 0.5) == right).mean() > 0.85


def test_what_is_in_force_gives_nothing_at_once_that_stands_nowhere() -> None:
    assert not sureness().sure({})
