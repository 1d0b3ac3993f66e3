"""Each look at a password is counted first, so that many cannot be tried."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from fastapi import Request
from sqlalchemy.orm import Session

from knowledge.staff import throttle
from web.staff.access import database


@contextmanager
def guessed(request: Request, *subjects: throttle.Subject) -> Iterator[Session]:
    """A transaction in which a password is looked at, once the attempt is counted and committed.

    Raises `MustWaitError` before anything is looked at.
    """
    with database(request) as session:
        throttle.attempt(session, *subjects)
    with database(request) as session:
        yield session
