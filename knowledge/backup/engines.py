"""Taking a base out to one file while it is used, and putting it back, on each of the two systems."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from sqlalchemy import inspect, text
from sqlalchemy.engine import URL, make_url

from knowledge.database import SQLITE_BUSY_MS, engine_for

SQLITE, POSTGRESQL = "sqlite", "postgresql"
FORMER = "before_restore"  # the schema where the content that is replaced waits
LOCK_SECONDS = 20


class EngineError(Exception):
    """A base could not be taken out or put back; `args[0]` says why, in French."""


def engine_name(url: str) -> str:
    """`sqlite` or `postgresql`."""
    return make_url(url).get_backend_name()


def take_out(url: str, target: Path) -> None:
    """Write a consistent state of the base to a file, while others read and write it."""
    if engine_name(url) == SQLITE:
        source = _sqlite_file(url)
        if not source.exists():
            raise EngineError(f"Il n'y a pas de base à copier ({source.name}).")
        with closing(_open(source)) as live, closing(sqlite3.connect(target)) as copy:
            live.backup(copy)
            copy.execute("PRAGMA journal_mode=DELETE")  # the copy is one file, with no log beside it
        return
    _run("pg_dump", url, "--format=custom", "--no-owner", "--no-privileges", f"--file={target}")


def is_filled(url: str) -> bool:
    """Whether there is something in a base that a restore would replace."""
    if engine_name(url) == SQLITE and not _sqlite_file(url).exists():
        return False
    return bool(inspect(engine_for(url)).get_table_names())


@contextmanager
def put_back(url: str, source: Path) -> Iterator[None]:
    """Replace what the base holds by a file made by `take_out`. Who has the base open sees the new content.

    On SQLite, in one transaction, before the block. On PostgreSQL, the former content stays aside while the
    block lasts, and comes back if the block or the restore fails.
    """
    if engine_name(url) == SQLITE:
        target = _sqlite_file(url)
        target.parent.mkdir(parents=True, exist_ok=True)
        with closing(sqlite3.connect(source)) as copy, closing(_open(target)) as live:
            live.execute("PRAGMA secure_delete=ON")
            copy.backup(live)
            live.execute("PRAGMA journal_mode=WAL")
            live.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        yield
        return
    _say(url, f"ALTER SCHEMA public RENAME TO {FORMER}", "CREATE SCHEMA public")
    try:
        _run("pg_restore", url, "--no-owner", "--no-privileges", "--single-transaction", str(source))
        yield
    except BaseException:
        _say(url, "DROP SCHEMA public CASCADE", f"ALTER SCHEMA {FORMER} RENAME TO public")
        raise
    _say(url, f"DROP SCHEMA {FORMER} CASCADE")


def _say(url: str, *statements: str) -> None:
    """Say so in one transaction, that waits no longer than a while for who holds the base."""
    with engine_for(url).begin() as connection:
        connection.execute(text(f"SET LOCAL lock_timeout = '{LOCK_SECONDS}s'"))
        for statement in statements:
            connection.execute(text(statement))


def _open(path: Path) -> sqlite3.Connection:
    return sqlite3.connect(path, timeout=SQLITE_BUSY_MS / 1000)


def _sqlite_file(url: str) -> Path:
    return Path(make_url(url).database or "")


def _run(program: str, url: str, *arguments: str) -> None:
    """Run a program of PostgreSQL; its password goes by the environment, which others cannot read."""
    found = shutil.which(program)
    if found is None:
        raise EngineError(f"{program} est absent: installez le paquet «postgresql-client» de votre système.")
    address: URL = make_url(url).set(drivername="postgresql")
    secret = {"PGPASSWORD": str(address.password)} if address.password else {}
    plain = address.set(password=None).render_as_string()
    target = [f"--dbname={plain}"]
    done = subprocess.run(  # noqa: S603
        [found, *target, *arguments], env={**os.environ, **secret}, capture_output=True, text=True
    )
    if done.returncode:
        reason = (done.stderr.strip().splitlines() or ["aucun détail"])[-1]
        raise EngineError(f"{program} a échoué: {reason}")
