"""The threads of conversations in a base, which may be away for a while, or full.

Named in endpoints.yml (SQLite) and in deploy/endpoints.yml (PostgreSQL). Rasa's own way is to begin every
conversation anew while its store is away, and to leave what was said meanwhile out of it. Here a server goes
on with the threads that it answered lately, and brings them to the store once it is back.
"""

from __future__ import annotations

import logging
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from typing import Any, TypeVar

from rasa.shared.core.trackers import DialogueStateTracker
from sqlalchemy.exc import SQLAlchemyError

from bot.threads import STORED, ThreadStore

KEPT = 300  # threads: those of the last minutes in a crowd

Given = TypeVar("Given")
Got = TypeVar("Got")
_log = logging.getLogger(__name__)


class KeptThreads(ThreadStore):
    """The store of threads in SQL, with the last threads at hand."""

    def __init__(self, host: str, **given: Any) -> None:
        super().__init__(host=host, **given)
        self._kept: OrderedDict[str, DialogueStateTracker] = OrderedDict()
        self._unsaved: set[str] = set()

    async def retrieve(self, sender_id: str) -> DialogueStateTracker | None:
        """The thread as it stands in the store, or, while that is away, as this server left it."""
        if sender_id in self._unsaved and not await self._bring(sender_id):
            return self._as_left(sender_id)
        try:
            found = await _twice(super().retrieve, sender_id)
        except SQLAlchemyError as error:
            _log.warning("The threads are away (%s).", type(error).__name__)
            return self._as_left(sender_id)
        if found is None:
            self._kept.pop(sender_id, None)  # it was erased
        return found

    async def save(self, tracker: DialogueStateTracker) -> None:
        """Keep a thread: in the store, or here until that is back."""
        name = tracker.sender_id
        self._kept[name] = tracker
        self._kept.move_to_end(name)
        if not await self._bring(name):
            self._unsaved.add(name)
        else:
            for late in list(self._unsaved):
                await self._bring(late)
        self._forget_old()

    async def _bring(self, name: str) -> bool:
        """Bring a thread to the store; whether it is there."""
        try:
            await _twice(super().save, self._kept[name])
        except SQLAlchemyError as error:
            _log.warning("A thread could not be saved now (%s).", type(error).__name__)
            return False
        self._unsaved.discard(name)
        return True

    def _as_left(self, name: str) -> DialogueStateTracker | None:
        left = self._kept.get(name)
        if left is None:
            return None
        events = [event.as_dict() for event in left.events]
        copy = DialogueStateTracker.from_dict(name, events, self.domain.slots)
        setattr(copy, STORED, getattr(left, STORED, None))
        return copy

    def _forget_old(self) -> None:
        while len(self._kept) > KEPT:
            name, _ = self._kept.popitem(last=False)
            self._unsaved.discard(name)


async def _twice(ask: Callable[[Given], Awaitable[Got]], about: Given) -> Got:
    """What the store says; asked again at once, since a connection of before it fell fails the first time."""
    try:
        return await ask(about)
    except SQLAlchemyError:
        return await ask(about)
