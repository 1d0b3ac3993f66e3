"""Guessing is slowed: one after the other, or all at once."""

from __future__ import annotations

import datetime as dt
import threading

from sqlalchemy import select
from sqlalchemy.orm import Session, sessionmaker

from knowledge.models import LoginFailure, now
from knowledge.staff.throttle import (
    ACCOUNT_FREE,
    FORGOTTEN_AFTER,
    LONGEST_WAIT_SECONDS,
    MustWaitError,
    Subject,
    attempt,
    succeeded,
)

ACCOUNT = Subject("account:x", ACCOUNT_FREE)
CLIENT = Subject("client:x", 20)


def tried(database: sessionmaker[Session], *subjects: Subject, moment: dt.datetime | None = None) -> int:
    """0 when the attempt is made, else how long to wait."""
    try:
        with database() as session, session.begin():
            attempt(session, *subjects, moment=moment)
    except MustWaitError as waiting:
        return waiting.seconds
    return 0


def test_waiting_grows_with_failures_up_to_a_bound(database: sessionmaker[Session]) -> None:
    moment = now()
    assert [tried(database, ACCOUNT, moment=moment) for _ in range(ACCOUNT_FREE)] == [0] * ACCOUNT_FREE
    waits = []
    for _ in range(9):
        waits.append(tried(database, ACCOUNT, moment=moment))
        moment += dt.timedelta(seconds=waits[-1])
        assert tried(database, ACCOUNT, moment=moment) == 0
    assert waits == sorted(waits)
    assert waits[0] == 30 and waits[-1] == LONGEST_WAIT_SECONDS


def test_a_refused_attempt_does_not_make_one_wait_longer(database: sessionmaker[Session]) -> None:
    moment = now()
    for _ in range(ACCOUNT_FREE):
        tried(database, ACCOUNT, moment=moment)
    assert {tried(database, ACCOUNT, moment=moment) for _ in range(20)} == {30}


def test_a_success_is_forgotten_here_and_not_counted_elsewhere(database: sessionmaker[Session]) -> None:
    for _ in range(3):
        assert tried(database, ACCOUNT, CLIENT) == 0
    with database() as session, session.begin():
        succeeded(session, ACCOUNT, CLIENT)
    with database() as session:
        assert {row.subject: row.count for row in session.scalars(select(LoginFailure))} == {CLIENT.key: 2}


def test_old_failures_are_forgotten(database: sessionmaker[Session]) -> None:
    for _ in range(ACCOUNT_FREE):
        tried(database, ACCOUNT)
    assert tried(database, ACCOUNT, moment=now() + FORGOTTEN_AFTER + dt.timedelta(seconds=1)) == 0


def test_of_forty_guesses_at_once_only_the_free_ones_are_made(database: sessionmaker[Session]) -> None:
    waits: list[int] = []
    gate = threading.Barrier(40)

    def guess() -> None:
        gate.wait()
        waits.append(tried(database, ACCOUNT))

    threads = [threading.Thread(target=guess) for _ in range(40)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(waits) == 40
    assert waits.count(0) == ACCOUNT_FREE
