"""POST /api/chat under load, on the real application, with a dialogue that is slow on purpose."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
import pytest
from fastapi import FastAPI

from tests import prepared
from web.app import create_app
from web.crowd import Crowd
from web.dialogue import DialogueUnavailableError
from web.settings import Settings

MANY = 40


class SlowDialogue:
    """Answers after so many seconds; knows whom it served."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self.heard: list[str] = []

    async def send(self, _conversation: str, message: str, *_given: object) -> list[dict[str, Any]]:
        self.heard.append(message)
        if message == "panne":
            raise DialogueUnavailableError
        await asyncio.sleep(self.seconds)
        return [{"text": "Bonjour!", "buttons": []}]


@pytest.fixture
def app(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> FastAPI:
    url = prepared.copy_to(prepared.migrated(), tmp_path)
    monkeypatch.setenv("VAR_DIR", str(tmp_path))
    monkeypatch.setenv("DATABASE_URL", url)
    settings = Settings(
        secret_key="x" * 40, rate_limit_per_minute=0, allowed_origins=("https://site.example.org",)
    )
    return create_app(settings)


def talk(app: FastAPI, dialogue: SlowDialogue, run: Callable[[httpx.AsyncClient], Any]) -> Any:
    app.state.dialogue = dialogue

    async def all_of_it() -> Any:
        transport = httpx.ASGITransport(app)
        async with httpx.AsyncClient(transport=transport, base_url="http://test") as client:
            return await run(client)

    return asyncio.run(all_of_it())


def ask(client: httpx.AsyncClient, message: str = "bonjour", **headers: str) -> Any:
    return client.post("/api/chat", json={"message": message, "session": None}, headers=headers)


def test_too_many_people_at_once_are_told_in_french_when_to_come_back(app: FastAPI) -> None:
    app.state.crowd = Crowd(at_once=1, longest_wait=0.5)

    async def come(client: httpx.AsyncClient) -> list[httpx.Response]:
        origin = {"Origin": "https://site.example.org"}
        return list(await asyncio.gather(*(ask(client, **origin) for _ in range(MANY))))

    replies = talk(app, SlowDialogue(0.05), come)
    refused = [reply for reply in replies if reply.status_code != 200]
    assert MANY > len(refused) > MANY / 2
    for reply in refused:
        assert reply.status_code == 503
        assert reply.json()["error"]["code"] == "busy"
        assert "Il y a beaucoup de monde" in reply.json()["error"]["message"]
        assert int(reply.headers["Retry-After"]) >= 1
        assert "retry-after" in reply.headers["Access-Control-Expose-Headers"].lower()


def test_what_a_person_no_longer_waits_for_is_not_asked_of_the_dialogue(app: FastAPI) -> None:
    app.state.crowd = Crowd(at_once=1)
    dialogue = SlowDialogue(0.2)

    async def leave(app: FastAPI, message: str) -> None:
        """A client that hangs up while it waits for its turn."""
        body = f'{{"message": "{message}", "session": null}}'.encode()
        sent = [{"type": "http.request", "body": body, "more_body": False}]

        async def receive() -> dict[str, Any]:
            return sent.pop() if sent else {"type": "http.disconnect"}

        async def send(_message: Any) -> None:
            """Nobody reads."""

        path = "/api/chat"
        scope: dict[str, Any] = {"type": "http", "method": "POST", "path": path, "raw_path": path.encode()}
        scope |= {"headers": [(b"content-type", b"application/json")], "query_string": b""}
        scope |= {"client": ("127.0.0.1", 1), "server": ("test", 80), "scheme": "http", "root_path": ""}
        await app(scope, receive, send)  # type: ignore[arg-type]

    async def come(client: httpx.AsyncClient) -> None:
        first = asyncio.ensure_future(ask(client, "première"))
        await asyncio.sleep(0.05)
        await asyncio.gather(first, leave(app, "partie"), ask(client, "dernière"))

    talk(app, dialogue, come)
    assert dialogue.heard == ["première", "dernière"]


def test_a_dialogue_that_fails_leaves_its_place_to_the_next(app: FastAPI) -> None:
    app.state.crowd = Crowd(at_once=1)

    async def come(client: httpx.AsyncClient) -> list[int]:
        return [(await ask(client, message)).status_code for message in ("panne", "panne", "bonjour")]

    assert talk(app, SlowDialogue(0), come) == [503, 503, 200]
