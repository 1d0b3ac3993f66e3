"""A duty that one process at a time has: taken in the base, kept by asking again, lost when one is silent.

All go by the clock of the base, so that machines whose clocks differ agree. On SQLite, the base and all who
use it are on one machine.
"""

from __future__ import annotations

import datetime as dt
import secrets
import time
from typing import Any

from sqlalchemy import delete, func, or_, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session, sessionmaker

from knowledge import clock
from knowledge.models import Lease

LEASE_SECONDS = 20.0  # how long the duty of a process that died is left undone, at most
OWNER_BYTES = 16


class Duty:
    """One duty, as one process sees it."""

    def __init__(self, factory: sessionmaker[Session], name: str, seconds: float = LEASE_SECONDS) -> None:
        self._factory = factory
        self._name = name
        self._seconds = seconds
        self._owner = secrets.token_hex(OWNER_BYTES)
        self._held_until = 0.0

    @property
    def held(self) -> bool:
        """Whether it is ours. Counted from before we asked, by a clock that does not jump: we think that it
        is over before anybody else does."""
        return time.monotonic() < self._held_until

    def take(self) -> bool:
        """Take it, or keep it; whether it is ours now. Raises `SQLAlchemyError` when the base is away."""
        asked = time.monotonic()
        with self._factory() as session, session.begin():
            ours = session.execute(self._taking(session)).first() is not None
        self._held_until = asked + self._seconds if ours else 0.0
        return ours

    def give_back(self) -> None:
        """Leave it to another at once, if it is ours."""
        self._held_until = 0.0
        with self._factory() as session, session.begin():
            session.execute(delete(Lease).where(Lease.name == self._name, Lease.owner == self._owner))

    def _taking(self, session: Session) -> Any:
        """One statement, which one alone of those who ask at once succeeds in: gives back a row if so."""
        now = _clock_of(session)
        length = dt.timedelta(seconds=self._seconds)
        system: Any = sqlite if session.get_bind().dialect.name == "sqlite" else postgresql
        values = {"owner": self._owner, "until": now + length}
        free = or_(
            Lease.owner == self._owner,
            Lease.until <= now,
            Lease.until > now + 2 * length,  # taken before the clock was set back
        )
        row = system.insert(Lease).values(name=self._name, **values)
        taken = row.on_conflict_do_update(index_elements=[Lease.name], set_=values, where=free)
        return taken.returning(Lease.name)


def _clock_of(session: Session) -> dt.datetime:
    if session.get_bind().dialect.name == "sqlite":
        return clock.now()
    told = session.scalar(select(func.clock_timestamp()))
    assert isinstance(told, dt.datetime)  # noqa: S101 PostgreSQL's own
    return told
