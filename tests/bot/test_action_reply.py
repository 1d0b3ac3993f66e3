"""Replies of the action server are checked as Rasa checks them, without reading the schema at each turn."""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from jsonschema import ValidationError, validators
from rasa.core.actions.action import RemoteAction

from bot.action_reply import check_replies_with_one_schema

STOCK = RemoteAction._validate_action_result
GOOD: dict[str, Any] = {
    "events": [{"event": "slot", "timestamp": None, "name": "last_answer", "value": "answer:x"}],
    "responses": [{"text": "Bonjour!", "buttons": []}],
}
BAD: list[Any] = [
    [],
    "bonjour",
    {"events": "none"},
    {"events": [{"event": "no such event"}]},
    {"events": [{"event": "slot", "name": 3}]},
    {"events": [{}]},
    {"responses": ["bonjour"]},
]


@pytest.fixture(autouse=True)
def once() -> Iterator[None]:
    check_replies_with_one_schema()
    yield
    RemoteAction._validate_action_result = STOCK


def verdict(check: Any, reply: Any) -> str:
    try:
        check(RemoteAction("action_answer", None), reply)
    except ValidationError as error:
        return str(error)
    return "good"


@pytest.mark.parametrize("reply", [GOOD, {}, {"events": [], "responses": []}, *BAD])
def test_each_reply_gets_the_verdict_and_the_words_of_the_stock_check(reply: Any) -> None:
    assert verdict(RemoteAction._validate_action_result, reply) == verdict(STOCK, reply)
    assert (verdict(STOCK, reply) == "good") == (reply not in BAD)


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)
EVENTS = st.fixed_dictionaries(
    {"event": st.sampled_from(["slot", "followup", "reset_slots", "x"])},
    optional={"name": VALUES, "value": VALUES, "timestamp": VALUES},
)


REPLIES = st.fixed_dictionaries(
    {}, optional={"events": st.lists(EVENTS, max_size=3) | VALUES, "responses": VALUES}
)


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])  # the stock check is
@given(REPLIES)
def test_any_reply_gets_the_verdict_of_the_stock_check(reply: Any) -> None:
    stock = verdict(STOCK, reply) == "good"
    assert (verdict(RemoteAction._validate_action_result, reply) == "good") == stock


def test_a_turn_does_not_read_the_schema(monkeypatch: pytest.MonkeyPatch) -> None:
    kind = validators.validator_for(RemoteAction.action_response_format_spec())
    monkeypatch.setattr(kind, "check_schema", lambda *_a, **_k: pytest.fail("the schema was read again"))
    assert verdict(RemoteAction._validate_action_result, GOOD) == "good"


def test_a_check_takes_no_time_that_anybody_notices() -> None:
    action = RemoteAction("action_answer", None)
    start = time.process_time()
    for _ in range(20):
        action._validate_action_result(GOOD)
    assert (time.process_time() - start) / 20 < 0.01  # it was a tenth of a second
