"""What a client may send and how often: body size and requests per minute."""

from __future__ import annotations

import time
from collections import OrderedDict

from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from web.clients import client_of
from web.errors import SENTENCES, error_response, refusal
from web.shared import Shared, Takes, Together

MAX_BODY_BYTES = 64 * 1024  # a chat message is at most 500 characters; pages and forms are small too
LARGER_BODIES = {"/equipe/transfert/import": 8 * 1024 * 1024}  # the content pack
MAX_LENGTH_DIGITS = 12  # of an announced length: Python refuses to read thousands
MAX_DRAINED_BYTES = 8 * 1024 * 1024  # of a refused body; beyond, the connection is simply closed
REMEMBERED_CLIENTS = 10_000  # the oldest are forgotten, so that memory is bounded
LIMITED_PREFIX = "/api/"
UNLIMITED_PATHS = frozenset({"/api/health"})


# A message is weighed before it is refused: somebody in danger may sit in a class that sends many. Refused by
# who answers it, where the state of the request says so; as many a minute again, then at the door.
WEIGHED_PATH, HURRIED = "/api/chat", "hurried"


class BodyTooLargeError(Exception):
    """The body grew past the limit while it was read."""


async def drain(receive: Receive) -> None:
    """Read the rest of a refused body, up to a bound, and forget it: a client that is still writing when
    the connection closes would see a broken connection instead of the sentence."""
    seen = 0
    while seen < MAX_DRAINED_BYTES:
        message = await receive()
        seen += len(message.get("body", b""))
        if not message.get("more_body", False):
            return


class BodyLimit:
    """ASGI middleware: refuses a body above the limit, announced or not, without reading it whole."""

    def __init__(self, app: ASGIApp, max_bytes: int = MAX_BODY_BYTES) -> None:
        self.app = app
        self.max_bytes = max_bytes

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        allowed = LARGER_BODIES.get(scope.get("path", ""), self.max_bytes)
        announced = dict(scope["headers"]).get(b"content-length", b"0")
        if not announced.isdigit() or len(announced) > MAX_LENGTH_DIGITS or int(announced) > allowed:
            await drain(receive)
            await refusal(Request(scope), 413)(scope, receive, send)
            return
        seen = 0
        started = False

        async def counted_receive() -> Message:
            nonlocal seen
            message = await receive()
            seen += len(message.get("body", b""))
            if seen > allowed:
                raise BodyTooLargeError
            return message

        async def watched_send(message: Message) -> None:
            nonlocal started
            started = True
            await send(message)

        try:
            await self.app(scope, counted_receive, watched_send)
        except BodyTooLargeError:
            if not started:
                await drain(receive)
                await refusal(Request(scope), 413)(scope, receive, send)


class Buckets:
    """A bucket of requests per client, refilled over a minute."""

    def __init__(self, per_minute: int) -> None:
        self.per_minute = per_minute
        self._buckets: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def take(self, client: str, now: float | None = None) -> bool:
        """Take one from a client's bucket; whether there was one."""
        now = time.monotonic() if now is None else now
        tokens, last = self._buckets.pop(client, (float(self.per_minute), now))
        tokens = min(self.per_minute, tokens + (now - last) * self.per_minute / 60)
        allowed = tokens >= 1
        self._buckets[client] = (tokens - 1 if allowed else tokens, now)
        if len(self._buckets) > REMEMBERED_CLIENTS:
            self._buckets.popitem(last=False)
        return allowed


def buckets(per_minute: int, shared: Shared | None = None) -> Takes:
    """The buckets of this process, or those of all of them."""
    alone = Buckets(per_minute)
    if shared is None:
        return alone
    return Together(lambda client: shared.bucket(client, per_minute), alone)


class RateLimit:
    """ASGI middleware: so many requests a minute per client address. None: no limit."""

    def __init__(self, app: ASGIApp, taken: Takes | None) -> None:
        self.app = app
        self.taken = taken

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        path = scope.get("path", "")
        limited = path.startswith(LIMITED_PREFIX) and path not in UNLIMITED_PATHS
        if scope["type"] != "http" or self.taken is None or not limited:
            await self.app(scope, receive, send)
            return
        client = client_of(Request(scope))
        hurried = not self.taken.take(client)
        if hurried and path == WEIGHED_PATH and self.taken.take(f"{WEIGHED_PATH} {client}"):
            scope.setdefault("state", {})[HURRIED] = True
            hurried = False
        if not hurried:
            await self.app(scope, receive, send)
            return
        response = error_response(429, *SENTENCES[429])
        response.headers["Retry-After"] = "60"
        await response(scope, receive, send)
