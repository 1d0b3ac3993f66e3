"""Reading and saving written answers, with their history."""

from __future__ import annotations

from typing import Any

from sqlalchemy.orm import Session

from knowledge.models import Answer
from knowledge.records import AnswerRecord
from knowledge.revisions import EditConflictError, digest, keep_revision


def content_of(record: AnswerRecord) -> dict[str, Any]:
    """The whole content of an answer as plain data, as the history keeps it."""
    return record.model_dump(mode="json")


def to_record(row: Answer) -> AnswerRecord:
    """The record of a row."""
    return AnswerRecord.model_validate({name: getattr(row, name) for name in AnswerRecord.model_fields})


def save(
    session: Session,
    record: AnswerRecord,
    *,
    author: str,
    action: str,
    expected_version: int | None = None,
    from_pack: bool = False,
) -> Answer:
    """Save an answer and keep its new state in the history, in the caller's transaction.

    Input: the whole record; `expected_version` is the version the author started from (None: a new
    answer, or whatever stands now). Raises `EditConflictError` when somebody saved it since.
    """
    content = content_of(record)
    row = session.get(Answer, record.id)
    if row is None:
        row = Answer(id=record.id)
        session.add(row)
    elif expected_version is not None and row.version != expected_version:
        raise EditConflictError(f"answer:{record.id}")
    for column in AnswerRecord.model_fields:
        setattr(row, column, content[column])
    row.updated_by = author
    if from_pack:
        row.pack_digest = digest(content)
    keep_revision(session, f"answer:{record.id}", action, author, content)
    session.flush()
    return row
