"""Rasa's calls are answered in its own protocol."""

from __future__ import annotations

from typing import Any

import pytest
from fastapi.testclient import TestClient

from actions.server import create_app

SOMEONE = {
    "sender_id": "someone",
    "slots": {},
    "latest_message": {"text": "bonjour", "intent": {"name": "greet"}, "entities": []},
    "events": [],
    "paused": False,
    "followup_action": None,
    "active_loop": {},
    "latest_action_name": "action_listen",
}


def call(action: str) -> tuple[int, Any]:
    reply = TestClient(create_app()).post("/webhook", json={"next_action": action, "tracker": SOMEONE})
    return reply.status_code, reply.json()


def test_an_action_answers_without_the_domain(filled: None) -> None:
    status, told = call("action_small_talk")
    assert status == 200
    assert told["responses"][0]["custom"]["text"]
    assert isinstance(told["events"], list)


def test_an_action_that_is_not_ours_is_named() -> None:
    status, told = call("action_of_somebody_else")
    assert (status, told["action_name"]) == (404, "action_of_somebody_else")


def test_a_failure_tells_nothing_of_the_inside(monkeypatch: pytest.MonkeyPatch) -> None:
    def fall(*_: object) -> None:
        raise RuntimeError("/a/path/of/ours")

    monkeypatch.setattr("actions.rasa.respond", fall)
    assert call("action_small_talk") == (500, {"error": "action failed"})


def test_what_is_noted_in_passing_is_noted_once_the_reply_is_made(
    filled: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    order: list[str] = []
    monkeypatch.setattr("actions.reply.note", lambda *_: order.append("noted"))
    monkeypatch.setattr("actions.server.log_event", lambda *_, **__: order.append("made"))
    monkeypatch.setitem(SOMEONE, "latest_message", {"text": "c'est quoi un obnl?", "intent": {}})
    assert call("action_answer")[0] == 200
    assert order == ["made", "noted"]
