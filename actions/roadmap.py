"""The roadmap on request: a page of its own, whose link is given here and nowhere else."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.types import DomainDict
from sqlalchemy.exc import OperationalError

from actions.answer import say_result
from actions.library import answer_search, keeping
from actions.parts import button, say, typed
from actions.person import contact_first
from actions.routing import really_a_question
from actions.texts import text
from knowledge import clock
from knowledge.feedback import count
from knowledge.referral.doors import load_doors
from knowledge.referral.profile import EMPTY, Profile
from knowledge.referral.roadmap import KEPT_DAYS, write_roadmap
from knowledge.resources.store import load_resources
from knowledge.room import take_room
from knowledge.shared_pages import token_digest


class ActionRoadmap(Action):
    """Write the roadmap of the project as it is understood now."""

    def name(self) -> str:
        return "action_roadmap"

    @contact_first
    def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> list[dict[str, Any]]:
        profile = Profile.restored(tracker.get_slot("profile"))
        message = typed(tracker)
        if profile == EMPTY and message:
            result = answer_search().search(message)
            if really_a_question(message, result):
                return say_result(dispatcher, tracker, message, result)
        if profile == EMPTY:
            say(
                dispatcher,
                tracker,
                text("roadmap_needs_project"),
                buttons=[button(text("find_door"), "seek_referral")],
            )
            return []
        try:
            with keeping() as session:
                if not take_room(session, "page"):
                    say(dispatcher, tracker, text("roadmap_full"))
                    return []
                token = write_roadmap(
                    session,
                    profile,
                    (tracker.get_slot("results") or {}).get("ids", []),
                    load_resources(session),
                    load_doors(session),
                    clock.today(),
                )
                count(session, "roadmap", profile.mrc or "–")
        except OperationalError:
            again = button(text("make_roadmap"), "roadmap")
            say(dispatcher, tracker, text("not_kept"), buttons=[again])
            return []
        link = f"/feuille-de-route/{token}"
        say(dispatcher, tracker, text("roadmap_ready", link=link, days=str(KEPT_DAYS)))
        return [SlotSet("pages", [*(tracker.get_slot("pages") or []), token_digest(token)])]
