"""The doors come in the order that an adviser would name them, for kinds of projects."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import pytest

from benchmarks.ideals import catalogue, profile_of
from knowledge.referral.extraction import SURE, extract
from knowledge.referral.profile import Profile
from knowledge.referral.sectors import sector_fit
from knowledge.settings import DEFAULT_CONTENT_DIR
from knowledge.territory import Gazetteer

FIRST, DEEP = 5, 10
LOCAL = "fund:fdees-vs"  # of one MRC
OF_ONE_SECTOR = ("organization:reseau-eesad", "organization:rcpem", "organization:agrtq", "organization:cprq")


@lru_cache(maxsize=1)
def _gazetteer() -> Gazetteer:
    return Gazetteer.from_content(DEFAULT_CONTENT_DIR)


def _shown(deep: int = FIRST, **query: Any) -> list[str]:
    return catalogue().find(profile_of(query, _gazetteer())).names[:deep]


def _read(text: str) -> Profile:
    return extract(text, _gazetteer(), guess=SURE).profile


@pytest.mark.parametrize(
    ("sector", "names", "fit"),
    [
        ("zoothérapie", ["aide à domicile", "soutien à domicile"], "near"),
        ("théâtre", ["tourisme", "hébergement", "festival"], "near"),
        ("théâtre", ["culture", "arts"], "own"),
        ("festival de théâtre", ["tourisme", "festival"], "own"),
        ("garderie", ["habitation", "logement"], "other"),
        ("garderie", ["petite enfance", "CPE"], "own"),
        ("salle communautaire", ["santé", "action communautaire"], "other"),
        ("patrimoine religieux", ["église", "patrimoine religieux"], "own"),
    ],
)
def test_who_serves_one_trade_of_a_sector_does_not_serve_all_of_it(
    sector: str, names: list[str], fit: str
) -> None:
    assert sector_fit(sector, names) == fit


@pytest.mark.parametrize("stage", ["idea", "startup", "growth", "consolidation"])
@pytest.mark.parametrize("form", ["cooperative", "nonprofit"])
def test_a_project_whose_sector_is_unknown_is_sent_to_no_specialist_of_one(stage: str, form: str) -> None:
    shown = _shown(DEEP, municipality="Candiac", stage=stage, need=["support"], legal_form=form)
    assert not {*OF_ONE_SECTOR} & {*shown}


@pytest.mark.parametrize("need", ["support", "legal"])
@pytest.mark.parametrize("stage", ["idea", "startup", "growth", "consolidation"])
def test_who_takes_nothing_over_is_not_sent_to_those_who_help_with_it(need: str, stage: str) -> None:
    project = {"municipality": "Candiac", "need": [need], "legal_form": "cooperative"}
    assert "organization:repreneuriat" not in _shown(DEEP, stage=stage, **project)
    assert "organization:repreneuriat" in _shown(
        municipality="Candiac", stage="takeover", need=["takeover"], legal_form="cooperative"
    )


def test_an_owner_who_turns_a_firm_into_a_coop_is_sent_there() -> None:
    shown = _shown(DEEP, municipality="Napierville", stage="growth", need=["legal"], legal_form="private")
    assert "organization:repreneuriat" in shown


def test_no_school_is_named_first_to_who_tells_no_age() -> None:
    shown = _shown(municipality="Huntingdon", stage="idea", need=["support"], legal_form="cooperative")
    assert "organization:cegep-valleyfield" not in shown


def test_the_door_of_the_mrc_comes_before_its_money_also_for_a_social_project() -> None:
    shown = _shown(
        municipality="Saint-Anicet", stage="startup", need=["funding"], legal_form="nonprofit", sector="aînés"
    )
    assert shown[0] == "organization:mrc-hsl"
    assert not {"fund:frr-volet2", "fund:fli-haut-saint-laurent"} & {*shown}


@pytest.mark.parametrize("need", ["support", "funding"])
def test_without_a_place_the_doors_are_those_open_everywhere_in_the_territory(need: str) -> None:
    shown = _shown(DEEP, stage="startup", need=[need], legal_form="nonprofit")
    assert shown[0] == "organization:pole-vhsl"
    assert LOCAL not in shown
    assert not any(name.startswith(("organization:mrc-", "organization:cdc-")) for name in shown)


def test_who_is_consulted_for_a_fee_is_not_hired() -> None:
    assert _read("On cherche un comptable et un avocat qui connaissent les coops à Magog").need == ("legal",)
    assert _read("On veut engager un comptable pour notre coop à Magog").need == ("workforce",)


def test_what_is_bought_together_is_what_the_coop_is_for() -> None:
    told = "On est des maraîchers de Magog, on veut acheter de la machinerie ensemble, en coop"
    assert "funding" not in _read(told).need
    assert "funding" in _read("On veut acheter de la machinerie pour notre coop de Magog").need


def test_an_activity_carried_out_by_another_is_of_both_sectors() -> None:
    found = _read("On veut créer une entreprise d'insertion en menuiserie à Magog, un OBNL")
    assert sector_fit(found.sector or "", ["insertion"]) == "own"


@pytest.mark.parametrize(
    "told",
    [
        "Notre coop de Magog roule depuis trois ans, on cherche un bon notaire pour nos règlements",
        "OBNL culturel de Magog, 8 ans d'existence, on veut rencontrer d'autres organismes",
    ],
)
def test_what_has_run_for_years_is_ordered_as_such_and_nothing_is_told_of_it(told: str) -> None:
    found = _read(told)
    assert found.stage is None and "stage" not in found.guessed
    assert found.leaning_stage in ("growth", "consolidation")
    assert "leaning_stage" not in found.public()


def test_a_stage_that_is_told_takes_the_place_of_the_likeliest() -> None:
    leaning = Profile(leaning_stage="idea")
    assert leaning.merged(Profile(stage="growth")).likely_stage == "growth"
    assert leaning.merged(Profile(age=20)).likely_stage == "idea"


def test_who_serves_both_needs_comes_before_who_serves_one() -> None:
    project = {"municipality": "Candiac", "stage": "consolidation", "legal_form": "nonprofit"}
    shown = _shown(DEEP, need=["legal", "governance"], **project)
    assert shown.index("organization:consortium") < shown.index("organization:justice-pro-bono")


def test_a_heritage_church_is_sent_to_the_council_of_religious_heritage() -> None:
    shown = _shown(stage="idea", need=["support"], legal_form="nonprofit", sector="patrimoine religieux")
    assert "organization:cprq" in shown[:3]


def test_a_housing_coop_is_sent_to_its_federation() -> None:
    shown = _shown(
        stage="consolidation", need=["governance"], legal_form="cooperative", sector="habitation",
        municipality="Mercier",
    )  # fmt: skip
    assert {"organization:fhcq", "organization:fecham"} & set(shown)


def test_a_young_group_with_an_idea_is_sent_to_its_youth_centre() -> None:
    shown = _shown(stage="idea", need=["support"], sector="loisirs", age=19, municipality="Beauharnois")
    assert "organization:cje-bhs" in shown


def test_a_community_has_its_own_door_beside_the_first() -> None:
    shown = _shown(
        stage="idea", need=["support"], legal_form="undecided", sector="alimentation",
        municipality="Kahnawake", age=28,
    )  # fmt: skip
    assert {catalogue().doors.first, "organization:tewatohnhisaktha"} <= set(shown[:3])


def test_who_starts_a_firm_alone_is_not_sent_to_who_builds_coops() -> None:
    alone = _read(
        "J'ai 27 ans, je pars mon salon de toilettage à Saint-Philippe, tout seul, inc. La banque dit non"
    )
    assert alone.legal_form == "private"
    assert "organization:sismic-vhsl" not in catalogue().find(alone).names[:DEEP]


def test_no_door_has_a_rung_at_a_stage_that_closes_it() -> None:
    for name, record in catalogue().resources.items():
        rule = record.eligibility.stages
        if rule is not None:
            rungs = {stage for stage, rung in record.ladder.items() if rung}
            assert rungs <= {*rule.yes, *rule.maybe}, name
