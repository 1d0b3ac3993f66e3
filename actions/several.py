"""The questions of one message, among what it tells: the best answer to each, all given when each is sure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from actions.library import answer_search
from knowledge.search.comparison import MANY
from knowledge.search.follow_up import follow_up
from knowledge.search.last_turn import Before
from knowledge.search.service import Hit, SearchResult, Snapshot

MIN_TERMS = 2  # of a question that can be read without the one before it
SHOWN_CHOICES = 3
_SENTENCES = re.compile(r"(?<=[.!?…])\s+")


def with_question_alone(message: str, found: SearchResult, home: str | None) -> SearchResult:
    """What was found for a message that tells a story and asks one thing («On est quatre. Faut-il…?»): when
    the whole leaves a choice, its question alone decides, if it is surely one of what the whole may be."""
    sentences = _SENTENCES.split(message.strip())
    asked = [one for one in sentences if one.endswith("?")]
    if found.decision != "clarify" or len(asked) != 1 or len(sentences) == 1:
        return found
    alone = answer_search().search(asked[0], SHOWN_CHOICES, home)
    near = {hit.answer.identifier for hit in found.hits}
    return alone if alone.decision == "answer" and alone.hits[0].answer.identifier in near else found


def with_each_question(
    results: Sequence[SearchResult], found: SearchResult, *, all_asked: bool
) -> SearchResult:
    """What was found for a whole message, with the best answer to each of its questions in front, when there
    are several: `results`, what was found for each. Those that are sure are given, by themselves or as what
    was found for the whole, which must be one of them; see `unanswered` for the others. `all_asked`: the
    message is nothing but questions; of a story, one is often sure and another the one that matters, and what
    one part finds counts only where the whole comes near to it too: of the parts of 232 messages from the
    world, 186 of 236 first answers that the whole had among its own were right, 40 of 199 of the others."""
    if len(results) < MANY:
        return found
    if not all_asked:
        near_whole = {hit.answer.identifier for hit in found.hits}
        results = [one for one in results if one.hits and one.hits[0].answer.identifier in near_whole]
    best: dict[str, Hit] = {}
    sure = set()
    for result in results:
        # What only asks the same again in other words («coop ou OBNL, ça change quoi?») has its answer.
        hit = result.hits[0] if result.decision != "none" and result.hits else None
        if hit and hit.answer.identifier not in best:
            best[hit.answer.identifier] = hit
            if result.decision == "answer":
                sure.add(hit.answer.identifier)
    whole = found.hits[0].answer.identifier if found.decision == "answer" else None
    near = tuple((best | {hit.answer.identifier: hit for hit in found.hits}).values())[:SHOWN_CHOICES]
    if len(best) < MANY:
        return replace(found, hits=near) if found.decision == "clarify" else found
    if whole is not None and whole not in best:
        return found
    given = tuple(hit for name, hit in best.items() if name in sure or name == whole)
    if given and (all_asked or whole is not None or len(given) == len(best)):
        return replace(found, decision="answer", hits=given, several=len(given) >= MANY)
    return replace(found, decision="clarify", hits=near, several=True)


def unanswered(
    questions: Sequence[str], results: Sequence[SearchResult], found: SearchResult, story: str | None = None
) -> list[tuple[str, SearchResult]]:
    """The questions of a message that what is given (`found`) leaves without an answer, each with what comes
    near to it. One that only asks the same again has its answer; of a `story`, what stands in a sentence
    without a question mark is told rather than asked."""
    if len(results) < MANY or found.decision != "answer":
        return []
    given = {hit.answer.identifier for hit in (found.hits if found.several else found.hits[:1])}
    left = []
    for question, result in zip(questions, results, strict=True):
        if story is not None and not _asked_in(story, question):
            continue
        near = result.hits if result.decision != "none" else ()
        if near and near[0].answer.identifier not in given:
            others = tuple(hit for hit in near if hit.answer.identifier not in given)
            left.append((question, replace(result, hits=others)))
        elif not near and result.topic_sure:
            left.append((question, result))
    return left if len(left) < len(questions) else []


def _asked_in(story: str, question: str) -> bool:
    """Whether a part of a story stands in a sentence that asks, at its end or before another question."""
    return any(question in one and one.endswith("?") for one in _SENTENCES.split(story.strip()))


def each_question(questions: Sequence[str], snapshot: Snapshot, home: str | None) -> list[SearchResult]:
    """What is found for each question of a message: the others are read in the light of the first."""
    first, *others = questions
    results = [answer_search().search(first, home=home)]
    before = results[0].hits[0].answer.identifier if results[0].hits else None
    for other in others:
        short = len(snapshot.index.terms(other)) < MIN_TERMS
        alone = None if short else answer_search().search(other, home=home)
        if alone is None or alone.decision == "none":
            found = follow_up(snapshot, other, Before(before, (first,), home=home))
            near = found if found.decision == "answer" else answer_search().search(other, home=home)
            alone = near if near.decision != "none" else found
        results.append(alone)
    return results
