"""Telling the system that starts the house (systemd) that it is open, then that it is not frozen.

A process that runs and answers nothing is started again by nobody: so the site says every few seconds, from
the very loop that serves people, that it turns. When it no longer does, systemd ends it and starts it anew.
Where nobody asks (`NOTIFY_SOCKET`, `WATCHDOG_USEC`), nothing is said.
"""

from __future__ import annotations

import asyncio
import os
import socket
from collections.abc import Mapping

from starlette.types import ASGIApp, Message, Receive, Scope, Send

READY, TURNS = b"READY=1", b"WATCHDOG=1"
TIMES = 3  # that it is said within what the system waits for
MICRO = 1_000_000


class Watched:
    """An application that tells the system how it is while it lives."""

    def __init__(self, app: ASGIApp, environ: Mapping[str, str] = os.environ) -> None:
        self._app = app
        self._address = environ.get("NOTIFY_SOCKET", "")
        self._every = int(environ.get("WATCHDOG_USEC") or 0) / MICRO / TIMES

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "lifespan" or not self._address:
            await self._app(scope, receive, send)
            return
        telling: list[asyncio.Task[None]] = []

        async def told(message: Message) -> None:
            await send(message)
            if message["type"] == "lifespan.startup.complete":
                self._say(READY)
                if self._every:
                    telling.append(asyncio.create_task(self._go_on()))

        try:
            await self._app(scope, receive, told)
        finally:
            for task in telling:
                task.cancel()

    async def _go_on(self) -> None:
        while True:
            self._say(TURNS)
            await asyncio.sleep(self._every)

    def _say(self, what: bytes) -> None:
        """A datagram; a system that no longer listens is no reason to stop serving."""
        address = self._address.replace("@", "\0", 1) if self._address.startswith("@") else self._address
        try:
            with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as line:
                line.connect(address)
                line.send(what)
        except OSError:
            return
