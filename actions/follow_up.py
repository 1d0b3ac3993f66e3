"""A short question on the last turn: «et pour une coop?», «c'est combien?», «ils sont où?»."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.types import DomainDict

from actions.answer import follow_up_question, last_answer, something_before
from actions.frame import Frame
from actions.message_form import asks_whom
from actions.parts import typed
from actions.person import contact_first
from actions.referral import answer_or_refer, of_doors_shown, refer, understand
from actions.routing import varies


class ActionFollowUp(Action):
    """Answer a short question with what was last shown in mind: an answer, or doors."""

    def name(self) -> str:
        return "action_follow_up"

    @contact_first
    def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> list[dict[str, Any]]:
        question = typed(tracker)
        last = last_answer(tracker)
        doors = bool((tracker.get_slot("results") or {}).get("shown"))
        frame = Frame.of(tracker)
        said = understand(question, frame)
        in_mrc = last is not None and bool(last.mrc or last.mrcs) and said.profile.mrc is not None
        if not in_mrc and varies(said, question, frame, of_doors=doors and last is None):
            return refer(dispatcher, tracker)
        if asks_whom(question) or not something_before(tracker):
            return answer_or_refer(dispatcher, tracker)
        of_doors = of_doors_shown(dispatcher, tracker)
        return follow_up_question(dispatcher, tracker, question) if of_doors is None else of_doors
