"""The roadmap: steps that rest on facts, doors that fit, and nothing on the person."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import replace

import pytest
from sqlalchemy.orm import Session, sessionmaker

from knowledge.records import CallRule, FundRecord, identifier
from knowledge.referral.calling import spoken
from knowledge.referral.description import describe
from knowledge.referral.doors import Doors
from knowledge.referral.matching import Match, match
from knowledge.referral.profile import EMPTY, Profile
from knowledge.referral.roadmap import (
    KEPT_DAYS,
    chosen,
    dates_of,
    door_of,
    helper_of,
    read_roadmap,
    to_bring,
    write_roadmap,
)
from knowledge.referral.roadmap_text import as_text, reminder
from knowledge.referral.steps import Step, all_steps, steps_for
from knowledge.territory.area import Area
from knowledge.vocabulary import STAGES, LegalForm, Stage
from tests import prepared

TODAY = dt.date(2026, 11, 23)

MRC_NAMES = Area({"roussillon": "MRC de Roussillon"})
DOORS = Doors(first="organization:pole", elsewhere="", by_mrc={}, mrc_names=MRC_NAMES)
SOURCE = {"title": "Essai", "url": None, "as_of": "2026"}
PROFILE = Profile(
    municipality="67050",
    mrc="roussillon",
    place_kind="municipality",
    place_name="Châteauguay",
    stage="growth",
    need=("funding",),
    legal_form="nonprofit",
    sector="friperie",
    age=22,
    amount=20_000,
)


def fund(name: str, *, stage: str = "growth", age: bool = False) -> FundRecord:
    rule = {"min": 18, "max": 35} if age else None
    return FundRecord.model_validate(
        {
            "id": name,
            "name": name,
            "status": "active",
            "sources": [SOURCE],
            "confidence": "high",
            "review_by": "2030-01",
            "nature": "prêt",
            "amount_max": 50_000,
            "eligibility": {
                "territory": {"level": "province"},
                "stages": {"yes": [stage]},
                "needs": ["funding"],
                "legal_forms": {"yes": ["nonprofit"]},
                "sectors": {"all": True},
                "calls": {"mode": "continuous"},
                "age": rule,
            },
        }
    )


RESOURCES = {
    identifier(record): record
    for record in (
        *(fund(f"fonds-{letter}") for letter in "abcdefgh"),
        fund("jeunes", age=True),
        fund("idees", stage="idea"),
    )
}


def test_every_stage_has_three_steps_and_so_has_a_project_that_did_not_say() -> None:
    assert set(all_steps()) == {*STAGES, "unknown"}
    assert [step["title"] for step in steps_for(None)] == [step.title for step in all_steps()["unknown"]]


def test_every_step_rests_on_facts_of_the_base_that_are_sure() -> None:
    pack = prepared.pack()
    sure = {name for name, record in pack.resources.items() if record.status == "active"}
    sure |= {name for name, fact in pack.facts.items() if fact.confidence != "low"}
    for steps in all_steps().values():
        for step in steps:
            assert set(step.facts) <= sure, step.title
            assert len(step.text.split()) <= 55, step.title


def test_where_you_are_says_what_was_understood_and_leaves_out_the_rest() -> None:
    rows = {row["label"]: row["value"] for row in describe(PROFILE, MRC_NAMES)}
    assert rows == {
        "Lieu": "Châteauguay (MRC de Roussillon)",
        "Étape": "la croissance",
        "Besoin": "le financement",
        "Forme juridique": "un OBNL",
        "Secteur": "friperie",
        "Montant cherché": "20\u00a0000\u00a0$",
    }
    assert describe(EMPTY, MRC_NAMES) == []


def test_a_roadmap_opens_with_its_link_for_a_month_and_tells_nothing_of_the_person(
    database: sessionmaker[Session],
) -> None:
    with database() as session, session.begin():
        token = write_roadmap(session, PROFILE, ["fund:jeunes"], RESOURCES, DOORS, TODAY)
    with database() as session:
        page = read_roadmap(session, token)
        assert page is not None
        assert page.expires_at - page.created_at == dt.timedelta(days=KEPT_DAYS)
        content = page.content
    assert [step["title"] for step in content["steps"]] == [step["title"] for step in steps_for("growth")]
    assert content["doors"][0]["id"] == "fund:jeunes"
    written = json.dumps(content, ensure_ascii=False)
    assert "22" not in written
    assert '"age"' not in written


def matches() -> list[Match]:
    return match(PROFILE, RESOURCES, DOORS, TODAY)


def test_the_three_doors_shown_come_first_then_others_that_fit_six_at_most() -> None:
    shown = ["fund:fonds-h", "fund:fonds-c", "fund:fonds-a", "fund:fonds-b"]
    ids = [found.identifier for found in chosen(matches(), shown)]
    assert ids[:3] == shown[:3]
    assert len(ids) == len(set(ids)) == 6


def test_a_door_that_no_longer_fits_is_left_out() -> None:
    ids = [found.identifier for found in chosen(matches(), ["fund:idees", "fund:gone", "fund:fonds-a"])]
    assert ids[0] == "fund:fonds-a"
    assert "fund:idees" not in ids


@pytest.mark.parametrize("shown", [[], ["fund:gone"]])
def test_without_doors_shown_the_best_ones_are_given(shown: list[str]) -> None:
    assert len(chosen(matches(), shown)) == 6


def test_the_steps_speak_of_the_form_already_chosen_and_of_no_other() -> None:
    for step in steps_for("startup", "cooperative"):
        assert "lettres patentes" not in step["text"]
    assert any("cinq fondateurs" in step["text"] for step in steps_for("startup", "cooperative"))


def test_a_roadmap_says_whom_to_call_first_and_what_to_say(database: sessionmaker[Session]) -> None:
    with database() as session, session.begin():
        token = write_roadmap(session, PROFILE, [], RESOURCES, DOORS, TODAY)
    with database() as session:
        page = read_roadmap(session, token)
        assert page is not None
        call = page.content["first_call"]
    assert call["name"]
    opening = "j'appelle" if call["contact"]["phone"] else "je vous écris"
    assert call["say"].startswith(f"Bonjour, {opening} pour notre projet d'OBNL")


def door(name: str, **more: object) -> FundRecord:
    """A fund with something of its own."""
    return fund(name).model_copy(update=more)


def in_order(resources: dict[str, FundRecord], profile: Profile = PROFILE) -> list[Match]:
    return match(profile, resources, DOORS, TODAY)


def test_ones_own_title_and_a_guide_are_no_doors() -> None:
    rows = [door("parts", role="instrument"), door("guide", role="tool"), door("pret", role="money")]
    found = chosen(in_order({identifier(row): row for row in rows}), ["fund:parts"])
    assert [one.identifier for one in found] == ["fund:pret"]


def test_who_asked_for_grants_gets_grants_before_loans() -> None:
    rows = [door(f"pret-{n}", role="money") for n in range(5)] + [
        door(f"don-{n}", role="grant") for n in range(2)
    ]
    resources = {identifier(row): row for row in rows}
    shown = ["fund:pret-0", "fund:pret-1"]
    assert [one.identifier for one in chosen(in_order(resources), shown)][:2] == shown
    wanted = chosen(in_order(resources), shown, money="grant")
    assert [one.record.role for one in wanted][:2] == ["grant", "grant"]


def test_a_thing_to_bring_is_told_once_with_all_who_want_it_and_a_condition_never_is() -> None:
    doors = [
        {"name": "A", "bring": ["plan d'affaires", "budget"], "details": [{"label": "Conditions"}]},
        {"name": "B", "bring": ["plan d'affaires"], "details": []},
    ]
    assert to_bring(doors) == [
        {"what": "Plan d'affaires", "for": ["A", "B"]},
        {"what": "Budget", "for": ["A"]},
    ]


def test_the_days_to_come_of_the_doors_are_told_nearest_first_and_past_ones_are_not() -> None:
    soon = CallRule(mode="call", opens=dt.date(2026, 10, 1), closes=dt.date(2026, 12, 4), confirmed=True)
    later = CallRule(mode="call", opens=dt.date(2027, 1, 11), closes=dt.date(2027, 2, 1))
    past = CallRule(mode="call", closes=dt.date(2026, 3, 1))
    rows = []
    for name, call in (("later", later), ("soon", soon), ("past", past)):
        record = fund(name)
        asked = record.eligibility.model_copy(update={"calls": call})
        rows.append(record.model_copy(update={"eligibility": asked}))
    resources = {identifier(row): row for row in rows}
    told = [door_of(found, resources, DOORS, TODAY) for found in in_order(resources)]
    days = [(row["what"], row["name"], row["day"], row["to_confirm"]) for row in dates_of(told)]
    assert days == [
        ("Date limite", "soon", "2026-12-04", False),
        ("Ouverture", "later", "2027-01-11", True),
        ("Date limite", "later", "2027-02-01", True),
    ]


def test_a_step_names_who_helps_with_it_when_somebody_who_fits_can_be_reached() -> None:
    site = {"website": "https://exemple.org"}
    rows = [door("muet", role="builder"), door("parle", role="builder", **site)]
    resources = {identifier(row): row for row in rows}
    step = Step(title="T", text="t", facts=["m001"], help=["organization:none", "builder"])
    helper = helper_of(step, in_order(resources), resources)
    assert helper is not None
    assert helper["name"] == "parle"
    assert helper_of(step.model_copy(update={"help": []}), in_order(resources), resources) is None


@pytest.mark.parametrize("form", ["cooperative", "nonprofit"])
@pytest.mark.parametrize("stage", STAGES)
def test_once_the_form_is_chosen_no_step_explains_how_to_found_the_other(
    stage: Stage, form: LegalForm
) -> None:
    other = {
        "cooperative": ("OBNL", "lettres patentes"),
        "nonprofit": ("cinq fondateurs", "parts privilégiées"),
    }
    for step in steps_for(stage, form):
        assert not any(word in step["text"] for word in other[form]) or stage == "takeover", step


def test_what_is_said_on_the_telephone_is_short_and_tells_only_what_is_known() -> None:
    assert spoken(EMPTY, MRC_NAMES, by_phone=True).startswith("Bonjour, j'appelle pour notre projet.")
    assert spoken(EMPTY, MRC_NAMES, by_phone=False).startswith("Bonjour, je vous écris pour notre projet.")
    said = spoken(replace(PROFILE, money="grant"), MRC_NAMES, by_phone=True)
    assert "à Châteauguay (secteur: friperie)" in said
    assert "On est en croissance et on a besoin de subventions" in said
    assert "22" not in said
    assert len(said.split()) < 60


def test_the_text_for_ones_own_mail_says_whom_to_call_and_where_the_page_is(
    database: sessionmaker[Session],
) -> None:
    with database() as session, session.begin():
        token = write_roadmap(session, PROFILE, [], RESOURCES, DOORS, TODAY)
    with database() as session:
        page = read_roadmap(session, token)
        assert page is not None
        told = as_text(page.content, "Ma feuille de route", "https://pole.test/x")
        short = reminder(page.content, "Ma feuille de route", "https://pole.test/x")
    assert "https://pole.test/x" in told
    assert "https://pole.test/x" in short
    assert page.content["first_call"]["name"] in short
