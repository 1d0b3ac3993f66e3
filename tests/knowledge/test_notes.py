"""What is noted in passing is noted when it can be, and never in the way."""

from __future__ import annotations

import time
from typing import Any

import pytest
from sqlalchemy import event, select, text
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session, sessionmaker

from knowledge.database import SQLITE_BUSY_MS, hurried
from knowledge.feedback import count
from knowledge.models import DailyCount
from knowledge.notes import PATIENCE_SECONDS, note
from tests.holding import held


def counted(database: sessionmaker[Session]) -> list[str]:
    with database() as session:
        return list(session.scalars(select(DailyCount.key).order_by(DailyCount.key)))


def test_a_count_is_kept(database: sessionmaker[Session]) -> None:
    assert note(database, lambda session: count(session, "given", "a"))
    assert counted(database) == ["a"]


def test_a_base_that_somebody_holds_is_not_waited_for(database: sessionmaker[Session]) -> None:
    with held(database):
        start = time.monotonic()
        assert not note(database, lambda session: count(session, "given", "a"))
        assert time.monotonic() - start < PATIENCE_SECONDS + 0.75
    assert note(database, lambda session: count(session, "given", "b"))
    assert counted(database) == ["b"]


def test_a_base_that_refuses_to_be_written_is_no_fault_of_the_answer(
    database: sessionmaker[Session],
) -> None:
    def refuse(_c: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        if statement.startswith("INSERT"):
            raise OperationalError(statement, {}, Exception("database or disk is full"))

    engine = database.kw["bind"]
    event.listen(engine, "before_cursor_execute", refuse)
    try:
        assert not note(database, lambda session: count(session, "given", "a"))
    finally:
        event.remove(engine, "before_cursor_execute", refuse)
    assert counted(database) == []


def test_all_of_a_note_is_kept_or_nothing(database: sessionmaker[Session]) -> None:
    def twice(session: Session) -> None:
        count(session, "given", "a")
        session.execute(text("SELECT nothing FROM nowhere"))

    assert not note(database, twice)
    assert counted(database) == []


def test_who_is_in_no_hurry_waits_as_before(database: sessionmaker[Session]) -> None:
    with hurried(database, 0.01) as session:
        session.execute(text("SELECT 1"))
    with database() as session:
        if session.get_bind().dialect.name == "sqlite":
            assert session.scalar(text("PRAGMA busy_timeout")) == SQLITE_BUSY_MS
        else:
            assert session.scalar(text("SHOW lock_timeout")) == "0"


def test_a_fault_in_our_own_code_is_not_hidden(database: sessionmaker[Session]) -> None:
    def broken(_session: Session) -> None:
        raise KeyError("a")

    with pytest.raises(KeyError):
        note(database, broken)
