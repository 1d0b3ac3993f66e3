"""The roadmap: where a project is, its next three steps, its doors. No personal data; it expires."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Annotated, Any

from pydantic import Field, TypeAdapter
from sqlalchemy.orm import Session

from knowledge.models import SharedPage
from knowledge.pack.layers import mapping
from knowledge.pack.placeholders import filler_of
from knowledge.records import AnyResource, Record, Text
from knowledge.referral.calling import first_call
from knowledge.referral.description import describe
from knowledge.referral.doors import Doors
from knowledge.referral.freshness import verified
from knowledge.referral.matching import Match, match
from knowledge.referral.picking import provider_key
from knowledge.referral.presentation import present
from knowledge.referral.profile import Profile
from knowledge.settings import content_dir
from knowledge.shared_pages import find_page, share_page
from knowledge.vocabulary import LegalForm, Stage

KIND = "roadmap"
KEPT_DAYS = 30  # told to the person with the link; also in the privacy text
FIRST_DOORS = 3  # the doors that the conversation showed
MAX_DOORS = 6  # two printed sheets at most
STEPS_FILE = "steps.yaml"
UNKNOWN = "unknown"


class ChosenStep(Record):
    """A step for a form that is chosen."""

    title: Text
    text: Text


class Step(Record):
    """A next step. `facts`: ids of facts or identifiers of resources that the text rests on.

    `once_chosen`: what to say instead to a project whose legal form is chosen, by form.
    """

    title: Text
    text: Text
    once_chosen: dict[LegalForm, ChosenStep] = Field(default_factory=dict)
    facts: list[Text] = Field(min_length=1)


_Steps = TypeAdapter(dict[str, Annotated[list[Step], Field(min_length=3, max_length=3)]])


@lru_cache(maxsize=1)
def all_steps() -> dict[str, list[Step]]:
    """The steps of the content pack in force."""
    return read_steps(content_dir())


def read_steps(folder: Path) -> dict[str, list[Step]]:
    """The steps of a pack: three for each stage, and for an unknown one. Raises `ValueError`."""
    return _Steps.validate_python(filler_of(folder).fill(mapping(folder, STEPS_FILE)))


def steps_for(stage: Stage | None, form: LegalForm | None = None) -> list[dict[str, str]]:
    """The next three steps from a stage (None: not known), as `title` and `text`, for the form chosen."""
    steps: list[dict[str, str]] = []
    for step in all_steps()[stage or UNKNOWN]:
        told = step.once_chosen.get(form, step) if form else step
        steps.append({"title": told.title, "text": told.text})
    return steps


def write_roadmap(
    session: Session,
    profile: Profile,
    shown: Sequence[str],
    resources: Mapping[str, AnyResource],
    doors: Doors,
    today: dt.date,
) -> str:
    """Keep a roadmap, in the caller's transaction; the token of its address.

    Input: the project, the identifiers of the doors that the person was shown (best first; may be
    empty), all the resources, the territory's doors, and the day.
    """
    matches = match(profile, resources, doors, today)
    told = [
        {**_without_age(present(found, resources, doors.mrc_names)), "verified": verified(found.record)}
        for found in chosen(matches, shown)
    ]
    content = {
        "where_you_are": describe(profile, doors.mrc_names),
        "steps": steps_for(profile.stage, profile.legal_form),
        "first_call": first_call(told, profile, doors.mrc_names),
        "doors": told,
    }
    return share_page(session, KIND, content, KEPT_DAYS)


def chosen(matches: Sequence[Match], shown: Sequence[str]) -> list[Match]:
    """The doors of a roadmap: the first three that were shown, then the next best, six at most.

    A door that no longer fits, since the profile or the base changed, is left out; nobody is named twice.
    """
    fitting = {found.identifier: found for found in matches if found.verdict != "no"}
    first = [fitting[name] for name in shown if name in fitting] or list(fitting.values())
    first = first[:FIRST_DOORS]
    named = {provider_key(found.record) for found in first}
    others = []
    for found in fitting.values():
        if provider_key(found.record) not in named:
            named.add(provider_key(found.record))
            others.append(found)
    return [*first, *others][:MAX_DOORS]


def read_roadmap(session: Session, token: str) -> SharedPage | None:
    """The roadmap of a token, or None when it is unknown or expired."""
    return find_page(session, KIND, token)


def _without_age(door: dict[str, Any]) -> dict[str, Any]:
    """A page that anybody with the link can open does not tell the person's age, even roughly."""
    return {**door, "reasons": [reason for reason in door["reasons"] if reason["criterion"] != "age"]}
