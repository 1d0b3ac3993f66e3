"""Rasa's store of threads in SQL, with one question and one statement a turn.

The stock one reads the events as objects, counts them again before it saves, and adds them one by one; on
SQLite it opens the file anew each time, and waits for the disk twice. The table, its rows and what a tracker
holds are the same.
"""

from __future__ import annotations

import json
from itertools import islice
from typing import Any

import sqlalchemy as sa
from rasa.core.tracker_store import SQLTrackerStore
from rasa.shared.core.events import Event, SessionStarted
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.shared.nlu.constants import INTENT_NAME_KEY
from sqlalchemy.orm import sessionmaker
from sqlalchemy.pool import QueuePool

STORED = "stored"  # of a tracker: how many of its events are in the base


class ThreadStore(SQLTrackerStore):
    """Keeps and gives back the threads of conversations."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.engine.dialect.name == "sqlite":
            self.engine = _kept_open(self.engine.url)
            self.sessionmaker = sessionmaker(bind=self.engine)

    async def _retrieve(
        self, sender_id: str, fetch_events_from_all_sessions: bool
    ) -> DialogueStateTracker | None:
        table = self.SQLEvent.__table__
        asked = sa.select(table.c.type_name, table.c.timestamp, table.c.data)
        with self.session_scope() as session:
            rows = session.execute(asked.where(table.c.sender_id == sender_id).order_by(table.c.id)).all()
        if not fetch_events_from_all_sessions:
            rows = _of_last_session(rows)
        if not rows or not self.domain:
            return None
        events = [json.loads(row.data) for row in rows]
        tracker = DialogueStateTracker.from_dict(sender_id, events, self.domain.slots)
        if not fetch_events_from_all_sessions:
            setattr(tracker, STORED, len(rows))
        return tracker

    async def save(self, tracker: DialogueStateTracker) -> None:
        """Add what is new in a thread to the base, in one transaction."""
        await self.stream_events(tracker)
        with self.session_scope() as session:
            stored = getattr(tracker, STORED, None)
            if stored is None:  # made here, and not read: perhaps another is in the base
                events = list(self._additional_events(session, tracker))
            else:
                events = list(islice(tracker.events, stored, None))
            if events:
                rows = [_row(tracker.sender_id, event) for event in events]
                session.execute(sa.insert(self.SQLEvent.__table__), rows)
            session.commit()
        setattr(tracker, STORED, len(tracker.events))


def _of_last_session(rows: list[Any]) -> list[Any]:
    began = max((row.timestamp for row in rows if row.type_name == SessionStarted.type_name), default=None)
    if began is None:
        return rows
    return [row for row in rows if row.timestamp is not None and row.timestamp >= began]


def _row(sender_id: str, event: Event) -> dict[str, Any]:
    data = event.as_dict()
    return {
        "sender_id": sender_id,
        "type_name": event.type_name,
        "timestamp": data.get("timestamp"),
        "intent_name": data.get("parse_data", {}).get("intent", {}).get(INTENT_NAME_KEY),
        "action_name": data.get("name"),
        "data": json.dumps(data),
    }


def _kept_open(url: Any) -> Any:
    """An engine on a file of SQLite whose connection stays open. With a log of what was written, a turn waits
    once for the disk, and nobody who erases waits for a turn."""
    engine = sa.create_engine(url, poolclass=QueuePool, connect_args={"check_same_thread": False})

    @sa.event.listens_for(engine, "connect")
    def prepare(connection: Any, _record: Any) -> None:
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("PRAGMA synchronous=NORMAL")

    return engine
