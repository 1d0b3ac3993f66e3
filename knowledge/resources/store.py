"""Reading and saving organizations, funds and trainings, with their history."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from knowledge.models import Resource
from knowledge.records import RECORD_TYPES, AnyResource, ResourceType, identifier, resource_type
from knowledge.revisions import EditConflictError, digest, keep_revision


def content_of(record: AnyResource) -> dict[str, Any]:
    """The whole content of a resource as plain data, as the history keeps it."""
    return record.model_dump(mode="json")


def parse(kind: ResourceType, content: dict[str, Any]) -> AnyResource:
    """The record of a type from plain data. Raises pydantic's `ValidationError`."""
    return RECORD_TYPES[kind].model_validate(content)


def to_record(row: Resource) -> AnyResource:
    """The record of a row."""
    kind: ResourceType = row.type  # type: ignore[assignment]
    return parse(kind, row.content)


def load_resources(session: Session, *, archived: bool = False) -> dict[str, AnyResource]:
    """All the resources by identifier; archived ones only when asked."""
    query = select(Resource).order_by(Resource.identifier)
    if not archived:
        query = query.where(Resource.archived.is_(False))
    return {row.identifier: to_record(row) for row in session.scalars(query)}


def save(
    session: Session,
    record: AnyResource,
    *,
    author: str,
    action: str,
    expected_version: int | None = None,
    from_pack: bool = False,
) -> Resource:
    """Save a resource and keep its new state in the history, in the caller's transaction.

    Raises `EditConflictError` when somebody saved it since `expected_version`.
    """
    name = identifier(record)
    content = content_of(record)
    row = session.get(Resource, name)
    if row is None:
        row = Resource(identifier=name, type=resource_type(record))
        session.add(row)
    elif expected_version is not None and row.version != expected_version:
        raise EditConflictError(name)
    row.name = record.name
    row.status = record.status
    row.confidence = record.confidence
    row.as_of = record.as_of
    row.review_by = record.review_by
    row.archived = record.archived
    row.content = content
    row.updated_by = author
    if from_pack:
        row.pack_digest = digest(content)
    keep_revision(session, name, action, author, content)
    session.flush()
    return row
