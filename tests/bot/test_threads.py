"""A thread is kept and given back as Rasa's own store would, by one reading and one writing a turn."""

from __future__ import annotations

import asyncio
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rasa.core.tracker_store import SQLTrackerStore, TrackerStore
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, BotUttered, Event, SessionStarted, SlotSet, UserUttered

from bot.threads import ThreadStore

DOMAIN = Domain.from_dict({"intents": ["greet"], "slots": {"asked": {"type": "any", "mappings": []}}})
PERSON = "somebody"
events = st.one_of(
    st.builds(UserUttered, text=st.text(max_size=20), intent=st.just({"name": "greet"})),
    st.builds(SlotSet, st.just("asked"), st.one_of(st.none(), st.text(max_size=5))),
    st.builds(BotUttered, st.text(max_size=20)),
    st.builds(ActionExecuted, st.just("action_listen")),
)


def told(store: TrackerStore) -> tuple[list[dict[str, object]], dict[str, object]]:
    tracker = asyncio.run(store.retrieve(PERSON))
    if tracker is None:
        return [], {}
    said = [{**event.as_dict(), "timestamp": None} for event in tracker.events]
    return said, tracker.current_slot_values()


def turn(store: TrackerStore, new: list[Event]) -> None:
    tracker = asyncio.run(store.get_or_create_tracker(PERSON))
    for event in new:
        tracker.update(event, DOMAIN)
    asyncio.run(store.save(tracker))


def rows(path: Path) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute(
            "SELECT sender_id, type_name, intent_name, action_name FROM events"
        ).fetchall()


@settings(max_examples=15)  # each writes two files
@given(st.lists(st.lists(events, max_size=4), max_size=4))
def test_what_is_kept_and_given_back_is_what_the_stock_store_does(
    tmp_path_factory: pytest.TempPathFactory, turns: list[list[Event]]
) -> None:
    folder = tmp_path_factory.mktemp("threads")
    stores = [kind(DOMAIN, db=str(folder / kind.__name__)) for kind in (SQLTrackerStore, ThreadStore)]
    for new in turns:
        for store in stores:
            turn(store, new)
        assert told(stores[0]) == told(stores[1])
    if turns:
        stock, ours = (rows(folder / kind.__name__) for kind in (SQLTrackerStore, ThreadStore))
        assert stock == ours


def test_only_the_last_session_is_given_back(tmp_path: Path) -> None:
    store = ThreadStore(DOMAIN, db=str(tmp_path / "threads.db"))
    turn(store, [SlotSet("asked", "before", timestamp=1.0), SessionStarted(timestamp=2.0)])
    turn(store, [SlotSet("asked", "after", timestamp=3.0)])
    tracker = asyncio.run(store.retrieve(PERSON))
    assert tracker is not None
    kinds = [event.type_name for event in tracker.events if event.timestamp < 10]
    assert kinds == ["session_started", "slot"]
    assert asyncio.run(store.retrieve_full_tracker(PERSON)).get_slot("asked") == "after"


def test_what_was_erased_meanwhile_does_not_come_back(tmp_path: Path) -> None:
    path = tmp_path / "threads.db"
    store = ThreadStore(DOMAIN, db=str(path))
    turn(store, [SlotSet("asked", "gone")])
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("DELETE FROM events")
    turn(store, [SlotSet("asked", "new")])
    said, slots = told(store)
    assert slots["asked"] == "new"
    assert "gone" not in str(said)
