"""What a fact told changes in the doors: those that came and went tell the whole difference, and only it."""

from __future__ import annotations

from hypothesis import given, settings

from knowledge.referral.changes import changes, criteria_of
from knowledge.referral.matching import Match, match
from knowledge.referral.profile import Profile
from knowledge.referral.summary import newly_told
from tests.knowledge.referral.test_properties import DOORS, PACK, TODAY, profiles

FIRST = 3


def doors(profile: Profile) -> dict[str, Match]:
    return {one.identifier: one for one in match(profile, PACK.resources, DOORS, TODAY)}


def names(found: tuple[Match, ...]) -> set[str]:
    return {one.identifier for one in found}


@settings(max_examples=40, deadline=None)
@given(profiles(), profiles())
def test_the_doors_left_are_those_before_with_what_came_and_without_what_went(
    before: Profile, after: Profile
) -> None:
    old, new = doors(before), doors(after)
    became = changes(old, new, criteria_of(before, after), FIRST)
    were = {name for name, one in old.items() if one.verdict != "no"}
    opened = [name for name, one in new.items() if one.verdict != "no"]
    assert set(opened) == (were | names(became.came)) - names(became.went)
    assert not names(became.came) & were
    assert names(became.went) <= were
    stayed = were & set(opened)
    assert names(became.surer) | names(became.doubtful) <= stayed
    assert names(became.ahead) <= set(opened[:FIRST]) & were


@settings(max_examples=20, deadline=None)
@given(profiles())
def test_nothing_told_changes_nothing(profile: Profile) -> None:
    found = doors(profile)
    assert changes(found, found, criteria_of(profile, profile), FIRST).none
    assert newly_told(profile, profile) == ""


def test_only_what_is_new_is_said_to_be_told() -> None:
    known = Profile(age=30, legal_form="nonprofit", place_kind="municipality", place_name="Rigaud")
    assert newly_told(known, known.merged(Profile(age=27, amount=20_000))) == "27 ans, 20\xa0000\xa0$"
    assert newly_told(known, known.merged(Profile(need=("funding",)))) == ""
