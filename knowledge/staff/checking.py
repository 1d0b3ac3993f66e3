"""Checking an entry of the watch: what it says and what it rests on side by side, part by part.

A part found right is noted with who and when; once all of them are, for the version that stands, the entry
is confirmed. Until then nothing is said to be checked that was not, but for contact details, which have a
date of their own.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy.orm import Session

from knowledge.models import Answer, LinkCheck, Resource, WatchNote, now
from knowledge.resources import store as resources
from knowledge.staff.audit import note
from knowledge.staff.differences import FIELD_NAMES, as_text
from knowledge.staff.differing import Differing, differing
from knowledge.staff.editing import save_resource
from knowledge.staff.freshness import confirm
from knowledge.staff.links import links_in, outcomes
from knowledge.staff.resting import contents

CONTACT = "contact"
TEXT = "text"
# What is checked together of a resource, by its fields; the last part takes all that is left.
PARTS: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    (CONTACT, "Coordonnées", ("contact", "website")),
    (
        "money",
        "Montants et conditions",
        ("amount_min", "amount_max", "max_share", "own_contribution", "conditions", "exclusions", "price"),
    ),
    ("dates", "Dates et dépôt", ("calls", "application", "sessions", "registration")),
    ("rest", "Le reste", ()),
)
UNSHOWN = {
    "id",
    "sources",
    "as_of",
    "review_by",
    "archived",
    "refer",
    "ladder",
    "judged",
    "unknown_is_typical",
}


@dataclass(frozen=True)
class Part:
    """Something to check by itself: what is said, and who found it right for the version that stands."""

    key: str
    title: str
    lines: tuple[tuple[str, str], ...]
    checked: str | None = None


@dataclass(frozen=True)
class Support:
    """A fact or a resource that an answer rests on, or the entry's own sources: text, pages, their date."""

    name: str
    text: str
    as_of: str | None
    sources: tuple[dict[str, Any], ...]


@dataclass(frozen=True)
class Sheet:
    """All that somebody needs to check one entry without leaving the page."""

    subject: str
    name: str
    version: int
    as_of: str | None
    review_by: str
    parts: tuple[Part, ...]
    supports: tuple[Support, ...]
    links: tuple[tuple[str, LinkCheck | None], ...]
    waiting_since: dt.datetime | None
    note: str
    note_by: str
    text: str = ""  # of an answer
    differing: tuple[Differing, ...] = ()


def sheet(session: Session, subject: str) -> Sheet | None:
    """The sheet of an answer or a resource; None when it does not exist."""
    kind, _, name = subject.partition(":")
    noted = session.get(WatchNote, subject)
    if kind == "answer":
        answer = session.get(Answer, name)
        if answer is None:
            return None
        below = contents(session, answer.facts)
        supports = [_support(key, content) for key, content in below.items()]
        if answer.sources:
            supports.append(Support("", "Sources de la réponse", answer.as_of, tuple(answer.sources)))
        parts = (Part(TEXT, "Le texte", ((FIELD_NAMES["text"], answer.text),)), *map(_fact_part, supports))
        urls = [*links_in(answer.text), *(url for one in supports for url in _urls(one))]
        found = _sheet(session, subject, answer, answer.question, noted, parts, supports, urls)
        return replace(found, text=answer.text, differing=tuple(differing(answer.text, below)))
    resource = session.get(Resource, subject)
    if resource is None:
        return None
    own = Support("", "Sources de la fiche", resource.as_of, tuple(resource.content["sources"]))
    website = resource.content.get("website")
    urls = [*([website] if website else []), *_urls(own)]
    parts = _parts(_with_names(session, resource.content))
    return _sheet(session, subject, resource, resource.name, noted, parts, [own], urls)


def _sheet(
    session: Session,
    subject: str,
    row: Answer | Resource,
    name: str,
    noted: WatchNote | None,
    parts: tuple[Part, ...],
    supports: list[Support],
    urls: list[str],
) -> Sheet:
    tried = outcomes(session, dict.fromkeys(urls))
    checked = noted.checked if noted else {}
    return Sheet(
        subject=subject,
        name=name,
        version=row.version,
        as_of=row.as_of,
        review_by=row.review_by,
        parts=tuple(_with_check(part, checked, row.version) for part in parts),
        supports=tuple(supports),
        links=tuple((url, tried.get(url)) for url in dict.fromkeys(urls)),
        waiting_since=noted.waiting_since if noted else None,
        note=noted.text if noted else "",
        note_by=noted.who if noted else "",
    )


def check_part(session: Session, subject: str, key: str, who: str, today: dt.date) -> str:
    """Note that a part is right, in the caller's transaction: `done` once the whole entry is confirmed by it,
    `noted` when other parts are left, `gone` when the entry or the part does not exist."""
    found = sheet(session, subject)
    if found is None or key not in [part.key for part in found.parts]:
        return "gone"
    version = found.version
    if key == CONTACT:
        version = _contact_right(session, subject, who)
    row = _note(session, subject)
    # What was checked before still stands: saving the contact's date changed nothing of it.
    kept = {
        name: {**one, "version": version}
        for name, one in row.checked.items()
        if one["version"] == found.version
    }
    row.checked = {**kept, key: {"who": who, "day": today.isoformat(), "version": version}}
    note(session, who, "vérifié en partie", subject, None, {"part": key})
    session.flush()
    if all(part.key in row.checked for part in found.parts):
        confirm(session, subject, who, today)
        return "done"
    return "noted"


def wait_for(session: Session, subject: str, text: str, who: str) -> bool:
    """Note that somebody wrote to whom knows, and waits; False when the entry does not exist."""
    if sheet(session, subject) is None:
        return False
    row = _note(session, subject)
    row.waiting_since, row.text, row.who = now(), text[:500], who
    note(session, who, "écrit, en attente", subject, None, {"note": row.text})
    session.flush()
    return True


def _note(session: Session, subject: str) -> WatchNote:
    row = session.get(WatchNote, subject)
    if row is None:
        row = WatchNote(subject=subject, checked={}, text="", who="")
        session.add(row)
    return row


def _contact_right(session: Session, subject: str, who: str) -> int:
    """Contact details found right are no longer those of an old year; the version after it."""
    row = session.get_one(Resource, subject)
    record = resources.to_record(row)
    if record.contact.as_of is None:
        return row.version
    contact = record.contact.model_copy(update={"as_of": None})
    return save_resource(
        session, record.model_copy(update={"contact": contact}), author=who, action="confirm"
    ).version


def _with_names(session: Session, content: Mapping[str, Any]) -> dict[str, Any]:
    """The content with the organization behind it by its name, as people know it."""
    behind = session.get(Resource, f"organization:{content.get('organization')}")
    return {**content, "organization": behind.name} if behind else dict(content)


def _parts(content: Mapping[str, Any]) -> tuple[Part, ...]:
    rules = content["eligibility"]
    shown = {**content, "calls": rules["calls"], "eligibility": {**rules, "calls": None}}
    left = [name for name in shown if name not in UNSHOWN]
    found = []
    for key, title, fields in PARTS:
        names = [name for name in left if name in fields] if fields else left
        left = [name for name in left if name not in names]
        lines = tuple(
            (FIELD_NAMES.get(name, name), text) for name in names if (text := as_text(shown[name], name))
        )
        if lines:
            found.append(Part(key, title, lines))
    return tuple(found)


def _fact_part(one: Support) -> Part:
    return Part(one.name or "sources", one.text, (("", one.text),))


def _support(name: str, content: Mapping[str, Any]) -> Support:
    text = str(content.get("statement") or content.get("name"))
    return Support(name, text, content.get("as_of"), tuple(content["sources"]))


def _urls(one: Support) -> list[str]:
    return [str(source["url"]) for source in one.sources if source.get("url")]


def _with_check(part: Part, checked: Mapping[str, Any], version: int) -> Part:
    found = checked.get(part.key)
    if not found or found["version"] != version:
        return part
    return Part(part.key, part.title, part.lines, f"{found['who']}, le {found['day']}")
