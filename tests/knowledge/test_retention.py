"""What is erased, when, and what stays."""

from __future__ import annotations

import datetime as dt
import sqlite3
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session, sessionmaker

from knowledge.models import ContactRequest, DailyCount, OpenQuestion, SharedPage, now
from knowledge.requests import withdraw
from knowledge.retention import Erased, erase_conversations, erase_due, months_before
from knowledge.shared_pages import share_page
from tests.knowledge.test_requests import ask

NOW = dt.datetime(2026, 11, 23, 12, tzinfo=dt.timezone.utc)


@pytest.fixture
def conversations(tmp_path: Path) -> Path:
    """A file as Rasa's SQL tracker store makes it."""
    path = tmp_path / "conversations.db"
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute(
            "CREATE TABLE events (id INTEGER PRIMARY KEY, sender_id VARCHAR(255) NOT NULL, "
            "type_name VARCHAR(255) NOT NULL, timestamp FLOAT, intent_name VARCHAR(255), "
            "action_name VARCHAR(255), data TEXT)"
        )
    return path


def add_events(path: Path, sender: str, hours_ago: Iterable[float]) -> None:
    with closing(sqlite3.connect(path)) as connection, connection:
        for hours in hours_ago:
            at = (NOW - dt.timedelta(hours=hours)).timestamp()
            row = (sender, "user", at, "inform", None, '{"text": "mon tel: 450 555-0123"}')
            connection.execute(
                "INSERT INTO events (sender_id, type_name, timestamp, intent_name, action_name, data) "
                "VALUES (?, ?, ?, ?, ?, ?)",
                row,
            )


def senders(path: Path) -> list[str]:
    with closing(sqlite3.connect(path)) as connection:
        return [row[0] for row in connection.execute("SELECT sender_id FROM events ORDER BY id")]


def test_a_conversation_is_gone_after_a_day_and_its_words_are_not_left_in_the_file(
    conversations: Path,
) -> None:
    add_events(conversations, "ended", [30, 26, 24.1])
    assert erase_conversations(conversations, NOW - dt.timedelta(hours=24)) == 3
    assert senders(conversations) == []
    assert b"450 555-0123" not in conversations.read_bytes()


def test_a_conversation_still_going_on_keeps_its_last_day_only(conversations: Path) -> None:
    add_events(conversations, "going", [30, 23, 1])
    erase_conversations(conversations, NOW - dt.timedelta(hours=24))
    assert senders(conversations) == ["going", "going"]


def test_nothing_breaks_before_the_first_conversation(tmp_path: Path) -> None:
    missing = tmp_path / "none.db"
    assert erase_conversations(missing, NOW) == 0
    assert not missing.exists()
    sqlite3.connect(missing).close()
    missing.touch()
    assert erase_conversations(missing, NOW) == 0


def test_what_is_due_goes_and_the_rest_stays(database: sessionmaker[Session], conversations: Path) -> None:
    add_events(conversations, "old", [48])
    moment = now()
    with database() as session, session.begin():
        share_page(session, "roadmap", {}, days=30)
        share_page(session, "roadmap", {}, days=0)
        ask(session)
        expired, _ = ask(session)
        expired.erase_after = moment - dt.timedelta(days=1)
        for name, age in (("a", 23 * 30), ("b", 25 * 31)):
            last = moment - dt.timedelta(days=age)
            session.add(OpenQuestion(digest=name, text=name, outcome="none", last_at=last))
    assert erase_due(database, conversations) == Erased(events=1, requests=1, pages=1, questions=1)
    with database() as session:
        assert len(session.scalars(select(SharedPage)).all()) == 1
        assert len(session.scalars(select(ContactRequest)).all()) == 1
        assert [row.text for row in session.scalars(select(OpenQuestion))] == ["a"]
        counts = {row.key: row.count for row in session.scalars(select(DailyCount))}
        assert counts == {"received": 2, "expired": 1}
    assert erase_due(database, conversations) == Erased()


def test_a_withdrawn_request_goes_once_the_team_was_told(
    database: sessionmaker[Session], conversations: Path
) -> None:
    with database() as session, session.begin():
        request, _ = ask(session)
        request.mail_attempts = 1
        withdraw(session, request)
    assert erase_due(database, conversations).requests == 0
    with database() as session, session.begin():
        session.scalars(select(ContactRequest)).one().mail_status = "sent"
    assert erase_due(database, conversations).requests == 1


@pytest.mark.parametrize(
    ("day", "months", "earlier"),
    [
        ("2026-11-23", 24, "2024-11-23"),
        ("2024-02-29", 12, "2023-02-28"),
        ("2026-01-31", 2, "2025-11-30"),
        ("2026-12-31", 12, "2025-12-31"),
    ],
)
def test_months_are_counted_on_the_calendar(day: str, months: int, earlier: str) -> None:
    moment = dt.datetime.fromisoformat(day).replace(tzinfo=dt.timezone.utc)
    assert months_before(moment, months).date().isoformat() == earlier
