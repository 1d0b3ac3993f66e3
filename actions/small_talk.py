"""Greetings, thanks, «are you a robot», anger, another language: one fitting sentence, and a way on."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.types import DomainDict

from actions.answer import say_result, search_for
from actions.message_form import looks_like_question
from actions.parts import button, say, typed
from actions.person import contact_first
from actions.referral import answer_or_refer
from actions.routing import FAREWELLS, asks_all_the_same, really_a_question
from actions.texts import text
from knowledge.safety.detector import danger_in

WAYS_ON = ("greet", "ask_bot")  # after these, the main doors are offered


class ActionSmallTalk(Action):
    """Say the sentence of the intent."""

    def name(self) -> str:
        return "action_small_talk"

    @contact_first
    def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> list[dict[str, Any]]:
        intent = tracker.get_intent_of_latest_message() or "greet"
        message = typed(tracker)
        danger = danger_in(message) if intent not in WAYS_ON else None
        if danger:  # «je veux en finir» is no goodbye
            say(dispatcher, tracker, text(f"danger_{danger}"))
            return []
        if message and intent in FAREWELLS and looks_like_question(message):
            return answer_or_refer(dispatcher, tracker)  # «c'est quand la prochaine?»
        if message and intent not in FAREWELLS:
            result = search_for(tracker, message)
            if really_a_question(message, result) or asks_all_the_same(intent, message, result):
                return say_result(dispatcher, tracker, message, result)
        buttons = main_doors() if intent in WAYS_ON else [button(text("talk_to_person"), "talk_to_person")]
        if intent in FAREWELLS:
            buttons = []
        say(dispatcher, tracker, text(intent), buttons=buttons)
        return []


def main_doors() -> list[dict[str, str]]:
    """The main things that the assistant does, as buttons."""
    return [
        button(text("find_door"), "seek_referral"),
        button(text("find_funding"), "seek_funding"),
        button(text("find_training"), "seek_training"),
        button(text("talk_to_person"), "talk_to_person"),
    ]
