"""«Pas de prêt!», once doors were shown: those that give money which is not paid back."""

from __future__ import annotations

import re
from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.library import answer_search
from actions.parts import button, say, typed
from actions.results import SHOWN_MORE, list_doors, now_about_doors, ranked
from actions.texts import text
from knowledge.records import FundRecord
from knowledge.referral.matching import Match
from knowledge.referral.profile import Profile
from knowledge.search.language import respelled

# How somebody turns loans down, in respelled text.
NO_LOANS = re.compile(
    r"\b(?:pas|sans|aucune?s?|jamais|autre chose qu\w*)\b(?: (?:de|d'|des|un|une|que|juste))* ?"
    r"(?:prets?|emprunts?|emprunter|rembourse\w*)\b|\bnon remboursables?\b"
    r"|\b(?:c'est|sont)(?: (?:juste|tou(?:te)?s|rien que))* des prets?\b"
    r"|\b(?:juste|seulement|plutot|rien que) (?:des |une |les )?(?:subventions?|bourses?|dons?)\b"
)
# The first word of a fund's nature, when what it gives is kept.
GIVEN = re.compile(r"(?:bourse|subvention|dons?|allocation|bonification|aide)\b")


def show_grants(dispatcher: CollectingDispatcher, tracker: Tracker) -> list[dict[str, Any]] | None:
    """Show the funds that are not paid back. The slots to set; None when loans were not turned down."""
    former = tracker.get_slot("results") or {}
    if not former.get("ids") or not NO_LOANS.search(respelled(typed(tracker))):
        return None
    snapshot, profile = answer_search().snapshot(), Profile.restored(tracker.get_slot("profile"))
    found = [match for match in ranked(snapshot, profile) if is_given(match)][:SHOWN_MORE]
    to_person = button(text("talk_to_person"), "talk_to_person")
    if not found:
        say(dispatcher, tracker, text("no_grants"), buttons=[to_person])
        return []
    buttons = [button(text("make_roadmap"), "roadmap"), to_person]
    list_doors(dispatcher, tracker, text("grants"), found, buttons, profile)
    names = [match.identifier for match in found]
    return now_about_doors({"ids": former["ids"], "shown": names, "next": former.get("next", 0)})


def is_given(match: Match) -> bool:
    """Whether a door gives money that is not paid back."""
    return isinstance(match.record, FundRecord) and GIVEN.match(match.record.nature) is not None
