"""What the money must pay, when a person says it, and the doors that it brings forward."""

from __future__ import annotations

import pytest

from benchmarks.ideals import TODAY, catalogue, doors_of
from knowledge.pack.files import read_pack
from knowledge.referral.calling import spoken
from knowledge.referral.extraction import extract
from knowledge.referral.profile import Profile
from knowledge.referral.strip import with_values
from knowledge.referral.summary import in_words
from knowledge.settings import content_dir
from knowledge.territory import Gazetteer

SAID = (
    ("On cherche 12 000 $ pour une étude de faisabilité.", ("study",)),
    ("Il nous faut un prêt pour acheter un camion réfrigéré.", ("equipment",)),
    ("ya tu une subvention pour embaucher une coordo", ("wages",)),
    ("besoin d'argent pour rénover la bâtisse pis d'un fonds de roulement", ("working_capital", "building")),
    ("We need funding for equipment.", ("equipment",)),
    ("Une campagne de sociofinancement de 20 000 $ pour notre coop", ("campaign",)),
)
SILENT = (
    "On cherche 12 000 $.",
    "Notre étude de marché est faite, on cherche du financement.",  # what is done is not to be paid
    "On a déjà amassé 5 000 $ avec le sociofinancement et on cherche un prêt.",
    "On fait de la réparation de tracteurs et on cherche un prêt.",
    "On répare de l'équipement agricole à Ormstown.",  # nothing says that money is looked for
)


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return Gazetteer.from_content(content_dir())


@pytest.mark.parametrize(("text", "purposes"), SAID)
def test_what_the_money_must_pay_is_understood(
    text: str, purposes: tuple[str, ...], gazetteer: Gazetteer
) -> None:
    assert set(extract(text, gazetteer).profile.purposes) == set(purposes)


@pytest.mark.parametrize("text", SILENT)
def test_what_is_only_named_or_done_is_not_to_be_paid(text: str, gazetteer: Gazetteer) -> None:
    assert extract(text, gazetteer).profile.purposes == ()


def test_it_is_kept_through_the_conversation_until_something_else_is_said() -> None:
    known = Profile(need=("funding",), purposes=("study",))
    assert known.merged(Profile(age=30)).purposes == ("study",)
    assert known.merged(Profile(purposes=("equipment",))).purposes == ("equipment",)
    assert Profile.restored(known.stored()) == known


def test_money_comes_before_what_it_is_to_pay(gazetteer: Gazetteer) -> None:
    """«De l'argent pour une étude de marché» asks for money: the doors of money come first."""
    profile = extract("On cherche de l'argent pour une étude de marché à Huntingdon.", gazetteer).profile
    assert profile.need[0] == "funding"


def test_who_says_no_money_is_wanted_is_not_sent_to_money(gazetteer: Gazetteer) -> None:
    profile = extract("Notre CA veut une formation en gouvernance, pas d'argent.", gazetteer).profile
    assert "funding" not in profile.need
    assert "funding" in extract("On a un beau projet, pas d'argent.", gazetteer).profile.need


def test_what_the_money_must_pay_is_said_back_and_said_on_the_telephone(gazetteer: Gazetteer) -> None:
    text = "Coop de travail à Rigaud, on cherche une subvention de 9 000 $ pour de l'équipement."
    profile = extract(text, gazetteer).profile
    area = doors_of(read_pack(content_dir())).mrc_names
    assert "pour financer de l'équipement" in in_words(profile, area)
    assert "de subventions pour de l'équipement" in spoken(profile, area, by_phone=True)


def test_a_need_put_right_forgets_what_the_money_was_for(gazetteer: Gazetteer) -> None:
    profile = extract("On cherche un prêt pour de l'équipement.", gazetteer).profile
    assert with_values(profile, {"need": "training"}, gazetteer).purposes == ()
    assert with_values(profile, {"need": "funding legal"}, gazetteer).purposes == ("equipment",)


@pytest.mark.parametrize("way", ["par une campagne", "par du sociofinancement", "par une subvention"])
def test_how_a_sum_is_sought_is_no_price_of_a_piece(way: str, gazetteer: Gazetteer) -> None:
    assert extract(f"On cherche 12 000 $ {way}.", gazetteer).profile.amount == 12_000
    assert extract("On paie 12 000 $ par trimestre.", gazetteer).profile.amount is None


def first_five(text: str, gazetteer: Gazetteer) -> list[str]:
    found = catalogue().find(extract(text, gazetteer, TODAY).profile)
    found = catalogue().find(extract(text, gazetteer, TODAY).profile)
    return [match.identifier for match in found[:5]]


def test_a_campaign_of_the_public_comes_first_only_when_it_is_asked_for(
    gazetteer: Gazetteer,
) -> None:
    project = "Notre OBNL de théâtre à Hemmingford cherche 20 000 $"
    campaign = "fund:financement-participatif"
    assert campaign in first_five(f"{project} par du sociofinancement.", gazetteer)[:2]
    assert campaign not in first_five(f"{project}.", gazetteer)
