"""While the dialogue is away, what the base knows for sure is answered all the same."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import httpx
import pytest
from fastapi import FastAPI

from tests import prepared
from web.app import create_app
from web.dialogue import Dialogue
from web.settings import Settings

UNCLEAR = ("prêt", "les membres", "aide", "fonds", "conseil")
AWAY = "Une partie de l'assistant ne répond pas"


@pytest.fixture
def app(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> FastAPI:
    monkeypatch.setenv("VAR_DIR", str(tmp_path))
    monkeypatch.setenv("DATABASE_URL", prepared.copy_to(prepared.filled(), tmp_path))
    app = create_app(Settings(secret_key="x" * 40, rate_limit_per_minute=0))
    app.state.search = prepared.ready(app.state.sessions_factory)
    return app


def say(app: FastAPI, *messages: str) -> list[tuple[int, dict[str, Any]]]:
    """Each message in one conversation; one that begins with «#» presses the button of that title."""

    def away(_request: httpx.Request) -> httpx.Response:
        raise httpx.ConnectError("away")

    async def all_of_them() -> list[tuple[int, dict[str, Any]]]:
        replies, session, buttons = [], None, {}
        async with (
            httpx.AsyncClient(transport=httpx.MockTransport(away)) as inside,
            httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://test") as client,
        ):
            app.state.dialogue = Dialogue(["http://rasa"], inside)
            for message in messages:
                sent = buttons.get(message.removeprefix("#"), message)
                reply = await client.post("/api/chat", json={"message": sent, "session": session})
                body = reply.json()
                session = body.get("session", session)
                buttons = {b["title"]: b["payload"] for p in body.get("messages", []) for b in p["buttons"]}
                replies.append((reply.status_code, body))
        return replies

    return asyncio.run(all_of_them())


def test_a_question_that_the_base_answers_is_answered_with_its_sources(app: FastAPI) -> None:
    ((status, body),) = say(app, "c'est quoi la différence entre une coop pis un OBNL?")
    (part,) = body["messages"]
    assert status == 200
    assert AWAY in part["text"] and "coopérative" in part["text"].lower()
    assert part["answer"]["id"].startswith("answer:") and part["answer"]["sources"]


def test_a_choice_can_be_made(app: FastAPI) -> None:
    search = app.state.search
    unclear = next(text for text in UNCLEAR if search.search(text).decision == "clarify")
    meant = search.search(unclear).hits[1].answer
    first, (status, chosen) = say(app, unclear, f"#{meant.question}")
    assert AWAY in first[1]["messages"][0]["text"]
    assert status == 200
    assert chosen["messages"][0]["answer"]["id"] == meant.identifier


@pytest.mark.parametrize("message", ["oui", "450 555-0123", "xqzt wrgh", "combien coûte un chat?"])
def test_what_it_does_not_know_is_not_guessed(app: FastAPI, message: str) -> None:
    ((status, body),) = say(app, message)
    assert status == 503
    assert body["error"]["code"] == "dialogue_unavailable"
