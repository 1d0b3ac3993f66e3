"""What staff's work copied of people's questions: erased when the questions themselves are.

«Hors champ» copies a masked question into the ways of asking of a declined topic; the topic's history and
the audit log quote it. Past its time the copy goes from all three.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from knowledge.models import AuditEntry, Revision, Topic

TAUGHT = "formulations ajoutées"  # the log's word for it
TOPIC = "topic:"
PHRASINGS = "phrasings"


def forget_quotes(session: Session, before: dt.datetime) -> int:
    """Erase the copies made before an instant, and the log's entries as old; how many entries.

    In the caller's transaction.
    """
    old = select(AuditEntry).where(AuditEntry.at < before, AuditEntry.action == TAUGHT)
    for entry in session.scalars(old.where(AuditEntry.subject.startswith(TOPIC))):
        former = set((entry.before or {}).get(PHRASINGS, ()))
        _unteach(session, entry.subject, set((entry.after or {}).get(PHRASINGS, ())) - former)
    return session.execute(delete(AuditEntry).where(AuditEntry.at < before)).rowcount  # type: ignore[attr-defined, no-any-return]


def _unteach(session: Session, subject: str, copied: set[str]) -> None:
    topic = session.get(Topic, subject.removeprefix(TOPIC))
    rows: list[Any] = list(session.scalars(select(Revision).where(Revision.subject == subject)))
    for row in (*rows, *([topic] if topic else [])):
        kept = [text for text in row.content.get(PHRASINGS, ()) if text not in copied]
        if len(kept) < len(row.content.get(PHRASINGS, ())):
            row.content = {**row.content, PHRASINGS: kept}
    session.flush()
