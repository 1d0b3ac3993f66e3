"""What the gateway is told of a turn: how long Rasa took, and how long the actions took of it.

The number of the request comes from the gateway in a header, and goes on to the actions in the same one. What
the gateway has read of the message comes in another (`bot/meaning_given.py`).
"""

from __future__ import annotations

import logging
import time
from contextvars import ContextVar
from typing import Any

from rasa.utils.endpoints import EndpointConfig
from sanic import Blueprint
from sanic.request import Request
from sanic.response import HTTPResponse

from bot.logs import request_number
from bot.meaning_given import HEADER, note_given
from bot.sentence_encoder import DIMENSIONS

REQUEST_HEADER = "X-Request-ID"
TIMES_HEADER = "Server-Timing"
MAX_NUMBER = 64

_spent: ContextVar[list[float] | None] = ContextVar(
    "spent", default=None
)  # seconds in the actions, in this turn
_log = logging.getLogger(__name__)
_request = EndpointConfig.request


def watch_turns(routes: Blueprint) -> None:
    """Have the routes of the channel carry the number, also to the actions, and tell the times."""

    @routes.middleware("request")
    async def begin(request: Request) -> None:
        request_number.set(request.headers.get(REQUEST_HEADER, "")[:MAX_NUMBER])
        _spent.set([])
        meaning = request.headers.get(HEADER)
        if meaning:
            body = request.json
            note_given(meaning, body.get("message") if isinstance(body, dict) else None, DIMENSIONS)
        request.ctx.began = time.perf_counter()

    @routes.middleware("response")
    async def end(request: Request, response: HTTPResponse) -> None:
        if request.method != "POST" or not hasattr(request.ctx, "began"):
            return
        whole, inside = time.perf_counter() - request.ctx.began, sum(_spent.get() or ())
        times = {"rasa": 1000 * (whole - inside), "actions": 1000 * inside}
        response.headers[TIMES_HEADER] = ", ".join(f"{name};dur={value:.1f}" for name, value in times.items())
        fields = {f"{name}_ms": round(value, 1) for name, value in times.items()}
        _log.info("turn", extra={"fields": fields})

    EndpointConfig.request = _numbered


async def _numbered(self: EndpointConfig, *args: Any, **kwargs: Any) -> Any:
    """The stock call of an endpoint, with the number, timed."""
    number, spent = request_number.get(), _spent.get()
    if number:
        kwargs["headers"] = {**kwargs.get("headers", {}), REQUEST_HEADER: number}
    began = time.perf_counter()
    try:
        return await _request(self, *args, **kwargs)
    finally:
        if spent is not None:
            spent.append(time.perf_counter() - began)
