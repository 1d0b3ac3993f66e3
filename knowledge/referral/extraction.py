"""From a free text to what it says of a project: place, stage, needs, legal form, sector, age, amount, kind.

The chat and the pages for advisers use this same extraction. It takes what is said and nothing else: what a
text leaves out, or does not make sure, stays unknown. The words it looks for are in `cues/`.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from knowledge.referral.ages import find_age
from knowledge.referral.forms import find_forms
from knowledge.referral.line import line_of, own_words
from knowledge.referral.numbers import find_amount
from knowledge.referral.profile import Profile
from knowledge.referral.sectors import named_sector
from knowledge.referral.signs import Found, table
from knowledge.referral.siting import place_of_project, with_place
from knowledge.referral.stages import find_stage, stage_alone
from knowledge.territory import Gazetteer, Place
from knowledge.vocabulary import NEEDS, PROJECT_KINDS, Need, ProjectKind

__all__ = ["Extraction", "extract", "find_needs", "stage_alone", "with_place"]


@dataclass(frozen=True)
class Extraction:
    """What a text says. `candidates`: the places an ambiguous name may mean."""

    profile: Profile
    candidates: tuple[Place, ...] = ()

    @property
    def empty(self) -> bool:
        """Whether the text says nothing of a project."""
        return self.profile == Profile() and not self.candidates


def extract(text: str, gazetteer: Gazetteer, today: dt.date | None = None) -> Extraction:
    """What a text says of a project.

    Input: a text as typed, at most a few hundred characters; `today`, for an age told by a birth year.
    Output: a profile whose other fields are unknown. Never raises.
    """
    own = own_words(text)
    line = line_of(own)
    place = place_of_project(own, gazetteer)
    form, current = find_forms(line)
    amount, needs = find_amount(own), find_needs(line)
    if amount is not None and "funding" not in needs:
        needs = (*needs, "funding")  # who tells a sum looked for needs money
    stage = find_stage(line, today)
    # Taking over is a stage and a need: who says one says the other.
    if stage == "takeover" and "takeover" not in needs:
        needs = ("takeover", *needs)
    elif stage is None and "takeover" in needs:
        stage = "takeover"
    profile = Profile(
        stage=stage,
        need=needs,
        legal_form=form,
        current_form=current,
        sector=named_sector(own, gazetteer),
        age=find_age(line, today),
        amount=amount,
        project_kind=find_kind(line),
    )
    if place is None:
        return Extraction(profile)
    chosen = with_place(profile, place)
    return Extraction(chosen, place.candidates if chosen.municipality is None and place.place is None else ())


def find_needs(line: str) -> tuple[Need, ...]:
    """The needs of a line, the most telling first, then in the order in which they are named.

    «De l'aide pour la gouvernance» needs governance first: help in general comes after what it is for.
    """
    best: dict[str, Found] = {}
    for found in table("need").find(line):
        known = best.get(found.says)
        if known is None or (-found.weight, found.start) < (-known.weight, known.start):
            best[found.says] = found
    ordered = sorted(best.values(), key=lambda one: (-one.weight, one.start))
    said = [one.says for one in ordered]
    return tuple(sorted((need for need in NEEDS if need in said), key=said.index))


def find_kind(line: str) -> ProjectKind | None:
    """Whether the project sells or gives; None when neither is said, or both."""
    found = table("kind").find(line)
    heaviest = max((one.weight for one in found), default=0.0)
    said = {one.says for one in found if one.weight == heaviest}
    return next((kind for kind in PROJECT_KINDS if said == {kind}), None)
