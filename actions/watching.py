"""The number of the request in the lines that this process logs, and one line a turn: how long it took."""

from __future__ import annotations

import logging
import time
from typing import Any

from knowledge.logs import REQUEST_HEADER, log_event, request_number

MAX_NUMBER = 64

_log = logging.getLogger(__name__)


def watch_turns(app: Any) -> None:
    """Have the action server (a Sanic application) do so."""

    async def begin(request: Any) -> None:
        request_number.set(request.headers.get(REQUEST_HEADER, "")[:MAX_NUMBER])
        request.ctx.began = time.perf_counter()

    async def end(request: Any, response: Any) -> None:
        if request.method == "POST" and hasattr(request.ctx, "began"):
            milliseconds = round(1000 * (time.perf_counter() - request.ctx.began), 1)
            log_event(_log, "turn", actions_ms=milliseconds, status=response.status)

    app.register_middleware(begin, "request")
    app.register_middleware(end, "response")
