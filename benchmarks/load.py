"""`python -m benchmarks.load [--replicas 1 2] [--people 1 20] [--pin]`: messages a second, and the cost.

Starts the house with so many of each process (`benchmarks.together`) and has people talk (`benchmarks.chat`).
The processor's time for one message, by kind of process, hardly depends on what else the machine does: from
it one works out what more machines give.
"""

from __future__ import annotations

import argparse
import asyncio
import tempfile
from pathlib import Path

from benchmarks.chat import Load, measure, warm
from benchmarks.together import House, running

HEADER = (
    "| of each | people at once | messages a second | p50 | p95 | told to come back | "
    "ms of processor a message: rasa | site | proxy |\n|---|---|---|---|---|---|---|---|---|"
)
KINDS = ("rasa", "site", "proxy")


def cost(before: dict[str, float], after: dict[str, float], messages: int) -> dict[str, float]:
    """Milliseconds of processor that one message takes, by kind of process."""
    spent = dict.fromkeys(KINDS, 0.0)
    for name, seconds in after.items():
        spent[name.partition("-")[0]] += 1000 * (seconds - before[name]) / max(1, messages)
    return spent


def row(count: int, load: Load, spent: dict[str, float]) -> str:
    """A line of the table."""
    told = load.row
    figures = " | ".join(f"{spent[kind]:.0f}" for kind in KINDS)
    return (
        f"| {count} | {load.people} | {told['good_per_second']} | {told['p50']} s | {told['p95']} s | "
        f"{told['refused']} | {figures} |"
    )


def lines(house: House, count: int, crowds: list[int], seconds: float) -> list[str]:
    """The lines of one house."""
    asyncio.run(warm(house.supervisor.url))
    told = []
    for people in crowds:
        before = house.spent()
        load = asyncio.run(measure(house.supervisor.url, people, seconds))
        told.append(row(count, load, cost(before, house.spent(), len(load.good))))
    return told


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.load")
    parser.add_argument("--replicas", type=int, nargs="+", default=[1, 2])
    parser.add_argument("--people", type=int, nargs="+", default=[1, 20])
    parser.add_argument("--seconds", type=float, default=15)
    parser.add_argument("--pin", action="store_true", help="each replica on one processor of its own")
    given = parser.parse_args()
    print(HEADER, flush=True)
    for count in given.replicas:
        with (
            tempfile.TemporaryDirectory(prefix="house-") as folder,
            running(Path(folder), count, pinned=given.pin) as house,
        ):
            print("\n".join(lines(house, count, given.people, given.seconds)), flush=True)
            sizes = ", ".join(f"{name} {size:.0f} MB" for name, size in house.memory().items())
            print(f"<!-- {count} of each, memory (PSS): {sizes} -->", flush=True)


if __name__ == "__main__":
    main()
