"""The audit log as people read it: who by name, what by its title, what changed in French."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from knowledge.models import Answer, AuditEntry, Fact, OpenQuestion, Resource, Revision, StaffUser, Topic
from knowledge.staff.differences import Change, changes

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
    changes: tuple[Change, ...]


def read(session: Session, entries: Sequence[AuditEntry]) -> list[Line]:
    """Entries of the log as lines to read, in their order."""
    names = {user.email: user.name for user in session.scalars(select(StaffUser))}
    return [_line(session, entry, names) for entry in entries]


def _line(session: Session, entry: AuditEntry, names: dict[str, str]) -> Line:
    kind, _, name = entry.subject.partition(":")
    title = _title(session, entry.subject, names)
    return Line(
        at=entry.at,
        who=names.get(entry.who, entry.who),
        action=entry.action,
        subject=entry.subject,
        title=(title or f"{name or kind} {GONE}")[:TITLE_CHARS],
        edited=title is not None and kind in ("answer", "organization", "fund", "training", "activity"),
        changes=tuple(changes(entry.before or {}, entry.after or {})),
    )


def _title(session: Session, subject: str, names: dict[str, str]) -> str | None:
    """What the subject of an entry is called, or None when it is gone without a history."""
    kind, _, name = subject.partition(":")
    if not name:
        return subject
    if subject.startswith(ACCOUNT):
        return names.get(name, name)
    if kind == "answer" and (answer := session.get(Answer, name)):
        return answer.question
    if kind == "question":
        question = session.get(OpenQuestion, int(name)) if name.isdecimal() else None
        return f"«{question.text}»" if question else None
    if kind == "topic" and (topic := session.get(Topic, name)):
        return str(topic.content["label"])
    if kind == "fact" and (fact := session.get(Fact, name)):
        return str(fact.content["statement"])
    if resource := session.get(Resource, subject):
        return resource.name
    last = session.scalar(
        select(Revision).where(Revision.subject == subject).order_by(Revision.number.desc()).limit(1)
    )
    return None if last is None else str(last.content.get("question") or last.content.get("name") or name)
