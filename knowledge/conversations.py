"""Erasing what Rasa keeps of the conversations: by age, by name, or by what was said in them.

Rasa's tracker store is a SQLite file of its own, or a PostgreSQL where several Rasa share it
(`CONVERSATIONS_URL`). What is deleted from the file is overwritten in it, and its log, if it has one, is
emptied; a PostgreSQL is vacuumed: no copy stays behind.
"""

from __future__ import annotations

import datetime as dt
import secrets
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import (
    Connection,
    Engine,
    NullPool,
    column,
    create_engine,
    delete,
    inspect,
    select,
    table,
    text,
)
from sqlalchemy.exc import SQLAlchemyError

from knowledge.database import engine_for
from knowledge.settings import conversations_url, house_dir, served_pole

CONVERSATIONS_FILE = "conversations.db"
BUSY_SECONDS = 5
TRIAL = "essai-"  # how the conversations by which the team tries the assistant are named: nothing is counted
NAME_BYTES = 16
OF = "."  # before the Pôle, in a name: neither what is random nor an id holds one
TURNS_SHOWN = 3  # of a person's messages before a question that failed

_EVENTS = table("events", column("sender_id"), column("timestamp"), column("data"))


def new_conversation(beginning: str = "") -> str:
    """A name for a new conversation: 128 random bits, and the Pôle that it is with, where several share a
    house. The name is all that Rasa and the actions know of whom they speak for."""
    pole = served_pole()
    return f"{beginning}{secrets.token_hex(NAME_BYTES)}" + (f"{OF}{pole}" if pole else "")


def pole_of(conversation: str) -> str:
    """The Pôle of a conversation, by its id; empty in a house of one."""
    return conversation.partition(OF)[2]


class ConversationsError(Exception):
    """The conversations cannot be erased now: they are held, or away."""


def conversations_path() -> Path:
    """The file where one Rasa keeps the thread of each conversation (see endpoints.yml)."""
    return house_dir() / CONVERSATIONS_FILE


def conversations() -> str:
    """The address of the threads: that of the settings, or of the file."""
    return conversations_url() or f"sqlite:///{conversations_path()}"


def erase_before(before: dt.datetime, url: str | None = None) -> int:
    """Erase the events older than an instant, hence whole conversations that ended before it; how many.
    Raises `ConversationsError`, as all here do."""
    return _erase(_EVENTS.c.timestamp < before.timestamp(), url)


def erase_conversation(name: str, url: str | None = None) -> int:
    """Erase the events of one conversation; how many."""
    return _erase(_EVENTS.c.sender_id == name, url)


def erase_mentioning(reference: str, url: str | None = None) -> int:
    """Erase whole conversations in which a reference number was said; how many events.

    A number is unguessable and said once, to the person who made the request.
    """
    said = select(_EVENTS.c.sender_id).where(_EVENTS.c.data.contains(reference, autoescape=True))
    return _erase(_EVENTS.c.sender_id.in_(said), url)


def _erase(which: Any, url: str | None) -> int:
    try:
        with _events(url or conversations()) as connection:
            return 0 if connection is None else connection.execute(delete(_EVENTS).where(which)).rowcount
    except (SQLAlchemyError, sqlite3.Error) as error:
        raise ConversationsError(type(error).__name__) from None


@contextmanager
def _events(url: str) -> Iterator[Connection | None]:
    """A connection to erase with, committed at the end; None when there is no file or no table."""
    if url.startswith("sqlite"):
        path = Path(url.removeprefix("sqlite:///"))
        if not path.exists():
            yield None
            return
        engine = create_engine(
            url, poolclass=NullPool, connect_args={"timeout": BUSY_SECONDS}, hide_parameters=True
        )
        after = "PRAGMA wal_checkpoint(TRUNCATE)"
    else:
        engine, after = engine_for(url), "VACUUM events"
    if not _there(engine):
        yield None
        return
    with engine.connect() as connection:
        if engine.dialect.name == "sqlite":
            connection.execute(text("PRAGMA secure_delete=ON"))
        yield connection
        connection.commit()
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text(after))


def _there(engine: Engine) -> bool:
    return inspect(engine).has_table(_EVENTS.name)
