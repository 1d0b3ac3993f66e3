"""The audit log: who did what, when, to what, with what was there before and after."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from knowledge.models import AuditEntry

PAGE = 100  # entries shown at once


def note(
    session: Session,
    who: str,
    action: str,
    subject: str,
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
) -> None:
    """Add an entry, in the caller's transaction: it stands or falls with the change that it tells.

    Of `before` and `after`, plain data, only the fields that differ are kept.
    """
    if before is not None and after is not None:
        changed = {name for name in {*before, *after} if before.get(name) != after.get(name)}
        before = {name: value for name, value in before.items() if name in changed}
        after = {name: value for name, value in after.items() if name in changed}
    session.add(AuditEntry(who=who, action=action, subject=subject[:200], before=before, after=after))


def entries(
    session: Session, *, subject: str = "", who: str = "", page: int = 1, but: str = ""
) -> list[AuditEntry]:
    """A page of entries, newest first, narrowed by what the subject and the author contain. `but`: how the
    subjects left out begin."""
    query = select(AuditEntry).order_by(AuditEntry.id.desc()).offset((page - 1) * PAGE).limit(PAGE)
    if subject:
        query = query.where(AuditEntry.subject.contains(subject, autoescape=True))
    if but:
        query = query.where(AuditEntry.subject.not_like(f"{but}%"))
    if who:
        query = query.where(AuditEntry.who.contains(who, autoescape=True))
    return list(session.scalars(query))
