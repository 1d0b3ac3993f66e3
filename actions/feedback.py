"""«Utile», «Pas utile», «Aucune de ces réponses»: counted; what failed is kept for staff, masked."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.types import DomainDict
from sqlalchemy.orm import Session

from actions.answer import CHOICE, given_before, way_out
from actions.library import database
from actions.parts import entity, say
from actions.person import contact_first
from actions.texts import text
from knowledge.feedback import count, remember_question
from knowledge.notes import note

KINDS = {"feedback_useful": "useful", "feedback_not_useful": "not_useful", "none_of_these": "none_of_these"}

NO_ANSWER = "–"  # the key of what no answer was given to


class ActionFeedback(Action):
    """Record what the person thought of an answer or a choice, once for each in a conversation.

    A button names the answer that it stands under; words are about the last one.
    """

    def name(self) -> str:
        return "action_feedback"

    @contact_first
    def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> list[dict[str, Any]]:
        kind = KINDS.get(tracker.get_intent_of_latest_message() or "", "not_useful")
        key, question = rated(tracker)
        before = list(tracker.get_slot("rated") or [])
        mark = key if key != NO_ANSWER else f"{key} {question}"
        known = mark in before
        if question and not known:
            shown = NO_ANSWER if key.startswith(CHOICE) else key
            failed = question if kind != "useful" else None
            note(database(), lambda session: note_opinion(session, kind, shown, failed))
        if kind == "useful":
            say(dispatcher, tracker, text("glad"))
        else:
            said = "sorry_known" if known else "sorry" if question else "sorry_nothing"
            say(dispatcher, tracker, text(said), buttons=way_out())
        return [SlotSet("rated", [*before, mark])] if question and not known else []


def rated(tracker: Tracker) -> tuple[str, str]:
    """What is rated, by its key, and the question it was given to; an empty question when there is none."""
    given = given_before(tracker)
    named = entity(tracker, "answer_id")
    if named is not None:
        return named, given.get(named, "")
    answer = str(tracker.get_slot("last_answer") or NO_ANSWER)
    return answer, given.get(answer) or str(tracker.get_slot("last_question") or "")


def note_opinion(session: Session, kind: str, answer: str, failed: str | None) -> None:
    """Count what a person thought of an answer, and keep the question that it did not help."""
    count(session, kind, answer)
    if failed:
        remember_question(session, failed, kind)
