"""Typing mistakes in a question, set right by the base's own words.

Only a word that the base hardly knows is touched: a missing apostrophe is put back («leconomie»), then
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

from knowledge.search.language import language, stem
from knowledge.search.sound import sound
from knowledge.search.text import fold

_WORD = re.compile(r"[a-z]+")
_ELIDED = re.compile(r"^(?:qu|[ldnsjmtc])(?=[aeiouyh])")
MIN_LENGTH = 5  # shorter words have too many neighbours
MIN_ACRONYM = 4
MIN_HEARD = 3  # «von» for «vont», «tax» for «taxe»
# A word of the base may itself be a typing mistake that a phrasing holds on purpose: it is one if a word
# that sounds the same is seen this many times as often.
OVERWHELMING = 15
MIN_NEARNESS = 0.8  # 1 minus edits over length: one edit in 5 to 9 letters, two in 10 to 14
REMEMBERED = 4_096


class Speller:
    """Corrects folded text against the words of a base."""

    def __init__(self, texts: Iterable[str], names: Iterable[str] = ()) -> None:
        counts = Counter(word for text in texts for word in _WORD.findall(text))
        self._counts = counts
        # A word seen once may itself be a typing mistake put in a phrasing on purpose.
        frequent = [word for word, times in counts.items() if times > 1 and len(word) >= MIN_LENGTH - 1]
        self._by_letter: dict[str, list[str]] = {}
        for word in sorted(frequent, key=lambda word: (-counts[word], word)):
            self._by_letter.setdefault(word[0], []).append(word)
        self._by_ear: dict[str, str] = {}
        for word in sorted(counts, key=lambda word: (-counts[word], word)):
            if counts[word] > 1 and len(word) >= MIN_HEARD:
                self._by_ear.setdefault(sound(word), word)
        acronyms = {fold(name) for name in names if name.isupper() and len(name) >= MIN_ACRONYM}
        self._acronyms = sorted(name for name in acronyms if name.isalpha())
        self._by_sound = {sound(name): name for name in self._acronyms}
        self._correct = lru_cache(maxsize=REMEMBERED)(self._corrected_word)

    def corrected(self, text: str) -> str:
        """A folded, respelled text with its unknown words brought to known ones where one is near."""
        return _WORD.sub(lambda found: self._correct(found[0]), text)

    def _corrected_word(self, word: str) -> str:
        times = self._counts[word]
        elided = _ELIDED.match(word)
        rest = word[elided.end() :] if elided else ""
        if len(rest) >= MIN_HEARD and self._counts[rest] > OVERWHELMING * times:
            return f"{word[: -len(rest)]}'{rest}"
        heard = self._heard(word)
        if times:
            if heard is None or stem(heard) in language().function_words:
                return word
            return heard if self._counts[heard] > OVERWHELMING * times else word
        near = self._acronym(word) or heard or self._nearest(word)
        if near is None and len(rest) >= MIN_LENGTH:
            near = self._heard(rest) or self._nearest(rest)
        return near or word

    def _acronym(self, word: str) -> str | None:
        """The acronym that an unknown word sounds like, or is with two letters exchanged."""
        if len(word) < MIN_ACRONYM:
            return None
        alike = self._by_sound.get(sound(word))
        return alike or next((name for name in self._acronyms if _swapped(word, name)), None)

    def _heard(self, word: str) -> str | None:
        """The most common word that sounds the same."""
        return self._by_ear.get(sound(word)) if len(word) >= MIN_HEARD else None

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


def _swapped(word: str, name: str) -> bool:
    """Whether two neighbouring letters were exchanged: «sacd» for «sadc»."""
    return len(word) == len(name) and sorted(word) == sorted(name) and OSA.distance(word, name) == 1
