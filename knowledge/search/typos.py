"""Typing mistakes in a question, set right by the base's own words.

Only a word that the base does not know is touched: a missing apostrophe is put back («leconomie»), then
the nearest known word is taken if it is near enough («subvantion»). What stays unknown stays as typed,
which tells the decision that the question may be about something else.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from functools import lru_cache

from rapidfuzz import process
from rapidfuzz.distance import OSA

from knowledge.search.text import fold

_HARD = re.compile(r"ck|qu|[cqk]")
_DOUBLED = re.compile(r"(.)\1+")
_WORD = re.compile(r"[a-z]+")
_ELIDED = re.compile(r"^(?:qu|[ldnsjmtc])(?=[aeiouyh])")
MIN_LENGTH = 5  # shorter words have too many neighbours
MIN_ACRONYM = 4
MIN_NEARNESS = 0.8  # 1 minus edits over length: one edit in 5 to 9 letters, two in 10 to 14
REMEMBERED = 4_096


class Speller:
    """Corrects folded text against the words of a base."""

    def __init__(self, texts: Iterable[str], names: Iterable[str] = ()) -> None:
        counts = Counter(word for text in texts for word in _WORD.findall(text))
        self._known = frozenset(counts)
        # A word seen once may itself be a typing mistake put in a phrasing on purpose.
        frequent = [word for word, times in counts.items() if times > 1 and len(word) >= MIN_LENGTH - 1]
        self._by_letter: dict[str, list[str]] = {}
        for word in sorted(frequent, key=lambda word: (-counts[word], word)):
            self._by_letter.setdefault(word[0], []).append(word)
        acronyms = {fold(name) for name in names if name.isupper() and len(name) >= MIN_ACRONYM}
        self._acronyms = sorted(name for name in acronyms if name.isalpha())
        self._by_sound = {sound(name): name for name in self._acronyms}
        self._correct = lru_cache(maxsize=REMEMBERED)(self._corrected_word)

    def knows(self, word: str) -> bool:
        """Whether the base has this word."""
        return word in self._known

    def corrected(self, text: str) -> str:
        """A folded, respelled text with its unknown words brought to known ones where one is near."""
        return _WORD.sub(lambda found: self._correct(found[0]), text)

    def _corrected_word(self, word: str) -> str:
        if word in self._known:
            return word
        elided = _ELIDED.match(word)
        rest = word[elided.end() :] if elided else ""
        if len(rest) > 2 and rest in self._known:
            return f"{word[: -len(rest)]}'{rest}"
        near = self._acronym(word) or self._nearest(word)
        if near is None and len(rest) >= MIN_LENGTH:
            near = self._nearest(rest)
        return near or word

    def _acronym(self, word: str) -> str | None:
        """The acronym that an unknown word sounds like, or is with two letters exchanged."""
        if len(word) < MIN_ACRONYM:
            return None
        alike = self._by_sound.get(sound(word))
        return alike or next((name for name in self._acronyms if _swapped(word, name)), None)

    def _nearest(self, word: str) -> str | None:
        if len(word) < MIN_LENGTH:
            return None
        found = process.extractOne(
            word,
            self._by_letter.get(word[0], ()),
            scorer=OSA.normalized_similarity,
            score_cutoff=MIN_NEARNESS,
        )
        return str(found[0]) if found else None


def sound(word: str) -> str:
    """A rough key of how an acronym sounds: «bieck», «biec»; «risc», «risq»; «sismik», «sismic»."""
    return _DOUBLED.sub(r"\1", _HARD.sub("k", word))


def _swapped(word: str, name: str) -> bool:
    """Whether two neighbouring letters were exchanged: «sacd» for «sadc»."""
    return len(word) == len(name) and sorted(word) == sorted(name) and OSA.distance(word, name) == 1
