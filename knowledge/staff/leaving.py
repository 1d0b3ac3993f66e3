"""Questions that leave the inbox by themselves: those that are answered now.

A question that came back after it had left stays: what answers it in the search does not in the conversation.
One that was asked before its answer was live has not come back (`knowledge/feedback.py`), and one that failed
with the content as it stands is not answered by it.
"""

from __future__ import annotations

from sqlalchemy import or_, select
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

# By base: the number of the content, and the questions looked at with it, each with how often it was asked.
_seen: dict[str, tuple[int, set[tuple[int, int]]]] = {}


def let_answered_leave(factory: sessionmaker[Session], search: AnswerSearch) -> int:
    """Settle the open questions that a published answer surely answers now; how many.

    None is looked at again while the content stays the same, unless it was asked meanwhile where that content
    was not live yet.
    """
    base = str(factory.kw["bind"].url)
    snapshot = search.snapshot()
    with factory() as session:
        number = content_number(session)
        if snapshot.state[0] != number:
            return 0  # the index is being built: at the next turn
        query = select(OpenQuestion.id, OpenQuestion.count, OpenQuestion.text).where(
            OpenQuestion.status == OPEN,
            OpenQuestion.outcome.in_(UNANSWERED),
            OpenQuestion.answer_id.is_(None),
            or_(OpenQuestion.held_against.is_(None), OpenQuestion.held_against < number),
        )
        waiting = session.execute(query.order_by(OpenQuestion.last_at.desc())).all()
    seen_with, seen = _seen.get(base, (number, set()))
    if seen_with != number:
        seen = set()
    looked_at = [(row_id, asked, text) for row_id, asked, text in waiting if (row_id, asked) not in seen]
    answered: dict[str, list[int]] = {}
    for row_id, _, text in looked_at[:LOOKED_AT]:
        found = rank(snapshot, text, 1)
        if found.decision == "answer":
            answered.setdefault(found.hits[0].answer.id, []).append(row_id)
    if answered:
        with factory() as session, session.begin():
            for answer_id, numbers in answered.items():
                rows = [row for one in numbers if (row := session.get(OpenQuestion, one))]
                settle(session, [row for row in rows if row.status == OPEN], ANSWERED, BY, answer_id[:80])
    _seen[base] = number, seen | {(row_id, asked) for row_id, asked, _ in looked_at[:LOOKED_AT]}
    return sum(map(len, answered.values()))
