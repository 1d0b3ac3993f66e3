"""A short question on the last answer: «et pour une coop?», «c'est combien?», «pourquoi?»."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.types import DomainDict

from actions.answer import SHOWN_CHOICES, answer_question, say_result
from actions.library import answer_search
from actions.parts import typed
from actions.person import contact_first
from knowledge.search.follow_up import follow_up


class ActionFollowUp(Action):
    """Answer a short question with the last turn in mind; without a last answer, as any question."""

    def name(self) -> str:
        return "action_follow_up"

    @contact_first
    def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> list[dict[str, Any]]:
        question = typed(tracker)
        last_answer = tracker.get_slot("last_answer")
        if not last_answer:
            return answer_question(dispatcher, tracker, question)
        result = follow_up(
            answer_search().snapshot(),
            question,
            str(last_answer),
            tracker.get_slot("last_question"),
            SHOWN_CHOICES,
        )
        return say_result(dispatcher, tracker, question, result)
