"""From a free text to what it says of a project: place, stage, needs, legal form, sector, age, amount.

The chat and the pages for advisers use this same extraction. It takes what is said and nothing else:
what a text leaves out stays unknown. The words it looks for are in `expressions.yaml`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

import yaml

from knowledge.referral.numbers import find_age, find_amount, without_age
from knowledge.referral.profile import Profile
from knowledge.referral.sectors import named_sector
from knowledge.search.text import fold
from knowledge.territory import Gazetteer, Place, PlaceMatch
from knowledge.vocabulary import LegalForm, Need, Stage

EXPRESSIONS_FILE = Path(__file__).parent / "expressions.yaml"
SURE_PLACE = 0.85  # of 1: below, the spelling of a place left a doubt (a name that two towns bear gets .9)
NEGATION_REACH = 24  # characters before a word in which its negation is looked for


@dataclass(frozen=True)
class Extraction:
    """What a text says. `candidates`: the places an ambiguous name may mean."""

    profile: Profile
    candidates: tuple[Place, ...] = ()

    @property
    def empty(self) -> bool:
        """Whether the text says nothing of a project."""
        return self.profile == Profile() and not self.candidates


@dataclass(frozen=True)
class Expressions:
    """The compiled expressions."""

    stage: dict[Stage, tuple[re.Pattern[str], ...]]
    stage_alone: dict[Stage, re.Pattern[str]]
    existing: tuple[re.Pattern[str], ...]
    wish: tuple[re.Pattern[str], ...]
    need: dict[Need, tuple[re.Pattern[str], ...]]
    legal_form: dict[LegalForm, tuple[re.Pattern[str], ...]]
    not_form: re.Pattern[str]
    not_needed: re.Pattern[str]
    not_stage: re.Pattern[str]
    put_right: re.Pattern[str]


@lru_cache(maxsize=1)
def expressions() -> Expressions:
    """The expressions of `expressions.yaml`."""
    loaded = yaml.safe_load(EXPRESSIONS_FILE.read_text(encoding="utf-8"))
    fragments: dict[str, str] = loaded["fragments"]

    def compiled(patterns: list[str]) -> tuple[re.Pattern[str], ...]:
        return tuple(re.compile(whole(pattern)) for pattern in patterns)

    def whole(pattern: str) -> str:
        for name, fragment in fragments.items():
            pattern = pattern.replace("{" + name + "}", fragment)
        return pattern

    return Expressions(
        stage={name: compiled(patterns) for name, patterns in loaded["stage"].items()},
        stage_alone={name: re.compile(pattern) for name, pattern in loaded["stage_alone"].items()},
        existing=compiled(loaded["existing"]),
        wish=compiled(loaded["wish"]),
        need={name: compiled(patterns) for name, patterns in loaded["need"].items()},
        legal_form={name: compiled(patterns) for name, patterns in loaded["legal_form"].items()},
        not_form=re.compile(loaded["not_form"]),
        not_needed=re.compile(loaded["not_needed"]),
        not_stage=re.compile(loaded["not_stage"]),
        put_right=re.compile(loaded["put_right"]),
    )


def extract(text: str, gazetteer: Gazetteer) -> Extraction:
    """What a text says of a project.

    Input: a text as typed, at most a few hundred characters. Output: a profile whose other fields are
    unknown. Never raises.
    """
    folded = fold(text)
    place = choose_place(put_right(text, gazetteer.find(text)))
    profile = Profile(
        stage=find_stage(without_age(folded)),
        need=find_needs(folded),
        legal_form=find_legal_form(folded),
        sector=named_sector(text),
        age=find_age(folded),
        amount=find_amount(folded),
    )
    if place is None:
        return Extraction(profile)
    chosen = with_place(profile, place)
    return Extraction(chosen, place.candidates if chosen.municipality is None and place.place is None else ())


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
    """The places that hold once the person has put themselves right: «à Beauharnois, non scuse, à
    Sainte-Martine»."""
    for last in range(len(found) - 1, 0, -1):
        if expressions().put_right.search(fold(text[found[last - 1].end : found[last].start])):
            return found[last:]
    return found


def choose_place(found: list[PlaceMatch]) -> PlaceMatch | None:
    """The place of the project among those a text names: in the territory first, a town before an MRC,
    then a sure one, then the first. Places that the person denies are left out."""
    kept = [match for match in found if not match.negated]
    if not kept:
        return None
    preference = {"municipality": 0, "reserve": 0, "mrc": 1, None: 1, "outside": 2}
    return min(kept, key=lambda match: (preference[match.kind], match.score < SURE_PLACE, match.start))


def find_stage(folded: str) -> Stage | None:
    """The stage, or None. Signs of an existing organization outweigh a mere wish to start something."""
    known = expressions()
    found = [
        name
        for name, patterns in known.stage.items()
        if any(_first_not_behind(pattern, folded, known.not_stage) for pattern in patterns)
    ]
    existing = any(pattern.search(folded) for pattern in known.existing)
    if found:
        first = found[0]
        # «On a l'idée d'agrandir notre OBNL de huit ans» is growth, not an idea.
        if existing and first in ("idea", "pre_startup"):
            return "growth" if "growth" in found or first == "idea" else first
        return "growth" if first in ("idea", "pre_startup") and "growth" in found else first
    if existing:
        return "growth" if find_needs(folded) and "premises" in find_needs(folded) else "consolidation"
    return "pre_startup" if any(pattern.search(folded) for pattern in known.wish) else None


def stage_alone(text: str) -> Stage | None:
    """The stage that a few words mean as the answer to «Où en est votre projet?»: «démarrage»."""
    folded = fold(text)
    return next((name for name, found in expressions().stage_alone.items() if found.search(folded)), None)


def find_needs(folded: str) -> tuple[Need, ...]:
    """The needs, in the order in which the text names them.

    «De l'aide pour la gouvernance» needs governance first: help in general comes after what it is for.
    """
    places: dict[Need, int] = {}
    for name, patterns in expressions().need.items():
        starts = [
            found.start()
            for pattern in patterns
            if (found := _first_not_behind(pattern, folded, expressions().not_needed)) is not None
        ]
        if starts:
            places[name] = min(starts)
    return tuple(sorted(places, key=lambda name: (name == "support", places[name])))


def find_legal_form(folded: str) -> LegalForm | None:
    """The legal form. «Pas une coop, un OBNL» is a nonprofit."""
    for name, patterns in expressions().legal_form.items():
        if any(_first_not_behind(pattern, folded, expressions().not_form) for pattern in patterns):
            return name
    return None


def _first_not_behind(
    pattern: re.Pattern[str], folded: str, negation: re.Pattern[str]
) -> re.Match[str] | None:
    """The first match that is not right behind a negation."""
    for found in pattern.finditer(folded):
        if not negation.search(folded[max(0, found.start() - NEGATION_REACH) : found.start()]):
            return found
    return None
