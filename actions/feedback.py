"""«Utile», «Pas utile», «Aucune de ces réponses»: counted; what failed is kept for staff, masked."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.types import DomainDict

from actions.answer import way_out
from actions.library import database
from actions.parts import say
from actions.person import contact_first
from actions.texts import text
from knowledge.feedback import count, remember_question

KINDS = {"feedback_useful": "useful", "feedback_not_useful": "not_useful", "none_of_these": "none_of_these"}


class ActionFeedback(Action):
    """Record what the person thought of the last answer or choice."""

    def name(self) -> str:
        return "action_feedback"

    @contact_first
    def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> list[dict[str, Any]]:
        kind = KINDS.get(tracker.get_intent_of_latest_message() or "", "not_useful")
        question = tracker.get_slot("last_question")
        answer = tracker.get_slot("last_answer")
        with database()() as session, session.begin():
            count(session, kind, str(answer or "–"))
            if kind != "useful" and question:
                remember_question(session, str(question), kind)
        if kind == "useful":
            say(dispatcher, tracker, text("glad"))
        else:
            say(dispatcher, tracker, text("sorry"), buttons=way_out())
        return []
