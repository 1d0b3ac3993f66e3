"""What is done sooner gives what Rasa's own way gives."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest
from aiohttp import web
from rasa.engine.exceptions import GraphRunError
from rasa.engine.runner.dask import DaskGraphRunner
from rasa.shared.core.events import Event
from rasa.shared.utils.common import all_subclasses
from rasa.utils.endpoints import EndpointConfig

from bot import quick

if TYPE_CHECKING:
    from rasa.core.agent import Agent

MESSAGES = (
    "c'est quoi une coop de travail?",
    "j'ai 22 ans pis j'veux du financement à Vaudreuil",
    "ok",
    "🙂",
)
STOCK_RUN = DaskGraphRunner.run
STOCK_SESSION = EndpointConfig.session


@pytest.fixture
def hurried(monkeypatch: pytest.MonkeyPatch) -> None:
    for kind, name in ((DaskGraphRunner, "run"), (EndpointConfig, "session"), (Event, "resolve_by_type")):
        monkeypatch.setattr(kind, name, kind.__dict__[name])  # as it was, at the end
    quick.hurry()


def test_a_message_is_understood_the_same(agent: Agent, hurried: None) -> None:
    for message in MESSAGES:
        ours = asyncio.run(agent.parse_message(message))
        quickly, DaskGraphRunner.run = DaskGraphRunner.run, STOCK_RUN
        assert asyncio.run(agent.parse_message(message)) == ours
        DaskGraphRunner.run = quickly


def test_a_node_that_is_missing_is_told(agent: Agent, hurried: None) -> None:
    with pytest.raises(GraphRunError):
        agent.processor.graph_runner.run(inputs={}, targets=["select_prediction"])


def test_each_kind_of_event_is_found(hurried: None) -> None:
    kinds = [kind for kind in all_subclasses(Event) if isinstance(getattr(kind, "type_name", None), str)]
    assert len(kinds) > 10
    assert all(Event.resolve_by_type(kind.type_name).type_name == kind.type_name for kind in kinds)
    with pytest.raises(ValueError, match="nothing"):
        Event.resolve_by_type("nothing")


async def asked_twice(pause: float, *, hang_up: bool = False) -> int:
    """How many lines are opened for two calls."""
    lines = set()

    async def answer(request: web.Request) -> web.Response:
        lines.add(request.transport)
        reply = web.json_response({})
        if hang_up:
            reply.force_close()
        return reply

    application = web.Application()
    application.router.add_post("/", answer)
    runner = web.AppRunner(application)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    endpoint = EndpointConfig(f"http://127.0.0.1:{site._server.sockets[0].getsockname()[1]}/")
    for _ in range(2):
        assert await endpoint.request(json={}) == {}
        await asyncio.sleep(pause)
    async with endpoint.session() as session:
        await session.close()
    await runner.cleanup()
    return len(lines)


def test_the_line_to_the_actions_stays_open_between_turns(hurried: None) -> None:
    assert asyncio.run(asked_twice(0)) == 1


def test_a_line_that_was_hung_up_is_opened_again(hurried: None) -> None:
    assert asyncio.run(asked_twice(0.05, hang_up=True)) == 2


def test_a_line_that_was_silent_for_long_is_not_used_again(
    hurried: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(quick, "OPEN_SECONDS", 0.05)
    assert asyncio.run(asked_twice(0.2)) == 2
