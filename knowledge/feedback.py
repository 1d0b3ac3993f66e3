"""What the conversations leave behind: counts without any person, and masked questions that failed."""

from __future__ import annotations

import datetime as dt
import hashlib

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from knowledge import clock
from knowledge.masking import mask
from knowledge.models import DailyCount, OpenQuestion, now
from knowledge.search.text import fold

MAX_STORED_CHARS = 500


def count(session: Session, kind: str, key: str, day: dt.date | None = None) -> None:
    """Add one to a count of the day, in the caller's transaction."""
    day = day or clock.today()
    row = session.scalar(
        select(DailyCount).where(DailyCount.day == day, DailyCount.kind == kind, DailyCount.key == key[:200])
    )
    if row is None:
        session.add(DailyCount(day=day, kind=kind, key=key[:200], count=1))
    else:
        row.count = DailyCount.count + 1  # by the database, so that two processes both count
    session.flush()


def remember_question(session: Session, question: str, outcome: str) -> None:
    """Keep a question that got no sure answer: once, masked, with a count.

    `outcome`: clarify, none, not_useful or none_of_these. A question asked again after it was answered
    or dismissed opens anew.
    """
    masked = mask(question).strip()[:MAX_STORED_CHARS]
    if not any(char.isalnum() for char in masked):
        return
    digest = hashlib.sha256(fold(masked).encode()).hexdigest()
    row = session.scalar(select(OpenQuestion).where(OpenQuestion.digest == digest))
    if row is None:
        session.add(OpenQuestion(digest=digest, text=masked, outcome=outcome))
        session.flush()
        return
    row.count = OpenQuestion.count + 1
    row.outcome = outcome
    row.last_at = now()
    if row.status == "answered":
        row.status = "open"
    session.flush()


def open_question_count(session: Session) -> int:
    """How many questions wait in the inbox."""
    return (
        session.scalar(select(func.count()).select_from(OpenQuestion).where(OpenQuestion.status == "open"))
        or 0
    )
