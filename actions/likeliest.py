"""Of near answers, the one that is likely enough to be given: a choice is for what is truly possible."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from knowledge.answers.published import PublishedAnswer
from knowledge.search.follow_up import names_only_a_form
from knowledge.search.service import SearchResult

# How right the best of near answers is, from which it is given after the last turn: of the choices offered to
# strangers' questions, 11 of 14 such were the answer wanted; below, one in two.
LIKELY = 0.5
# By itself, how far above the next: of 102 choices offered to questions of the world, 8 of 8 such first ones
# were right; whatever the next, 26 of 32. A press costs less than a wrong answer.
APART = 0.3

LEAD = 0.6  # of the best, what the next may be at most, when only the last turn tells what is meant


def likeliest(
    message: str, found: SearchResult, last: PublishedAnswer | None, alone: Callable[[], SearchResult] | None
) -> PublishedAnswer | None:
    """The near answer to give, if one is likely the one asked for; None when it is for the person to say.

    `alone`: what the message finds without the last turn; None when it does not lean on it. By itself, the
    best is given where it stands far above the others. After the answer just given (`last`): the one that
    stands next to it; the same again when only another form of it is asked for, and it tells of both; the
    best when the message alone would not find it.
    """
    if found.decision != "clarify" or found.namesakes or found.compared or found.several:
        return None
    likely = [hit for hit in found.hits if hit.score >= LIKELY]
    best = max(likely, key=lambda hit: hit.score, default=None)
    if best is None:
        return None
    if alone is None:
        apart = all(best.score - hit.score >= APART for hit in found.hits if hit != best)
        return best.answer if best == found.hits[0] and apart else None
    if best.answer == last and names_only_a_form(message):
        return last
    beside = next_to(found, last)
    if beside is not None:
        return beside
    others = [hit for hit in found.hits if hit.answer not in (best.answer, last)]
    ahead = all(hit.score <= LEAD * best.score for hit in others)
    return best.answer if ahead and best.answer not in [hit.answer for hit in alone().hits] else None


def next_to(found: SearchResult, last: PublishedAnswer | None) -> PublishedAnswer | None:
    """The likely one among those found that stands next to the answer just given, when the best is of another
    subject: neither stands next to the other."""
    if last is None or not found.hits:
        return None
    best, near = found.hits[0].answer, {f"answer:{name}" for name in last.related}
    for hit in found.hits:
        if hit.score >= LIKELY and hit.answer.identifier in near:
            akin = best.identifier in _beside(hit.answer) or hit.answer.identifier in _beside(best)
            return None if akin and hit.answer != best else hit.answer
    return None


def _beside(answer: PublishedAnswer) -> set[str]:
    return {f"answer:{name}" for name in answer.related}


def offered_first(found: SearchResult, offered: Sequence[str]) -> SearchResult:
    """What was found, one of the answers that were just `offered` in front when it is no less right than the
    first: what follows a choice is about it."""
    ahead = [
        hit for hit in found.hits if hit.answer.identifier in offered and hit.score >= found.hits[0].score
    ]
    if found.decision == "none" or not ahead or ahead[0] == found.hits[0]:
        return found
    return replace(found, hits=(ahead[0], *(hit for hit in found.hits if hit != ahead[0])))
