"""What is said of a danger is right for the person, whatever the kind, and however unsure it is."""

from __future__ import annotations

import numpy as np
import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from knowledge.safety.detector import danger_in
from knowledge.safety.kinds import TABLE, WIDEST, is_right, right_for, to_say
from knowledge.safety.model import Model
from knowledge.settings import COMMON_DIR

KINDS = sorted(right_for()[WIDEST])


@given(st.lists(st.floats(0, 1), min_size=len(KINDS), max_size=len(KINDS)), st.floats(0.5, 1))
def test_what_is_said_is_right_as_surely_as_asked_or_right_for_all(parts: list[float], level: float) -> None:
    likely = (np.array(parts) + 1e-6) / (sum(parts) + 1e-6 * len(parts))
    (said,) = to_say(KINDS, likely[None], level)
    chance = sum(share for kind, share in zip(KINDS, likely, strict=True) if is_right(said, kind))
    assert chance >= level or said == WIDEST


@pytest.mark.parametrize("kind", KINDS)
def test_a_kind_that_is_sure_gets_its_own_words(kind: str) -> None:
    (said,) = to_say(KINDS, np.array([[float(one == kind) for one in KINDS]]), 0.7)
    assert said == kind


def test_of_a_life_at_risk_now_the_first_number_is_911() -> None:
    table = yaml.safe_load((COMMON_DIR / TABLE).read_text(encoding="utf-8"))
    sentences = yaml.safe_load((COMMON_DIR / "messages.yaml").read_text(encoding="utf-8"))
    for kind in (text for text, kinds in right_for().items() if kinds & {"overdose", "medical", "danger"}):
        assert table[kind]["calls"][0]["url"] == "tel:911"
        for told in (sentences[f"danger_{kind}"], sentences[f"danger_still_{kind}"]):
            assert told.index("tel:911") == min(told.index(link) for link in ("tel:", "sms:") if link in told)


def test_who_threatens_is_never_spoken_to_as_a_victim() -> None:
    for text, kinds in right_for().items():
        assert "own_threat" not in kinds or text in ("own_threat", WIDEST)


def test_the_kinds_are_those_that_the_texts_are_for() -> None:
    assert sorted(Model.load().kinds.names) == KINDS


@pytest.mark.parametrize(
    ("message", "kinds"),
    [
        ("un bénévole a touché une petite fille", {"child"}),
        ("un enfant du camp a des marques de ceinture dans le dos", {"child"}),
        ("mon entraîneur me touche, j'ai 13 ans", {"child"}),
        ("j'ai été violée par un collègue", {"sexual"}),
        ("mon boss me touche les fesses", {"sexual"}),
        ("le préposé frappe ma grand-mère à la résidence", {"elder"}),
        ("ma fille me vole ma pension pis me pousse, j'ai 82 ans", {"elder"}),
        ("je vais le tuer", {"own_threat"}),
        ("j'ai envie de faire mal à mes enfants", {"own_threat"}),
        ("je vais crisser le feu à la bâtisse avec eux dedans", {"own_threat"}),
        ("un ancien membre menace de nous tuer", {"violence", "harmed"}),
        ("mon gars de trois ans a bu de l'antigel", {"medical", "danger"}),
        ("il me bat quand il boit", {"partner"}),
        ("j'ai pris le pot de pilules au complet", {"overdose", "life", "medical"}),
        ("I swallowed all of the tablets", {"overdose", "life", "medical"}),
        ("ma cousine vient d'avaler toutes les pilules de sa mère", {"overdose", "life", "medical"}),
        ("une éducatrice a giflé un bambin devant nous", {"child"}),
        ("l'homme d'à côté encaisse la pension de ma grand-tante", {"elder"}),
        ("le chauffeur du minibus est soûl, il est parti avec les jeunes", {"danger", "medical", "child"}),
        ("je vais lui casser les jambes", {"own_threat"}),
        ("le gardien entre chez les résidentes la nuit avec sa clé", {"sexual", "harmed"}),
        ("je veux mourir ce soir lol", {"suicide"}),
    ],
)
def test_each_danger_is_told_apart(message: str, kinds: set[str]) -> None:
    assert danger_in(message) in kinds
