"""What rests on what: the answers to look at again when a fact or a resource changes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from knowledge.models import Answer, AnswerReview, Fact, Resource
from knowledge.revisions import history
from knowledge.staff.differences import Change, changes

# What can change of an entry without a word of what people are told changing.
UNSAID = {
    *("staff_notes", "review_by", "as_of", "judged", "sources", "confidence", "ladder", "purposes"),
    *("project_kinds", "unknown_is_typical", "role", "refer", "theme", "terms"),
}


def answers_on(session: Session, subject: str) -> list[Answer]:
    """The answers, not archived, that rest on a fact or a resource."""
    query = select(Answer).where(Answer.status != "archived").order_by(Answer.question)
    return [row for row in session.scalars(query) if subject in row.facts]


def ask_for_review(
    session: Session, subject: str, who: str, before: Mapping[str, Any] | None, after: Mapping[str, Any]
) -> int:
    """Put the published answers that rest on a changed entry in the watch; how many.

    In the caller's transaction. Input: the fact (`m034`) or the resource (`fund:biec`), and its content
    before and after. Nothing is asked for when nothing that people are told has changed.
    """
    if before is None or told(before) == told(after):
        return 0
    published = [row for row in answers_on(session, subject) if row.status == "published"]
    for row in published:
        known = session.get(AnswerReview, (row.id, subject))
        if known is None:
            session.add(AnswerReview(answer_id=row.id, cause=subject, who=who))
    session.flush()
    return len(published)


def reviewed(session: Session, answer_id: str) -> None:
    """Somebody looked at an answer again: it no longer waits, in the caller's transaction."""
    for row in session.scalars(select(AnswerReview).where(AnswerReview.answer_id == answer_id)):
        session.delete(row)
    session.flush()


def waiting_for_review(session: Session) -> dict[str, list[AnswerReview]]:
    """What waits, by the id of the answer."""
    found: dict[str, list[AnswerReview]] = {}
    for row in session.scalars(select(AnswerReview).order_by(AnswerReview.at)):
        found.setdefault(row.answer_id, []).append(row)
    return found


def contents(session: Session, names: Iterable[str]) -> dict[str, dict[str, Any]]:
    """The contents of the facts and resources of these names that exist."""
    found = {}
    for name in names:
        row = session.get(Resource, name) if ":" in name else session.get(Fact, name)
        if row is not None:
            found[name] = dict(row.content)
    return found


def what_changed(session: Session, answer: str, causes: Iterable[str]) -> dict[str, list[Change]]:
    """What people were told of each cause when the answer was last read, beside what it says now.

    Input: the identifier of the answer and what made it wait (`m034`, `fund:biec`). A cause whose former
    state is not known is left out.
    """
    asked = {row.cause: row.at for row in waiting_for_review(session).get(answer.removeprefix("answer:"), [])}
    found = {}
    for cause in causes:
        states = history(session, cause if ":" in cause else f"fact:{cause}")
        before = [row for row in states if cause in asked and row.at < asked[cause]]
        # The edit itself is kept just before the answer is asked about: the state under it is the one read.
        if len(before) > 1:
            found[cause] = changes(told(before[1].content), told(states[0].content))
    return found


def told(content: Mapping[str, Any]) -> dict[str, Any]:
    """What people are told of an entry."""
    return {
        name: value for name, value in content.items() if name not in UNSAID and value not in (None, [], {})
    }
