"""Names that only what stands around them tells: who wants or refuses, an initial and its surname."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from knowledge.masking.called import a_figure, of_institution, of_kin
from knowledge.masking.extent import end_of
from knowledge.masking.name_words import (
    Word,
    given,
    municipalities,
    surname,
    unknown,
    words_of,
    written_in_one_case,
)
from knowledge.masking.text import PERSON, Found
from knowledge.masking.vocabulary import either, listed, names
from knowledge.search.lexicon import frequencies

RARE = 3e-5  # of all words: a word that common is hardly read as a name

_OPENS = frozenset(".!?:;,(«»\"'…")


@lru_cache(maxsize=1)
def _does() -> re.Pattern[str]:
    """What only a person does, right after a name: «veut», «a refusé», «est décédée»."""
    return re.compile(rf"\s+(?:(?:ne|n'|y|en|l'|me|m'|nous|lui)\s*)?(?:{either('doings')})\b")


def doings(text: str, plain: str) -> Iterator[Found]:
    """Input: the text, and the same folded."""
    words = words_of(text, plain)
    one_case = written_in_one_case(text, words)
    for place, word in enumerate(words):
        if _opens(text, words, place) and _may_name(word) and not of_institution(words, place):
            end = _name_end(words, place)
            last = words[end - 1].end
            does = _does().match(plain, last) or of_kin(plain, last)
            if does and not a_figure(plain, word.start, last):
                yield Found(word.start, last, PERSON)
        inside = place > 0 and (
            words[place - 1].plain in listed("institutions") or of_institution(words, place)
        )
        if place + 1 < len(words) and not inside and _initialled(words, place, one_case=one_case):
            yield Found(word.start, words[end_of(words, place + 1, one_case=one_case) - 1].end, PERSON)


def _opens(text: str, words: list[Word], place: int) -> bool:
    """Whether a clause begins here: nothing before, a mark, or a word that joins clauses."""
    if place == 0:
        return True
    before = text[: words[place].start].rstrip()
    return before[-1:] in _OPENS or words[place - 1].plain in listed("joiners")


def _may_name(word: Word) -> bool:
    if "'" in word.plain or word.plain in listed("never_names") or word.plain in municipalities():
        return False
    if len(word.typed) > 1 and word.typed.isupper() and word.plain not in names("given_or_word"):
        return False
    rare_surname = word.plain in names("surnames") and frequencies().get(word.plain, 0.0) < RARE
    return (
        rare_surname
        or given(word)
        or word.plain in names("given_or_word")
        or word.plain in listed("capital_names")
        or unknown(word)
    )


def _name_end(words: list[Word], place: int) -> int:
    """The place after a surname that follows, if one does."""
    end = place + 1
    if end < len(words) and words[end].start - words[place].end == 1 and surname(words[end]):
        rare = frequencies().get(words[end].plain, 0.0) < RARE
        return end + 1 if rare or words[end].capital else end
    beside = end < len(words) and words[end].start - words[place].end == 1
    if beside and words[place].capital and words[end].capital and unknown(words[end]):
        return end + 1
    return end


def _initialled(words: list[Word], place: int, *, one_case: bool) -> bool:
    """«R. Quesnel», «j.-p. montpetit», «k. nguyen»."""
    first, name = words[place], words[place + 1]
    initial = len(first.plain) == 2 and first.plain.endswith(".")
    if first.plain in ("m.", "c.", "l."):  # a title, «chapitre», «loi»
        initial = first.plain != "m." and first.capital and name.capital and not one_case and unknown(name)
    if (
        not initial
        or name.start - first.end != 1
        or len(name.plain) < 3
        or name.plain in listed("never_names")
    ):
        return False
    if name.capital and not one_case:
        return first.capital
    return unknown(name) or (surname(name) and frequencies().get(name.plain, 0.0) < RARE)
