"""«Mon projet»: what is shown of a project is taken back as it is, and each field put right by itself."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.referral.extraction import with_place
from knowledge.referral.profile import EMPTY, PLACE_FIELDS, Profile
from knowledge.referral.strip import FIELDS, field_choices, read_value, shown_project, with_values
from knowledge.vocabulary import LEGAL_FORMS, NEEDS, STAGES
from tests.invented_pack import BOREAL, places

GAZETTEER = places(BOREAL)
NAMES = {place.mrc: place.name for place in GAZETTEER.mrcs() if place.mrc}
PLACES = ("Pointe-au-Renard", "MRC du Grand-Marais", "Ekuanak", "Rimouski")


def projects() -> st.SearchStrategy[Profile]:
    """A project of which anything may be unknown."""
    told = st.builds(
        Profile,
        stage=st.none() | st.sampled_from(STAGES),
        legal_form=st.none() | st.sampled_from(LEGAL_FORMS),
        need=st.lists(st.sampled_from(NEEDS), unique=True, max_size=3).map(tuple),
        amount=st.none() | st.integers(1_000, 900_000),
        age=st.none() | st.integers(16, 90),
    )

    def placed(profile: Profile, name: str | None) -> Profile:
        found = GAZETTEER.resolve(name) if name else None
        return with_place(profile, found) if found else profile

    return st.builds(placed, told, st.none() | st.sampled_from(PLACES))


@given(projects())
def test_what_is_kept_in_the_browser_gives_the_same_project_back(profile: Profile) -> None:
    rows = shown_project(profile, NAMES)
    again = with_values(EMPTY, {row["field"]: row["value"] for row in rows}, GAZETTEER)
    assert [row["field"] for row in shown_project(again, NAMES)] == [row["field"] for row in rows]
    assert (again.stage, again.legal_form, again.amount, again.age) == (
        profile.stage,
        profile.legal_form,
        profile.amount,
        profile.age,
    )
    assert set(again.need) == set(profile.need)
    assert (again.municipality, again.mrc, again.place_kind) == (
        profile.municipality,
        profile.mrc,
        profile.place_kind,
    )


@given(projects(), st.sampled_from(FIELDS))
def test_a_field_is_forgotten_by_itself(profile: Profile, field: str) -> None:
    after = with_values(profile, {field: ""}, GAZETTEER)
    assert field not in {row["field"] for row in shown_project(after, NAMES)}
    emptied = dict.fromkeys(PLACE_FIELDS) if field == "place" else {field: () if field == "need" else None}
    expected = replace(profile, **emptied)  # type: ignore[arg-type]
    assert replace(after, need_given=False) == replace(expected, need_given=False)


@given(projects(), st.sampled_from(FIELDS), st.text(max_size=60))
def test_whatever_is_typed_is_understood_or_left_and_never_fails(
    profile: Profile, field: str, typed: str
) -> None:
    value = read_value(field, typed, GAZETTEER)
    after = with_values(profile, {field: typed}, GAZETTEER)
    if value is None:
        assert after == profile


@pytest.mark.parametrize("field", ["place", "stage", "legal_form", "need"])
def test_every_choice_offered_is_understood(field: str) -> None:
    offered = next(one for one in field_choices(GAZETTEER.mrcs()) if one["field"] == field)
    for choice in offered["choices"]:
        after = with_values(EMPTY, {field: choice["value"]}, GAZETTEER)
        assert shown_project(after, NAMES)[0]["text"] == choice["text"]


@pytest.mark.parametrize(
    ("field", "typed", "shown"),
    [
        ("amount", "25k", "25\u00a0000\u00a0$"),
        ("age", "trente-cinq ans", "35 ans"),
        ("place", "j'habite à Lac-aux-Brumes", "Lac-aux-Brumes"),
    ],
)
def test_a_field_is_typed_as_people_write(field: str, typed: str, shown: str) -> None:
    assert shown_project(with_values(EMPTY, {field: typed}, GAZETTEER), NAMES)[0]["text"] == shown
