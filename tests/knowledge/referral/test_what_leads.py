"""What a text tells puts the doors in order only as far as it is sure: for whom one works tells no kind of
project, a sum looked for asks for money first, a name of no sector gives way to one that has some."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.ideals import catalogue, profile_of
from knowledge.referral.extraction import SURE, extract
from knowledge.referral.leanings import leaning
from knowledge.referral.profile import Profile
from knowledge.settings import DEFAULT_CONTENT_DIR
from knowledge.territory import Gazetteer
from knowledge.vocabulary import PROJECT_KINDS, LegalForm, ProjectKind

GAZETTEER = Gazetteer.from_content(DEFAULT_CONTENT_DIR)


def understood(text: str) -> Profile:
    return extract(text, GAZETTEER, guess=SURE, tells_project=True).profile


@given(kind=st.sampled_from([None, *PROJECT_KINDS]), form=st.sampled_from(["cooperative", "private"]))
def test_members_who_house_themselves_sell_nothing_whatever_kind_is_read(
    kind: ProjectKind | None, form: LegalForm
) -> None:
    assert leaning(Profile(sector="habitation", legal_form=form, project_kind=kind)) is None


def test_a_housing_coop_gets_the_same_first_doors_whatever_kind_is_read() -> None:
    query = {
        "municipality": "Candiac",
        "need": ["governance"],
        "legal_form": "cooperative",
        "sector": "habitation",
    }
    neutral = profile_of(query, GAZETTEER)
    sold = profile_of({**query, "project_kind": "market"}, GAZETTEER)
    assert catalogue().find(sold).names[:5] == catalogue().find(neutral).names[:5]


@pytest.mark.parametrize(
    "text",
    [
        "OBNL d'entretien ménager chez les personnes âgées",
        "une boutique pour les familles du coin",
        "un salon de coiffure pour les aînés isolés",
    ],
)
def test_what_is_sold_to_a_clientele_is_not_taken_for_given(text: str) -> None:
    assert understood(text).project_kind != "social"


@pytest.mark.parametrize(
    "text", ["on a une popote pour les aînés", "entraide pour les familles", "des dons pour les démunis"]
)
def test_what_is_given_to_a_clientele_still_is(text: str) -> None:
    assert understood(text).project_kind == "social"


@pytest.mark.parametrize(
    "text",
    [
        "Nos clients paient tard, il nous faudrait 40 000 $ pour tenir l'hiver",
        "notre conseil cherche des membres, et 25 000 $ pour des machines",
        "le local est trop petit, on a besoin de 80 000 $ pour agrandir",
    ],
)
def test_who_tells_a_sum_looked_for_asks_for_money_first(text: str) -> None:
    assert understood(text).need[0] == "funding"


@pytest.mark.parametrize(
    "text",
    [
        "on veut engager deux étudiants l'été prochain, y a-tu des subventions pour leur salaire?",
        "notre OBNL cherche une subvention salariale pour embaucher une animatrice",
    ],
)
def test_money_that_only_pays_wages_is_a_matter_of_people_first(text: str) -> None:
    assert understood(text).need[0] == "workforce"


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("OBNL qui veut bâtir vingt logements abordables pour aînés à Candiac", "logement"),
        ("moi pis trois amis on veut faire un gym intérieur à Candiac, une vraie place", "gym"),
    ],
)
def test_a_project_is_named_by_the_word_that_has_a_sector(text: str, word: str) -> None:
    assert word in (understood(text).sector or "")
