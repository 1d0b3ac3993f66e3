"""The database: one engine an address, sessions, migrations, and the number of the content.

SQLite runs in WAL mode, so that readers go on while staff save. PostgreSQL needs nothing of its own.
"""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from sqlalchemy import Engine, create_engine, event, select, text
from sqlalchemy.exc import InternalError, OperationalError
from sqlalchemy.orm import Session, sessionmaker

from knowledge import settings
from knowledge.models import ContentVersion

MIGRATING = 7_305_001  # the number of PostgreSQL's lock under which the schema is changed
SQLITE_BUSY_MS = 5_000  # a writer waits this long for another one before it fails


@lru_cache(maxsize=64)  # above what the Pôles of a house have: one that is forgotten is opened again
def engine_for(url: str) -> Engine:
    """The engine of this address, made once a process.

    Input: an SQLAlchemy URL. The pool checks a connection before use: a database that was restarted
    does not fail the first question after it.
    """
    # Parameters are what people wrote: a failing statement is logged without them.
    engine = create_engine(url, pool_pre_ping=True, hide_parameters=True)
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _prepare_sqlite)
    return engine


def _prepare_sqlite(connection: Any, _record: Any) -> None:
    cursor = connection.cursor()
    for pragma in (
        "journal_mode=WAL",
        "synchronous=NORMAL",
        "foreign_keys=ON",
        f"busy_timeout={SQLITE_BUSY_MS}",
        # Deleted contact details are overwritten in the file, not only unlinked (Loi 25).
        "secure_delete=ON",
    ):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def sessions(url: str | None = None) -> sessionmaker[Session]:
    """A factory of sessions on the given address, by default the one of the settings."""
    return sessionmaker(engine_for(url or settings.database_url()), expire_on_commit=False)


@contextmanager
def hurried(factory: sessionmaker[Session], seconds: float) -> Iterator[Session]:
    """One transaction that waits no longer than so many seconds for another writer.

    Raises `OperationalError` when the base cannot be written: held, full, read-only, or on a disk that fails.
    """
    engine: Engine = factory.kw["bind"]
    milliseconds = max(1, int(seconds * 1000))
    with engine.connect() as connection:
        sqlite = engine.dialect.name == "sqlite"
        if sqlite:
            _wait_at_most(connection.connection.dbapi_connection, milliseconds)
        try:
            with factory(bind=connection) as session, session.begin():
                if not sqlite:
                    session.execute(text(f"SET LOCAL lock_timeout = {milliseconds}"))
                yield session
        except InternalError as error:  # PostgreSQL's word for a file that cannot be written
            raise OperationalError(error.statement, error.params, error.orig or error) from error
        finally:
            if sqlite:
                _wait_at_most(connection.connection.dbapi_connection, SQLITE_BUSY_MS)


def _wait_at_most(connection: Any, milliseconds: int) -> None:
    connection.execute(f"PRAGMA busy_timeout={milliseconds}")


def migrate(url: str | None = None) -> None:
    """Bring the database to the newest schema. Safe to run at every start, by several processes at once: one
    does it, the others wait and find it done."""
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    address = url or settings.database_url()
    config.attributes["url"] = address
    with _alone(engine_for(address)):
        command.upgrade(config, "head")


@contextmanager
def alone(factory: sessionmaker[Session]) -> Iterator[Session]:
    """One transaction, while no other process changes this base's schema or imports in it."""
    with _alone(factory.kw["bind"]), factory() as session, session.begin():
        yield session


@contextmanager
def _alone(engine: Engine) -> Iterator[None]:
    """One process at a time on this base, while the block lasts; when it dies, the next one goes on."""
    if engine.dialect.name != "sqlite":
        with engine.connect() as connection:
            connection.execute(text(f"SELECT pg_advisory_lock({MIGRATING})"))
            try:
                yield
            finally:
                connection.execute(text(f"SELECT pg_advisory_unlock({MIGRATING})"))
        return
    path = Path(engine.url.database or "")
    if not path.name or not path.parent.is_dir():
        yield
        return
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        fcntl.flock(folder, fcntl.LOCK_EX)
        yield
    finally:
        os.close(folder)


def content_number(session: Session) -> int:
    """The number of the content: any change to an answer, a resource, a fact, the territory
    or what the team sets of the Pôle raises it."""
    return session.scalar(select(ContentVersion.number).where(ContentVersion.id == 1)) or 0
