"""People who talk to a house, or to a stock Rasa, are counted alike: answered, and refused."""

from __future__ import annotations

import asyncio
import itertools
from collections.abc import Iterator

import pytest
from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse

from benchmarks.chat import by_the_gateway, measure
from benchmarks.stock import by_rasa, default_config
from tests.serving import serving

SECONDS = 0.5
PEOPLE = 3


@pytest.fixture
def told() -> list[dict[str, str | None]]:
    return []


@pytest.fixture
def url(told: list[dict[str, str | None]]) -> Iterator[str]:
    """Both doors; one message in three is refused."""
    app, turn = FastAPI(), itertools.count(1)

    async def answer(request: Request) -> JSONResponse:
        told.append(await request.json())
        if next(turn) % 3 == 0:
            return JSONResponse({"error": {}}, status_code=503, headers={"Retry-After": "0"})
        return JSONResponse({"session": "one"})

    for path in ("/api/chat", "/webhooks/rest/webhook"):
        app.post(path)(answer)
    with serving(app) as address:
        yield address


@pytest.mark.parametrize("say", [by_the_gateway, by_rasa])
def test_what_was_answered_and_refused_is_counted(
    url: str, told: list[dict[str, str | None]], say: object
) -> None:
    load = asyncio.run(measure(url, PEOPLE, SECONDS, patient=False, say=say))  # type: ignore[arg-type]
    assert len(load.good) + load.refused.total() == len(told)
    assert load.refused[503] == len(told) // 3
    assert load.row["good_per_second"] > 0


def test_a_conversation_goes_on_under_its_name(url: str, told: list[dict[str, str | None]]) -> None:
    asyncio.run(measure(url, 1, SECONDS, patient=False, say=by_rasa))
    assert told[0]["sender"] == told[1]["sender"]


def test_the_stock_assistant_is_what_rasa_proposes() -> None:
    config = default_config()
    assert "DIETClassifier" in str(config["pipeline"])
    assert "TEDPolicy" in str(config["policies"])
