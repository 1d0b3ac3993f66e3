"""`python -m benchmarks.soak [--minutes 15] [--people 1] [--replicas 1]`: what hours of talk do to a house.

People talk as in `benchmarks.failures`, with a pause between two messages; a staff member saves an answer now
and then. Prints a line every minute: messages, the longest wait, what was refused, what each process weighs
and how many files it holds open. 1 when a message was never answered or is not in the threads.
"""

from __future__ import annotations

import argparse
import asyncio
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from benchmarks.failures import threads
from benchmarks.live import seconds_to_live
from benchmarks.people import Seen, talk
from benchmarks.together import House, running

THOUGHT_SECONDS = 2.0  # between two messages of a person
HEADER = (
    "| minute | messages | longest wait | sent again | an answer live | memory (MB) | files open |\n"
    "|---|---|---|---|---|---|---|"
)


def open_files(house: House) -> dict[str, int]:
    """How many files each process holds open."""
    running_now = [child for child in house.supervisor.children if child.process]
    return {
        one.name: len(list(Path(f"/proc/{one.process.pid}/fd").iterdir()))
        for one in running_now
        if one.process
    }


def row(minute: int, seen: Seen, house: House, live: dict[str, float]) -> str:
    """A line of the table, of what was seen until then."""
    sizes = ", ".join(f"{name} {size:.0f}" for name, size in house.memory().items())
    files = ", ".join(f"{name} {count}" for name, count in open_files(house).items())
    told = len(seen.answered) + seen.by_the_base
    slowest = f"{max(live.values()):.1f} s" if live else "–"
    return f"| {minute} | {told} | {seen.longest:.1f} s | {seen.sent_again} | {slowest} | {sizes} | {files} |"


async def soaked(house: House, minutes: int, count: int) -> Seen:
    """Let people talk for so long, telling each minute how it goes."""
    over, seen = asyncio.Event(), Seen()
    talking = asyncio.create_task(talk(house.supervisor.url, count, over, seen, THOUGHT_SECONDS))
    for minute in range(1, minutes + 1):
        began = time.monotonic()
        sites = [f"http://127.0.0.1:{site.environment['PORT']}" for site in house.sites]
        live = await asyncio.to_thread(seconds_to_live, sites, f"Le hangar se réserve ({minute}).")
        await asyncio.sleep(max(0.0, 60 - (time.monotonic() - began)))
        print(row(minute, seen, house, live), flush=True)
        seen.longest = 0.0
    over.set()
    return await talking


def main() -> int:
    """Print the table; 1 when something was lost."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.soak")
    parser.add_argument("--minutes", type=int, default=15)
    parser.add_argument("--people", type=int, default=1)
    parser.add_argument("--replicas", type=int, default=1)
    given = parser.parse_args()
    with (
        tempfile.TemporaryDirectory(prefix="house-") as folder,
        running(Path(folder), given.replicas) as house,
    ):
        print(HEADER, flush=True)
        seen = asyncio.run(soaked(house, given.minutes, given.people))
        kept: Counter[str] = threads()
    lost, twice = sum(not kept[name] for name in seen.answered), sum(kept[name] > 1 for name in seen.answered)
    said = ", ".join(f"{code} ({count})" for code, count in seen.refusals.most_common()) or "nothing"
    print(f"<!-- never answered {seen.never}; lost {lost}; twice {twice}; refused: {said} -->")
    return int(bool(lost or twice or seen.never))


if __name__ == "__main__":
    sys.exit(main())
