"""Rasa's REST channel, as the gateway needs it: it says whether it can answer, and is warm before it does.

Named in credentials.yml, so that Rasa loads it by itself. `GET /webhooks/rest/ready`: 200 once a model is
loaded and has read a first message; 503 otherwise, with `model` false when there is none that reads.
"""

from __future__ import annotations

import gc
import logging
from collections.abc import Awaitable, Callable
from typing import Any

from rasa.core.agent import Agent
from rasa.core.channels.channel import UserMessage
from rasa.core.channels.rest import RestInput
from sanic import Blueprint, Sanic, response
from sanic.request import Request
from sanic.response import HTTPResponse

from bot.action_reply import check_replies_with_one_schema
from bot.once import answer_once
from bot.quick import hurry
from bot.watching import watch_turns

FIRST_MESSAGE = "bonjour"  # read once before anybody writes: the encoder and the words are loaded by it

_log = logging.getLogger(__name__)


class GatewayInput(RestInput):
    """The stock channel, with `ready` beside `webhook`."""

    def __init__(self) -> None:
        super().__init__()
        self._warm = False
        self._broken = False

    @classmethod
    def from_credentials(cls, credentials: dict[str, Any] | None) -> GatewayInput:
        """The channel; it has nothing to choose."""
        check_replies_with_one_schema()
        answer_once()
        hurry()
        return cls()

    def blueprint(self, on_new_message: Callable[[UserMessage], Awaitable[Any]]) -> Blueprint:
        """The stock routes and ours."""
        routes: Blueprint = super().blueprint(on_new_message)
        watch_turns(routes)

        @routes.listener("after_server_start")
        async def warm(app: Sanic, _loop: Any) -> None:
            await self.warm(app.ctx.agent)

        @routes.route("/ready", methods=["GET"])
        async def ready(request: Request) -> HTTPResponse:
            agent = request.app.ctx.agent
            fine = self.can_answer(agent)
            told = {"status": "ok" if fine else "down", "model": self.has_model(agent)}
            return response.json(told, status=200 if fine else 503)

        return routes

    async def warm(self, agent: Agent | None) -> None:
        """Read a first message, which takes seconds. Without a model there is nothing to warm.

        What stands then stays: no search for what nothing holds any more goes through it again.
        """
        if agent is None or not agent.is_ready():
            return
        try:
            await agent.parse_message(FIRST_MESSAGE)
        except Exception:
            _log.exception("The model does not read messages.")
            self._broken = True
        else:
            gc.collect()
            gc.freeze()
            self._warm = True

    def can_answer(self, agent: Agent | None) -> bool:
        """Whether a message would be answered: a model is there, and it reads."""
        return self._warm and self.has_model(agent)

    def has_model(self, agent: Agent | None) -> bool:
        """Whether a model is loaded and, as far as is known, reads."""
        return agent is not None and bool(agent.is_ready()) and not self._broken
