"""A question on the subject, or news of the person's own project? Where an intent alone cannot tell.

«C'est quoi le RISQ?» and «le RISQ pour ma coop de vélos à Rigaud» share most of their words. What
tells them apart is whether the message says something of a project, and how sure the base's answer is.
"""

from __future__ import annotations

import re

from actions.frame import Frame
from knowledge.referral.extraction import Extraction
from knowledge.search.service import SearchResult
from knowledge.search.text import fold

# How a question on the subject begins or is built, folded.
QUESTION = re.compile(
    r"\?"
    r"|^(?:et |pis |mais |bonjour |allo |salut |dis |dites |svp )*"
    r"(?:c.?est quoi|cest quoi|kess|qu|quoi|comment|combien|pourquoi|ou est|ou sont|est.?ce"
    r"|faut.?(?:il|tu)|peut.?on|a.?t.?(?:il|on)|y a.?t|ca prend.?(?:tu|combien)|difference)"
    r"|\b(?:c.?tu|ca.?(?:se )?\w+.?tu|\w+-tu|faut tu|peut tu|y a tu)\b"
)
SURE_OF_PROJECT = 2  # telling fields: with that many, a message is about a project, whatever its form


def looks_like_question(message: str) -> bool:
    """Whether a message has the form of a question."""
    return bool(QUESTION.search(fold(message)))


def telling_fields(said: Extraction) -> int:
    """How many things a message says that only concern a project of one's own."""
    known = said.profile
    return sum(
        value is not None for value in (known.place_kind, known.stage, known.age, known.sector, known.amount)
    ) + bool(said.candidates)


def answers_what_was_asked(said: Extraction, frame: Frame) -> bool:
    """Whether a message fills the very field that was asked about."""
    known = said.profile
    fills = {
        "place": known.place_kind is not None or bool(said.candidates),
        "need": bool(known.need),
        "stage": known.stage is not None,
        "legal_form": known.legal_form is not None,
        "age": known.age is not None,
    }
    return frame.asking is not None and fills[frame.asking]


def tells_of_project(said: Extraction, frame: Frame, message: str, result: SearchResult) -> bool:
    """Whether a message that was taken for a question is rather for the referral."""
    question = looks_like_question(message)
    if answers_what_was_asked(said, frame) and not question:
        return True
    if result.decision == "answer" and question:
        return False
    telling = telling_fields(said)
    if telling >= SURE_OF_PROJECT:
        return result.decision != "answer"
    return telling == 1 and bool(said.profile.need) and result.decision == "none"


def asks_a_question(said: Extraction, frame: Frame, message: str, result: SearchResult) -> bool:
    """Whether a message that was taken for the referral is rather a question on the subject."""
    if result.decision != "answer" or answers_what_was_asked(said, frame):
        return False
    if telling_fields(said) >= SURE_OF_PROJECT:
        return False
    return looks_like_question(message) and said.profile.place_kind is None
