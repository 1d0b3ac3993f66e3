"""What is known of one request while it is answered: its number, and how long each stage of a turn took."""

from __future__ import annotations

import re
import secrets
from collections.abc import Mapping
from contextvars import ContextVar

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from knowledge.logs import REQUEST_HEADER, request_number

TIMES_HEADER = "Server-Timing"
NUMBER_BYTES = 8

_TIMES = re.compile(r"(rasa|actions);dur=([0-9]{1,9}\.[0-9])")
_stages: ContextVar[dict[str, float] | None] = ContextVar("stages", default=None)


class Numbered:
    """ASGI middleware: gives each request a number of its own, told in the reply and to the inner processes.

    One that a client sends is not taken: it would choose what our logs say.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        number = secrets.token_hex(NUMBER_BYTES)
        request_number.set(number)

        async def send_numbered(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message)[REQUEST_HEADER] = number
            await send(message)

        await self.app(scope, receive, send_numbered)


def begin_stages() -> dict[str, float]:
    """The stages of a turn that begins here, in seconds; who answers adds to them."""
    stages: dict[str, float] = {}
    _stages.set(stages)
    return stages


def note_stage(name: str, seconds: float) -> None:
    """Add a stage to the turn underway, if there is one."""
    stages = _stages.get()
    if stages is not None:
        stages[name] = seconds


def inner_headers() -> dict[str, str]:
    """What goes to an inner process along with a request of ours."""
    number = request_number.get()
    return {REQUEST_HEADER: number} if number else {}


def note_inner_times(headers: Mapping[str, str]) -> None:
    """Add what Rasa says of its own time, and of that of the actions."""
    for name, milliseconds in _TIMES.findall(headers.get(TIMES_HEADER, "")):
        note_stage(name, float(milliseconds) / 1000)
