"""The threads of conversations are erased by age, by name and by what was said, in a file or a PostgreSQL."""

from __future__ import annotations

import datetime as dt
import json
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import NullPool, create_engine, text

from knowledge.conversations import (
    ConversationsError,
    erase_before,
    erase_conversation,
    erase_mentioning,
)
from knowledge.database import engine_for
from tests.postgresql import Cluster

NOW = dt.datetime(2026, 11, 23, 12, tzinfo=dt.timezone.utc)
SAID = "mon tel: 450 555-0123"
# As Rasa's SQL tracker store makes it.
TABLE = (
    "CREATE TABLE events (id {key} PRIMARY KEY, sender_id VARCHAR(255) NOT NULL, "
    "type_name VARCHAR(255) NOT NULL, timestamp FLOAT, intent_name VARCHAR(255), "
    "action_name VARCHAR(255), data TEXT)"
)


def make_events(url: str) -> None:
    """The table of Rasa's events at an address."""
    with create_engine(url, poolclass=NullPool).begin() as connection:
        key = "INTEGER" if url.startswith("sqlite") else "SERIAL"
        connection.execute(text(TABLE.format(key=key)))


def add_events(
    url: str, sender: str, hours_ago: Iterable[float], moment: dt.datetime = NOW, said: str = SAID
) -> None:
    """What Rasa writes of a conversation."""
    row = text(
        "INSERT INTO events (sender_id, type_name, timestamp, data) VALUES (:sender, 'user', :at, :data)"
    )
    with create_engine(url, poolclass=NullPool).begin() as connection:
        for hours in hours_ago:
            at = (moment - dt.timedelta(hours=hours)).timestamp()
            connection.execute(row, {"sender": sender, "at": at, "data": json.dumps({"text": said})})


def senders(url: str) -> list[str]:
    with create_engine(url, poolclass=NullPool).connect() as connection:
        return list(connection.scalars(text("SELECT sender_id FROM events ORDER BY id")))


@pytest.fixture
def url(database_url: str) -> Iterator[str]:
    """The threads, on each of the two systems."""
    make_events(database_url)
    yield database_url
    engine_for(database_url).dispose()


def test_a_conversation_is_gone_after_a_day(url: str) -> None:
    add_events(url, "ended", [30, 26, 24.1])
    assert erase_before(NOW - dt.timedelta(hours=24), url) == 3
    assert senders(url) == []


def test_its_words_are_not_left_in_the_file(tmp_path: Path) -> None:
    path = tmp_path / "conversations.db"
    make_events(f"sqlite:///{path}")
    add_events(f"sqlite:///{path}", "ended", [30])
    assert b"450 555-0123" in path.read_bytes()
    erase_conversation("ended", f"sqlite:///{path}")
    assert b"450 555-0123" not in path.read_bytes()


@pytest.mark.postgresql
def test_its_words_are_not_left_in_the_pages_of_postgresql(postgresql: Cluster) -> None:
    url = postgresql.database()
    make_events(url)
    add_events(url, "ended", [30])
    erase_conversation("ended", url)
    with engine_for(url).connect() as connection:
        dead = connection.scalar(text("SELECT pg_relation_size('events')"))
    engine_for(url).dispose()
    assert dead == 0, "the page where it stood was given back"


def test_a_conversation_still_going_on_keeps_its_last_day_only(url: str) -> None:
    add_events(url, "going", [30, 23, 1])
    erase_before(NOW - dt.timedelta(hours=24), url)
    assert senders(url) == ["going", "going"]


def test_one_conversation_is_erased_and_the_others_stay(url: str) -> None:
    add_events(url, "mine", [2, 1])
    add_events(url, "theirs", [2])
    assert erase_conversation("mine", url) == 2
    assert senders(url) == ["theirs"]


def test_the_conversation_in_which_a_request_was_made_goes_with_it(url: str) -> None:
    add_events(url, "asked", [2, 1], said="Votre demande a le numéro D_4%7.")
    add_events(url, "other", [1], said="Votre demande a le numéro DX4Y7.")
    assert erase_mentioning("D_4%7", url) == 2
    assert senders(url) == ["other"]


def test_nothing_breaks_before_the_first_conversation(database_url: str, tmp_path: Path) -> None:
    assert erase_before(NOW, database_url) == 0
    missing = tmp_path / "none.db"
    assert erase_before(NOW, f"sqlite:///{missing}") == 0
    assert not missing.exists()


def test_what_is_held_is_said_to_be_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("knowledge.conversations.BUSY_SECONDS", 0.1)
    url = f"sqlite:///{tmp_path / 'conversations.db'}"
    make_events(url)
    add_events(url, "mine", [1])
    with closing(sqlite3.connect(tmp_path / "conversations.db")) as holder:
        holder.execute("BEGIN IMMEDIATE")
        with pytest.raises(ConversationsError):
            erase_conversation("mine", url)
