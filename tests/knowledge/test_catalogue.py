"""Searching resources: by words as people type them, and the same results as the matcher, faster."""

from __future__ import annotations

import datetime as dt
import gc
import weakref
from pathlib import Path

import pytest
import yaml
from sqlalchemy.orm import Session, sessionmaker

from knowledge.records import AnyResource
from knowledge.referral.catalogue import catalogue_of
from knowledge.referral.doors import Doors, load_doors
from knowledge.referral.finding import find_resources
from knowledge.referral.matching import match
from knowledge.referral.profile import Profile
from knowledge.resources.store import load_resources
from knowledge.settings import POLE, laid_over

TODAY = dt.date(2026, 11, 23)
PROFILES = yaml.safe_load((Path(__file__).parents[1] / "data" / "profiles.yaml").read_text(encoding="utf-8"))[
    "profiles"
]
FEW_OBJECTS = 100  # what other libraries leave
PROFILE = Profile(need=("funding",), need_given=True)


@pytest.fixture(scope="module")
def base(pack_sessions: sessionmaker[Session]) -> tuple[dict[str, AnyResource], Doors]:
    """The resources and the doors of the pack, through a base."""
    with pack_sessions() as session:
        return load_resources(session), load_doors(session)


@pytest.fixture(scope="module")
def resources(base: tuple[dict[str, AnyResource], Doors]) -> dict[str, AnyResource]:
    return base[0]


@pytest.fixture(scope="module")
def doors(base: tuple[dict[str, AnyResource], Doors]) -> Doors:
    return base[1]


def profile_of(entry: dict[str, object]) -> Profile:
    given = dict(entry)
    mrc = given.get("mrc")
    place = {"place_kind": "municipality" if given.get("municipality") else "mrc", "place_name": str(mrc)}
    return Profile.restored({**given, **(place if mrc else {})})


def found(resources: dict[str, AnyResource], doors: Doors, text: str) -> list[str]:
    return [m.identifier for m in find_resources(resources, doors, TODAY, Profile(), text=text)]


def test_the_pages_and_the_api_give_what_the_chat_gives_in_the_same_order(
    resources: dict[str, AnyResource], doors: Doors
) -> None:
    for entry in PROFILES:
        profile = profile_of(entry["profile"])
        expected = match(profile, resources, doors, TODAY)
        whole = find_resources(resources, doors, TODAY, profile, include_ineligible=True)
        assert list(whole) == expected, entry["id"]
        fitting = find_resources(resources, doors, TODAY, profile)
        assert list(fitting) == [one for one in expected if one.verdict != "no"], entry["id"]


@pytest.mark.parametrize(
    ("typed", "wanted"),
    [
        ("CDRQ", "organization:cdrq"),
        ("c.d.r.q.", "organization:cdrq"),
        ("biec", "fund:biec"),
        ("BIECK", "fund:biec"),
        ("sacd suroit", "organization:sadc-suroit-sud"),
        ("bourse inisiatives entreprenariat", "fund:biec"),
        ("bours init", "fund:biec"),
        ("developement vaudreuil", "organization:dev-vs"),
        ("repreneuriat", "organization:repreneuriat"),
    ],
)
def test_a_name_is_found_begun_misspelt_by_ear_or_without_accents(
    resources: dict[str, AnyResource], doors: Doors, typed: str, wanted: str
) -> None:
    assert wanted in found(resources, doors, typed)[:3]


def test_what_is_called_so_comes_before_what_mentions_it(
    resources: dict[str, AnyResource], doors: Doors
) -> None:
    names = found(resources, doors, "sadc")
    assert names[0] == "organization:sadc-suroit-sud"


def test_a_word_that_nothing_holds_finds_nothing(resources: dict[str, AnyResource], doors: Doors) -> None:
    assert found(resources, doors, "xylophone zygomatique") == []


def test_letters_that_only_sound_like_a_short_acronym_find_nothing(
    resources: dict[str, AnyResource], doors: Doors
) -> None:
    assert any(getattr(record, "acronym", None) == "SQ" for record in resources.values())
    assert found(resources, doors, "zzzqq") == []


def test_small_words_alone_do_not_hide_everything(resources: dict[str, AnyResource], doors: Doors) -> None:
    assert set(found(resources, doors, "fonds pour la coop")) >= {"fund:essor-cooperation"}


def test_former_publications_are_let_go_however_many_and_each_pole_keeps_its_own(
    resources: dict[str, AnyResource], doors: Doors
) -> None:
    few = dict(list(resources.items())[:20])
    with laid_over({POLE: "voisin"}):
        beside = catalogue_of(few, doors, TODAY)
    made = []
    gc.collect()
    gc.disable()  # what is let go is given back at once, without a search for what nothing holds
    try:
        for _ in range(8):
            catalogue = catalogue_of(dict(few), doors, TODAY)
            list(catalogue.find(PROFILE, text="cooperatve"))
            assert catalogue.find(PROFILE).of_group("argent")
            made.append(weakref.ref(catalogue))
        del catalogue
        assert sum(one() is not None for one in made) <= 2
        assert gc.collect() < FEW_OBJECTS, "what a catalogue holds does not hold itself"
    finally:
        gc.enable()
    with laid_over({POLE: "voisin"}):
        assert catalogue_of(few, doors, TODAY) is beside
