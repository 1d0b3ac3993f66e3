"""What a technician watches is counted, timed by stage, and shown to nobody else."""

from __future__ import annotations

import asyncio
import logging
from pathlib import Path
from typing import Any

import httpx
import pytest
from fastapi import FastAPI
from prometheus_client.parser import text_string_to_metric_families

from knowledge.database import sessions
from knowledge.feedback import count
from tests import prepared
from tests.knowledge.test_requests import ask as ask_for_a_person
from web.app import create_app
from web.dialogue import Dialogue
from web.metrics import may_see
from web.settings import Settings, SettingsError, load_settings

TOKEN = "jeton-" * 8
WRITTEN = "mon projet de vélos à Vaudreuil"


@pytest.fixture
def app(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> FastAPI:
    url = prepared.copy_to(prepared.migrated(), tmp_path)
    monkeypatch.setenv("VAR_DIR", str(tmp_path))
    monkeypatch.setenv("DATABASE_URL", url)
    with sessions(url)() as session, session.begin():
        ask_for_a_person(session)
        count(session, "decision", "answer")
        count(session, "decision", "answer")
    return create_app(Settings(secret_key="x" * 40, metrics_token=TOKEN))


def visit(app: FastAPI, heard: list[httpx.Request]) -> tuple[httpx.Response, httpx.Response]:
    """A message to a Rasa that says its times, then the figures."""

    def rasa(request: httpx.Request) -> httpx.Response:
        heard.append(request)
        times = {"Server-Timing": "rasa;dur=30.5, actions;dur=200.0"}
        return httpx.Response(200, json=[{"text": "Bonjour!"}], headers=times)

    async def both() -> tuple[httpx.Response, httpx.Response]:
        async with (
            httpx.AsyncClient(transport=httpx.MockTransport(rasa)) as inside,
            httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://test") as client,
        ):
            app.state.dialogue = Dialogue(["http://rasa"], inside)
            said = await client.post("/api/chat", json={"message": WRITTEN, "session": None})
            return said, await client.get("/metrics")

    return asyncio.run(both())


def figures(body: str) -> dict[tuple[str, ...], float]:
    return {
        (sample.name, *sample.labels.values()): sample.value
        for family in text_string_to_metric_families(body)
        for sample in family.samples
    }


def test_a_turn_is_counted_and_timed_by_stage_under_one_number_everywhere(
    app: FastAPI, caplog: pytest.LogCaptureFixture
) -> None:
    heard: list[httpx.Request] = []
    with caplog.at_level(logging.INFO):
        said, told = visit(app, heard)
    number = said.headers["X-Request-ID"]
    assert len(number) == 16
    assert heard[0].headers["X-Request-ID"] == number
    shown = figures(told.text)
    assert shown["assistant_turns_total", "answered"] == 1
    assert shown["assistant_turn_seconds_sum", "actions"] == pytest.approx(0.2)
    assert shown["assistant_turn_seconds_sum", "rasa"] == pytest.approx(0.0305)
    assert shown["assistant_turn_seconds_count", "whole"] == 1
    assert shown["assistant_decisions_total", "answer"] == 2
    assert shown["assistant_mails", "request", "pending"] == 1
    assert shown["assistant_index_builds_total",] == 0
    assert shown["assistant_base_up",] == 1
    (turn,) = [record for record in caplog.records if record.getMessage() == "turn"]
    fields: dict[str, Any] = turn.fields  # type: ignore[attr-defined]
    assert (fields["outcome"], fields["actions_ms"]) == ("answered", 200.0)
    assert "Vaudreuil" not in str(fields) + told.text


def test_a_base_that_is_away_is_a_figure_too(app: FastAPI, tmp_path: Path) -> None:
    for path in tmp_path.glob("knowledge.sqlite3*"):
        path.write_bytes(b"\x8f" * 5000)
    app.state.sessions_factory.kw["bind"].dispose()
    _, told = visit(app, [])
    assert figures(told.text)["assistant_base_up",] == 0


@pytest.mark.parametrize(
    ("headers", "client", "seen"),
    [
        ({}, "127.0.0.1", True),
        ({}, "::1", True),
        ({}, "203.0.113.9", False),
        ({"x-forwarded-for": "127.0.0.1"}, "127.0.0.1", False),
        ({"authorization": f"Bearer {TOKEN}"}, "203.0.113.9", True),
        ({"authorization": "Bearer é"}, "203.0.113.9", False),
        ({"authorization": "Bearer "}, "203.0.113.9", False),
    ],
)
def test_only_this_machine_or_the_token_sees_the_figures(
    headers: dict[str, str], client: str, seen: bool
) -> None:
    assert may_see(headers, client, TOKEN) is seen


def test_without_a_token_nobody_sees_them_from_elsewhere() -> None:
    assert not may_see({"authorization": "Bearer "}, "203.0.113.9", "")


def test_secrets_come_from_files_and_a_short_token_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("VAR_DIR", str(tmp_path))
    (tmp_path / "jeton").write_text(TOKEN + "\n")
    assert load_settings({"METRICS_TOKEN_FILE": str(tmp_path / "jeton")}).metrics_token == TOKEN
    with pytest.raises(SettingsError, match="METRICS_TOKEN_FILE"):
        load_settings({"METRICS_TOKEN_FILE": str(tmp_path / "absent")})
    with pytest.raises(SettingsError, match="32 caractères"):
        load_settings({"METRICS_TOKEN": "court"})
