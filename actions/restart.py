"""Start over: everything the conversation had understood is forgotten."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import AllSlotsReset
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.types import DomainDict

from actions.parts import say
from actions.small_talk import main_doors
from actions.texts import text


class ActionRestartConversation(Action):
    """Forget the frame and begin again."""

    def name(self) -> str:
        return "action_restart_conversation"

    def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> list[dict[str, Any]]:
        say(dispatcher, tracker, text("restarted"), buttons=main_doors())
        return [AllSlotsReset()]
