"""What a sentence says of a project, and what it does not."""

from __future__ import annotations

import pytest

from knowledge.referral.extraction import extract
from knowledge.referral.profile import Profile
from knowledge.settings import DEFAULT_CONTENT_DIR
from knowledge.territory import Gazetteer

GAZETTEER = Gazetteer.from_content(DEFAULT_CONTENT_DIR)


def said(text: str) -> Profile:
    return extract(text, GAZETTEER).profile


@pytest.mark.parametrize(
    ("text", "age"),
    [
        ("j'accompagne une cliente de 52 ans de Mercier", 52),
        ("mon autre client, lui a 19 ans", 19),
        ("et si elle avait 15 ans?", 15),
        ("notre coop a 12 ans", None),
        ("un OBNL de 30 ans d'existence", None),
    ],
)
def test_the_age_of_a_person_is_not_that_of_an_organization(text: str, age: int | None) -> None:
    assert said(text).age == age


def test_a_young_client_with_an_idea_has_no_growing_enterprise() -> None:
    assert said("ma cliente, elle a 19 ans, a une idée de coop").stage == "idea"


@pytest.mark.parametrize("text", ["j'ai un client qui part une coop", "ma cliente veut un OBNL"])
def test_the_client_of_an_adviser_is_not_a_market_to_find(text: str) -> None:
    assert "market" not in said(text).need


@pytest.mark.parametrize("text", ["on cherche des clients", "on veut vendre nos tisanes"])
def test_customers_to_find_are_a_market(text: str) -> None:
    assert "market" in said(text).need


def test_an_owner_who_sells_is_a_takeover_and_not_a_market() -> None:
    known = said("la patronne veut vendre la boutique, les employés veulent la reprendre")
    assert known.stage == "takeover"
    assert known.need == ("takeover",)


def test_an_organization_about_to_close_is_to_be_consolidated_and_is_no_farm() -> None:
    known = said("notre association à Hudson va fermer")
    assert known.stage == "consolidation"
    assert known.sector is None


def test_a_farm_is_still_one() -> None:
    assert said("une ferme collective à Rigaud").sector is not None


def test_losing_employees_is_a_need_of_people() -> None:
    assert "workforce" in said("notre coop perd ses employés").need
