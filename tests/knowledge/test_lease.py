"""One process at a time has a duty; another has it when it is silent, whatever their clocks."""

from __future__ import annotations

import datetime as dt
import time
from concurrent.futures import ThreadPoolExecutor

from sqlalchemy import text, update
from sqlalchemy.orm import Session, sessionmaker

from knowledge.database import engine_for, migrate
from knowledge.lease import Duty
from knowledge.models import Lease

SHORT = 0.3  # seconds


def test_of_many_who_ask_at_once_one_has_the_duty_and_keeps_it(database: sessionmaker[Session]) -> None:
    all_ = [Duty(database, "mail") for _ in range(6)]
    for _ in range(3):
        with ThreadPoolExecutor(len(all_)) as pool:
            took = list(pool.map(Duty.take, all_))
        assert sum(took) == 1
        assert [one.held for one in all_] == took
        all_.sort(key=lambda one: one.held)  # whoever has it asks last
    assert Duty(database, "another duty").take()


def test_the_duty_of_a_process_that_died_is_taken_over(database: sessionmaker[Session]) -> None:
    dead, heir = Duty(database, "mail", SHORT), Duty(database, "mail", SHORT)
    assert dead.take() and not heir.take()
    time.sleep(SHORT + 0.05)
    assert not dead.held
    assert heir.take() and heir.held
    assert not dead.take()


def test_a_duty_that_is_given_back_is_taken_at_once(database: sessionmaker[Session]) -> None:
    first, second = Duty(database, "mail"), Duty(database, "mail")
    assert first.take()
    second.give_back()  # not its own
    assert not second.take()
    first.give_back()
    assert not first.held and second.take()


def test_a_clock_that_is_set_back_keeps_nobody_out(database: sessionmaker[Session]) -> None:
    first, second = Duty(database, "mail"), Duty(database, "mail")
    assert first.take()
    with database() as session, session.begin():
        hours_ahead = first_until(session) + dt.timedelta(hours=2)
        session.execute(update(Lease).values(until=hours_ahead))
    assert second.take()


def first_until(session: Session) -> dt.datetime:
    return session.query(Lease).one().until


def test_processes_that_start_at_once_migrate_once(database_url: str) -> None:
    with ThreadPoolExecutor(3) as pool:
        list(pool.map(lambda _: migrate(database_url), range(3)))
    with engine_for(database_url).connect() as connection:
        assert connection.execute(text("SELECT count(*) FROM alembic_version")).scalar() == 1
