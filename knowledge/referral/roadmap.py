"""The roadmap, to act on: whom to call and what to say, three steps, what to bring, next dates, doors.

No personal data; it expires.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from knowledge.activities import coming
from knowledge.models import Fact, SharedPage
from knowledge.records import UNWRITTEN, AnyResource
from knowledge.referral.calling import first_call
from knowledge.referral.description import describe
from knowledge.referral.doors import Doors
from knowledge.referral.freshness import call_of, verified
from knowledge.referral.matching import Match, match
from knowledge.referral.picking import provider_key
from knowledge.referral.presentation import contact, present
from knowledge.referral.profile import Profile
from knowledge.referral.steps import ROLES, Step, steps_for, steps_of
from knowledge.shared_pages import find_page, share_page
from knowledge.vocabulary import LegalForm

KIND = "roadmap"
KEPT_DAYS = 30  # told to the person with the link; also in the privacy text
FIRST_DOORS = 3  # the doors that the conversation showed
MAX_DOORS = 6  # two printed sheets at most
GRANTS = 3  # doors that give money to keep, once it was asked for, where there are as many
NO_DOORS = frozenset(["instrument", "tool"])  # one's own title, or a guide: nobody to knock at
MAX_ACTIVITIES = 3
WAYS = ("phone", "email", "website")


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
        door_of(found, resources, doors, today) for found in chosen(matches, shown, money=profile.money or "")
    ]
    content = {
        "where_you_are": describe(profile, doors.mrc_names),
        "steps": [
            {**told_step, "helper": helper_of(step, matches, resources)}
            for step, told_step in zip(
                steps_of(profile.stage), steps_for(profile.stage, profile.legal_form), strict=True
            )
        ],
        "first_call": first_call(told, profile, doors.mrc_names),
        "bring": to_bring(told),
        "dates": [
            *dates_of(told),
            *_activities(resources, today, profile.mrc),
        ],
        "doors": told,
        "sources": _sources_of(session, steps_of(profile.stage), profile.legal_form),
    }
    return share_page(session, KIND, content, KEPT_DAYS)


def chosen(matches: Sequence[Match], shown: Sequence[str], money: str = "") -> list[Match]:
    """The doors of a roadmap: the first three that were shown, then the next best, six at most.

    A door that no longer fits, since the profile or the base changed, is left out, and so is what nobody can
    knock at; nobody is named twice. `money` «grant» or «no_loan»: grants come before other doors.
    """
    fitting = {
        found.identifier: found
        for found in matches
        if found.verdict != "no" and found.record.role not in NO_DOORS
    }
    first = [fitting[name] for name in shown if name in fitting] or list(fitting.values())
    grants: list[Match] = []
    if money in ("grant", "no_loan"):
        first = [found for found in first if found.record.role != "money"]
        grants = [found for found in fitting.values() if found.record.role == "grant"][:GRANTS]
    first = first[:FIRST_DOORS]
    # A grant of somebody who is named already is another reason to call them.
    doors = [*first, *(found for found in grants if found not in first)]
    named = {provider_key(found.record) for found in doors}
    for found in fitting.values():
        if provider_key(found.record) not in named:
            named.add(provider_key(found.record))
            doors.append(found)
    return doors[:MAX_DOORS]


def door_of(
    found: Match, resources: Mapping[str, AnyResource], doors: Doors, today: dt.date
) -> dict[str, Any]:
    """A door as the page keeps it: the contract's form without the person's age, even roughly (anybody with
    the link can open the page), with its dates and when it was verified."""
    door = present(found, resources, doors.mrc_names)
    call = call_of(found.record, today)
    return {
        **door,
        "reasons": [reason for reason in door["reasons"] if reason["criterion"] != "age"],
        "verified": verified(found.record),
        "call": {
            "sentence": call.sentence,
            "opens": call.opens.isoformat() if call.opens and call.opens >= today else None,
            "closes": call.closes.isoformat() if call.closes and call.closes >= today else None,
            "to_confirm": call.to_confirm,
        }
        if call
        else None,
    }


def helper_of(
    step: Step, matches: Sequence[Match], resources: Mapping[str, AnyResource]
) -> dict[str, Any] | None:
    """Who helps with a step: the first of those it names that fits the project and can be reached; None when
    nobody does."""
    for asked in step.help:
        for found in matches:
            named = found.record.role == asked if asked in ROLES else found.identifier == asked
            reach = contact(found.record, resources) if named and found.verdict != "no" else {}
            if any(reach.get(way) for way in WAYS):
                return {"name": found.record.name, "contact": reach}
    return None


def to_bring(doors: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """The things to have in hand, each once, with the doors that want it: `what` and `for`."""
    wanted: dict[str, list[str]] = {}
    for door in doors:
        for thing in door["bring"]:
            wanted.setdefault(thing, []).append(door["name"])
    return [{"what": thing[:1].upper() + thing[1:], "for": names} for thing, names in wanted.items()]


def dates_of(doors: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """The days on which the doors open or close, the nearest first, as plain data for the page and the
    calendar."""
    rows = [
        {"what": what, "name": door["name"], "day": call[key], "to_confirm": call["to_confirm"], "time": None}
        for door in doors
        if (call := door["call"])
        for what, key in (("Ouverture", "opens"), ("Date limite", "closes"))
        if call[key]
    ]
    return sorted(rows, key=lambda row: str(row["day"]))


def read_roadmap(session: Session, token: str) -> SharedPage | None:
    """The roadmap of a token, or None when it is unknown or expired."""
    return find_page(session, KIND, token)


def _activities(
    resources: Mapping[str, AnyResource], today: dt.date, mrc: str | None
) -> list[dict[str, Any]]:
    return [
        {
            "what": "Activité",
            "name": one.record.name,
            "day": one.session.day.isoformat(),
            "time": one.session.time,
            "to_confirm": False,
        }
        for one in coming(resources, today, mrc=mrc)[:MAX_ACTIVITIES]
    ]


def _sources_of(session: Session, steps: Iterable[Step], form: LegalForm | None) -> list[dict[str, Any]]:
    """The sources of the facts that the steps rest on for a form, each once."""
    ids = [fact for step in steps for fact in step.told(form).facts]
    found: dict[str, dict[str, Any]] = {}
    for fact in session.scalars(select(Fact).where(Fact.id.in_(ids)).order_by(Fact.id)):
        for source in fact.content["sources"]:
            if source["title"] != UNWRITTEN:
                found.setdefault(source["title"], source)
    return list(found.values())
