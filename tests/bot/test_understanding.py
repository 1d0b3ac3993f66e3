"""The pipeline as a whole, trained on the assistant's own examples."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from rasa.nlu.classifiers.fallback_classifier import (
    is_fallback_classifier_prediction,
    undo_fallback_prediction,
)
from rasa.shared.nlu.training_data.loading import load_data

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
HELD_ASIDE = HERE / "data" / "held_aside.yml"
Parse = Callable[[str], dict[str, Any]]

RIGHT_AT_LEAST = 0.85
WRONG_ACT_AT_MOST = 0.05  # the assistant does something that was not asked, rather than look for an answer
EXAMPLES_AT_LEAST = 60  # per intent


def examples(path: Path) -> list[tuple[str, str]]:
    return [(str(e.get("text")), str(e.get("intent"))) for e in load_data(str(path)).intent_examples]


def guess(parse: Parse, text: str) -> str:
    """The likeliest intent, sure enough or not."""
    parsed = parse(text)
    if is_fallback_classifier_prediction(parsed):
        parsed = undo_fallback_prediction(parsed)
    return str(parsed["intent"]["name"])


def test_messages_never_seen_are_understood(parse: Parse) -> None:
    held_aside = examples(HELD_ASIDE)
    assert len(held_aside) >= 150
    wrong = [(text, intent, guess(parse, text)) for text, intent in held_aside]
    wrong = [each for each in wrong if each[1] != each[2]]
    assert 1 - len(wrong) / len(held_aside) >= RIGHT_AT_LEAST, wrong


def test_a_message_taken_for_another_act_is_rare(parse: Parse) -> None:
    held_aside = examples(HELD_ASIDE)
    acts = [(text, intent, str(parse(text)["intent"]["name"])) for text, intent in held_aside]
    wrong = [each for each in acts if each[2] not in (each[1], "nlu_fallback", "ask_question")]
    assert len(wrong) / len(held_aside) <= WRONG_ACT_AT_MOST, wrong


def test_the_held_aside_messages_are_not_learnt() -> None:
    learnt = {text.lower().strip(" ?!.") for text, _ in examples(ROOT / "data" / "nlu")}
    assert not [text for text, _ in examples(HELD_ASIDE) if text.lower().strip(" ?!.") in learnt]


def test_every_intent_has_enough_examples_and_none_belongs_to_two() -> None:
    learnt = examples(ROOT / "data" / "nlu")
    counts = Counter(intent for _, intent in learnt)
    assert min(counts.values()) >= EXAMPLES_AT_LEAST, counts
    intents: dict[str, set[str]] = {}
    for text, intent in learnt:
        intents.setdefault(text.lower(), set()).add(intent)
    assert not {text: found for text, found in intents.items() if len(found) > 1}


@pytest.mark.parametrize(
    "text", ["", " ", "🙂🙂", "?", "...", "ﷺ" * 100, "a" * 1_000, "coop pis obnl, " * 70]
)
def test_an_odd_message_is_understood_as_something(parse: Parse, text: str) -> None:
    intent = parse(text)["intent"]
    assert 0 <= intent["confidence"] <= 1


@pytest.mark.parametrize("text", ["🙂🙂🙂", "xqzt wvk", "bgrtpl"])
def test_what_says_nothing_sets_off_nothing(parse: Parse, text: str) -> None:
    assert parse(text)["intent"]["name"] in (
        "nlu_fallback",
        "ask_question",
        "dont_know",
        "none_of_these",
        None,
    )


def test_the_same_message_is_always_understood_the_same(parse: Parse) -> None:
    first = parse("je cherche du financement pour ma coop")["intent"]
    assert parse("je cherche du financement pour ma coop")["intent"] == first
    assert first["name"] == "seek_funding"
