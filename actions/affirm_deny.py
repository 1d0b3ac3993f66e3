"""«Oui», «non»: the answer to whatever was asked last."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.types import DomainDict

from actions.frame import Frame
from actions.parts import say, typed
from actions.person import contact_first
from actions.referral import refer, understand
from actions.small_talk import main_doors
from actions.texts import text


class ActionAffirmDeny(Action):
    """A yes or a no, to the waiting request, to the referral's question, or to nothing in particular."""

    def name(self) -> str:
        return "action_affirm_deny"

    @contact_first
    def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> list[dict[str, Any]]:
        said = understand(typed(tracker), Frame.of(tracker))
        if tracker.get_slot("asking") or not said.empty:  # «non laisse faire, Saint-Polycarpe»
            return refer(dispatcher, tracker)
        if tracker.get_intent_of_latest_message() == "affirm":
            say(dispatcher, tracker, text("affirmed"), buttons=main_doors())
        else:
            say(dispatcher, tracker, text("denied"))
        return []
