"""What a typed word may have been meant to be: the base's own words that look or sound like it.

A word is known when the base holds it and French does too, when the base holds it often, or when it is
part of a name: a phrasing may hold a typing mistake on purpose. Correct French is left alone, unless it
is easily taken for a known word: «par sociale» may be «part sociale», which only the words around it
tell (`context.py`).
"""

from __future__ import annotations

import re
import weakref
from collections.abc import Iterable, Mapping
from functools import lru_cache

from rapidfuzz import process
from rapidfuzz.distance import OSA

from knowledge.search.language import language, stem
from knowledge.search.lexicon import common_french, frequencies
from knowledge.search.sound import sound
from knowledge.search.text import fold

WORD = re.compile(r"[a-z]+")
ACRONYM = re.compile(r"\b[A-Z]{2,6}\b")
_ELIDED = re.compile(r"^(?:qu|[ldnsjmtc])(?=[aeiouyh])")
MIN_LENGTH = 4  # shorter words have too many neighbours to be told apart by their letters
MIN_HEARD = 3  # «von» for «vont», «tax» for «taxe»
MIN_HALF = 2  # letters on each side of a missing space: «sacoute»
MAX_EDITS = 2
MIN_LONG = 9  # letters from which two may be wrong, and not only one
MIN_KEY = 3  # shorter sounds join words that have little in common
OFTEN = 15  # times in the base from which a word that French does not know is one
KEPT = 4  # neighbours of each kind that are weighed
REMEMBERED = 8_192

# What each kind of mistake costs, in natural logarithms of how seldom it is made: by hand, so that the
# words around decide between neighbours, and moved on the tuning questions written twice.
HEARD = 2.5
EDIT = 5.0
GLUED = 3.0
ELIDED = 0.5
MEANT = 1.0  # more, when what was typed is a word of its own

Readings = tuple[tuple[tuple[str, ...], float], ...]


@lru_cache(maxsize=1)
def _french_by_ear() -> dict[str, list[str]]:
    """The common words of French by how they sound, the most common first. By letters, only the base's own
    words are near: «mairesse», which few write, is not «maîtresse»."""
    heard: dict[str, list[str]] = {}
    for word in common_french():
        if len(word) > MIN_LENGTH:
            heard.setdefault(sound(word), []).append(word)
    return heard


class Neighbours:
    """The readings of a typed word over the words of a base."""

    def __init__(self, counts: Mapping[str, int], names: Iterable[str] = ()) -> None:
        names = list(names)
        named = {word for name in names for word in WORD.findall(fold(name))}
        french = frequencies()
        said = {word.lower() for name in names for word in ACRONYM.findall(name)}
        self._acronyms = {word for word in said if word not in french}
        self.known = {
            word for word, times in counts.items() if times >= OFTEN or word in named or word in french
        }
        common = sorted(self.known, key=lambda word: (-counts[word], word))
        self._long = [word for word in common if len(word) >= MIN_LENGTH]
        self._by_ear: dict[str, list[str]] = {}
        for word in common:
            if len(word) >= MIN_HEARD:
                self._by_ear.setdefault(sound(word), []).append(word)
        _french_by_ear()  # read now, rather than at somebody's question
        own = weakref.proxy(self)
        self.readings = lru_cache(maxsize=REMEMBERED)(lambda word: own._readings(word))

    def joined(self, word: str, following: str) -> str | None:
        """The known word that two typed ones make together, if one of them alone is none."""
        whole = word + following
        apart = word in self.known and following in self.known
        return whole if whole in self.known and not apart else None

    def _heard(self, key: str) -> list[str]:
        """The words that sound so: those of the base, then the others of French."""
        others = (word for word in _french_by_ear().get(key, ()) if word not in self.known)
        return [*self._by_ear.get(key, ()), *others]

    def _readings(self, word: str) -> Readings:
        """What a folded word may be, each with its cost: as typed first, for nothing."""
        meant = MEANT if word in self.known or word in frequencies() else 0.0
        found: dict[tuple[str, ...], float] = {(word,): 0.0}

        def add(reading: tuple[str, ...], cost: float) -> None:
            if cost < found.get(reading, cost + 1):
                found[reading] = cost

        for near, cost in self._alike(word, ordinary=bool(meant)):
            add(tuple(WORD.findall(near)), cost + meant)
        elided = _ELIDED.match(word)
        if elided:
            small, rest = word[: elided.end()], word[elided.end() :]
            if rest in self.known and len(rest) >= MIN_HALF:
                add((small, rest), ELIDED + meant)
            elif not meant and len(rest) >= MIN_HEARD:
                for near, cost in self._alike(rest, ordinary=False):
                    add((small, *WORD.findall(near)), ELIDED + cost)
        if not meant:
            for cut in range(MIN_HALF, len(word) - MIN_HALF + 1):
                halves = word[:cut], word[cut:]
                if all(half in self.known for half in halves):
                    add(halves, GLUED)
        return tuple(found.items())

    def _alike(self, word: str, *, ordinary: bool) -> list[tuple[str, float]]:
        """The known words that a word may stand for, by ear and by letters, each with its cost. An ordinary
        word is only taken for one of those it is commonly confused with, or for one that sounds the same
        and is written nearly so."""
        alike = [(other, HEARD) for other in language().confused.get(word, ())]
        key = sound(word)
        heard = self._heard(key) if len(word) >= MIN_HEARD else []
        if ordinary:
            return alike + [
                (other, HEARD)
                for other in heard
                if len(key) >= MIN_KEY and stem(other) != stem(word) and OSA.distance(word, other) == 1
            ]
        alike += [(other, HEARD) for other in heard[:KEPT]]
        if len(word) >= MIN_LENGTH:
            allowed = MAX_EDITS if len(word) >= MIN_LONG else 1
            near = process.extract(word, self._long, scorer=OSA.distance, score_cutoff=allowed, limit=KEPT)
            alike += [(other, EDIT * edits) for other, edits, _ in near]
        return [(other, cost) for other, cost in alike if other != word and not self._is_another(word, other)]

    def _is_another(self, word: str, other: str) -> bool:
        """Whether a word is an acronym that nobody knows rather than a known one with a mistake: each of its
        letters stands for a word, so that with another letter it is another name («CIEC», «PIEC»)."""
        if other not in self._acronyms or sorted(word) == sorted(other):
            return False
        return sound(word) != sound(other)
