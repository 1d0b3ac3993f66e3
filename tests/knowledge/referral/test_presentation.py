"""A door says what it is for, how much, what to check and what to bring; what all share is said once."""

from __future__ import annotations

import datetime as dt

import pytest

from benchmarks.ideals import doors_of
from knowledge.records import UNWRITTEN
from knowledge.referral.matching import match
from knowledge.referral.presentation import apart, contact, facts_line, present
from knowledge.referral.profile import Profile
from tests import prepared

PACK = prepared.pack()
DOORS = doors_of(PACK)
TODAY = dt.date(2026, 11, 23)
PROFILE = Profile(stage="startup", need=("funding",), need_given=True, legal_form="cooperative")


def test_every_door_says_what_it_is_for_in_one_sentence_and_what_it_is_for_a_project() -> None:
    for found in match(PROFILE, PACK.resources, DOORS, TODAY):
        shown = present(found, PACK.resources, DOORS.mrc_names)
        assert shown["summary"].endswith("."), found.identifier
        assert shown["role"] == found.record.role, found.identifier
        assert shown["caution"] is None or shown["caution"].endswith("."), found.identifier
        assert shown["provider"] is None or shown["provider"] in PACK.resources, found.identifier


def test_what_nobody_wrote_is_shown_as_a_source_only_where_there_is_no_other() -> None:
    held = match(PROFILE, PACK.resources, DOORS, TODAY)
    mixed = [found for found in held if UNWRITTEN in {one.title for one in found.record.sources}]
    assert mixed
    for found in mixed:
        titles = [one["title"] for one in present(found, PACK.resources, DOORS.mrc_names)["sources"]]
        assert titles and (UNWRITTEN not in titles or titles == [UNWRITTEN]), found.identifier


def test_the_facts_of_a_fund_are_its_amount_its_share_and_its_pace_and_only_what_is_known() -> None:
    assert facts_line(PACK.resources["fund:fdees-vs"]).startswith("Part couverte: 70 %")
    line = facts_line(PACK.resources["fund:risq-aide-technique"])
    assert line.startswith("De 1\u00a0000\u00a0$ à 10\u00a0000\u00a0$")
    assert "dépôt: continu" in line
    assert facts_line(PACK.resources["organization:cdrq"]) == ""


def test_an_old_amount_has_its_year_beside_it() -> None:
    assert "(chiffres de 2012)" in facts_line(PACK.resources["fund:essor-cooperation"])


def test_a_page_in_english_is_said_so_and_a_doubtful_telephone_too() -> None:
    assert "en anglais" in str(contact(PACK.resources["fund:fdees-vs"], PACK.resources)["note"])
    assert "à confirmer" in str(
        contact(PACK.resources["organization:mrc-roussillon"], PACK.resources)["note"]
    )


def test_what_all_the_doors_shown_have_in_common_is_said_once() -> None:
    shown = match(PROFILE, PACK.resources, DOORS, TODAY)[:3]
    shared, own = apart(shown)
    for found in shown:
        assert set(found.reasons) == {*shared, *own[found.identifier]}
        assert not set(shared) & set(own[found.identifier])
    assert apart(shown[:1]) == ((), {shown[0].identifier: shown[0].reasons})


@pytest.mark.parametrize(
    ("profile", "wanted"),
    [
        (Profile(stage="takeover", need=("takeover",), need_given=True, legal_form="private"), "cdrq"),
        (Profile(stage="growth", need=("legal",), need_given=True, legal_form="private"), "reseau-coop"),
    ],
)
def test_a_private_firm_taken_over_or_turned_into_a_coop_meets_who_builds_coops(
    profile: Profile, wanted: str
) -> None:
    found = {one.identifier: one.verdict for one in match(profile, PACK.resources, DOORS, TODAY)}
    assert found[f"organization:{wanted}"] != "no"


def test_only_what_a_fund_says_that_it_excludes_is_excluded_by_sector() -> None:
    housing = Profile(need=("funding",), need_given=True, legal_form="cooperative", sector="habitation")
    verdicts = {one.identifier: one for one in match(housing, PACK.resources, DOORS, TODAY)}
    refused = verdicts["fund:risq-aide-technique"]
    assert refused.verdict == "no"
    assert any("logement social" in reason.text for reason in refused.reasons)
    elders = Profile(need=("support",), need_given=True, legal_form="nonprofit", sector="aînés")
    found = {one.identifier: one.verdict for one in match(elders, PACK.resources, DOORS, TODAY)}
    assert found["organization:cisssmo"] == "maybe"


@pytest.mark.parametrize("closed", ["fund:phaq-volet1", "fund:psisc", "fund:mapaq-proximite", "fund:pefsad"])
def test_a_closed_programme_is_known_and_never_offered(closed: str) -> None:
    assert closed in PACK.resources
    assert closed not in {one.identifier for one in match(PROFILE, PACK.resources, DOORS, TODAY)}


def test_who_serves_one_kind_of_coop_says_which_and_not_that_coops_are_to_check() -> None:
    found = {one.identifier: one for one in match(PROFILE, PACK.resources, DOORS, TODAY)}
    told = [one.text for one in found["organization:reseau-coop"].reasons if one.criterion == "legal_form"]
    assert told == ["Vise les coopératives de travail: à vérifier pour la vôtre."]
