"""What a message that goes on with the referral also asks of the base, or tells it: a question beside the
project, a trouble."""

from __future__ import annotations

from dataclasses import replace

from actions.library import answer_search, gazetteer
from actions.likeliest import LIKELY, SAYS_ALL
from actions.turn import Turn
from knowledge.referral.sectors import without_places
from knowledge.search.comparison import MANY
from knowledge.search.service import SearchResult
from knowledge.search.text import words

TOLD_MIN_WORDS = 6  # of a statement that may tell a trouble: a shorter one only tells where and what


def also_asked(turn: Turn) -> SearchResult | None:
    """What a message that goes on with the referral also asks of the base, if it does: not what there is in a
    place, which the list says better. How the activity that is first told is founded is told though nothing
    is asked."""
    founded = _of_activity(turn)
    if founded is not None or not turn.wants.answer:
        return founded
    return _trouble_told(turn) or _asked_beside(turn) or _of_result(turn)


def _of_result(turn: Turn) -> SearchResult | None:
    """What is found for the question that a message is, the answers on whom to ask in a place left aside;
    nothing of a word of change, nor of whom to see, which the doors tell."""
    result = turn.result
    if result.decision == "none" or not turn.question or turn.reading.whom or turn.changes:
        return None
    if result.decision == "answer":
        return None if result.hits[0].answer.mrc else result
    hits = tuple(hit for hit in result.hits if not hit.answer.mrc)
    if len(hits) < MANY:
        return None  # one alone is no choice
    return result if len(hits) == len(result.hits) else replace(result, hits=hits)


def _of_activity(turn: Turn) -> SearchResult | None:
    """How the very activity of a project is founded, when the base likely says it and the activity is first
    told: «on pense à un CPE à La Tuque». What it is, who would found it knows."""
    activity = set(words(turn.said.profile.sector or ""))
    if not activity or not turn.reading.project or turn.state.profile.sector or turn.question:
        return None
    found = turn.alone if turn.alone.decision != "none" else None
    hits = tuple(
        hit
        for hit in (found.hits if found else ())
        if hit.score >= LIKELY
        and _tells_how(hit.answer.question)
        and activity <= set(words(hit.answer.question))
    )
    return replace(turn.alone, decision="answer", hits=hits[:1], several=False) if hits else None


def _tells_how(question: str) -> bool:
    return words(question)[:1] == ["comment"]


def _asked_beside(turn: Turn) -> SearchResult | None:
    """What the base answers to what a message asks beside whom to see: «qui nous aide à Delson, et combien de
    fondateurs ça prend?»; the near answers when none is sure. The only question of a story («comment on fait
    valoir ce droit?») finds by itself what counts only where the whole comes near to it too."""
    hits, near = [], None
    one = len(turn.reading.questions) == 1 and not (turn.reading.whom or turn.sure)
    alone = turn.reading.questions if one else ()
    whole = turn.result.hits if turn.result.decision != "none" else ()
    near_whole = {hit.answer.identifier for hit in whole}
    for question in (*turn.reading.beside, *alone):
        found = answer_search().search(question, home=turn.state.profile.mrc)
        if found.decision == "answer":
            if question in turn.reading.beside or found.hits[0].answer.identifier in near_whole:
                hits.append(found.hits[0])
        elif found.decision == "clarify" and len(found.hits) >= MANY and not (one and near_whole):
            near = near or found
    if not hits:
        return near
    return replace(turn.result, decision="answer", hits=tuple(hits), several=len(hits) >= MANY)


def _trouble_told(turn: Turn) -> SearchResult | None:
    """What the base answers to a long statement that looks for no doors, wherever that is told of: the
    answer, or the near ones."""
    seeks = turn.reading.seeks or turn.reading.dont_know
    told = without_places(turn.message, gazetteer()) if turn.places else turn.message
    if turn.question or seeks or turn.puts_right or len(words(told)) < TOLD_MIN_WORDS:
        return None
    if turn.reading.project and not (turn.wherever and turn.result.hits[0].score >= SAYS_ALL):
        return None
    found = turn.result
    if turn.places and found.decision != "none" and found.hits[0].answer.mrc:
        found = answer_search().search(told)
    written = tuple(hit for hit in found.hits if not (hit.answer.is_card or hit.answer.mrc))
    if found.decision == "clarify":
        return replace(found, hits=written) if len(written) >= MANY else None
    sure = (
        found.decision == "answer"
        and bool(written)
        and found.hits[0] == written[0]
        and written[0].score >= LIKELY
    )
    return found if sure else None
