"""How many people are served at once: a few with the dialogue, a short line behind them, and the others are
told at once to come back.

The line is as long as can be served within the time that a person waits: beyond, everybody would wait for
an answer that comes too late. Those who are told to come back are told different times, one after the other
at the pace of the answers: if all came back together, refusing them would take the time of answering.
"""

from __future__ import annotations

import asyncio
import math
import time
from collections import deque
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

# The dialogue reads one message while the actions answer another; more at once only wait inside.
AT_ONCE = 3
# With the longest turn, within the 5 seconds that a person waits at most.
LONGEST_WAIT_SECONDS = 2.0
LINE_SHARE = 0.75  # of that time, which the line may take as foreseen: the pace changes meanwhile
RETRY_SECONDS, MOST_RETRY_SECONDS = 2, 12
# Of the pace, at which people are told to come back: some never do, and the line must not run dry.
RETURN_SHARE = 0.7
FIRST_PACE_SECONDS = 0.1  # between two answers, before any was measured
MEMORY = 0.9  # of the pace, from one answer to the next


class CrowdedError(Exception):
    """There are too many people. `retry_seconds`: when to come back."""

    def __init__(self, retry_seconds: int = RETRY_SECONDS) -> None:
        super().__init__(retry_seconds)
        self.retry_seconds = retry_seconds


class Crowd:
    """The people who are served, and the line of those who wait, first come first served."""

    def __init__(self, at_once: int = AT_ONCE, longest_wait: float = LONGEST_WAIT_SECONDS) -> None:
        self._at_once = at_once
        self._longest_wait = longest_wait
        self._inside = 0
        self._line: deque[asyncio.Future[None]] = deque()
        self._pace = FIRST_PACE_SECONDS
        self._next_return = 0.0  # when whoever is refused next had better come back

    @property
    def crowded(self) -> bool:
        """Whether somebody who came now would wait too long. An empty line is always open."""
        return bool(self._line) and (len(self._line) + 1) * self._pace > LINE_SHARE * self._longest_wait

    @asynccontextmanager
    async def turn(self) -> AsyncIterator[float]:
        """Wait for one's turn and hold it; gives the seconds waited. Raises `CrowdedError`, at once when the
        line is too long, later when it moves more slowly than was foreseen."""
        came = time.monotonic()
        await self._enter()
        began = time.monotonic()
        try:
            yield began - came
        finally:
            self._learn(time.monotonic() - began)
            self._leave()

    async def _enter(self) -> None:
        if self._inside < self._at_once and not self._line:
            self._inside += 1
            return
        if self.crowded:
            raise CrowdedError(self._when_to_return())
        place: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._line.append(place)
        try:
            done, _ = await asyncio.wait({place}, timeout=self._longest_wait)
        except asyncio.CancelledError:
            if place.done():  # the turn came at the same instant
                self._leave()
            else:
                self._line.remove(place)
            raise
        if not done:
            self._line.remove(place)
            raise CrowdedError(self._when_to_return())

    def _when_to_return(self) -> int:
        """In how many seconds: after those who were told before, as many a second as are answered."""
        now = time.monotonic()
        soonest, latest = now + RETRY_SECONDS, now + MOST_RETRY_SECONDS
        when = min(max(self._next_return, soonest), latest)
        self._next_return = when + RETURN_SHARE * self._pace
        return min(math.ceil(when - now), MOST_RETRY_SECONDS)

    def _leave(self) -> None:
        """Give one's place to the next in line."""
        if self._line:
            self._line.popleft().set_result(None)
        else:
            self._inside -= 1

    def _learn(self, seconds: float) -> None:
        """The time between two answers, from how long this one took among so many."""
        self._pace = MEMORY * self._pace + (1 - MEMORY) * seconds / self._inside
