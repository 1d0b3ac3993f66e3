"""`python -m benchmarks.failures [--people 3] [NAME…]`: what people see when a part of the house falls.

Starts a PostgreSQL, a Redis, and two of each process behind the proxy (`tools.replicas`); people talk; one
part is killed; a Markdown table tells what they saw, what was lost and for how long. 1 when something that
was answered is lost, or acted on twice. Takes about a minute a failure. Needs the packages of the tests.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import signal
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

import httpx
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from benchmarks.live import seconds_to_live
from benchmarks.people import Seen, talk
from knowledge.database import engine_for
from knowledge.settings import conversations_url, database_url
from tests.postgresql import Cluster, running_cluster
from tests.redis_server import RedisServer, running_redis
from tools.children import Child
from tools.model import model_path
from tools.replicas import make_children, what_is_missing
from tools.serve import free_port, prepare_content
from tools.supervisor import Supervisor
from web.settings import load_settings

BEFORE_SECONDS = 6.0  # of talk before anything falls
AFTER_SECONDS = 25.0
AWAY_SECONDS = 6.0  # that a server which is started again was down
START_SECONDS = 400.0
SETTLE_SECONDS = 12.0  # for mails to leave
HEADER = (
    "| what falls | messages | sent again | longest wait | answered by the base alone | never answered | "
    "answered and lost | acted on twice | requests (lost, twice) | said meanwhile |\n"
    "|---|---|---|---|---|---|---|---|---|---|"
)


@dataclass
class House:
    """The processes under their supervisor, and what they share."""

    supervisor: Supervisor
    cluster: Cluster
    redis: RedisServer
    over: threading.Event = field(default_factory=threading.Event)

    def watch(self) -> None:
        """Start again what falls, as the supervisor does."""
        while not self.over.is_set():
            for child in self.supervisor.children:
                self.supervisor._tend(child)
            time.sleep(0.3)

    def kill(self, *names: str) -> None:
        """Kill processes, as a machine that falls does."""
        for child in self.supervisor.children:
            if child.name in names:
                child.signal(signal.SIGKILL)

    @property
    def sites(self) -> list[Child]:
        """The processes of the site."""
        return [child for child in self.supervisor.children if child.name.startswith("site")]

    def memory(self) -> dict[str, float]:
        """What each process holds, in MB, what they share counted once among them."""
        return {child.name: _pss(child.process.pid) for child in self.supervisor.children if child.process}

    def owner(self) -> str | None:
        """Who does the background work."""
        with engine_for(database_url()).connect() as connection:
            owner = connection.scalar(text("SELECT owner FROM lease WHERE until > clock_timestamp()"))
            return None if owner is None else str(owner)


def _pss(pid: int) -> float:
    told = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii")
    return float(next(line.split()[1] for line in told.splitlines() if line.startswith("Pss:"))) / 1024


def _redis_away(house: House) -> None:
    house.redis.stop()
    time.sleep(AWAY_SECONDS)
    house.redis.start()


def _base_away(house: House) -> None:
    house.cluster.fall()
    time.sleep(AWAY_SECONDS)
    house.cluster.rise()


FAILURES: dict[str, Callable[[House], None]] = {
    "nothing": lambda _house: None,
    "rasa": lambda house: house.kill("rasa-1"),
    "site": lambda house: house.kill("site-1"),
    "both rasa": lambda house: house.kill("rasa-1", "rasa-2"),
    "proxy": lambda house: house.kill("proxy"),
    "redis": _redis_away,
    "postgresql": _base_away,
}


@contextmanager
def running(folder: Path) -> Iterator[House]:
    """The house with two of each, ready to answer; all of it stopped at the end."""
    with running_cluster() as cluster, running_redis() as redis:
        port = free_port(8090)
        os.environ |= {
            "VAR_DIR": str(folder),
            "DATABASE_URL": cluster.database(),
            "CONVERSATIONS_URL": cluster.database().replace("+psycopg", ""),
            "REDIS_URL": redis.url,
            "RATE_LIMIT_PER_MINUTE": "0",
            "PORT": str(port),
        }
        settings = load_settings()
        missing = what_is_missing(settings)
        if missing or not prepare_content():
            sys.exit(missing or 1)
        children, rasa_url = make_children(2, model_path(), settings)
        supervisor = Supervisor(children, f"http://127.0.0.1:{port}", rasa_url, lambda: None)
        house = House(supervisor, cluster, redis)
        for child in children:
            child.start()
        watching = threading.Thread(target=house.watch)
        watching.start()
        try:
            wait_whole(house)
            yield house
        finally:
            house.over.set()
            watching.join()
            for child in children:
                child.signal(signal.SIGTERM)
            for child in children:
                child.stop(5)
            engine_for(database_url()).dispose()
            engine_for(conversations_url()).dispose()


def wait_whole(house: House) -> float:
    """Wait until each process answers for itself; the seconds that took."""
    began = time.monotonic()
    asked = [f"http://127.0.0.1:{site.environment['PORT']}/api/health" for site in house.sites]
    asked += [f"{url}/webhooks/rest/ready" for url in house.sites[0].environment["RASA_URL"].split()]
    while not all(_fine(url) for url in asked):
        assert time.monotonic() - began < START_SECONDS, "the house did not start"
        time.sleep(0.5)
    return time.monotonic() - began


def _fine(url: str) -> bool:
    try:
        return httpx.get(url, timeout=5).status_code == 200
    except httpx.HTTPError:
        return False


@dataclass
class Outcome:
    """What came of one failure."""

    seen: Seen
    lost: int
    twice: int
    requests_lost: int
    requests_twice: int
    owner_changed: float | None

    @property
    def fine(self) -> bool:
        return not (self.lost or self.twice or self.requests_lost or self.requests_twice or self.seen.never)


def outcome(house: House, fail: Callable[[House], None], people: int) -> Outcome:
    """Let people talk while a part falls, then look for all that they were told."""
    taken: list[float] = []

    async def tried() -> Seen:
        over = asyncio.Event()
        talking = asyncio.create_task(talk(house.supervisor.url, people, over))
        await asyncio.sleep(BEFORE_SECONDS)
        former, fell = await asyncio.to_thread(house.owner), time.monotonic()
        await asyncio.to_thread(fail, house)
        while time.monotonic() - fell < AFTER_SECONDS:
            await asyncio.sleep(1)
            with suppress(SQLAlchemyError):
                if not taken and await asyncio.to_thread(house.owner) not in (former, None):
                    taken.append(time.monotonic() - fell)
        over.set()
        return await talking

    seen = asyncio.run(tried())
    time.sleep(SETTLE_SECONDS)
    kept, asked = threads(), requests()
    return Outcome(
        seen,
        lost=sum(not kept[name] for name in seen.answered),
        twice=sum(kept[name] > 1 for name in seen.answered),
        requests_lost=sum(not asked[address] for address in seen.asked),
        requests_twice=sum(count > 1 for count in asked.values()),
        owner_changed=taken[0] if taken else None,
    )


def threads() -> Counter[str]:
    """How many times each message, by its name, stands in the threads that Rasa keeps."""
    query = text("SELECT data::json -> 'metadata' ->> 'message' FROM events WHERE type_name = 'user'")
    with engine_for(conversations_url()).connect() as connection:
        return Counter(connection.scalars(query))


def requests() -> Counter[str]:
    """How many requests each address left."""
    with engine_for(database_url()).connect() as connection:
        return Counter(connection.scalars(text("SELECT reach FROM contact_request")))


def row(name: str, got: Outcome) -> str:
    """A line of the table."""
    seen = got.seen
    said = ", ".join(f"{code} ({count})" for code, count in seen.refusals.most_common()) or "–"
    return (
        f"| {name} | {len(seen.answered) + seen.by_the_base} | {seen.sent_again} | {seen.longest:.1f} s | "
        f"{seen.by_the_base} | {seen.never} | {got.lost} | {got.twice} | "
        f"{len(seen.asked)} ({got.requests_lost}, {got.requests_twice}) | {said} |"
    )


def main() -> int:
    """Print the table; 1 when something was lost."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.failures")
    parser.add_argument("names", nargs="*", default=list(FAILURES))
    parser.add_argument("--people", type=int, default=3)
    given = parser.parse_args()
    unknown = set(given.names) - set(FAILURES)
    if unknown:
        parser.error(f"unknown: {', '.join(sorted(unknown))}; known: {', '.join(FAILURES)}")
    fine = True
    with tempfile.TemporaryDirectory(prefix="house-") as folder, running(Path(folder)) as house:
        live = seconds_to_live([f"http://127.0.0.1:{site.environment['PORT']}" for site in house.sites])
        print(f"<!-- an answer is live in {', '.join(f'{one:.1f} s' for one in live.values())} -->")
        sizes = ", ".join(f"{name} {size:.0f} MB" for name, size in house.memory().items())
        print(f"<!-- memory (PSS): {sizes} -->")
        print(HEADER, flush=True)
        for name in given.names:
            got = outcome(house, FAILURES[name], given.people)
            fine &= got.fine
            print(row(name, got), flush=True)
            notes = [f"whole again {wait_whole(house):.0f} s after the last message"]
            if got.owner_changed is not None:
                notes.append(f"the background work was taken over within {got.owner_changed:.0f} s")
            print(f"<!-- {name}: {'; '.join(notes)} -->", flush=True)
    return 0 if fine else 1


if __name__ == "__main__":
    sys.exit(main())
