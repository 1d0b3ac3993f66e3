"""One turn at a time in a conversation, whichever of several Rasa has it: a lock in Redis.

Named in deploy/endpoints.yml. Rasa's own store of tickets in Redis reads them, then writes them: of two
servers that do so at once, one loses its place; and the ticket of a server that died keeps everybody out for
a minute. While Redis is away, each server goes by itself.
"""

from __future__ import annotations

import logging
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager, suppress

import redis.asyncio as redis
from rasa.core.lock import TicketLock
from rasa.core.lock_store import LOCK_LIFETIME, InMemoryLockStore, LockError
from rasa.utils.endpoints import EndpointConfig
from redis.asyncio.lock import Lock
from redis.exceptions import LockError as LostError
from redis.exceptions import RedisError

PREFIX = "assistant:turn:"
# A turn is given up after 4.5 seconds by who asked for it: a lock that lasts longer is of a server that died.
TURN_SECONDS = 8.0
WAIT_SECONDS = 5.0
LOOK_SECONDS = 0.02
ANSWER_SECONDS = 0.5  # that Redis has to answer

_log = logging.getLogger(__name__)


class SharedLockStore(InMemoryLockStore):
    """The locks of this process, each taken in Redis as well."""

    def __init__(self, endpoint_config: EndpointConfig) -> None:
        super().__init__()
        self._redis = redis.Redis.from_url(
            endpoint_config.url, socket_timeout=ANSWER_SECONDS, socket_connect_timeout=ANSWER_SECONDS
        )

    @asynccontextmanager
    async def lock(
        self,
        conversation_id: str,
        lock_lifetime: float = LOCK_LIFETIME,
        wait_time_in_seconds: float = LOOK_SECONDS,
    ) -> AsyncGenerator[TicketLock, None]:
        """Hold a conversation. Raises `LockError` when another server holds it for too long."""
        async with super().lock(conversation_id, lock_lifetime, wait_time_in_seconds) as own:
            held = await self._take(conversation_id)
            try:
                yield own
            finally:
                if held is not None:
                    with suppress(RedisError, OSError, LostError):
                        await held.release()

    async def _take(self, conversation_id: str) -> Lock | None:
        """The lock in Redis; None when Redis is away."""
        lock = self._redis.lock(
            PREFIX + conversation_id,
            timeout=TURN_SECONDS,
            sleep=LOOK_SECONDS,
            blocking_timeout=WAIT_SECONDS,
        )
        try:
            taken = await lock.acquire()
        except (RedisError, OSError) as error:
            _log.warning("Redis is away (%s): this server goes by itself.", type(error).__name__)
            return None
        if not taken:
            raise LockError("The conversation is held by another server.")
        return lock
