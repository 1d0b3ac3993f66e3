"""`python -m benchmarks.chat [--url …] [--seconds 20] [--people 1 20 100]`: a running house under load.

Each person plays the conversations of tests/data/conversations.yaml, one turn after the other without a
pause, each from their own place in the list. What is refused («il y a beaucoup de monde») is counted, then
sent again after the time that the reply asks for, as the page does; `--impatient` sends at once.

The house must run without a limit of requests (RATE_LIMIT_PER_MINUTE=0). Prints a Markdown table and writes
JSON under var/benchmarks/.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import time
from collections import Counter
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from statistics import quantiles

import httpx
import yaml

from knowledge.search.questions import DATA
from knowledge.settings import var_dir

WARM_TURNS = 10  # of one person, before anything is measured
PERCENT = 100


@dataclass
class Load:
    """What so many people at once got: seconds of each good turn, and what was refused, by status."""

    people: int
    seconds: float = 0.0
    good: list[float] = field(default_factory=list)
    refused: Counter[int] = field(default_factory=Counter)
    refusal_seconds: list[float] = field(default_factory=list)

    @property
    def row(self) -> dict[str, float]:
        """The figures of this load."""
        return {
            "people": self.people,
            "good": len(self.good),
            "refused": self.refused.total(),
            "good_per_second": round(len(self.good) / self.seconds, 2),
            "p50": round(percentile(self.good, 50), 3),
            "p95": round(percentile(self.good, 95), 3),
            "refusal_p95": round(percentile(self.refusal_seconds, 95), 3),
        }


def percentile(values: Sequence[float], rank: int) -> float:
    """The value below which `rank` percent of the values are; 0 without any."""
    if len(values) < 2:
        return values[0] if values else 0.0
    return quantiles(values, n=PERCENT, method="inclusive")[rank - 1]


@lru_cache(maxsize=1)
def conversations() -> list[list[str]]:
    """What people type, turn by turn."""
    read = yaml.safe_load((DATA / "conversations.yaml").read_text(encoding="utf-8"))["conversations"]
    return [[turn for turn in one["turns"] if turn.strip()] for one in read]


@dataclass(frozen=True)
class Said:
    """What became of a message: the status, the session to go on with, when to come back."""

    status: int
    session: str | None = None
    retry_seconds: float = 1.0


Say = Callable[[httpx.AsyncClient, str, str | None], Awaitable[Said]]


async def by_the_gateway(client: httpx.AsyncClient, message: str, session: str | None) -> Said:
    """As a page sends it."""
    reply = await client.post("/api/chat", json={"message": message, "session": session})
    if reply.status_code != 200:
        return Said(reply.status_code, session, float(reply.headers.get("Retry-After", 1)))
    return Said(200, reply.json()["session"])


async def person(
    client: httpx.AsyncClient, number: int, until: float, load: Load, patient: bool, say: Say
) -> None:
    """Play conversations until the time is over."""
    played = conversations()
    while time.monotonic() < until:
        session = None
        for message in played[number % len(played)]:
            while time.monotonic() < until:
                start = time.monotonic()
                said = await say(client, message, session)
                spent = time.monotonic() - start
                if said.status == 200:
                    session = said.session
                    load.good.append(spent)
                    break
                load.refused[said.status] += 1
                load.refusal_seconds.append(spent)
                if patient:
                    await asyncio.sleep(max(0.0, min(said.retry_seconds, until - time.monotonic())))
        number += load.people


async def measure(
    url: str, people: int, seconds: float, *, patient: bool = True, say: Say = by_the_gateway
) -> Load:
    """So many people at once, for so long."""
    load = Load(people)
    limits = httpx.Limits(max_connections=people, max_keepalive_connections=people)
    async with httpx.AsyncClient(base_url=url, timeout=60, limits=limits) as client:
        start = time.monotonic()
        await asyncio.gather(
            *(person(client, number, start + seconds, load, patient, say) for number in range(people))
        )
        load.seconds = time.monotonic() - start
    return load


async def warm(url: str, say: Say = by_the_gateway) -> None:
    """A few turns that nobody measures."""
    async with httpx.AsyncClient(base_url=url, timeout=60) as client:
        for turns in conversations()[:WARM_TURNS]:
            await say(client, turns[0], None)


async def run(url: str, crowds: Sequence[int], seconds: float, *, patient: bool) -> list[Load]:
    """Each crowd in turn."""
    await warm(url)
    return [await measure(url, people, seconds, patient=patient) for people in crowds]


def main() -> list[dict[str, float]]:
    """Print the table, write the figures and return them."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.chat")
    parser.add_argument("--url", default="http://localhost:8000")
    parser.add_argument("--seconds", type=float, default=20)
    parser.add_argument("--people", type=int, nargs="+", default=[1, 20, 100])
    parser.add_argument("--impatient", action="store_true", help="ask again at once when refused")
    arguments = parser.parse_args()
    loads = asyncio.run(
        run(arguments.url, arguments.people, arguments.seconds, patient=not arguments.impatient)
    )
    rows = [load.row for load in loads]
    print("| " + " | ".join(rows[0]) + " |\n|" + "---|" * len(rows[0]))
    for row in rows:
        print("| " + " | ".join(str(value) for value in row.values()) + " |")
    folder = var_dir() / "benchmarks"
    folder.mkdir(exist_ok=True)
    whole = [{**row, "refused_by_status": dict(load.refused)} for row, load in zip(rows, loads, strict=True)]
    (folder / "chat.json").write_text(json.dumps(whole, indent=1), encoding="utf-8")
    return rows


if __name__ == "__main__":
    main()
