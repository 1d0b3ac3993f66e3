"""A question asked in a named town, and answered as anywhere: «notre OBNL de Rigaud change d'adresse»."""

from __future__ import annotations

from actions.library import answer_search
from actions.likeliest import LIKELY
from actions.reading import Reading
from actions.several import SHOWN_CHOICES
from knowledge.search.service import SearchResult
from knowledge.search.subject import Subject

MAY_LOOK = 0.3  # how surely a message looks for somebody, from which its place matters
TERMS = 2  # of a question, beside its place, that are enough to ask something


def looks_for_somebody(reading: Reading) -> bool:
    """Whether a message may look for help or for somebody, whom its place tells."""
    return reading.reach or max(reading.surely("seeks"), reading.surely("whom")) >= MAY_LOOK


def without_place(subject: Subject, found: SearchResult, home: str | None) -> SearchResult | None:
    """What search makes of a question without its places. None when it is asked of the place itself, when
    nothing written answers it, or no better than what was `found` with them. `home`: the project's MRC."""
    if subject.placeless is None or len(subject.others) < TERMS or found.namesakes:
        return None
    alone = answer_search().search(subject.placeless, SHOWN_CHOICES, home)
    if alone.decision == found.decision == "none":  # what is declined is so wherever it happens
        return alone if alone.topic and (alone.topic_sure or not found.topic) else None
    if alone.decision == "none" or (alone.decision == "clarify" and found.decision == "answer"):
        return None
    best = alone.hits[0]
    written = not (best.answer.is_card or best.answer.mrc)
    return alone if written and best.score >= LIKELY else None
