"""The gateway's channel says that it can answer only once a model is loaded and has read a message."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import pytest
import yaml
from rasa.core.agent import Agent
from rasa.core.channels.channel import UserMessage
from rasa.core.run import create_http_input_channels
from sanic import Sanic

from bot.gateway_channel import GatewayInput

ROOT = Path(__file__).resolve().parents[2]


class Model(Agent):
    """An agent with a model, which reads or breaks."""

    def __init__(self, *, loaded: bool = True, reads: bool = True) -> None:
        self.loaded, self.reads, self.seen = loaded, reads, 0

    def is_ready(self) -> bool:
        return self.loaded

    async def parse_message(self, *_args: Any, **_kwargs: Any) -> dict[str, Any]:
        if not self.reads:
            raise ValueError
        self.seen += 1
        return {}


def channel() -> GatewayInput:
    return GatewayInput.from_credentials(None)


def test_rasa_loads_the_channel_from_the_project_s_own_credentials() -> None:
    (loaded,) = create_http_input_channels(None, str(ROOT / "credentials.yml"))
    assert isinstance(loaded, GatewayInput)
    assert loaded.url_prefix() == "rest"


@pytest.mark.parametrize("agent", [None, Model(loaded=False), Model(reads=False)])
def test_without_a_model_that_reads_it_says_that_it_cannot_answer(agent: Agent | None) -> None:
    asked = channel()
    asyncio.run(asked.warm(agent))
    assert not asked.can_answer(agent)


def test_it_can_answer_once_the_model_has_read_a_first_message() -> None:
    asked, model = channel(), Model()
    assert not asked.can_answer(model)
    asyncio.run(asked.warm(model))
    assert (model.seen, asked.can_answer(model)) == (1, True)


def test_ready_is_asked_over_http_beside_the_webhook() -> None:
    async def ignored(_message: UserMessage) -> None:
        """No message is sent here."""

    app = Sanic("ready", configure_logging=False)
    app.blueprint(channel().blueprint(ignored), url_prefix="/webhooks/rest")
    routes = {"/" + route.path for route in app.router.routes}
    assert {"/webhooks/rest/ready", "/webhooks/rest/webhook"} <= routes


def test_a_conversation_file_that_is_held_is_not_waited_for() -> None:
    store = yaml.safe_load((ROOT / "endpoints.yml").read_text(encoding="utf-8"))["tracker_store"]
    assert float(store["query"]["timeout"]) <= 1
