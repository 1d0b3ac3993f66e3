"""What the funds shown give, when that alone is asked: «combien on peut avoir?», «c'est quoi la date?»."""

from __future__ import annotations

import re
from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.answer import something_before
from actions.library import answer_search
from actions.parts import button, say, typed
from actions.results import doors_pointed_at
from actions.texts import text
from knowledge.answers.wording import fund_facts
from knowledge.records import FundRecord
from knowledge.referral.numbers import find_amount
from knowledge.referral.presentation import present
from knowledge.referral.profile import Profile
from knowledge.search.language import respelled, terms_of
from knowledge.search.subject import FIELD
from knowledge.search.text import fold

# What may stand beside «combien» or «date limite» in such a question, in respelled text.
BESIDE = re.compile(
    r"\b(?:donn\w*|don|avoir|recevoir|demander|pret\w*|offr\w*|argent|cash|taux|couvr\w*"
    r"|subvention\w*|depot|depos\w*|fonds?)\b"
)
TELLING = re.compile(rf"{FIELD.pattern}|\b(?:rembours\w*|pourcentage|mise de fonds|delais?|date)\b")


def tell_offers(dispatcher: CollectingDispatcher, tracker: Tracker) -> list[dict[str, Any]] | None:
    """Tell the amount, the share covered and the dates of the funds shown. The slots to set; None when the
    doors are not what was last shown, hold no fund, or something else is asked."""
    results = tracker.get_slot("results") or {}
    if not results.get("shown") or something_before(tracker) or not asks_of_offers(typed(tracker)):
        return None
    snapshot, shown = answer_search().snapshot(), doors_pointed_at(tracker)
    funds = [(match, match.record) for match in shown if isinstance(match.record, FundRecord)]
    if not funds:
        return None
    blocks = [
        f"**{record.name}** ({record.nature})\n\n" + "\n".join(f"- {fact}" for fact in fund_facts(record))
        for _, record in funds
    ]
    say(
        dispatcher,
        tracker,
        "\n\n".join([text("offers"), *blocks]),
        buttons=[button(text("make_roadmap"), "roadmap"), button(text("talk_to_person"), "talk_to_person")],
        resources=[present(match, snapshot.resources, snapshot.doors.mrc_names) for match, _ in funds],
        profile=Profile.restored(tracker.get_slot("profile")).public(),
    )
    return []


def asks_of_offers(message: str) -> bool:
    """Whether a message asks how much, until when or on what terms, and names nothing else. A figure is told,
    not asked."""
    if find_amount(fold(message)) is not None:
        return False
    asked = respelled(message)
    return TELLING.search(asked) is not None and not terms_of(BESIDE.sub(" ", TELLING.sub(" ", asked)))
