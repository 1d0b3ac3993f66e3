"""What the entries of the base are called by people, for the screens that list them by identifier."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy.orm import Session

from knowledge.models import Answer, Fact, Resource, Topic

STATEMENT_CHARS = 90


def titles(session: Session, subjects: Iterable[str]) -> dict[str, str]:
    """The question of an answer, the name of a resource, the words of a fact, the label of a topic.

    Input: identifiers (`answer:…`, `fund:…`, `fact:…`, `topic:…`). One that is not in the base keeps its own.
    """
    return {subject: _title(session, subject) or subject for subject in subjects}


def _title(session: Session, subject: str) -> str | None:
    kind, _, name = subject.partition(":")
    if kind == "answer":
        answer = session.get(Answer, name)
        return answer.question if answer else None
    if kind == "fact":
        fact = session.get(Fact, name)
        return _short(str(fact.content["statement"])) if fact else None
    if kind == "topic":
        topic = session.get(Topic, name)
        return str(topic.content["label"]) if topic else None
    resource = session.get(Resource, subject)
    return resource.name if resource else None


def _short(statement: str) -> str:
    return statement if len(statement) <= STATEMENT_CHARS else f"{statement[:STATEMENT_CHARS].rstrip()}…"
