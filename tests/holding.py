"""Somebody else who writes in a base and does not finish: nobody else can write meanwhile."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Engine, text
from sqlalchemy.orm import Session, sessionmaker

WRITTEN = ("daily_count", "open_question", "contact_request", "shared_page", "content_version")


@contextmanager
def held(factory: sessionmaker[Session]) -> Iterator[None]:
    """The base of these sessions, held by another writer while the block lasts."""
    engine: Engine = factory.kw["bind"]
    with engine.connect() as connection:
        if engine.dialect.name == "sqlite":
            connection.execute(text("BEGIN IMMEDIATE"))
        else:
            for table in (
                "daily_count",
                "open_question",
                "contact_request",
                "shared_page",
                "content_version",
            ):
                connection.execute(text(f"LOCK TABLE {table} IN EXCLUSIVE MODE"))
        yield
        connection.rollback()
