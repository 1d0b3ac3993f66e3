"""Whether a short question is on what was just said, or stands by itself: «faut-tu un notaire?» after a
card."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from actions.likeliest import next_to
from actions.reading import Reading
from knowledge.answers.published import PublishedAnswer
from knowledge.search.service import SearchResult

# How right an answer must be to be given in the light of the last turn, and the card just given again: on the
# pairs of tests/data/follow_ups.yaml, right ones are above.
LIKELY, OF_CARD = 0.45, 0.6
SURELY_LEANS = 0.9  # how surely a question leans on a card, not to be a general one
SAYS_ALL = 0.85  # how right an answer must be by itself, to need nothing of the last turn


def or_alone(
    leaning: SearchResult,
    alone: Callable[[], SearchResult],
    last: PublishedAnswer | None,
    reading: Reading,
) -> SearchResult:
    """What was found in the light of the last turn (`leaning`), or by the message `alone` when that says all:
    a general question asked after a card is not about the card. `last`: the answer last given."""
    if reading.changes_one or reading.reach:
        return leaning
    if reading.why and _names_one(alone()):
        return alone()  # «pourquoi pas Desjardins?» is asked of that one
    card = last if last is not None and last.is_card else None
    best = leaning.hits[0] if leaning.hits else None
    if leaning.decision == "answer":
        if best is None or best.score >= (OF_CARD if best.answer == card else LIKELY):
            return leaning
        return alone() if alone().decision != "none" else replace(leaning, decision="clarify")
    found = alone()
    if not found.understood:
        return found  # letters that make no word do not become words beside those of the last turn
    if found.decision == "answer" and found.hits[0].score >= SAYS_ALL:
        same = card is None and best is not None and best.answer == found.hits[0].answer
        same &= next_to(leaning, last) is None  # «et la tps?», of what a member of the board answers for
        if same or reading.surely("leans") < SURELY_LEANS:
            return found
    lost = leaning.decision == "none" and card is not None
    return found if lost and found.decision == "clarify" else leaning


def _names_one(found: SearchResult) -> bool:
    """Whether a resource is surely what was found first."""
    return found.decision != "none" and found.hits[0].answer.is_card and found.hits[0].score >= SAYS_ALL
