"""The audit log as people read it: who by name, what by its title, what changed in French."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from knowledge.models import Answer, AuditEntry, Fact, OpenQuestion, Resource, Revision, StaffUser, Topic
from knowledge.staff.differences import Change, changes
from knowledge.staff.teaching import UNDERSTANDING

ACCOUNT = "compte:"  # how the subjects that only the administration sees begin
GONE = "(n'existe plus)"
TITLE_CHARS = 120


@dataclass(frozen=True)
class Line:
    """One thing that somebody did. `edited`: whether its subject has a page of its own."""

    at: dt.datetime
    who: str
    action: str
    subject: str
    title: str
    edited: bool
    kept: bool  # it is gone, and its history stays
    changes: tuple[Change, ...]


def read(session: Session, entries: Sequence[AuditEntry]) -> list[Line]:
    """Entries of the log as lines to read, in their order."""
    names = {user.email: user.name for user in session.scalars(select(StaffUser))}
    return [_line(session, entry, names) for entry in entries]


def _line(session: Session, entry: AuditEntry, names: dict[str, str]) -> Line:
    kind, _, name = entry.subject.partition(":")
    title, there = _title(session, entry.subject, names)
    paged = kind in ("answer", "organization", "fund", "training", "activity")
    return Line(
        at=entry.at,
        who=names.get(entry.who, entry.who),
        action=entry.action,
        subject=entry.subject,
        title=(title or f"{name or kind} {GONE}")[:TITLE_CHARS],
        edited=there and paged,
        kept=not there and paged and title is not None,
        changes=tuple(changes(entry.before or {}, entry.after or {})),
    )


def _title(session: Session, subject: str, names: dict[str, str]) -> tuple[str | None, bool]:
    """What the subject of an entry is called (None: gone without a history), and whether it is there."""
    kind, _, name = subject.partition(":")
    standing = subject if not name else _standing(session, subject, kind, name, names)
    if standing is not None:
        return standing, True
    last = session.scalar(
        select(Revision).where(Revision.subject == subject).order_by(Revision.number.desc()).limit(1)
    )
    return (
        None if last is None else str(last.content.get("question") or last.content.get("name") or name)
    ), False


def _standing(session: Session, subject: str, kind: str, name: str, names: dict[str, str]) -> str | None:
    if subject.startswith(ACCOUNT):
        return names.get(name, name)
    if kind == UNDERSTANDING:
        return "Ce que l'assistant comprend des messages"
    if kind == "answer":
        answer = session.get(Answer, name)
        return answer.question if answer else None
    if kind == "question":
        question = session.get(OpenQuestion, int(name)) if name.isdecimal() else None
        return f"«{question.text}»" if question else None
    if kind == "topic":
        topic = session.get(Topic, name)
        return str(topic.content["label"]) if topic else None
    if kind == "fact":
        fact = session.get(Fact, name)
        return str(fact.content["statement"]) if fact else None
    resource = session.get(Resource, subject)
    return resource.name if resource else None
