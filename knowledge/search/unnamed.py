"""A question with the names of resources taken out, so that what it asks is compared, not whom it names.

«Combien d'employés au RISQ?» shares a rare name with all that the base says of the RISQ, and nothing else.
Called «organisme», it is compared with the ways of asking for any organization on one side, and with the
declined topics, their own names taken out too, on the other.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from pathlib import Path

import yaml

from knowledge.answers.published import PublishedAnswer
from knowledge.records import TopicRecord
from knowledge.search.index import Document
from knowledge.search.language import respelled, stem
from knowledge.search.names import WEAK, Mention, Names
from knowledge.search.text import fold

ASKED_FILE = Path(__file__).parent / "asked_of_any.yaml"
GENERIC = "generic:resource"  # the document that stands for any resource
GENERIC_PLACE = "generic:place"  # the one that stands for the help of any MRC
MRC_WORD = "MRC"
KIND_WORDS = {"organization": "organisme", "fund": "fonds", "training": "formation", "activity": "activité"}
_WORD = re.compile(r"[^\W_]+")


def kind_word(answer: PublishedAnswer) -> str:
    """What a composed answer is about, whatever its name."""
    return MRC_WORD if answer.mrc else KIND_WORDS[answer.facts[0].partition(":")[0]]


def without_names(
    text: str, named: Mapping[str, Mention], answers: Mapping[str, PublishedAnswer]
) -> str | None:
    """A text with each resource that it surely names called by its kind; None when it names none.

    Input: the text, its mentions, and the composed answers that they are of.
    """
    kinds = {
        word: kind_word(answers[key])
        for key, mention in sorted(named.items(), key=lambda item: item[1].strength)
        if mention.strength > WEAK
        for word in mention.words
    }
    if not kinds:
        return None
    pieces: list[str] = []
    at, last = 0, ""
    for found in _WORD.finditer(text):
        kind = kinds.get(stem(fold(found[0])), "")
        if not kind:
            pieces.append(text[at : found.end()])
        elif kind != last:  # the other words of the same name are left out
            pieces.append(text[at : found.start()] + kind)
        at, last = found.end(), kind
    return "".join((*pieces, text[at:]))


@lru_cache(maxsize=1)
def asked_of_any() -> tuple[str, ...]:
    """What is asked of a resource by its kind, beside the phrasings of each card."""
    groups = yaml.safe_load(ASKED_FILE.read_text(encoding="utf-8"))
    return tuple(way for ways in groups.values() for way in ways)


def generic_documents(answers: Iterable[PublishedAnswer]) -> list[Document]:
    """The ways of asking for a resource, and for the help of an MRC, whatever its name."""
    phrasings: dict[str, dict[str, None]] = {GENERIC: dict.fromkeys(asked_of_any()), GENERIC_PLACE: {}}
    for answer in answers:
        if answer.kind == "composed":
            for phrasing in answer.phrasings:
                for name in sorted(answer.names, key=len, reverse=True):
                    phrasing = phrasing.replace(name, kind_word(answer))
                phrasings[GENERIC_PLACE if answer.mrc else GENERIC][phrasing] = None
    return [Document(name, tuple(ways), "") for name, ways in phrasings.items()]


def topic_phrasings(
    topic: TopicRecord, names: Names, answers: Mapping[str, PublishedAnswer]
) -> tuple[str, ...]:
    """The phrasings of a declined topic, and those that name a resource once more without the name."""
    unnamed = (
        without_names(phrasing, names.find(phrasing, respelled(phrasing)), answers)
        for phrasing in topic.phrasings
    )
    return (*topic.phrasings, *(phrasing for phrasing in unnamed if phrasing))
