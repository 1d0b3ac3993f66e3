"""What is asked for, beside what is only told: a need that is already met asks for no door."""

from __future__ import annotations

import pytest

from knowledge.referral.extraction import SURE, extract
from knowledge.referral.profile import Profile
from knowledge.settings import DEFAULT_CONTENT_DIR
from knowledge.territory import Gazetteer

GAZETTEER = Gazetteer.from_content(DEFAULT_CONTENT_DIR)


def understood(text: str) -> Profile:
    return extract(text, GAZETTEER, guess=SURE).profile


@pytest.mark.parametrize(
    ("text", "asked", "told"),
    [
        (
            "Le prêt est accordé et les statuts sont déposés. Il manque un cuisinier à notre cantine coop.",
            "workforce",
            "legal",
        ),
        (
            "Coop de solidarité à Rimouski. La subvention est rentrée, il faut un avocat pour lire le bail.",
            "legal",
            "funding",
        ),
    ],
)
def test_what_is_already_there_is_not_asked_for(text: str, asked: str, told: str) -> None:
    needs = understood(text).need
    assert asked in needs
    assert told not in needs


def test_money_asked_for_in_figures_stays_asked_for() -> None:
    known = understood("Notre friperie OBNL de Rimouski roule bien, le local est payé, il manque 20 000 $.")
    assert "funding" in known.need
    assert known.amount == 20_000
