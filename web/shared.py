"""What several web processes count and remember together for a while, in Redis (`REDIS_URL`).

Without it, or while it is away, each process goes by itself: nobody is refused for want of a counter.
Addresses are kept as keyed digests; everything here is forgotten by itself.
"""

from __future__ import annotations

import hashlib
import hmac
import logging
import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol

import redis
from redis.exceptions import RedisError

ANSWER_SECONDS = 0.25  # that Redis has to answer: it takes a thousandth of it
AWAY_SECONDS = 3.0  # before one that did not is asked again
PREFIX = "assistant"
EVERYBODY = "*"
Message = tuple[str, str]  # a conversation, and the name of a message in it
UNDERWAY = "…"  # in the place of a reply that is being made

# A bucket refilled over a minute, by Redis's own clock.
_BUCKET = """
local now = redis.call('TIME')
local moment, size = now[1] + now[2] / 1000000, tonumber(ARGV[1])
local kept = redis.call('HMGET', KEYS[1], 'tokens', 'at')
local since = moment - (tonumber(kept[2]) or moment)
local tokens = math.min(size, (tonumber(kept[1]) or size) + since * size / 60)
local allowed = tokens >= 1 and 1 or 0
redis.call('HSET', KEYS[1], 'tokens', tostring(tokens - allowed), 'at', tostring(moment))
redis.call('EXPIRE', KEYS[1], 61)
return allowed
"""
# So many times in so many seconds, for one and for all together (-1: no limit for all).
_TIMES = """
local now = redis.call('TIME')
local moment, seconds, altogether = now[1] + now[2] / 1000000, tonumber(ARGV[2]), tonumber(ARGV[3])
for _, key in ipairs(KEYS) do redis.call('ZREMRANGEBYSCORE', key, '-inf', moment - seconds) end
if redis.call('ZCARD', KEYS[1]) >= tonumber(ARGV[1]) then return 0 end
if altogether >= 0 and redis.call('ZCARD', KEYS[2]) >= altogether then return 0 end
for number, key in ipairs(KEYS) do
  if number == 1 or altogether >= 0 then
    redis.call('ZADD', key, moment, ARGV[4])
    redis.call('EXPIRE', key, seconds + 1)
  end
end
return 1
"""
# A plain count, begun anew so many seconds after its first.
_COUNT = """
local count = tonumber(redis.call('GET', KEYS[1]) or '0')
if count >= tonumber(ARGV[1]) then return 0 end
redis.call('INCR', KEYS[1])
if count == 0 then redis.call('EXPIRE', KEYS[1], ARGV[2]) end
return 1
"""
_LET_GO = "if redis.call('GET', KEYS[1]) == ARGV[1] then redis.call('DEL', KEYS[1]) end"

_log = logging.getLogger(__name__)


class AwayError(Exception):
    """Redis does not answer just now: go by what this process knows."""


class Shared:
    """The Redis of the house. `key`: what addresses are digested with."""

    def __init__(self, url: str, key: str) -> None:
        self._redis = redis.Redis.from_url(
            url,
            socket_timeout=ANSWER_SECONDS,
            socket_connect_timeout=ANSWER_SECONDS,
            decode_responses=True,
        )
        self._key = key.encode()
        self._away_until = 0.0

    def bucket(self, client: str, per_minute: int) -> bool:
        """Take one from a client's bucket; whether there was one. Raises `AwayError`, as all here do."""
        return bool(self._run(_BUCKET, [self._name("minute", client)], [per_minute]))

    def times(self, name: str, client: str, times: int, seconds: int, altogether: int | None) -> bool:
        """Count one time; False, and not counted, when it is one too many."""
        keys = [self._name(name, client), self._name(name, EVERYBODY)]
        limit = -1 if altogether is None else altogether
        return bool(self._run(_TIMES, keys, [times, seconds, limit, secrets.token_hex(8)]))

    def count(self, name: str, client: str, times: int, seconds: int) -> bool:
        """The same, as a plain count."""
        return bool(self._run(_COUNT, [self._name(name, client)], [times, seconds]))

    def claim(self, message: Message, seconds: float) -> str | None:
        """Be the one who makes a reply: None when that is us, else the reply, or `UNDERWAY`.

        A claim ends by itself after so many seconds: who made it may have died.
        """
        key = self._reply(message)
        mine = self._ask(lambda: self._redis.set(key, UNDERWAY, nx=True, px=int(seconds * 1000)))
        if mine:
            return None
        held = self._ask(lambda: self._redis.get(key))
        return UNDERWAY if held is None else str(held)

    def keep(self, message: Message, reply: str, seconds: float) -> None:
        """Keep the reply that was made, for who asks again."""
        self._ask(lambda: self._redis.set(self._reply(message), reply, px=int(seconds * 1000)))

    def let_go(self, message: Message) -> None:
        """Leave a reply to who asks next."""
        self._run(_LET_GO, [self._reply(message)], [UNDERWAY])

    def forget(self, conversation: str) -> None:
        """Erase the replies of a conversation."""
        names = f"{self._name('reply', conversation)}:*"
        self._ask(lambda: [self._redis.delete(key) for key in self._redis.scan_iter(names, count=1_000)])

    def _reply(self, message: Message) -> str:
        conversation, name = message
        return f"{self._name('reply', conversation)}:{self._digest(name)}"

    def _digest(self, text: str) -> str:
        return hmac.new(self._key, text.encode(), hashlib.sha256).hexdigest()[:32]

    def _name(self, kind: str, who: str) -> str:
        return f"{PREFIX}:{kind}:{self._digest(who)}"

    def _run(self, script: str, keys: list[str], values: list[Any]) -> Any:
        return self._ask(lambda: self._redis.eval(script, len(keys), *keys, *values))

    def _ask(self, question: Callable[[], Any]) -> Any:
        if time.monotonic() < self._away_until:
            raise AwayError
        try:
            return question()
        except (RedisError, OSError) as error:
            self._away_until = time.monotonic() + AWAY_SECONDS
            _log.warning("Redis is away (%s): this process goes by itself.", type(error).__name__)
            raise AwayError from None


class Takes(Protocol):
    """What says whether a client may do something once more."""

    def take(self, client: str) -> bool:
        """Count one time; False, and not counted, when it is one too many."""


@dataclass(frozen=True)
class Together:
    """A limit that all processes count together; by this process alone (`alone`) while they cannot."""

    asked: Callable[[str], bool]
    alone: Takes

    def take(self, client: str) -> bool:
        """Count one time; False, and not counted, when it is one too many."""
        try:
            return self.asked(client)
        except AwayError:
            return self.alone.take(client)
