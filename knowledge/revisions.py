"""The history of what staff edit: each state is kept whole, with its author and time."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from knowledge.models import Revision


class EditConflictError(Exception):
    """Somebody else saved this entry since it was read. `args[0]` is its identifier."""


def digest(content: dict[str, Any]) -> str:
    """A fingerprint of an entry, the same for the same content whatever the order of its keys."""
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def keep_revision(session: Session, subject: str, action: str, author: str, content: dict[str, Any]) -> None:
    """Add a state to the history, in the caller's transaction.

    Input: the identifier (`answer:…`, `fund:…`), what was done (import, create, edit, publish, archive,
    restore), who did it, and the whole content after it.
    """
    last = session.scalar(select(func.max(Revision.number)).where(Revision.subject == subject)) or 0
    session.add(Revision(subject=subject, number=last + 1, action=action, author=author, content=content))


def history(session: Session, subject: str) -> list[Revision]:
    """The states of an entry, newest first."""
    return list(
        session.scalars(select(Revision).where(Revision.subject == subject).order_by(Revision.number.desc()))
    )
