"""«Essayer»: what the assistant says now and would say after, for a question and for those nearby."""

from __future__ import annotations

from dataclasses import dataclass

from fastapi import Request

from knowledge.models import OpenQuestion
from knowledge.records import AnswerRecord
from knowledge.search.service import AnswerSearch, SearchResult, rank
from knowledge.staff.inbox import OPEN, as_phrasing, questions_of
from knowledge.staff.trial import SHOWN, Handover, Trials, handovers
from web.messages import clean
from web.staff.access import database

DECISIONS = {
    "answer": "L'assistant répond",
    "clarify": "L'assistant demande laquelle de ces questions on voulait poser",
    "none": "L'assistant dit qu'il ne sait pas et offre de parler à quelqu'un",
}


@dataclass(frozen=True)
class Trial:
    """The outcome of a trial, for the page."""

    question: str
    before: SearchResult
    after: SearchResult
    changed: list[Handover]
    looked_at: int
    decisions: dict[str, str]


def trials(request: Request) -> Trials:
    """The trials of this process."""
    state = request.app.state
    if not hasattr(state, "trials"):
        state.trials = Trials(state.search)
    found: Trials = state.trials
    return found


def try_answer(request: Request, record: AnswerRecord, question: str) -> Trial:
    """Try an answer with a question; its own question when none was typed."""
    search: AnswerSearch = request.app.state.search
    asked = clean(question) if question.strip() else record.question
    before = search.snapshot()
    with database(request) as session:
        after = trials(request).with_answer(session, record)
        waiting: list[OpenQuestion] = questions_of(session, OPEN)
        changed, looked_at = handovers(before, after, record, [as_phrasing(one) for one in waiting])
    return Trial(asked, rank(before, asked, SHOWN), rank(after, asked, SHOWN), changed, looked_at, DECISIONS)
