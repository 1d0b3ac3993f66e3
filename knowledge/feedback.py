"""What the conversations leave behind: counts without any person, and masked questions that failed."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from knowledge.counting import count
from knowledge.masking import mask
from knowledge.models import OpenQuestion, now
from knowledge.room import take_room
from knowledge.safety.detector import danger_in
from knowledge.search.text import fold

__all__ = ["DECLINED", "PUT_BACK", "count", "open_question_count", "remember_question"]

DECLINED = "declined"  # surely about a subject that is declined on purpose: shown apart
PUT_BACK = "put_back"  # it was, and staff want an answer to it

MAX_STORED_CHARS = 500


def remember_question(
    session: Session,
    question: str,
    outcome: str,
    *,
    said: str = "",
    shown: str | None = None,
    turns: Sequence[str] = (),
    content: int | None = None,
) -> None:
    """Keep a question that got no sure answer: once, masked, with a count, and what stood around it last.

    `outcome`: clarify, none, declined (on purpose), not_useful or none_of_these. A question asked again after
    it was answered opens anew; a refusal that staff put back waits with the others. Beyond the day's room for
    new ones, a question is let go. The words of a person in danger are never kept.
    `said`: what was said to it; `shown`: the answer that was given; `turns`: what was written just before;
    `content`: the number of the content that had nothing for it. When that is older than what it was answered
    with, it was asked before its answer was live: it is counted, and stays answered.
    """
    if danger_in(question):
        return
    masked = mask(question).strip()[:MAX_STORED_CHARS]
    if not any(char.isalnum() for char in masked):
        return
    digest = hashlib.sha256(fold(masked).encode()).hexdigest()
    row = session.scalar(select(OpenQuestion).where(OpenQuestion.digest == digest))
    if row is None:
        if take_room(session, "question"):
            row = OpenQuestion(digest=digest, text=masked, outcome=outcome, held_against=content)
            session.add(row)
            _set_around(row, said, shown, turns)
            session.flush()
        return
    row.count = OpenQuestion.count + 1
    row.last_at = now()
    if row.status == "answered" and content is not None and content < (row.held_against or 0):
        session.flush()
        return
    _set_around(row, said, shown, turns)
    if content is not None:
        row.held_against = max(content, row.held_against or 0)
    if (row.outcome, outcome) != (PUT_BACK, DECLINED):
        row.outcome = outcome
    if row.status == "answered":
        row.status = "open"
    session.flush()


def _set_around(row: OpenQuestion, said: str, shown: str | None, turns: Sequence[str]) -> None:
    if not said and not turns:
        return
    row.reply = mask(said)[:MAX_STORED_CHARS] or None
    row.shown = shown
    row.turns = [mask(text)[:MAX_STORED_CHARS] for text in turns if not danger_in(text)]


def open_question_count(session: Session) -> int:
    """How many questions wait in the inbox; what was declined on purpose does not."""
    return (
        session.scalar(
            select(func.count())
            .select_from(OpenQuestion)
            .where(OpenQuestion.status == "open", OpenQuestion.outcome != DECLINED)
        )
        or 0
    )
