"""HTTP as uvicorn speaks it, with an end to patience: a client that stops halfway is cut, and one that opens
connections without using them makes room for the others.

Errors at this level are said in French, in the contract's form.
"""

from __future__ import annotations

import asyncio
import json
import resource
import time
from typing import Any

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

HEAD_SECONDS = 10.0  # for a whole head, from the opening of the connection or its first byte
HEAD_BYTES = 32 * 1024
BODY_PAUSE_SECONDS = 10.0  # between two pieces of a body
BODY_SECONDS = 120.0  # for a whole body: a content pack over a slow line
READ_SECONDS = 30.0  # for a client to take what is written to it
MOST_CONNECTIONS = 2_000
OTHER_FILES = 200  # that this process holds: bases, logs, connections of its own
# So that a page may be refused to a browser in a frame of somebody else also here.
HEADERS = (
    ("content-type", "application/json"),
    ("cache-control", "no-store"),
    ("x-content-type-options", "nosniff"),
    ("content-security-policy", "default-src 'none'; frame-ancestors 'none'"),
    ("connection", "close"),
)
REASONS = {
    400: ("Bad Request", "bad_request", "La demande n'est pas du HTTP valable."),
    408: ("Request Timeout", "too_slow", "La demande n'est pas arrivée à temps. Réessayez."),
    431: ("Request Header Fields Too Large", "too_large", "L'en-tête de la demande est trop long."),
}


def connection_limit() -> int:
    """How many connections may be open at once: less than the files that the system lets us open."""
    files, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    return MOST_CONNECTIONS if files < 0 else max(50, min(MOST_CONNECTIONS, files - OTHER_FILES))


class GuardedProtocol(HttpToolsProtocol):
    """One connection of a client."""

    limit = connection_limit()

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        self._opened = time.monotonic()
        self._timer: asyncio.TimerHandle | None = None
        self._writing: asyncio.TimerHandle | None = None
        self._in_head, self._head_bytes, self._body_end = True, 0, 0.0
        super().connection_made(transport)
        self._set_timer(HEAD_SECONDS)
        self._make_room()

    def connection_lost(self, exc: Exception | None) -> None:
        self._clear_timer()
        self._clear_writing()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        if self._in_head:
            self._head_bytes += len(data)
        super().data_received(data)
        if self._in_head and self._head_bytes > HEAD_BYTES and not self.transport.is_closing():
            self._refuse(431)

    def on_message_begin(self) -> None:
        super().on_message_begin()
        if not self._in_head:  # another request on the same connection
            self._in_head, self._head_bytes = True, 1
            self._set_timer(HEAD_SECONDS)

    def on_headers_complete(self) -> None:
        self._in_head = False
        self._body_end = time.monotonic() + BODY_SECONDS
        self._set_timer(BODY_PAUSE_SECONDS)
        super().on_headers_complete()

    def on_body(self, body: bytes) -> None:
        self._set_timer(min(BODY_PAUSE_SECONDS, self._body_end - time.monotonic()))
        super().on_body(body)

    def on_message_complete(self) -> None:
        self._clear_timer()
        super().on_message_complete()

    def pause_writing(self) -> None:
        self._writing = self._writing or self.loop.call_later(READ_SECONDS, self.transport.abort)
        super().pause_writing()

    def resume_writing(self) -> None:
        self._clear_writing()
        super().resume_writing()

    def send_400_response(self, msg: str) -> None:  # noqa: ARG002 (uvicorn's own, in English)
        self._refuse(400)

    @property
    def idle(self) -> bool:
        """Whether no request is being answered on this connection."""
        return self.cycle is None or self.cycle.response_complete

    def _make_room(self) -> None:
        """Beyond the limit, close the connection that has been idle for longest, this one if all are busy."""
        if len(self.connections) <= self.limit:
            return
        ours: list[Any] = [one for one in self.connections if isinstance(one, GuardedProtocol)]
        oldest = min((one for one in ours if one.idle), key=lambda one: float(one._opened), default=self)
        self.connections.discard(oldest)
        oldest.transport.abort()

    def _too_slow(self) -> None:
        if self.idle and not self.transport.is_closing() and self._in_head and not self._head_bytes:
            self.transport.close()  # nothing was asked
        elif not self.transport.is_closing():
            self._refuse(408)

    def _refuse(self, status: int) -> None:
        """Say why and close; nothing is said in the middle of a reply."""
        if self.cycle is not None and self.cycle.response_started and not self.cycle.response_complete:
            self.transport.abort()
            return
        reason, code, sentence = REASONS[status]
        body = json.dumps({"error": {"code": code, "message": sentence}}, ensure_ascii=False).encode()
        head = "".join(f"{name}: {value}\r\n" for name, value in HEADERS)
        line = f"HTTP/1.1 {status} {reason}\r\n{head}content-length: {len(body)}\r\n\r\n"
        self.transport.write(line.encode("ascii") + body)
        self.transport.close()

    def _set_timer(self, seconds: float) -> None:
        self._clear_timer()
        self._timer = self.loop.call_later(max(0.0, seconds), self._too_slow)

    def _clear_timer(self) -> None:
        if self._timer:
            self._timer.cancel()
        self._timer = None

    def _clear_writing(self) -> None:
        if self._writing:
            self._writing.cancel()
        self._writing = None
