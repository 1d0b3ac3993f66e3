"""A message goes to the Rasa of its conversation; another answers for one that is away."""

from __future__ import annotations

import asyncio
import base64
from collections.abc import Callable
from typing import Any

import httpx
import numpy as np
import pytest

from knowledge.search.encoder import encode
from web.dialogue import MEANING_HEADER, Dialogue, DialogueUnavailableError

URLS = ("http://one", "http://two")


def talk(
    answer: Callable[[httpx.Request], httpx.Response], conversations: list[str]
) -> tuple[list[Any], list[httpx.Request]]:
    """One message in each conversation: what came of it, and what was asked of whom."""
    asked: list[httpx.Request] = []

    def heard(request: httpx.Request) -> httpx.Response:
        asked.append(request)
        return answer(request)

    async def all_of_them() -> list[Any]:
        async with httpx.AsyncClient(transport=httpx.MockTransport(heard)) as client:
            dialogue = Dialogue(URLS, client)
            return [await _outcome(dialogue, name) for name in conversations]

    return asyncio.run(all_of_them()), asked


async def _outcome(dialogue: Dialogue, name: str) -> Any:
    try:
        return (await dialogue.send(name, "bonjour"))[0]["text"]
    except DialogueUnavailableError:
        return None


def says(request: httpx.Request) -> httpx.Response:
    return httpx.Response(200, json=[{"text": request.url.host}])


def test_a_conversation_stays_with_one_and_many_are_shared_between_both() -> None:
    told, _ = talk(says, ["a"] * 5)
    assert len(set(told)) == 1
    told, _ = talk(says, [f"c{number}" for number in range(200)])
    assert 60 < told.count("one") < 140


def _gone(_request: httpx.Request) -> httpx.Response:
    raise httpx.ConnectError("gone")


def _cut(_request: httpx.Request) -> httpx.Response:
    raise httpx.ReadError("cut in the middle")


def _silent(_request: httpx.Request) -> httpx.Response:
    return httpx.Response(200, json=[])  # its actions are away


def _broken(_request: httpx.Request) -> httpx.Response:
    return httpx.Response(500)


@pytest.mark.parametrize("failing", [_gone, _cut, _silent, _broken])
def test_the_other_answers_for_one_that_fails_under_the_same_name(
    failing: Callable[[httpx.Request], httpx.Response],
) -> None:
    def answer(request: httpx.Request) -> httpx.Response:
        return failing(request) if request.url.host == "one" else says(request)

    names = [f"c{number}" for number in range(20)]
    told, asked = talk(answer, names)
    assert told == ["two"] * len(names)
    # One that failed is not asked again at each message.
    assert [request.url.host for request in asked].count("one") == 1
    bodies = [request.read() for request in asked]
    assert len(set(bodies)) == len(names), "the second asking is the same message, by its name too"


def test_when_none_answers_it_is_said() -> None:
    told, asked = talk(_gone, ["a"])
    assert told == [None]
    assert {request.url.host for request in asked} == {"one", "two"}


def test_what_was_read_of_a_message_goes_with_it_and_no_more() -> None:
    typed = "c'est quoi une coop de solidarité"
    (vector,) = encode([typed])

    async def ask(client: httpx.AsyncClient) -> None:
        dialogue = Dialogue(URLS[:1], client)
        for message in (typed, "une phrase que personne n'a lue", "/thank", "?!"):
            await dialogue.send("a", message)

    asked: list[httpx.Request] = []

    def heard(request: httpx.Request) -> httpx.Response:
        asked.append(request)
        return says(request)

    async def run() -> None:
        async with httpx.AsyncClient(transport=httpx.MockTransport(heard)) as client:
            await ask(client)

    asyncio.run(run())
    given = [request.headers.get(MEANING_HEADER) for request in asked]
    assert given[1:] == [None] * 3
    assert np.array_equal(np.frombuffer(base64.b64decode(given[0] or ""), dtype="<f4"), vector)
