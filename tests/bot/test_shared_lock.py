"""Two servers take turns in a conversation; one that died, or a Redis that is away, keeps nobody out."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest
import yaml
from rasa.core.lock_store import LockError, LockStore
from rasa.core.tracker_store import TrackerStore
from rasa.shared.core.domain import Domain
from rasa.utils.endpoints import EndpointConfig

from bot import shared_lock
from bot.shared_lock import SharedLockStore
from tests.redis_server import RedisServer, running_redis

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def server() -> Iterator[RedisServer]:
    with running_redis() as running:
        yield running


def store(url: str) -> SharedLockStore:
    return SharedLockStore(EndpointConfig(url))


def test_rasa_makes_it_of_the_file_that_is_deployed(server: RedisServer) -> None:
    named = yaml.safe_load((ROOT / "deploy" / "endpoints.yml").read_text(encoding="utf-8"))["lock_store"]
    made = LockStore.create(EndpointConfig(**{**named, "url": server.url}))
    assert isinstance(made, SharedLockStore)


def test_rasa_makes_its_store_of_threads_of_that_file_too(tmp_path: Path) -> None:
    named = yaml.safe_load((ROOT / "deploy" / "endpoints.yml").read_text(encoding="utf-8"))["tracker_store"]
    given = {**named, "url": f"sqlite:///{tmp_path / 'threads.db'}"}
    made = TrackerStore.create(EndpointConfig(**given), Domain.empty())
    assert (tmp_path / "threads.db").exists(), made


def test_two_servers_never_have_one_conversation_at_once(server: RedisServer) -> None:
    inside, most, served = 0, 0, 0

    async def turn(one: SharedLockStore, conversation: str) -> None:
        nonlocal inside, most, served
        async with one.lock(conversation):
            inside += 1
            most = max(most, inside)
            await asyncio.sleep(0.02)
            inside -= 1
            served += 1

    async def crowd() -> None:
        both, name = [store(server.url), store(server.url)], uuid4().hex
        await asyncio.gather(*(turn(both[number % 2], name) for number in range(10)))

    asyncio.run(crowd())
    assert (most, served) == (1, 10)


def test_other_conversations_do_not_wait(server: RedisServer) -> None:
    async def crowd() -> float:
        both = [store(server.url), store(server.url)]
        began = time.monotonic()

        async def turn(number: int) -> None:
            async with both[number % 2].lock(uuid4().hex):
                await asyncio.sleep(0.2)

        await asyncio.gather(*(turn(number) for number in range(8)))
        return time.monotonic() - began

    assert asyncio.run(crowd()) < 0.8


def test_the_conversation_of_a_server_that_died_is_free_again_soon(
    server: RedisServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shared_lock, "TURN_SECONDS", 0.3)

    async def take_over() -> None:
        name = uuid4().hex
        assert await store(server.url)._take(name) is not None  # never released
        async with store(server.url).lock(name):
            """It is ours."""

    asyncio.run(asyncio.wait_for(take_over(), 3))


def test_one_that_is_held_for_too_long_is_given_up(
    server: RedisServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shared_lock, "WAIT_SECONDS", 0.2)

    async def wait() -> None:
        name = uuid4().hex
        async with store(server.url).lock(name):
            with pytest.raises(LockError):
                async with store(server.url).lock(name):
                    """It is not ours."""

    asyncio.run(wait())


def test_without_redis_a_server_goes_by_itself() -> None:
    async def alone() -> int:
        one, served = store("redis://127.0.0.1:1/0"), 0
        for _ in range(2):
            async with one.lock("a"):
                served += 1
        return served

    assert asyncio.run(alone()) == 2
