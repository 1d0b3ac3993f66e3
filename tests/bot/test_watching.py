"""The number of a request goes through Rasa to the actions; the times come back; logs quote nobody."""

from __future__ import annotations

import asyncio
import json
import logging
import socket
import sys
from typing import Any

import aiohttp
import pytest
from rasa.core.channels.channel import UserMessage
from rasa.utils.endpoints import EndpointConfig
from sanic import Sanic

from bot import watching
from bot.gateway_channel import GatewayInput
from bot.logs import as_told, request_number

WRITTEN = "mon tel: 450 555-0123"


async def post(app: Sanic, given: dict[str, str]) -> Any:
    """The headers of the reply to a message, asked of a server on a port of its own."""
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        server = await app.create_server(sock=listening, return_asyncio_server=True, access_log=False)
        await server.startup()
        await server.before_start()
        await server.start_serving()
        try:
            url = f"http://127.0.0.1:{listening.getsockname()[1]}/webhooks/rest/webhook"
            body = {"sender": "a", "message": "bonjour"}
            async with aiohttp.ClientSession() as client, client.post(url, json=body, headers=given) as reply:
                assert reply.status == 200
                return reply.headers
        finally:
            server.close()
            await server.wait_closed()


def test_the_number_reaches_the_actions_and_the_times_come_back(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[dict[str, Any]] = []

    async def stock(_self: EndpointConfig, *_args: Any, **kwargs: Any) -> None:
        seen.append(kwargs["headers"])
        await asyncio.sleep(0.02)

    monkeypatch.setattr(watching, "_request", stock)

    async def on_message(_message: UserMessage) -> None:
        await EndpointConfig("http://127.0.0.1/webhook").request(json={})

    app = Sanic("watching", configure_logging=False)
    app.blueprint(GatewayInput.from_credentials(None).blueprint(on_message), url_prefix="/webhooks/rest")
    app.ctx.agent = None
    headers = asyncio.run(post(app, {"X-Request-ID": "0123456789abcdef"}))
    assert seen == [{"X-Request-ID": "0123456789abcdef"}]
    times = dict(part.strip().split(";dur=") for part in headers["Server-Timing"].split(","))
    assert float(times["actions"]) >= 20
    assert float(times["rasa"]) >= 0


@pytest.mark.parametrize(
    ("name", "message", "args", "told"),
    [
        (
            "rasa.core.processor",
            json.dumps({"event": "processor.message", "text": WRITTEN}),
            (),
            "processor.message",
        ),
        ("sanic.error", "Could not read %s", (WRITTEN,), "Could not read %s"),
        ("bot.gateway_channel", "The model does not read messages.", (), "The model does not read messages."),
    ],
)
def test_a_line_names_the_event_and_quotes_nobody(
    name: str, message: str, args: tuple[str, ...], told: str
) -> None:
    try:
        int(WRITTEN)
    except ValueError:
        error = sys.exc_info()
    token = request_number.set("abc")
    try:
        line = as_told(logging.LogRecord(name, logging.ERROR, __file__, 1, message, args, error))
    finally:
        request_number.reset(token)
    assert (line["event"], line["request"], line["error"]) == (told, "abc", "ValueError")
    assert "555" not in json.dumps(line)
