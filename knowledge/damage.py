"""A base that is damaged: told from one that is only held, and set aside so that a new one can be begun.

Only for what can be begun anew: the threads of conversations, kept a day at most.
"""

from __future__ import annotations

import sqlite3
import time
from contextlib import closing
from pathlib import Path

# What SQLite keeps beside a base. Left there, it would be played into the new one.
SIDE_FILES = ("-journal", "-wal", "-shm")
SET_ASIDE = ".damaged"
KEPT_SECONDS = 24 * 3600  # as long as a conversation: people's words are in there
_DAMAGE = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)


def is_damaged(path: Path) -> bool:
    """Whether a SQLite file cannot be read as one. A missing, empty or locked one is not damaged."""
    if not path.exists():
        return False
    try:
        with closing(sqlite3.connect(path, timeout=1)) as connection:
            return bool(connection.execute("PRAGMA quick_check(1)").fetchone()[0] != "ok")
    except sqlite3.DatabaseError as error:
        return getattr(error, "sqlite_errorcode", 0) & 0xFF in _DAMAGE  # the low byte: the kind of error


def set_aside_if_damaged(path: Path) -> bool:
    """Move a damaged base aside, with what SQLite keeps beside it; whether it was."""
    if not is_damaged(path):
        return False
    for side in SIDE_FILES:
        path.with_name(path.name + side).unlink(missing_ok=True)
    path.replace(path.with_name(path.name + SET_ASIDE))
    return True


def forget_set_aside(path: Path, seconds: float = KEPT_SECONDS) -> bool:
    """Erase what was set aside of a base longer ago than that; whether it was."""
    aside = path.with_name(path.name + SET_ASIDE)
    if not aside.exists() or time.time() - aside.stat().st_ctime < seconds:
        return False
    aside.unlink()
    return True
