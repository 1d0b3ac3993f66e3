"""What keeps a base from being written: somebody else who writes and does not finish, a disk that is full."""

from __future__ import annotations

import resource
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


@contextmanager
def disk_full(_factory: sessionmaker[Session]) -> Iterator[None]:
    """No file of this process can be written while the block lasts, as when no room is left."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, hard))  # Python ignores the signal: the write fails
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
