"""The table of what is done in a turn: frozen turns hold, every row is needed, nothing is read twice."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest
import yaml
from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions import library
from actions.decide import BUTTONS, TABLE, decide, respond
from actions.rasa import ActionAnswer
from actions.state import SLOTS
from actions.texts import COMMANDS, text
from actions.turn import Turn
from knowledge.search.service import AnswerSearch
from knowledge.settings import PROJECT_DIR
from knowledge.territory import Gazetteer
from tests.actions.conversation import Conversation
from tests.actions.turns import Frozen, frozen
from tests.readings import read

HOLD_AT_LEAST = 0.97  # of the frozen turns: what staff publish, and how doors are ordered, moves a few
INTENTS = tuple(
    rule["steps"][0]["intent"]
    for rule in yaml.safe_load((PROJECT_DIR / "data" / "rules.yml").read_text(encoding="utf-8"))["rules"]
)


def test_there_are_enough_frozen_turns_and_each_has_its_own_name() -> None:
    assert len(frozen()) >= 600
    assert len({one.id for one in frozen()}) == len(frozen())
    rows = {row.name for row in TABLE}
    assert {one.act for one in frozen()} <= rows


@pytest.fixture(scope="module")
def decided(filled: None) -> list[tuple[Frozen, Turn]]:
    """Each frozen turn with what the actions make of it."""
    return [(one, one.turn()) for one in frozen()]


@pytest.mark.slow  # hundreds of turns are read
def test_the_frozen_turns_hold(decided: list[tuple[Frozen, Turn]]) -> None:
    acts = {row.name: row.act for row in TABLE}
    rows = [(one, decide(turn)) for one, turn in decided]
    moved = [(one.id, one.message, one.act, row.name) for one, row in rows if row.act is not acts[one.act]]
    assert len(moved) <= (1 - HOLD_AT_LEAST) * len(decided), moved


@pytest.mark.slow
def test_turning_off_any_row_changes_a_frozen_turn(decided: list[tuple[Frozen, Turn]]) -> None:
    needed: Counter[str] = Counter()
    for _, turn in decided:
        row = decide(turn)
        if not needed[row.name] and row is not TABLE[-1]:
            needed[row.name] += decide(turn, without=(row.name,)).act is not row.act
    assert {row.name for row in TABLE[:-1]} == {name for name, times in needed.items() if times}


@pytest.mark.slow  # every intent, after every turn
@pytest.mark.parametrize(
    ("before", "typed"),
    [
        ("on est une coop à Beauharnois, on cherche du financement", "pis pour un OBNL?"),
        ("on est une coop à Beauharnois, on cherche du financement", "pourquoi?"),
        (
            "on est une coop à Beauharnois, on cherche du financement",
            "merci, mais c'est quoi une coop de travail?",
        ),
        ("c'est quoi une part sociale?", "c'est combien max?"),
        ("", "je veux parler à quelqu'un"),
    ],
)
def test_a_typed_turn_gives_one_reply_whatever_intent_is_guessed(
    filled: None, before: str, typed: str
) -> None:
    replies = set()
    for intent in INTENTS:
        talk = Conversation()
        if before:
            talk.type(before, "ask_question")
        replies.add(talk.type(typed, intent))
    assert len(replies) == 1


def test_slots_places_and_searches_are_each_read_once_in_a_turn(
    filled: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    counts: Counter[str] = Counter()
    looked, searched, slot = Gazetteer.find, AnswerSearch.search, Tracker.get_slot

    def find(self: Gazetteer, message: str) -> Any:
        counts[f"places {isinstance(self, library.OneReading)} {message}"] += 1
        return looked(self, message)

    def search(self: AnswerSearch, question: str, *more: Any, **named: Any) -> Any:
        counts[f"search {question}"] += 1
        return searched(self, question, *more, **named)

    def get_slot(self: Tracker, name: str) -> Any:
        counts[f"slot {name}"] += 1
        return slot(self, name)

    monkeypatch.setattr(AnswerSearch, "search", search)
    monkeypatch.setattr(Tracker, "get_slot", get_slot)
    monkeypatch.setattr(library.Gazetteer, "find", find)
    typed = "on est 5 à Beauharnois, on veut ouvrir une boulangerie, on cherche du financement"
    message = {"text": typed, "intent": {"name": "inform"}, "entities": [], **read(typed)}
    tracker = Tracker("someone", dict.fromkeys(SLOTS), message, [], False, None, {}, "action_listen")
    ActionAnswer().run(CollectingDispatcher(), tracker, {})
    ours = {name: times for name, times in counts.items() if not name.startswith("places False")}
    assert any(name.startswith("slot ") for name in ours)
    assert max(ours.values()) == 1, ours


@pytest.mark.parametrize("name", [name for name in COMMANDS if name != "dont_know"])
@pytest.mark.parametrize(
    "before", ["", "c'est quoi une part sociale?", "on est une coop à Rigaud, on cherche de l'accompagnement"]
)
def test_a_button_does_what_its_title_says_from_any_state(filled: None, name: str, before: str) -> None:
    pressed, typed = Conversation(), Conversation()
    for talk in (pressed, typed):
        if before:
            talk.type(before, "ask_question")
    command, values = COMMANDS[name]
    pairs = ",".join(f'"{key}":"{value}"' for key, value in values.items())
    by_button = pressed.send(f"/{command}{{{pairs}}}" if pairs else f"/{command}")
    by_words = typed.type(text(name), "ask_question")
    assert by_words
    if command != "roadmap":  # its link is made anew
        assert by_words == by_button


def test_looking_for_money_is_not_forgotten_when_the_place_is_told(filled: None) -> None:
    talk = Conversation()
    talk.type("Trouver du financement", "ask_question")
    assert talk.slots["asking"] == "place"
    assert talk.titles
    talk.type("Vaudreuil-Dorion, démarrage, OBNL", "inform")
    assert talk.slots["profile"]["need"] == ["funding"]
    assert any(name.startswith("fund:") for name in talk.shown)


def test_every_button_of_the_rules_does_something(filled: None) -> None:
    known = {*BUTTONS, *("ask_question", "follow_up", "nlu_fallback", "correct", "affirm", "deny")}
    talk = {"greet", "goodbye", "thank", "ask_bot", "insult", "other_language"}
    assert set(INTENTS) <= known | talk


def test_the_reply_to_a_turn_is_the_one_of_its_row(filled: None) -> None:
    one = next(one for one in frozen() if one.act == "a greeting")
    assert respond(one.turn()).parts == decide(one.turn()).act(one.turn()).parts
