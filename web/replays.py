"""A message sent again because its reply was lost is not acted on twice: it gets the reply that was made."""

from __future__ import annotations

import asyncio
import time
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from typing import TypeVar

REMEMBERED_SECONDS = 120.0  # a page gives up long before
MOST_REMEMBERED = 2_000

Made = TypeVar("Made")
Key = tuple[str, str]


class Replays:
    """The replies of the last minutes, by who sent the message and the name that they gave it."""

    def __init__(self) -> None:
        self._made: OrderedDict[Key, tuple[float, asyncio.Task[object]]] = OrderedDict()

    async def once(self, key: Key | None, make: Callable[[], Awaitable[Made]]) -> Made:
        """What `make` gives; what it gave already, or is giving, to the same key. A failure is not kept.

        What was begun is ended even if its client is gone: the next one to ask gets it.
        """
        if key is None:
            return await make()
        self._forget_old()
        known = self._made.get(key)
        if known is None or (known[1].done() and (known[1].cancelled() or known[1].exception())):
            known = (time.monotonic(), asyncio.ensure_future(_run(make)))
            self._made[key] = known
        task: asyncio.Task[Made] = known[1]  # type: ignore[assignment]
        return await asyncio.shield(task)

    def _forget_old(self) -> None:
        oldest = time.monotonic() - REMEMBERED_SECONDS
        while self._made:
            key, (since, _) = next(iter(self._made.items()))
            if since > oldest and len(self._made) <= MOST_REMEMBERED:
                return
            del self._made[key]


async def _run(make: Callable[[], Awaitable[Made]]) -> Made:
    return await make()
