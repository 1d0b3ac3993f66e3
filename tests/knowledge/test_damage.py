"""A damaged base of conversations is set aside; a sound, empty or busy one is left alone."""

from __future__ import annotations

import hashlib
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from knowledge.damage import SET_ASIDE, SIDE_FILES, forget_set_aside, is_damaged, set_aside_if_damaged


@pytest.fixture
def base(tmp_path: Path) -> Path:
    path = tmp_path / "conversations.db"
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("CREATE TABLE events (sender_id TEXT, data TEXT)")
        connection.executemany("INSERT INTO events VALUES (?, ?)", [("a", "x" * 3000)] * 50)
    return path


def spoil(path: Path, start: int, length: int) -> None:
    data = bytearray(path.read_bytes())
    data[start : start + length] = hashlib.shake_256(b"noise").digest(length)
    path.write_bytes(bytes(data))


@pytest.mark.parametrize(("start", "length"), [(0, 10_000), (0, 16), (4096, 8192)])
def test_random_bytes_anywhere_are_damage(base: Path, start: int, length: int) -> None:
    spoil(base, start, length)
    (base.parent / (base.name + "-journal")).write_bytes(b"of the old one")
    assert set_aside_if_damaged(base)
    assert not base.exists()
    assert base.with_name(base.name + SET_ASIDE).exists()
    assert not any(base.with_name(base.name + side).exists() for side in SIDE_FILES)


def test_a_sound_base_is_kept(base: Path) -> None:
    assert not set_aside_if_damaged(base)
    assert base.exists()


def test_a_base_that_is_missing_or_empty_is_not_damaged(tmp_path: Path) -> None:
    (tmp_path / "empty.db").touch()
    assert not is_damaged(tmp_path / "empty.db")
    assert not is_damaged(tmp_path / "none.db")


def test_a_base_that_somebody_holds_is_not_damaged(base: Path) -> None:
    with closing(sqlite3.connect(base)) as holder:
        holder.execute("BEGIN EXCLUSIVE")
        assert not set_aside_if_damaged(base)
    assert base.exists()


def test_what_was_set_aside_is_erased_as_a_conversation_is(base: Path) -> None:
    assert not forget_set_aside(base)
    spoil(base, 0, 10_000)
    set_aside_if_damaged(base)
    assert not forget_set_aside(base)
    assert forget_set_aside(base, seconds=-1)
    assert not list(base.parent.iterdir())
