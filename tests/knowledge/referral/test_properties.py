"""What holds for any project: an unknown never rejects, and no fact opens a door that was closed."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.referral.catalogue import Catalogue
from knowledge.referral.doors import Doors
from knowledge.referral.extraction import with_place
from knowledge.referral.facets import facets
from knowledge.referral.matching import ORDER, match
from knowledge.referral.picking import provider_key
from knowledge.referral.profile import PLACE_FIELDS, Profile
from knowledge.settings import DEFAULT_CONTENT_DIR
from knowledge.territory import Gazetteer
from knowledge.territory.area import area_in
from knowledge.vocabulary import LEGAL_FORMS, NEEDS, PROJECT_KINDS, STAGES
from tests import prepared

PACK = prepared.pack()
GAZETTEER = Gazetteer.from_content(DEFAULT_CONTENT_DIR)
DOORS = Doors(
    first=PACK.territory["first_door"],
    elsewhere=PACK.territory["elsewhere_door"],
    by_mrc=PACK.territory["doors"],
    mrc_names=area_in(PACK.territory),
)
TODAY = dt.date(2026, 11, 23)
CATALOGUE = Catalogue(
    PACK.resources, DOORS, TODAY
)  # one for all the projects: what it keeps must not mix them
PLACES = [
    "70052",
    "69055",
    "68055",
    "67050",
    "71083",
    "67802",
    "69802",
    "roussillon",
    "Longueuil",
    "Granby",
    "Québec",
]
FORMS = [form for form in LEGAL_FORMS if form != "undecided"]


@st.composite
def profiles(draw: st.DrawFn) -> Profile:
    profile = Profile(
        stage=draw(st.none() | st.sampled_from(STAGES)),
        need=tuple(draw(st.lists(st.sampled_from(NEEDS), max_size=1))),
        legal_form=draw(st.none() | st.sampled_from(FORMS)),
        sector=draw(st.none() | st.sampled_from(["vélos", "épicerie", "garderie", "théâtre", "xyz"])),
        age=draw(st.none() | st.integers(12, 90)),
        amount=draw(st.none() | st.integers(500, 2_000_000)),
        current_form=draw(st.none() | st.sampled_from(FORMS)),
        project_kind=draw(st.none() | st.sampled_from(PROJECT_KINDS)),
        need_given=draw(st.booleans()),
    )
    place = draw(st.none() | st.sampled_from(PLACES))
    found = GAZETTEER.resolve(place) if place else None
    return with_place(profile, found) if found else profile


def verdicts(profile: Profile) -> dict[str, str]:
    return {found.identifier: found.verdict for found in match(profile, PACK.resources, DOORS, TODAY)}


@settings(max_examples=120, deadline=None)
@given(profiles())
def test_an_unknown_never_rejects_and_a_fact_never_opens_a_closed_door(profile: Profile) -> None:
    known = verdicts(profile)
    without = [
        replace(profile, stage=None),
        replace(profile, need=()),
        replace(profile, legal_form=None),
        replace(profile, sector=None),
        replace(profile, age=None),
        replace(profile, amount=None),
        replace(profile, current_form=None),
        replace(profile, project_kind=None),
        replace(profile, need_given=False),
        replace(profile, **dict.fromkeys(PLACE_FIELDS)),
    ]
    for less in without:
        for name, verdict in verdicts(less).items():
            if verdict == "no":
                assert known[name] == "no", f"{name} opened by a fact: {less} → {profile}"


@settings(max_examples=60, deadline=None)
@given(profiles())
def test_every_door_is_there_once_with_reasons_and_the_worst_of_their_verdicts(profile: Profile) -> None:
    found = match(profile, PACK.resources, DOORS, TODAY)
    names = [m.identifier for m in found]
    assert len(names) == len(set(names))
    assert set(names) == {name for name, record in PACK.resources.items() if record.refer}
    for m in found:
        assert m.verdict == max((reason.verdict for reason in m.reasons), key=ORDER.index)
        assert all(reason.text.endswith(".") and len(reason.text) > 10 for reason in m.reasons)
    closed = [m.verdict == "no" for m in found]
    assert closed == sorted(closed), "a closed door stands before an open one"


@settings(max_examples=60, deadline=None)
@given(profiles())
def test_nobody_leaves_without_a_door(profile: Profile) -> None:
    found = match(profile, PACK.resources, DOORS, TODAY)
    assert found[0].verdict != "no"


def test_the_pole_of_another_territory_is_not_shown_first_to_someone_of_unknown_place() -> None:
    first = [m.identifier for m in match(Profile(need=("support",)), PACK.resources, DOORS, TODAY)[:3]]
    assert not {"organization:pole-longueuil", "organization:pecem"} & set(first)


def test_a_closed_call_is_to_check_and_ranked_behind_an_open_fund() -> None:
    profile = Profile(stage="growth", need=("premises",), legal_form="nonprofit")
    found = {m.identifier: (place, m) for place, m in enumerate(match(profile, PACK.resources, DOORS, TODAY))}
    piec, open_fund = found["fund:piec"], found["fund:fiducie-immobilier"]
    assert piec[1].verdict == "maybe"
    assert any("24 octobre 2025" in reason.text for reason in piec[1].reasons)
    assert open_fund[0] < piec[0]


def test_a_mohawk_community_is_never_turned_away_and_the_pole_is_its_first_door() -> None:
    for code in ("67802", "69802"):
        place = GAZETTEER.resolve(code)
        assert place is not None
        found = match(with_place(Profile(need=("funding",)), place), PACK.resources, DOORS, TODAY)
        assert found[0].identifier == DOORS.first
        assert found[0].verdict == "maybe"


@settings(max_examples=80, deadline=None)
@given(profiles())
def test_advisers_find_what_the_matcher_gives_the_chat_whatever_was_searched_before(profile: Profile) -> None:
    found = CATALOGUE.find(profile, include_ineligible=True)
    assert list(found) == match(profile, PACK.resources, DOORS, TODAY)
    funds = {one.identifier for one in CATALOGUE.find(profile, types=["fund"])}
    assert funds == {one.identifier for one in found if one.verdict != "no" and one.type == "fund"}


@settings(max_examples=80, deadline=None)
@given(profiles())
def test_nobody_is_sent_twice_to_the_same_provider_among_the_first_five(profile: Profile) -> None:
    found = CATALOGUE.find(profile)
    providers = [provider_key(one.record) for one in found]
    several = {name for name in providers[:5] if providers[:5].count(name) > 1}
    assert not several or set(providers) == set(providers[:5]), "somebody else was left to name"


@settings(max_examples=80, deadline=None)
@given(profiles())
def test_a_door_that_may_be_gone_never_comes_before_a_sure_one_that_fits_as_well(profile: Profile) -> None:
    found = CATALOGUE.find(profile)[:10]
    unsure = [one.record.status == "to_verify" and one.record.confidence == "low" for one in found]
    if unsure and unsure[0]:
        usual = [one.record.role for one, doubt in zip(found, unsure, strict=True) if not doubt]
        assert "first_door" not in usual, "a sure first door was left behind"


@settings(max_examples=80, deadline=None)
@given(profiles())
def test_an_instrument_or_a_campaign_never_comes_before_real_money(profile: Profile) -> None:
    roles = [one.record.role for one in CATALOGUE.find(profile)[:10]]
    late = [place for place, role in enumerate(roles) if role in ("instrument", "campaign")]
    money = [place for place, role in enumerate(roles) if role in ("money", "grant")]
    assert not late or (money and money[0] < late[0])


@settings(max_examples=80, deadline=None)
@given(profiles())
def test_a_door_is_found_with_the_same_verdict_whatever_is_filtered(profile: Profile) -> None:
    whole = {one.identifier: one.verdict for one in CATALOGUE.find(profile, include_ineligible=True)}
    for one in CATALOGUE.find(profile, types=["training", "organization"]):
        assert whole[one.identifier] == one.verdict != "no"


@settings(max_examples=15, deadline=None)
@given(profiles())
def test_the_count_beside_a_filter_is_what_choosing_it_shows(profile: Profile) -> None:
    counts = facets(CATALOGUE, profile, (), None)
    for stage in STAGES:
        shown = len(CATALOGUE.find(replace(profile, stage=stage)))
        assert counts["stage"][stage] == shown
    for need in NEEDS:
        assert counts["need"][need] == len(CATALOGUE.find(replace(profile, need=(need,), need_given=True)))
    for form in LEGAL_FORMS:
        assert counts["legal_form"][form] == len(CATALOGUE.find(replace(profile, legal_form=form)))
    assert sum(counts["type"].values()) == len(CATALOGUE.find(profile))
