"""What is asked of the doors shown: others, why this one, how to reach that one."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.types import DomainDict

from actions.answer import answer_question, way_out
from actions.frame import Frame
from actions.message_form import asks_why, changes_one_thing, looks_like_question
from actions.one_door import speak_of_one_door
from actions.parts import say, typed
from actions.person import contact_first
from actions.referral import answer_or_refer, of_doors_shown, refer, understand
from actions.results import contact_of_card, explain, give_contact, show_more, speak_of_pointed
from actions.routing import varies
from actions.texts import text


class ActionResults(Action):
    """More doors, why this one, how to reach that one."""

    def name(self) -> str:
        return "action_results"

    @contact_first
    def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> list[dict[str, Any]]:
        intent = tracker.get_intent_of_latest_message()
        message = typed(tracker)
        if intent == "result_contact":
            of_card = speak_of_one_door(dispatcher, tracker) or contact_of_card(dispatcher, tracker)
            if of_card is not None:
                return of_card
        results = tracker.get_slot("results") or {}
        if not results.get("ids"):
            if message:
                return answer_question(dispatcher, tracker, message)
            say(dispatcher, tracker, text("no_results_yet"), buttons=way_out())
            return []
        asks_other = looks_like_question(message) or changes_one_thing(message)
        if message and intent == "why_result" and asks_other and not asks_why(message):
            return answer_or_refer(dispatcher, tracker)  # «c'est quoi la meilleure forme pour nous?»
        frame = Frame.of(tracker)
        said = understand(message, frame)
        of_doors = of_doors_shown(dispatcher, tracker) if intent == "more_results" else None
        if of_doors is not None:
            return of_doors  # «ok et l'autre?», «y'a-tu autre chose que des prêts?»
        if message and intent == "more_results" and varies(said, message, frame, of_doors=True):
            return refer(dispatcher, tracker)  # «et pour rencontrer d'autres promoteurs?»: another need
        if intent == "more_results":
            return show_more(dispatcher, tracker)
        return speak_of_pointed(dispatcher, tracker, explain if intent == "why_result" else give_contact)
