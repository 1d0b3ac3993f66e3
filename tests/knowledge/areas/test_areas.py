"""Outside the subject: an area is named only when that is sure, and every one that is named has a door."""

from __future__ import annotations

import numpy as np
import pytest

from knowledge.areas.areas import areas
from knowledge.areas.judge import COLUMNS, Model, area_of, features
from knowledge.areas.train import threshold_for


@pytest.mark.parametrize(
    ("question", "area"),
    [
        ("le chômage, comment ça marche quand on finit un contrat saisonnier", "jobs"),
        ("je veux contester ma hausse de loyer", "housing"),
        ("parrainer ma conjointe qui vit au Maroc, comment on fait", "immigration"),
    ],
)
def test_a_question_outside_goes_to_its_area(question: str, area: str) -> None:
    assert area_of(question).area == area


def test_every_area_that_is_named_has_a_door() -> None:
    assert all(area.door or area.refer_to for area in areas().values() if area.named)


def test_only_a_clear_lead_is_sure() -> None:
    model = Model(
        ("a", "b"),
        np.array([[1.0] + [0.0] * (2 * COLUMNS + 511), [0.0] * (2 * COLUMNS + 512)]),
        np.zeros(2),
        0.5,
    )
    rows = features(["bonjour", "salut"])
    for judged in model.judge(rows):
        assert judged.sure == (judged.lead >= 0.5)


def test_the_threshold_is_the_lowest_that_is_right_often_enough() -> None:
    leads = np.array([0.9, 0.8, 0.7, 0.1])
    assert threshold_for(leads, np.array([True, True, True, False])) == pytest.approx(0.7)
    assert threshold_for(leads, np.array([False, False, False, False])) == float("inf")
