"""«Pourquoi?», alone: why the doors just shown, or what the answer just given rests on."""

from __future__ import annotations

import re
from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.answer import last_answer, related_buttons
from actions.library import answer_search
from actions.parts import say, typed
from actions.results import explain, speak_of_pointed
from actions.texts import text
from knowledge.answers.presentation import answer_reference
from knowledge.answers.published import PublishedAnswer
from knowledge.records import Source
from knowledge.referral.freshness import when
from knowledge.search.language import respelled

ONLY_WHY = re.compile(
    r"^(?:(?:ok|et|mais|ah|ben|bon|euh|donc|oui|non)[\s,.!]+)*(?:pour ?quoi|comment (?:ca se fait|donc))"
    r"(?:\s+(?:ca|eux|elles?|lui|ceux|celles?|la|non|oui|donc|pas))*\W*$"
)


def tell_why(dispatcher: CollectingDispatcher, tracker: Tracker) -> list[dict[str, Any]] | None:
    """Tell why what was last shown was shown. The slots to set; None when something else is asked, or
    nothing was shown."""
    if not ONLY_WHY.search(respelled(typed(tracker))):
        return None
    last = last_answer(tracker)
    if last is not None:
        tell_grounds(dispatcher, tracker, last)
        return []
    if (tracker.get_slot("results") or {}).get("shown") and not tracker.get_slot("choices"):
        return speak_of_pointed(dispatcher, tracker, explain)
    return None


def source_line(source: Source) -> str:
    """A source as an item of a list, with its date when it has one."""
    named = f"[{source.title}]({source.url})" if source.url else source.title
    return f"- {named} ({when(source.as_of)})" if source.as_of else f"- {named}"


def tell_grounds(dispatcher: CollectingDispatcher, tracker: Tracker, answer: PublishedAnswer) -> None:
    """The sources of an answer, with their dates, and what is next to it: the reason of a rule is seldom in
    the base, and is not made up."""
    lines = [source_line(source) for source in answer.sources]
    say(
        dispatcher,
        tracker,
        text("grounds") + "\n\n" + "\n".join(lines),
        buttons=related_buttons(answer_search().snapshot(), answer),
        answer=answer_reference(answer),
    )
