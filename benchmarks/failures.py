"""`python -m benchmarks.failures [--people 3] [NAME…]`: what people see when a part of the house falls.

Starts a PostgreSQL, a Redis, and two of each process behind the proxy (`tools.replicas`); people talk; one
part is killed, or the disk has no room left; a Markdown table tells what they saw, what was lost and for how
long. 1 when something that was answered is lost, or acted on twice. Takes about a minute a failure. Needs the
packages of the tests.
"""

from __future__ import annotations

import argparse
import asyncio
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from benchmarks.live import seconds_to_live
from benchmarks.people import Seen, talk
from benchmarks.together import House, running, wait_whole
from knowledge.database import engine_for
from knowledge.settings import conversations_url, database_url

BEFORE_SECONDS = 6.0  # of talk before anything falls
AFTER_SECONDS = 25.0
AWAY_SECONDS = 6.0  # that a server which is started again was down
SETTLE_SECONDS = 12.0  # for mails to leave
HEADER = (
    "| what falls | messages | sent again | longest wait | answered by the base alone | never answered | "
    "answered and lost | acted on twice | requests (lost, twice) | said meanwhile |\n"
    "|---|---|---|---|---|---|---|---|---|---|"
)


def _redis_away(house: House) -> None:
    house.redis.stop()
    time.sleep(AWAY_SECONDS)
    house.redis.start()


def _base_away(house: House) -> None:
    house.cluster.fall()
    time.sleep(AWAY_SECONDS)
    house.cluster.rise()


def _no_room(house: House) -> None:
    house.room(False)
    time.sleep(AWAY_SECONDS)
    house.room(True)


def _network_cut(house: House) -> None:
    """What the sites and Rasa share lives, and none of it is reached: nothing is refused, nothing comes."""
    shared = (house.cluster, house.redis)
    for server in shared:
        server.silent(True)
    time.sleep(AWAY_SECONDS)
    for server in shared:
        server.silent(False)


FAILURES: dict[str, Callable[[House], None]] = {
    "nothing": lambda _house: None,
    "rasa": lambda house: house.kill("rasa-1"),
    "site": lambda house: house.kill("site-1"),
    "both rasa": lambda house: house.kill("rasa-1", "rasa-2"),
    "proxy": lambda house: house.kill("proxy"),
    "redis": _redis_away,
    "postgresql": _base_away,
    "disk": _no_room,
    "network": _network_cut,
}


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
