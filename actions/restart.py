"""Starting over, and taking back what was left: what is said to be erased is erased.

The words of a conversation are in Rasa's own file, where the turn that asks for its erasure is still being
written: the gateway erases it, once the reply is there (`erase` in `parts.say`).
"""

from __future__ import annotations

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import AllSlotsReset
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.types import DomainDict
from sqlalchemy.exc import OperationalError

from actions.library import database, keeping
from actions.parts import button, entity, say
from actions.person import state_of
from actions.small_talk import main_doors
from actions.texts import text
from knowledge.erasure import leave_no_copy
from knowledge.requests import KEPT_DAYS, find_by_reference, withdraw
from knowledge.shared_pages import erase_pages

Events = list[dict[str, Any]]


class ActionRestartConversation(Action):
    """Erase the conversation and begin again; a request or a roadmap made in it stays, and is named."""

    def name(self) -> str:
        return "action_restart_conversation"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict) -> Events:
        requests, pages = left_behind(tracker)
        buttons = main_doors()
        said = text("restarted")
        if requests or pages:
            kept = [text("kept_request", references=", ".join(requests))] if requests else []
            kept += [text("kept_pages")] if pages else []
            said = text("restarted_keeps", kept="\n".join(f"- {line}" for line in kept))
            left = {"requests": " ".join(requests), "pages": " ".join(pages)}
            buttons.append(button(text("erase_rest"), "withdraw_request", **left))
        say(dispatcher, tracker, said, buttons=buttons, erase=True)
        return [AllSlotsReset()]


class ActionWithdrawRequest(Action):
    """Erase all that the person left in this conversation, and the conversation with it."""

    def name(self) -> str:
        return "action_withdraw_request"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict) -> Events:
        requests, pages = left_behind(tracker)
        withdrawn = []
        try:
            with keeping() as session:
                for reference in requests:
                    request = find_by_reference(session, reference)
                    if request:
                        withdraw(session, request)
                        withdrawn.append(reference)
                gone = erase_pages(session, pages)
        except OperationalError:
            say(dispatcher, tracker, text("not_erased"))
            return []
        leave_no_copy(database(), withdrawn)
        if withdrawn:
            said = text("withdrawn", references=", ".join(withdrawn))
        elif state_of(tracker).get("step"):
            said = text("withdrawn_before")
        else:
            said = text("nothing_to_withdraw", days=str(KEPT_DAYS))
        if gone:
            said += " " + text("pages_erased")
        say(dispatcher, tracker, said, erase=True)
        return [AllSlotsReset()]


def left_behind(tracker: Tracker) -> tuple[list[str], list[str]]:
    """What this conversation made that outlives it, or what the pressed button names of the former one: the
    numbers of requests, and the digests of shared pages."""
    requests = [*state_of(tracker).get("sent", []), *(entity(tracker, "requests") or "").split()]
    pages = [*(tracker.get_slot("pages") or []), *(entity(tracker, "pages") or "").split()]
    return requests, pages
