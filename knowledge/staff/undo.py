"""Taking back what was just done: archived, deleted, dismissed, confirmed, corrected, an account changed.

While `undoable` lasts, the first state of each row that changes is kept, with the last one; undoing puts the
first back, unless somebody changed the row since.
"""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import event, inspect
from sqlalchemy.orm import Session

from knowledge.models import (
    Answer,
    AnswerReview,
    Base,
    Bulletin,
    ErrorReport,
    Fact,
    MemberCount,
    Mrc,
    Municipality,
    OpenQuestion,
    PoleSetting,
    Resource,
    SheetProposal,
    StaffUser,
    Topic,
    Undoable,
    WatchNote,
    now,
)
from knowledge.revisions import keep_revision
from knowledge.staff.accounts import any_administers
from knowledge.staff.audit import note

TABLES: dict[str, type[Base]] = {
    table.__tablename__: table
    for table in (
        *(Answer, AnswerReview, Bulletin, ErrorReport, Fact, MemberCount, Mrc),
        *(Municipality, OpenQuestion, PoleSetting, Resource, SheetProposal, StaffUser, Topic, WatchNote),
    )
}
# All that is kept of some rows: no copy is made of what opens an account.
ONLY = {"staff_user": ("role", "name", "active")}
UNDO_WITHIN = dt.timedelta(hours=1)
LARGEST_NUMBER = 10**9 - 1  # nine digits, the most that the number of a row has in an address
# What a row tells of itself, not of what was done to it.
OWN = {"version", "updated_at", "updated_by"}
INSTANT = "$instant"
DAY = "$day"

State = dict[str, Any]


class CannotUndoError(Exception):
    """It cannot be taken back; `args[0]` says why, in French."""


class Kept:
    """What was kept for undoing; `id` once the block is over, when something changed."""

    id: int | None = None


@contextmanager
def undoable(session: Session, user_id: int) -> Iterator[Kept]:
    """Keep what the block changes, in the caller's transaction, so that this person can take it back."""
    first: dict[tuple[str, tuple[Any, ...]], State | None] = {}
    kept = Kept()

    def changing(flushed: Session, _context: Any, _instances: Any) -> None:
        for row in (*flushed.new, *flushed.dirty, *flushed.deleted):
            table = getattr(row, "__tablename__", "")
            if table not in TABLES or (row in flushed.dirty and not flushed.is_modified(row)):
                continue
            if row in flushed.new:
                created.append(row)
            else:
                first.setdefault((table, inspect(row).identity), _before(row))

    created: list[Any] = []
    event.listen(session, "before_flush", changing)
    try:
        yield kept
        session.flush()
    finally:
        event.remove(session, "before_flush", changing)
    for row in created:
        first.setdefault((row.__tablename__, inspect(row).identity), None)
    rows = []
    for (table, key), before in first.items():
        present = session.get(TABLES[table], key)
        after = _state(present) if present else None
        if before != after:
            written = [_written(part) for part in key]
            rows.append({"table": table, "key": written, "before": before, "after": after})
    if rows:
        # Not the next number: that of what was taken back would be given again, and an older page undo this.
        done = Undoable(id=secrets.randbelow(LARGEST_NUMBER) + 1, user_id=user_id, rows=rows)
        session.add(done)
        session.flush()
        kept.id = done.id


def undo(session: Session, number: int, user_id: int, who: str, *, administers: bool = False) -> None:
    """Take back what this person did, in the caller's transaction. Raises `CannotUndoError`.

    Input: `administers`, whether they may still change accounts.
    """
    done = session.get(Undoable, number)
    if done is None or done.user_id != user_id or done.at + UNDO_WITHIN < now():
        raise CannotUndoError("C'est passé, ou c'est déjà annulé.")
    of_accounts = any(one["table"] == StaffUser.__tablename__ for one in done.rows)
    if of_accounts and not administers:
        raise CannotUndoError("Il faut pour cela le rôle d'administration.")
    for one in done.rows:
        present = session.get(TABLES[one["table"]], _key(one))
        if (_state(present) if present else None) != one["after"]:
            raise CannotUndoError("Quelqu'un a changé la fiche depuis. Son historique permet d'y revenir.")
    for one in done.rows:
        _put_back(session, one, who)
    if of_accounts and not any_administers(session):
        raise CannotUndoError("Plus personne ne pourrait administrer.")
    session.delete(done)
    session.flush()


def _put_back(session: Session, one: dict[str, Any], who: str) -> None:
    table = TABLES[one["table"]]
    row: Any = session.get(table, _key(one))
    before: State | None = one["before"]
    if before is None:
        session.delete(row)
        if _subject(row):
            note(session, who, "annulé", _subject(row))
        return
    values = {name: _read(value) for name, value in before.items()}
    if row is None:
        row = table(**{name: value for name, value in values.items() if name not in OWN})
        session.add(row)
    for name, value in values.items():
        if name not in OWN:
            setattr(row, name, value)
    if isinstance(row, Answer | Bulletin | PoleSetting | Resource):
        row.updated_by = who
    subject = _subject(row)
    if isinstance(row, Answer | Fact | Resource | Topic):
        keep_revision(session, subject, "restore", who, _content(row))
    if subject:
        note(session, who, "annulé", subject)
    session.flush()


def _subject(row: Any) -> str:
    """What the journal calls a row; empty for what it does not name by itself."""
    if isinstance(row, Resource):
        return row.identifier
    if isinstance(row, StaffUser):
        return f"compte:{row.email}"
    if isinstance(row, PoleSetting):
        return f"{row.file}: {row.key}"
    if isinstance(row, Bulletin):
        return f"bulletin:{row.name}"
    if isinstance(row, Answer | Fact | Topic):
        return f"{row.__tablename__}:{row.id}"
    return ""


def _content(row: Answer | Fact | Resource | Topic) -> dict[str, Any]:
    # Late: the stores read the very tables that this file knows by name only.
    from knowledge.answers import store

    return store.content_of(store.to_record(row)) if isinstance(row, Answer) else dict(row.content)


def _before(row: Any) -> State:
    """The state of a row as the base has it, whatever was set on it since."""
    found = {}
    for attribute in _columns(row):
        history = inspect(row).attrs[attribute.key].history
        found[attribute.key] = history.deleted[0] if history.deleted else getattr(row, attribute.key)
    return {name: _written(value) for name, value in found.items()}


def _state(row: Any) -> State:
    return {attribute.key: _written(getattr(row, attribute.key)) for attribute in _columns(row)}


def _columns(row: Any) -> list[Any]:
    kept = ONLY.get(row.__tablename__)
    return [one for one in inspect(row).mapper.column_attrs if kept is None or one.key in kept]


def _key(one: State) -> tuple[Any, ...]:
    return tuple(map(_read, one["key"]))


def _written(value: Any) -> Any:
    if not isinstance(value, dt.datetime):
        return {DAY: value.isoformat()} if isinstance(value, dt.date) else value
    return {INSTANT: value.astimezone(dt.timezone.utc).isoformat()}  # whatever zone the base gives it in


def _read(value: Any) -> Any:
    if isinstance(value, dict) and INSTANT in value:
        return dt.datetime.fromisoformat(value[INSTANT])
    if isinstance(value, dict) and DAY in value:
        return dt.date.fromisoformat(value[DAY])
    return value
