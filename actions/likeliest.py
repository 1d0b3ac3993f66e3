"""Of near answers, the one that is likely enough to be given: a choice is for what is truly possible."""

from __future__ import annotations

from knowledge.answers.published import PublishedAnswer
from knowledge.search.service import SearchResult

SAYS_ALL = 0.85  # how right an answer must be by itself, to need nothing of what was said before
# By itself, how right and how far above the next: of 102 choices offered to questions of the world, 8 of 8
# such first ones were right; whatever the next, 26 of 32. A press costs less than a wrong answer.
# `LIKELY` serves wherever an answer is to be likely the one asked for.
LIKELY, APART = 0.5, 0.3


def standing_apart(found: SearchResult) -> PublishedAnswer | None:
    """The first of near answers to a message that stands by itself, when it is likely and far above the
    others; None when it is for the person to say."""
    if found.decision != "clarify" or found.namesakes or found.compared or found.several:
        return None
    best, *others = found.hits
    apart = all(best.score - hit.score >= APART for hit in others)
    return best.answer if best.score >= LIKELY and apart else None
