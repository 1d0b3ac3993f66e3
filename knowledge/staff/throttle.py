"""Slowing down those who guess passwords: after a few failures, an account and a client must wait.

A right password during the wait is refused like a wrong one, so that nothing is learnt by trying.
"""

from __future__ import annotations

import datetime as dt

from sqlalchemy import delete
from sqlalchemy.orm import Session

from knowledge.models import LoginFailure, now

ACCOUNT_FREE = 5  # failures before an account waits: one's own forgotten password
CLIENT_FREE = 20  # before an address waits: an office shares one
FIRST_WAIT_SECONDS = 30
LONGEST_WAIT_SECONDS = 15 * 60
FORGOTTEN_AFTER = dt.timedelta(hours=24)


def wait_seconds(session: Session, subject: str, free: int, moment: dt.datetime | None = None) -> int:
    """How long this subject must still wait; 0 when it may try."""
    row = session.get(LoginFailure, subject)
    if row is None or row.count < free:
        return 0
    wait = min(FIRST_WAIT_SECONDS * 2 ** min(row.count - free, 10), LONGEST_WAIT_SECONDS)
    return max(0, round((row.last_at + dt.timedelta(seconds=wait) - (moment or now())).total_seconds()))


def failed(session: Session, *subjects: str) -> None:
    """Count a failure against these subjects; old ones are forgotten on the way."""
    moment = now()
    session.execute(delete(LoginFailure).where(LoginFailure.last_at < moment - FORGOTTEN_AFTER))
    for subject in subjects:
        row = session.get(LoginFailure, subject)
        if row is None:
            session.add(LoginFailure(subject=subject, count=1, last_at=moment))
        else:
            row.count = LoginFailure.count + 1  # by the database: two attempts at once both count
            row.last_at = moment
    session.flush()


def succeeded(session: Session, subject: str) -> None:
    """Forget the failures of a subject."""
    session.execute(delete(LoginFailure).where(LoginFailure.subject == subject))
