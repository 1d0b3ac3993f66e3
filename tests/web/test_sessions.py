"""Conversation identifiers and buttons: signed, unguessable, good for one conversation."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge import clock
from web.sessions import SESSION_SECONDS, Sessions

SESSIONS = Sessions("k" * 40)


def test_a_conversation_is_found_again_by_its_token() -> None:
    name = SESSIONS.new()
    assert SESSIONS.conversation(SESSIONS.token(name)) == name


@pytest.mark.parametrize(
    ("seconds", "kept"),
    [(3600, True), (-3600, True), (SESSION_SECONDS + 60, False), (-SESSION_SECONDS - 60, False)],
)
def test_a_clock_set_forward_or_back_ends_no_conversation_before_a_day(
    monkeypatch: pytest.MonkeyPatch, seconds: int, kept: bool
) -> None:
    name = SESSIONS.new()
    token = SESSIONS.token(name)
    later = clock.now() + dt.timedelta(seconds=seconds)
    monkeypatch.setattr(clock, "now", lambda: later)
    assert SESSIONS.conversation(token) == (name if kept else None)


def test_no_two_conversations_share_a_name() -> None:
    assert len({SESSIONS.new() for _ in range(1000)}) == 1000


@given(st.text(max_size=200))
def test_a_forged_token_opens_nothing(token: str) -> None:
    assert SESSIONS.conversation(token) is None


def test_a_token_of_another_key_opens_nothing() -> None:
    other = Sessions("o" * 40)
    assert SESSIONS.conversation(other.token(other.new())) is None


def test_a_button_works_in_its_own_conversation_only() -> None:
    payload = SESSIONS.button("one", '/inform{"stage":"idea"}')
    assert SESSIONS.command("one", payload) == '/inform{"stage":"idea"}'
    assert SESSIONS.command("two", payload) is None


@pytest.mark.parametrize("typed", ["/restart", "~/restart", "~abc.def", "~", "bonjour"])
def test_nothing_typed_passes_for_a_button(typed: str) -> None:
    assert SESSIONS.command("one", typed) is None


def test_an_internal_command_is_never_longer_than_a_message_may_be() -> None:
    payload = SESSIONS.button("a" * 32, '/choose_answer{"answer_id":"answer:' + "x" * 80 + '"}')
    assert len(payload) <= 500
