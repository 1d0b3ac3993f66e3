"""A message sent again because its reply was lost is not acted on twice: it gets the reply that was made.

By this process, or, where they share a Redis, by any of them: who made it may have died before it was told.
"""

from __future__ import annotations

import asyncio
import time
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import TypeVar

from pydantic import BaseModel

from web.shared import UNDERWAY, AwayError, Shared

REMEMBERED_SECONDS = 120.0  # a page gives up long before
MOST_REMEMBERED = 2_000
# A reply is made within 5 seconds: whoever said that it makes one and is silent for longer has died.
MAKING_SECONDS = 6.0
LOOK_SECONDS = 0.05

Made = TypeVar("Made", bound=BaseModel)
Key = tuple[str, str]


class Replays:
    """The replies of the last minutes, by who sent the message and the name that they gave it."""

    def __init__(self, shared: Shared | None = None) -> None:
        self._made: OrderedDict[Key, tuple[float, asyncio.Task[object]]] = OrderedDict()
        self._shared = shared

    async def once(self, key: Key | None, make: Callable[[], Awaitable[Made]], kind: type[Made]) -> Made:
        """What `make` gives; what it gave already, or is giving, to the same key. A failure is not kept.

        What was begun is ended even if its client is gone: the next one to ask gets it.
        """
        if key is None:
            return await make()
        self._forget_old()
        known = self._made.get(key)
        if known is None or (known[1].done() and (known[1].cancelled() or known[1].exception())):
            known = (time.monotonic(), asyncio.ensure_future(self._among_all(key, make, kind)))
            self._made[key] = known
        task: asyncio.Task[Made] = known[1]  # type: ignore[assignment]
        return await asyncio.shield(task)

    async def _among_all(self, key: Key, make: Callable[[], Awaitable[Made]], kind: type[Made]) -> Made:
        """What one of the processes makes; the others wait for it, and make it when that one is silent."""
        if self._shared is None:
            return await make()
        try:
            while told := self._shared.claim(key, MAKING_SECONDS):
                if told != UNDERWAY:
                    return kind.model_validate_json(told)
                await asyncio.sleep(LOOK_SECONDS)
        except AwayError:
            return await make()
        try:
            made = await make()
        except BaseException:
            with suppress(AwayError):
                self._shared.let_go(key)
            raise
        with suppress(AwayError):
            self._shared.keep(key, made.model_dump_json(exclude_unset=True), REMEMBERED_SECONDS)
        return made

    def forget(self, conversation: str) -> None:
        """Erase the replies of a conversation; one that is being made is kept its two minutes."""
        for key in [key for key, (_, task) in self._made.items() if key[0] == conversation and task.done()]:
            del self._made[key]
        if self._shared is not None:
            with suppress(AwayError):
                self._shared.forget(conversation)

    def _forget_old(self) -> None:
        oldest = time.monotonic() - REMEMBERED_SECONDS
        while self._made:
            key, (since, _) = next(iter(self._made.items()))
            if since > oldest and len(self._made) <= MOST_REMEMBERED:
                return
            del self._made[key]
