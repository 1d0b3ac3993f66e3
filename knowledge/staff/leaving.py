"""Questions that leave the inbox by themselves: those that are answered now.

A question that came back after it had left stays: what answers it in the search does not in the conversation.
"""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session, sessionmaker

from knowledge.database import content_number
from knowledge.feedback import DECLINED, PUT_BACK
from knowledge.models import OpenQuestion
from knowledge.search.service import AnswerSearch, rank
from knowledge.staff.inbox import ANSWERED, OPEN, settle

BY = "boîte"  # the log's name for who did it
LOOKED_AT = 200  # questions at once: about 20 ms each, beside everything else
UNANSWERED = (
    "none",
    "clarify",
    "none_of_these",
    DECLINED,
    PUT_BACK,
)  # not what somebody disliked: an answer is not enough

_seen: dict[str, int] = {}  # the content that was looked at, by base


def let_answered_leave(factory: sessionmaker[Session], search: AnswerSearch) -> int:
    """Settle the open questions that a published answer surely answers now; how many.

    Nothing is looked at again while the content stays the same.
    """
    base = str(factory.kw["bind"].url)
    with factory() as session:
        number = content_number(session)
        if _seen.get(base) == number:
            return 0
        query = select(OpenQuestion.id, OpenQuestion.text).where(
            OpenQuestion.status == OPEN,
            OpenQuestion.outcome.in_(UNANSWERED),
            OpenQuestion.answer_id.is_(None),
        )
        waiting = session.execute(query.order_by(OpenQuestion.last_at.desc()).limit(LOOKED_AT)).all()
    snapshot = search.snapshot()
    if snapshot.state[0] != number:
        return 0  # the index is being built: at the next turn
    answered: dict[str, list[int]] = {}
    for row_id, text in waiting:
        found = rank(snapshot, text, 1)
        if found.decision == "answer":
            answered.setdefault(found.hits[0].answer.id, []).append(row_id)
    with factory() as session, session.begin():
        for answer_id, numbers in answered.items():
            rows = [row for one in numbers if (row := session.get(OpenQuestion, one)) and row.status == OPEN]
            settle(session, rows, ANSWERED, BY, answer_id[:80])
    _seen[base] = number
    return sum(map(len, answered.values()))
