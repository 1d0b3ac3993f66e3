"""Facts at the desk: found, edited with their sources and dates, with what rests on them."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from knowledge.models import Answer, Fact
from knowledge.records import FactRecord
from knowledge.revisions import EditConflictError, digest, history, keep_revision
from knowledge.search.text import fold
from knowledge.staff.audit import note
from knowledge.staff.resting import ask_for_review


def to_record(row: Fact) -> FactRecord:
    """The record of a row."""
    return FactRecord.model_validate(row.content)


def find_facts(session: Session, words: str = "", theme: str = "", *, unsure: bool = False) -> list[Fact]:
    """The facts that have these words, of a theme; or only those to be confirmed."""
    asked = fold(words).split()
    rows = session.scalars(select(Fact).order_by(Fact.theme, Fact.id))
    return [
        row
        for row in rows
        if (not theme or row.theme == theme)
        and (not unsure or row.content["confidence"] == "low" or row.content.get("status") == "to_verify")
        and _has(row, asked)
    ]


def _has(row: Fact, asked: Sequence[str]) -> bool:
    said = fold(" ".join((row.id, row.theme, row.content.get("question") or "", row.content["statement"])))
    return all(word in said for word in asked)


def counts_of_use(session: Session) -> dict[str, int]:
    """How many answers rest on each fact."""
    counted: dict[str, int] = {}
    for row in session.scalars(select(Answer).where(Answer.status != "archived")):
        for name in set(row.facts):
            counted[name] = counted.get(name, 0) + 1
    return counted


def state_of(row: Fact) -> str:
    """A fingerprint of a fact as it stands: what an editor started from."""
    return digest(row.content)


def save_fact(
    session: Session,
    record: FactRecord,
    *,
    author: str,
    started_from: str | None = None,
    action: str = "edit",
) -> Fact:
    """Save a fact and keep its history, in the caller's transaction.

    Input: `started_from`, the state that its author read (see `state_of`). Raises `EditConflictError` when
    somebody saved it since. The first edit keeps what the pack brought as the first state; the answers that
    rest on the fact wait in the watch.
    """
    row = session.get_one(Fact, record.id)
    subject = f"fact:{record.id}"
    before = dict(row.content)
    if started_from is not None and started_from != digest(before):
        raise EditConflictError(subject)
    after = record.model_dump(mode="json")
    if after == before:
        return row
    if not history(session, subject):
        keep_revision(session, subject, "import", "import", before)
        session.flush()
    row.theme, row.content = record.theme, after
    keep_revision(session, subject, action, author, after)
    ask_for_review(session, record.id, author, before, after)
    note(session, author, "fait: modifié" if action == "edit" else "fait: rétabli", subject, before, after)
    session.flush()
    return row
