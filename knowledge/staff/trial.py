"""Trying a change before it is saved: what the assistant answers now, and what it would answer after.

The change is made in a copy of the content that lives in memory only, and searched with the very code
of the chat; the base itself is only read.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz
from sqlalchemy import create_engine, insert, select
from sqlalchemy.orm import Session, sessionmaker
from sqlalchemy.pool import StaticPool

from knowledge.answers import store as answers
from knowledge.database import content_number
from knowledge.models import Answer, AnswerReview, Base, Fact, Mrc, Resource, Topic
from knowledge.records import AnswerRecord
from knowledge.revisions import digest
from knowledge.search.service import AnswerSearch, SearchResult, Snapshot, rank
from knowledge.search.text import fold

COPIED = (Fact, Answer, AnswerReview, Resource, Topic, Mrc)
SHOWN = 3
PROBED_PHRASINGS = 8  # of the tried answer, to find what is near it
PROBES = 40  # questions asked of both: about 30 ms each, hence a few seconds in all
REMEMBERED = 4  # tried states kept, so that a second question costs nothing


@dataclass(frozen=True)
class Handover:
    """A question whose answer would change."""

    question: str
    before: SearchResult
    after: SearchResult


def content_copy(session: Session) -> sessionmaker[Session]:
    """The content in a base of its own, in memory."""
    engine = create_engine("sqlite://", poolclass=StaticPool, connect_args={"check_same_thread": False})
    Base.metadata.create_all(engine)
    copy = sessionmaker(engine, expire_on_commit=False)
    with copy() as target, target.begin():
        for table in COPIED:
            rows = [dict(row._mapping) for row in session.execute(select(table.__table__))]
            if rows:
                target.execute(insert(table), rows)
    return copy


class Trials:
    """Tries changes against one search. A few tried states are remembered."""

    def __init__(self, search: AnswerSearch) -> None:
        self._search = search
        self._lock = threading.Lock()
        self._tried: OrderedDict[tuple[int, str], Snapshot] = OrderedDict()

    def with_answer(self, session: Session, record: AnswerRecord) -> Snapshot:
        """What would be published with this answer in it."""
        published = record.model_copy(update={"status": "published"})
        key = digest(answers.content_of(published))
        return self._after(
            session, key, lambda target: answers.save(target, published, author="essai", action="edit")
        )

    def _after(self, session: Session, key: str, change: Callable[[Session], object]) -> Snapshot:
        number = content_number(session)
        with self._lock:  # a trial is heavy: one at a time
            known = self._tried.get((number, key))
            if known is None:
                with content_copy(session)() as target:
                    change(target)
                    known = self._search.trial(target)
                self._tried[(number, key)] = known
                while len(self._tried) > REMEMBERED:
                    self._tried.popitem(last=False)
            return known


def handovers(
    before: Snapshot, after: Snapshot, record: AnswerRecord, asked: Sequence[str] = ()
) -> tuple[list[Handover], int]:
    """The questions near an answer that would change hands, and how many were looked at.

    Input: what is published, what would be, the tried answer, and questions that people asked. The
    phrasings of the answer itself are left out: that they lead to it is what is wanted.
    """
    own = [record.question, *record.phrasings]
    mine = {fold(text) for text in own}
    near: dict[str, None] = {f"answer:{record.id}": None}
    for text in own[:PROBED_PHRASINGS]:
        for hit in rank(before, text, 5).hits:
            near.setdefault(hit.answer.identifier)
    candidates = [
        text
        for name in near
        if (answer := before.answers.get(name))
        for text in (answer.question, *answer.phrasings)
    ]
    candidates += asked
    probes = list({fold(text): text for text in candidates if fold(text) not in mine}.values())
    probes.sort(key=lambda text: -max(fuzz.token_set_ratio(fold(text), one) for one in mine))
    changed = []
    for text in probes[:PROBES]:
        old, new = rank(before, text, SHOWN), rank(after, text, SHOWN)
        if what_is_said(old) != what_is_said(new):
            changed.append(Handover(text, old, new))
    return changed, len(probes[:PROBES])


def what_is_said(result: SearchResult) -> tuple[str, ...]:
    """The decision, and the answers given or offered, in order."""
    if result.decision == "none":
        return ("none",)
    shown = result.hits[:1] if result.decision == "answer" else result.hits
    return (result.decision, *(hit.answer.identifier for hit in shown))
