"""A question on one of the doors shown, pointed at by its place in the list: «le deuxième, c'est quoi?».

Its card is given, which says what it is, what it gives and how to reach it. «La deuxième», alone, is
explained instead (`actions/results.py`).
"""

from __future__ import annotations

import re
from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.answer import give_answer, last_answer
from actions.library import answer_search
from actions.parts import typed
from actions.results import position_in
from knowledge.answers.published import PublishedAnswer, card_of
from knowledge.search.text import fold, words

MAX_WORDS = 10  # a longer message has its own subject
# The place in the list with what is asked of it, folded: not «le premier employé», nor «la première année».
_ORDINAL = (
    r"(?:(?:tout )?premi\w+|deuxi\w+|second\w*|troisi\w+|derni\w+|1(?:re|ere|er)?|2e?(?:me)?|3e?(?:me)?)"
)
_ASKED = (
    r"(?:c|ca|cest|ces|il|ils|elle|elles|je|j|jfais|on|est|sont|a|ont|donne\w*|prend|paye?|coute|offre\w*|pis"
    r"|comment|combien|ou|quand|faut|eux|lui|choix|de la liste|dans la liste|la)"
)
POINTED = re.compile(rf"\b(?:le|la|les|l|du|au|celui|celle|numero|no) ?{_ORDINAL}\W*(?:$|{_ASKED}\b)")
ANOTHER = re.compile(rf"\bl.?autre\W*(?:$|{_ASKED}\b)")


def speak_of_one_door(dispatcher: CollectingDispatcher, tracker: Tracker) -> list[dict[str, Any]] | None:
    """Give the card of the door that the message points at. The slots to set; None when it points at none."""
    card = card_pointed_at(tracker)
    if card is None:
        return None
    return give_answer(dispatcher, tracker, card, typed(tracker))


def card_pointed_at(tracker: Tracker) -> PublishedAnswer | None:
    """The card of the door pointed at, while what was last shown is the list, or the card of one in it."""
    shown = [card_of(name) for name in (tracker.get_slot("results") or {}).get("shown", ())]
    last = last_answer(tracker)
    at_hand = last is None or last.identifier in shown
    message = fold(typed(tracker))
    if not shown or not at_hand or tracker.get_slot("choices") or len(words(message)) > MAX_WORDS:
        return None
    pointed = POINTED.search(message)
    place = position_in(pointed[0], len(shown)) if pointed else None
    if place is None and last is not None and ANOTHER.search(message):
        place = (shown.index(last.identifier) + 1) % len(shown)
    return None if place is None else answer_search().snapshot().answers.get(shown[place])
