"""Slowing down those who guess passwords: after a few failures in a row, one must wait.

An attempt is counted before the password is looked at, so that guesses made at once count like guesses made
one after the other. A right password during the wait is refused like a wrong one, so that nothing is learnt
by trying.

Who is slowed is told by `Subject`s: somebody who guesses at an account from one place does not keep its owner
out, who comes from another place or from a device that was signed in before.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from sqlalchemy import delete, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from knowledge.models import LoginFailure, now

ACCOUNT_FREE = 5  # failures at one account from one device or address: one's own forgotten password
CLIENT_FREE = 20  # from one address, at any account: an office shares one
ANYWHERE_FREE = 100  # at one account from anywhere, by devices that were never signed in to it
FIRST_WAIT_SECONDS = 30
LONGEST_WAIT_SECONDS = 15 * 60
FORGOTTEN_AFTER = dt.timedelta(hours=24)


@dataclass(frozen=True)
class Subject:
    """What failures are counted against: its key (a keyed digest, not an address), and how many are free."""

    key: str
    free: int


class MustWaitError(Exception):
    """Too many failures: the attempt is not made. `seconds`: how long to wait."""

    def __init__(self, seconds: int) -> None:
        super().__init__(seconds)
        self.seconds = seconds

    def __str__(self) -> str:
        minutes = -(-self.seconds // 60)
        return f"Trop d'essais. Réessayez dans {minutes} minute{'s' if minutes > 1 else ''}."


def attempt(session: Session, *subjects: Subject, moment: dt.datetime | None = None) -> None:
    """Count an attempt against these subjects. Old failures are forgotten on the way.

    In a transaction of its own, which the caller commits before the password is looked at. Raises
    `MustWaitError`, which takes it back: an attempt that is not made does not make one wait longer.
    """
    moment = moment or now()
    session.execute(delete(LoginFailure).where(LoginFailure.last_at < moment - FORGOTTEN_AFTER))
    longest = 0
    for subject in subjects:
        # The count goes up first, in one statement: of two attempts at once, one sees the other.
        count, last_at = session.execute(_one_more(session, subject.key, moment)).one()
        longest = max(longest, _wait(count - 1, subject.free, last_at, moment))
    if longest:
        raise MustWaitError(longest)
    keys = [subject.key for subject in subjects]
    session.execute(update(LoginFailure).where(LoginFailure.subject.in_(keys)).values(last_at=moment))


def succeeded(session: Session, *subjects: Subject) -> None:
    """The password was right: the failures at this account from here are forgotten, and the attempt does not
    count elsewhere. The first subject is the account's from here."""
    first, *others = (subject.key for subject in subjects)
    session.execute(delete(LoginFailure).where(LoginFailure.subject == first))
    session.execute(
        update(LoginFailure)
        .where(LoginFailure.subject.in_(others), LoginFailure.count > 0)
        .values(count=LoginFailure.count - 1)
    )


def _one_more(session: Session, key: str, moment: dt.datetime) -> Any:
    system: Any = sqlite if session.get_bind().dialect.name == "sqlite" else postgresql
    row = system.insert(LoginFailure).values(subject=key, count=1, last_at=moment)
    more = row.on_conflict_do_update(
        index_elements=[LoginFailure.subject], set_={"count": LoginFailure.count + 1}
    )
    return more.returning(LoginFailure.count, LoginFailure.last_at)


def _wait(failures: int, free: int, last_at: dt.datetime, moment: dt.datetime) -> int:
    if failures < free:
        return 0
    seconds = min(FIRST_WAIT_SECONDS * 2 ** min(failures - free, 10), LONGEST_WAIT_SECONDS)
    return max(0, round((last_at + dt.timedelta(seconds=seconds) - moment).total_seconds()))
