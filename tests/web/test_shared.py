"""What processes count and remember together, in Redis, and what each does by itself without it."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable, Iterator
from uuid import uuid4

import pytest
from pydantic import BaseModel

from tests.redis_server import RedisServer, running_redis
from web import replays, shared
from web.desk.quota import DAILY, LIMITS, quotas
from web.limits import buckets
from web.replays import Replays
from web.shared import AwayError, Shared

KEY = "k" * 40
pytestmark = pytest.mark.redis


@pytest.fixture(scope="module")
def server() -> Iterator[RedisServer]:
    with running_redis() as running:
        yield running


@pytest.fixture(params=["alone", "together"])
def store(request: pytest.FixtureRequest) -> Shared | None:
    if request.param == "alone":
        return None
    server: RedisServer = request.getfixturevalue("server")
    return Shared(server.url, KEY)


@pytest.fixture
def client() -> str:
    """An address that nobody used before."""
    return uuid4().hex


def test_a_minute_gives_so_many_requests_to_each_client(store: Shared | None, client: str) -> None:
    taken = buckets(5, store)
    assert sum(taken.take(client) for _ in range(12)) == 5
    assert taken.take(client + "b"), "somebody else has their own"


def test_a_bucket_fills_up_again_as_time_passes(store: Shared | None, client: str) -> None:
    taken = buckets(600, store)  # ten a second
    while taken.take(client):
        pass
    time.sleep(0.25)
    assert taken.take(client) and taken.take(client)


@pytest.mark.parametrize("name", ["report", "share", "keep"])
def test_a_limit_gives_so_many_times_and_no_more(store: Shared | None, client: str, name: str) -> None:
    times = DAILY[name] if name in DAILY else LIMITS[name][0]
    limit = quotas(store)[name]
    assert sum(limit.take(client) for _ in range(times + 10)) == times
    assert limit.take(client + "b"), "somebody else has their own"


def test_a_limit_for_all_holds_for_all(
    store: Shared | None, client: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(LIMITS, "report", (6, 600, 3))
    if store:
        store._redis.delete(store._name("report", shared.EVERYBODY))
    limit = quotas(store)["report"]
    assert sum(limit.take(f"{client}{number}") for number in range(8)) == 3


def test_two_processes_count_as_one(server: RedisServer, client: str) -> None:
    both = [buckets(6, Shared(server.url, KEY)) for _ in range(2)]
    assert sum(both[number % 2].take(client) for number in range(20)) == 6
    days = [quotas(Shared(server.url, KEY))["report"] for _ in range(2)]
    server_wide = sum(days[number % 2].take(client) for number in range(20))
    assert server_wide <= LIMITS["report"][0]


def test_no_address_is_kept_in_words(server: RedisServer) -> None:
    store = Shared(server.url, KEY)
    assert store.bucket("203.0.113.9", 5) and store.times("report", "203.0.113.9", 6, 600, 900)
    names = [str(name) for name in store._redis.scan_iter()]
    assert names and not any("203.0.113" in name for name in names)
    assert all(0 < int(store._redis.ttl(name)) <= 24 * 3600 for name in names), "forgotten by itself"


def test_without_redis_each_process_counts_for_itself_and_nobody_waits(client: str) -> None:
    nobody = Shared("redis://127.0.0.1:1/0", KEY)
    taken, limit = buckets(5, nobody), quotas(nobody)["report"]
    began = time.monotonic()
    assert sum(taken.take(client) for _ in range(12)) == 5
    assert sum(limit.take(client) for _ in range(12)) == LIMITS["report"][0]
    assert time.monotonic() - began < 1
    with pytest.raises(AwayError):
        nobody.bucket(client, 5)


class Told(BaseModel):
    """A reply, as small as can be."""

    text: str


def reply(made: list[str], name: str, seconds: float = 0.0) -> Callable[[], Awaitable[Told]]:
    async def make() -> Told:
        made.append(name)
        await asyncio.sleep(seconds)
        return Told(text=name)

    return make


def test_a_message_sent_again_is_acted_on_once(store: Shared | None, client: str) -> None:
    async def twice() -> list[Told]:
        same, made = Replays(store), reply(acted, "reply", 0.1)
        return list(await asyncio.gather(*(same.once((client, "id"), made, Told) for _ in range(3))))

    acted: list[str] = []
    assert asyncio.run(twice()) == [Told(text="reply")] * 3
    assert acted == ["reply"]


def test_a_message_sent_again_to_another_process_gets_the_reply_that_was_made(
    server: RedisServer, client: str
) -> None:
    async def elsewhere() -> list[Told]:
        one, other = (Replays(Shared(server.url, KEY)) for _ in range(2))
        first = asyncio.ensure_future(one.once((client, "id"), reply(acted, "first", 0.3), Told))
        await asyncio.sleep(0.1)  # the other one is asked while the reply is made
        second = await other.once((client, "id"), reply(acted, "second"), Told)
        return [await first, second, await other.once((client, "id"), reply(acted, "third"), Told)]

    acted: list[str] = []
    assert asyncio.run(elsewhere()) == [Told(text="first")] * 3
    assert acted == ["first"]


def test_the_reply_of_a_process_that_died_is_made_by_another(
    server: RedisServer, client: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(replays, "MAKING_SECONDS", 0.4)

    async def take_over() -> Told:
        dead = Shared(server.url, KEY)
        assert dead.claim((client, "id"), replays.MAKING_SECONDS) is None
        return await Replays(Shared(server.url, KEY)).once((client, "id"), reply([], "heir"), Told)

    assert asyncio.run(take_over()) == Told(text="heir")


def test_the_replies_of_an_erased_conversation_are_nowhere(store: Shared | None, client: str) -> None:
    async def erase_and_ask() -> list[Told]:
        kept = Replays(store)
        for name in ("one", "two"):
            await kept.once((client, name), reply([], name), Told)
        await kept.once((client + "b", "one"), reply([], "theirs"), Told)
        kept.forget(client)
        again = [await kept.once((client, name), reply([], "anew"), Told) for name in ("one", "two")]
        return [*again, await kept.once((client + "b", "one"), reply([], "anew"), Told)]

    assert [told.text for told in asyncio.run(erase_and_ask())] == ["anew", "anew", "theirs"]


def test_a_failure_is_not_kept(store: Shared | None, client: str) -> None:
    async def fail() -> Told:
        raise ValueError

    async def again() -> Told:
        same = Replays(store)
        with pytest.raises(ValueError):
            await same.once((client, "id"), fail, Told)
        return await same.once((client, "id"), reply([], "second"), Told)

    assert asyncio.run(again()) == Told(text="second")


def test_a_redis_that_falls_and_comes_back_loses_no_reply(
    client: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shared, "AWAY_SECONDS", 0.1)

    async def ask(kept: Replays, name: str) -> Told:
        return await kept.once((client, name), reply([], name), Told)

    with running_redis() as fragile:
        kept = Replays(Shared(fragile.url, KEY))
        assert asyncio.run(ask(kept, "before")) == Told(text="before")
        fragile.stop()
        assert asyncio.run(ask(kept, "meanwhile")) == Told(text="meanwhile")
        fragile.start()
        time.sleep(0.2)
        assert asyncio.run(ask(kept, "after")) == Told(text="after")
        other = Replays(Shared(fragile.url, KEY))
        assert asyncio.run(other.once((client, "after"), reply([], "no"), Told)) == Told(text="after")
