"""Where a project is, among the places that its description names."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache
from itertools import pairwise
from pathlib import Path

import yaml

from knowledge.referral.line import line_of
from knowledge.referral.profile import Profile
from knowledge.referral.signs import CUES, ends_with, phrases_before
from knowledge.search.text import fold
from knowledge.territory import Gazetteer, Place, PlaceMatch

SURE_PLACE = 0.85  # of 1: below, the spelling of a place left a doubt (a name that two towns bear gets .9)
_EITHER = re.compile(
    r"^\W*(?:ou|or|soit)(?: (?:bien|encore|peut-etre))?(?: (?:a|au|aux|dans|en|de|d|la|le|les))*\W*$"
)
# The roles of places that are kept, the surest first; those after the first two only beside a home.
_NEARER = (
    ("next",),
    ("next", "office"),
    ("next", "office", "site"),
    ("next", "office", "site", "project"),
    ("next", "office", "site", "project", "unsaid"),
)
_BETWEEN = re.compile(r"\bentre(?: les?| la)?$")
# What says, between two places, that the second one is meant: «à Beauharnois, non scuse, à Sainte-Martine».
_PUT_RIGHT = re.compile(
    r"\b(?:non|s?.?cuse\w*|excus\w+|je veux dire|plutot|correction|finalement|oups|erreur)\b"
)
_PREFERENCE = {"municipality": 0, "reserve": 0, "mrc": 1, None: 1, "outside": 2, "region": 2}


def place_of_project(text: str, gazetteer: Gazetteer) -> PlaceMatch | None:
    """The place of the project that a text tells, or None; «à Mercier ou à Léry» leaves both possible."""
    found = gazetteer.find(text) or gazetteer.likely(text)
    return choose_place(_of_project(text, put_right(text, found)), text)


def with_place(profile: Profile, found: PlaceMatch) -> Profile:
    """A profile with the place that was found, which may be known only as far as its MRC."""
    place = found.place or _town_of_its_mrc(found)
    if place is None:
        return replace(
            profile,
            municipality=None,
            mrc=found.mrc,
            place_kind="mrc" if found.mrc else None,
            place_name=found.text if found.mrc else None,
            region=None,
            refer_to=None,
            near_mrc=None,
        )
    if place.kind == "region":  # the Pôle's own region: which MRC is still to be told
        return replace(profile, region=place.region)
    return replace(
        profile,
        municipality=place.code if place.kind in ("municipality", "reserve", "outside") else None,
        mrc=place.mrc,
        place_kind=place.kind,
        place_name=place.name,
        region=place.region,
        refer_to=place.refer_to,
        near_mrc=place.near_mrc,
    )


def _town_of_its_mrc(found: PlaceMatch) -> Place | None:
    """The town, when a name is that of a town and of its MRC («Beauharnois»): their doors are the same."""
    towns = [place for place in found.candidates if place.kind == "municipality"]
    counties = [place for place in found.candidates if place.kind == "mrc"]
    if len(towns) == 1 and len(counties) == len(found.candidates) - 1 and found.mrc:
        return towns[0]
    return None


def put_right(text: str, found: list[PlaceMatch]) -> list[PlaceMatch]:
    """The places that hold once the person has put themselves right."""
    for last in range(len(found) - 1, 0, -1):
        if found[last].negated:  # «à Hudson finalement, pas Rigaud»: what is denied replaces nothing
            continue
        if _PUT_RIGHT.search(fold(text[found[last - 1].end : found[last].start])):
            return found[last:]
    return found


def _of_project(text: str, found: list[PlaceMatch]) -> list[PlaceMatch]:
    """The places that are not merely where somebody lives: one still to open, one said to be the project's,
    or the others."""
    kept = [match for match in found if not match.negated]
    said = [_said(text, kept, number) for number in range(len(kept))]
    home = "elsewhere" in said
    for wanted in _NEARER if home else () if _either_joins(text, kept) else _NEARER[:2]:
        chosen = [match for match, role in zip(kept, said, strict=True) if role in wanted]
        # A home town says more of the place than the MRC around it.
        if any(match.kind != "mrc" for match in chosen):
            return chosen
    return kept


def _either_joins(text: str, found: list[PlaceMatch]) -> bool:
    """Whether two of the places are told as one or the other."""
    return any(_EITHER.match(fold(text[one.end : other.start])) for one, other in pairwise(found))


def _said(text: str, found: list[PlaceMatch], number: int) -> str:
    before = line_of(text[found[number - 1].end if number else 0 : found[number].start])[:-2]
    before = before[before.rfind("| ") :] if "| " in before else before
    return next((role for role, pattern in _roles().items() if ends_with(pattern, " " + before)), "unsaid")


def choose_place(found: Sequence[PlaceMatch], text: str = "") -> PlaceMatch | None:
    """The place of the project among several: in the territory first, a town before an MRC, then a sure one,
    then the first. Places that the person denies are left out; two of one kind joined by «ou» stay two."""
    kept = [match for match in found if not match.negated]
    if not kept:
        return None
    best = min(kept, key=lambda match: (_PREFERENCE[match.kind], match.score < SURE_PLACE, match.start))
    place = kept.index(best)
    for other in kept[place + 1 : place + 2]:
        between = fold(text[best.end : other.start])
        either = _EITHER.match(between) or (
            _BETWEEN.search(fold(text[: best.start])) and "et" in between.split()
        )
        if either and other.kind == best.kind:
            both = tuple(dict.fromkeys([*best.candidates, *other.candidates]))
            return PlaceMatch(best.start, other.end, text[best.start : other.end], None, both, best.score)
    return best


@lru_cache(maxsize=1)
def _roles() -> dict[str, re.Pattern[str]]:
    """The phrases before a place, by what they make of it."""
    loaded: dict[str, list[str]] = yaml.safe_load(Path(CUES / "place.yaml").read_text(encoding="utf-8"))
    links = "(a|au|aux|de|d|du|dans|la|le|les|l|vers|pres|sur|en|proche|in|at|near)"
    return {
        role: phrases_before(f"{one} {links} {links}" for one in loaded[role])
        for role in ("next", "office", "site", "project", "elsewhere")
    }
