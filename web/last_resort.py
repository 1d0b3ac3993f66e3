"""What the application did not foresee: a French reply like every other one, headers included."""

from __future__ import annotations

import logging

from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from web.errors import UNEXPECTED, error_page, error_response, wants_page
from web.limits import BodyTooLargeError

_log = logging.getLogger(__name__)


class LastResort:
    """ASGI middleware, the innermost: turns an exception into a reply, so that what the others add to every
    reply is added to this one too."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        started = False

        async def watched_send(message: Message) -> None:
            nonlocal started
            started = True
            await send(message)

        try:
            await self.app(scope, receive, watched_send)
        except BodyTooLargeError:
            raise  # foreseen, by who counts the bytes
        except Exception as error:
            if started:
                raise
            request = Request(scope)
            # The log says where it broke, never what the person wrote.
            _log.error("Unexpected error at %s", request.url.path, exc_info=error)
            reply = error_page(request, 500) if wants_page(request) else error_response(500, *UNEXPECTED)
            await reply(scope, receive, send)
