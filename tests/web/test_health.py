"""GET /api/health tells whether the base can be written and whether the chat would answer."""

from __future__ import annotations

import asyncio
import resource
from pathlib import Path
from typing import Any

import httpx
import pytest
from fastapi import FastAPI
from sqlalchemy.orm import Session, sessionmaker

from knowledge.models import ContentVersion
from tests.holding import held
from web import health
from web.app import create_app
from web.dialogue import Dialogue
from web.settings import Settings


@pytest.fixture
def app(
    database_url: str, database: sessionmaker[Session], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> FastAPI:
    monkeypatch.setenv("DATABASE_URL", database_url)
    monkeypatch.setenv("VAR_DIR", str(tmp_path))
    monkeypatch.setattr(health, "TRUE_SECONDS", 0)
    monkeypatch.setattr(health, "PATIENCE_SECONDS", 0.2)
    return create_app(Settings(secret_key="x" * 40))


def inner(ready: int) -> httpx.MockTransport:
    """Rasa and the actions, as they answer to the gateway."""

    def answer(request: httpx.Request) -> httpx.Response:
        return httpx.Response(ready if request.url.path.endswith("/ready") else 200, json={})

    return httpx.MockTransport(answer)


def ask(app: FastAPI, ready: int = 200) -> tuple[int, dict[str, Any]]:
    async def get() -> httpx.Response:
        async with (
            httpx.AsyncClient(transport=inner(ready)) as inside,
            httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://test") as client,
        ):
            app.state.client = inside
            app.state.dialogue = Dialogue(["http://rasa"], inside)
            return await client.get("/api/health")

    app.state.search.snapshot()
    reply = asyncio.run(get())
    return reply.status_code, reply.json()["components"]


def test_all_is_well_when_the_base_is_written_and_a_model_reads(app: FastAPI) -> None:
    status, parts = ask(app)
    assert (status, set(parts.values())) == (200, {"ok"})


def test_a_base_that_cannot_be_written_is_told_until_it_can(
    app: FastAPI, database: sessionmaker[Session]
) -> None:
    with held(database):
        status, parts = ask(app)
        assert (status, parts["database"]) == (503, "down")
    assert ask(app)[0] == 200


def test_a_full_disk_is_told_though_the_base_still_takes_a_row_as_it_was(app: FastAPI) -> None:
    status, parts = ask(app)
    assert (status, parts["disk"]) == (200, "ok")
    least, most = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (health.ROOM - 1, most))  # what is there may be written again
    try:
        status, parts = ask(app)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (least, most))
    assert (status, parts["disk"], parts["database"]) == (503, "down", "ok")
    assert ask(app)[0] == 200


def test_a_dialogue_without_a_model_is_told(app: FastAPI) -> None:
    status, parts = ask(app, ready=503)
    assert (status, parts["dialogue"], parts["database"]) == (503, "down", "ok")


def test_trying_to_write_changes_nothing(app: FastAPI, database: sessionmaker[Session]) -> None:
    with database() as session:
        before = session.query(ContentVersion.number).all()
    ask(app)
    with database() as session:
        assert session.query(ContentVersion.number).all() == before
