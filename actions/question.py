"""A question: answered from the base, unless it is really about the person's own project."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.types import DomainDict

from actions.answer import give_answer, way_out
from actions.library import answer_search, database
from actions.message_form import looks_like_question
from actions.one_door import speak_of_one_door
from actions.parts import entity, say, typed
from actions.person import contact_first
from actions.referral import answer_or_refer
from actions.results import point_at_result, points_at_one, position_in
from actions.texts import text
from knowledge.feedback import count
from knowledge.notes import note


class ActionAnswer(Action):
    """Look a question up and say what was decided; then go on with what was being asked."""

    def name(self) -> str:
        return "action_answer"

    @contact_first
    def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> list[dict[str, Any]]:
        return answer_or_refer(dispatcher, tracker)


class ActionChooseAnswer(Action):
    """Give the answer that was chosen among near ones or offered as related."""

    def name(self) -> str:
        return "action_choose_answer"

    @contact_first
    def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> list[dict[str, Any]]:
        message, offered = typed(tracker), tracker.get_slot("choices") or []
        place = position_in(message, len(offered))
        wanted = entity(tracker, "answer_id") or (offered[place] if place is not None else None)
        if wanted is None and message:
            if not points_at_one(message):
                return answer_or_refer(dispatcher, tracker)  # «et si on est juste 2?», taken for a choice
            # An ordinal with nothing offered: of the doors, or a question on one of them.
            card = speak_of_one_door(dispatcher, tracker) if looks_like_question(message) else None
            return point_at_result(dispatcher, tracker) if card is None else card
        chosen = answer_search().snapshot().answers.get(wanted or "")
        if chosen is None:  # archived since it was offered
            say(dispatcher, tracker, text("choice_gone"), buttons=way_out())
            return []
        note(database(), lambda session: count(session, "chosen", chosen.identifier))
        asked = str(tracker.get_slot("last_question") or chosen.question)
        return [*give_answer(dispatcher, tracker, chosen, asked), SlotSet("choices", None)]
