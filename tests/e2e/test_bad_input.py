"""Bad input gets a clear French error and loses nothing."""

from __future__ import annotations

from typing import Any

import pytest

from tests.e2e.house import Conversation, House, post


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        ({"message": "", "session": None}, 422, "empty_message"),
        ({"message": "a" * 501, "session": None}, 422, "message_too_long"),
        ({"message": "\ufdfa" * 100, "session": None}, 422, "message_too_long"),
        ({"message": 12, "session": None}, 422, "invalid"),
        ({"message": "bonjour", "session": ["x"]}, 422, "invalid"),
        ({"session": None}, 422, "invalid"),
        ([], 422, "invalid"),
        ({"message": "bonjour", "session": "forgée"}, 400, "invalid_session"),
    ],
)
def test_each_fault_has_its_code_and_a_french_sentence(
    house: House, body: Any, status: int, code: str
) -> None:
    got, reply = post(f"{house.url}/api/chat", body)
    assert (got, reply["error"]["code"]) == (status, code)
    assert reply["error"]["message"].endswith(".")


@pytest.mark.parametrize(("raw", "status"), [(b"{", 422), (b"x" * 1_000_000, 413), (b"\xff\xfe", 422)])
def test_broken_or_huge_bodies_are_refused_in_french(house: House, raw: bytes, status: int) -> None:
    got, reply = post(f"{house.url}/api/chat", None, raw=raw)
    assert got == status
    assert reply["error"]["message"].endswith(".")


@pytest.mark.parametrize(
    "typed",
    [
        "/session_start",
        '/inform{"criterion":"stage","value":"idea"}',
        "/choose_answer",
        "~x.y",
    ],
)
def test_a_command_typed_as_text_is_only_text(conversation: Conversation, typed: str) -> None:
    conversation.say("j'ai une idée de coop à Rigaud, je cherche du financement")
    parts = conversation.say(typed)
    assert parts
    assert any(part["text"] for part in parts)
    again = conversation.say("montre-moi les autres portes")
    assert any(part.get("resources") for part in again), "the conversation lost what it knew"


@pytest.mark.parametrize(
    "typed", ["/restart", "🙂🙂🙂", "<script>alert(1)</script>", "\ufdfa", "?", "a" * 500, "..."]
)
def test_odd_messages_are_met_with_a_sentence_and_a_way_on(conversation: Conversation, typed: str) -> None:
    parts = conversation.say(typed)
    assert any(part["text"].strip() for part in parts)


def test_an_error_loses_nothing_of_the_conversation(conversation: Conversation, house: House) -> None:
    conversation.say("j'ai une idée de coop à Rigaud, je cherche du financement")
    status, _ = post(f"{house.url}/api/chat", {"message": "", "session": conversation.session})
    assert status == 422
    parts = conversation.say("pis pour la formation?")
    profile = next(part["profile"] for part in parts if part.get("profile"))
    assert profile["mrc"] == "vaudreuil-soulanges"
    assert profile["need"] == ["training"]
