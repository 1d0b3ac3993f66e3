"""Erasing what Rasa keeps of the conversations: by age, by name, or by what was said in them.

Rasa's tracker store is a SQLite file of its own. What is deleted is overwritten in it, and its log, if it
has one, is emptied: no copy stays behind.
"""

from __future__ import annotations

import datetime as dt
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from knowledge.settings import var_dir

CONVERSATIONS_FILE = "conversations.db"
BUSY_SECONDS = 5
TRIAL = "essai-"  # how the conversations by which the team tries the assistant are named: nothing is counted
TURNS_SHOWN = 3  # of a person's messages before a question that failed


def conversations_path() -> Path:
    """Where Rasa keeps the thread of each conversation (see endpoints.yml)."""
    return var_dir() / CONVERSATIONS_FILE


def erase_before(path: Path, before: dt.datetime) -> int:
    """Erase the events older than an instant, hence whole conversations that ended before it; how many."""
    with _events(path) as connection:
        if connection is None:
            return 0
        return connection.execute("DELETE FROM events WHERE timestamp < ?", (before.timestamp(),)).rowcount


def erase_conversation(path: Path, name: str) -> int:
    """Erase the events of one conversation; how many. Raises `sqlite3.Error` when it cannot be done now."""
    with _events(path) as connection:
        if connection is None:
            return 0
        return connection.execute("DELETE FROM events WHERE sender_id = ?", (name,)).rowcount


def erase_mentioning(path: Path, reference: str) -> int:
    """Erase whole conversations in which a reference number was said; how many events.

    A number is unguessable and said once, to the person who made the request.
    """
    said = "SELECT sender_id FROM events WHERE instr(data, ?) > 0"
    with _events(path) as connection:
        if connection is None:
            return 0
        return connection.execute(
            f"DELETE FROM events WHERE sender_id IN ({said})",  # noqa: S608 (a constant of this function)
            (reference,),
        ).rowcount


@contextmanager
def _events(path: Path) -> Iterator[sqlite3.Connection | None]:
    """A connection to erase with, committed at the end; None when there is no file or no table."""
    if not path.exists():
        yield None
        return
    with closing(sqlite3.connect(path, timeout=BUSY_SECONDS)) as connection:
        connection.execute("PRAGMA secure_delete=ON")
        known = connection.execute("SELECT 1 FROM sqlite_master WHERE type='table' AND name='events'")
        with connection:
            yield connection if known.fetchone() else None
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
