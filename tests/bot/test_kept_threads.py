"""While the store of the threads is away, a conversation goes on; once it is back, nothing is missing."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import yaml
from rasa.core.tracker_store import SQLTrackerStore, TrackerStore
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import BotUttered, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.utils.endpoints import EndpointConfig
from sqlalchemy.exc import OperationalError

from bot import kept_threads
from bot.kept_threads import KeptThreads
from bot.threads import ThreadStore

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(params=["endpoints.yml", "deploy/endpoints.yml"], ids=["one machine", "several"])
def store(tmp_path: Path, request: pytest.FixtureRequest) -> TrackerStore:
    named = yaml.safe_load((ROOT / request.param).read_text(encoding="utf-8"))["tracker_store"]
    file = tmp_path / "threads.db"
    given = {**named, "url": f"sqlite:///{file}"} if "url" in named else {**named, "db": str(file)}
    made = TrackerStore.create(EndpointConfig(**given), Domain.empty())
    assert isinstance(made._tracker_store if hasattr(made, "_tracker_store") else made, KeptThreads)
    return made


@contextmanager
def away() -> Iterator[None]:
    """The base does not answer."""

    async def fall(*_given: object) -> None:
        raise OperationalError("select", {}, Exception("away"))

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(ThreadStore, "save", fall)
        patch.setattr(ThreadStore, "retrieve", fall)
        yield


def turn(store: TrackerStore, name: str, text: str) -> None:
    """One turn, as Rasa takes it: the thread is read, goes on, is kept."""

    async def taken() -> None:
        tracker = await store.retrieve(name) or DialogueStateTracker.from_dict(name, [], [])
        tracker.update(UserUttered(text, {"name": "inform"}))
        tracker.update(BotUttered(f"à {text}"))
        await store.save(tracker)

    asyncio.run(taken())


def said(store: TrackerStore, name: str) -> list[str]:
    tracker = asyncio.run(store.retrieve(name))
    return [event.text for event in tracker.events if isinstance(event, UserUttered)] if tracker else []


def stored(tmp_path: Path, name: str) -> list[str]:
    """What another server finds."""
    other = SQLTrackerStore(Domain.empty(), host=f"sqlite:///{tmp_path / 'threads.db'}")
    return said(other, name)


def test_a_conversation_goes_on_and_nothing_is_missing_afterwards(
    store: TrackerStore, tmp_path: Path
) -> None:
    turn(store, "a", "un")
    with away():
        turn(store, "a", "deux")
        turn(store, "a", "trois")
        assert said(store, "a") == ["un", "deux", "trois"]
    assert stored(tmp_path, "a") == ["un"]
    turn(store, "a", "quatre")
    assert stored(tmp_path, "a") == ["un", "deux", "trois", "quatre"]


def test_the_turns_of_others_are_brought_back_too(store: TrackerStore, tmp_path: Path) -> None:
    with away():
        turn(store, "a", "un")
        turn(store, "b", "deux")
    turn(store, "c", "trois")
    assert [stored(tmp_path, name) for name in "abc"] == [["un"], ["deux"], ["trois"]]


def test_an_erased_conversation_is_forgotten_here_too(store: TrackerStore, tmp_path: Path) -> None:
    turn(store, "a", "un")
    other = SQLTrackerStore(Domain.empty(), host=f"sqlite:///{tmp_path / 'threads.db'}")
    with other.session_scope() as session:
        session.query(SQLTrackerStore.SQLEvent).delete()
        session.commit()
    assert said(store, "a") == []
    with away():
        assert said(store, "a") == []


def test_what_is_at_hand_is_bounded(store: TrackerStore, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept_threads, "KEPT", 2)
    for name in "abc":
        turn(store, name, "un")
    with away():
        assert [said(store, name) for name in "abc"] == [[], ["un"], ["un"]]
