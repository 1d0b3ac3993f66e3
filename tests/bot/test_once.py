"""A message sent again under its name gets what was said, and changes nothing."""

from __future__ import annotations

import asyncio
from typing import Any
from uuid import uuid4

import pytest
from rasa.core.agent import Agent
from rasa.core.channels.channel import CollectingOutputChannel, UserMessage
from rasa.utils.endpoints import EndpointConfig

from bot.once import answer_once

REPLY = {"events": [], "responses": [{"custom": {"text": "Une coop, c'est…", "buttons": []}}]}


@pytest.fixture
def acted(agent: Agent, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What the actions were asked, by an action server that answers."""
    asked: list[str] = []

    async def answer(_self: EndpointConfig, *_args: Any, json: Any = None, **_kwargs: Any) -> Any:
        asked.append(json["next_action"])
        return REPLY

    monkeypatch.setattr(EndpointConfig, "request", answer)
    endpoint = EndpointConfig("http://actions/webhook")
    monkeypatch.setattr(agent, "action_endpoint", endpoint)
    monkeypatch.setattr(agent.processor, "action_endpoint", endpoint)
    answer_once()
    return asked


def send(agent: Agent, sender: str, text: str, name: str | None) -> list[Any]:
    channel = CollectingOutputChannel()
    given = {"message": name} if name else None
    message = UserMessage(text, channel, sender, input_channel="rest", metadata=given)
    loop = asyncio.get_event_loop_policy().new_event_loop()
    loop.run_until_complete(agent.handle_message(message))
    loop.close()
    return [message.get("custom") or message.get("text") for message in channel.messages]


def events(agent: Agent, sender: str) -> int:
    loop = asyncio.get_event_loop_policy().new_event_loop()
    tracker = loop.run_until_complete(agent.tracker_store.retrieve(sender))
    loop.close()
    return len(tracker.events) if tracker else 0


def test_a_message_sent_again_gets_what_was_said_and_is_not_acted_on(agent: Agent, acted: list[str]) -> None:
    sender = uuid4().hex
    first = send(agent, sender, "c'est quoi une coop?", "one")
    assert first == [REPLY["responses"][0]["custom"]]
    done, kept = len(acted), events(agent, sender)
    assert send(agent, sender, "c'est quoi une coop?", "one") == first
    assert (len(acted), events(agent, sender)) == (done, kept)


def test_the_same_words_in_another_message_are_another_turn(agent: Agent, acted: list[str]) -> None:
    sender = uuid4().hex
    for name in ("one", "two", None, None):
        before = len(acted)
        assert send(agent, sender, "c'est quoi une coop?", name)
        assert len(acted) > before


def test_an_earlier_message_is_found_again_too(agent: Agent, acted: list[str]) -> None:
    sender = uuid4().hex
    for name in ("one", "two"):
        send(agent, sender, "c'est quoi une coop?", name)
    done = len(acted)
    assert send(agent, sender, "c'est quoi une coop?", "one") == [REPLY["responses"][0]["custom"]]
    assert len(acted) == done


def test_a_message_that_got_no_answer_leaves_no_trace_and_is_acted_on_again(
    agent: Agent, acted: list[str]
) -> None:
    sender = uuid4().hex
    send(agent, sender, "bonjour", "zero")
    before = events(agent, sender)

    async def fall(_self: EndpointConfig, *_args: Any, **_kwargs: Any) -> Any:
        raise ConnectionError

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(EndpointConfig, "request", fall)
        assert send(agent, sender, "c'est quoi une coop?", "one") == []
    assert events(agent, sender) == before
    assert send(agent, sender, "c'est quoi une coop?", "one") == [REPLY["responses"][0]["custom"]]
