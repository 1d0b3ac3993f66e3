"""The words of the resources, indexed once: names, acronyms, what they offer and to whom.

A word that is asked for is found as it is, begun, in another number or gender, by ear, or misspelt, in
this order: a nearer way hides the farther ones, so that a right word never brings its neighbours.
"""

from __future__ import annotations

import re
import weakref
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import lru_cache

import numpy as np
import numpy.typing as npt
from rapidfuzz import process
from rapidfuzz.distance import OSA

from knowledge.records import ActivityRecord, AnyResource, FundRecord, OrganizationRecord
from knowledge.search.language import language, respelled, stem
from knowledge.search.sound import sound
from knowledge.search.text import fold, words

MIN_BEGUN = 3  # letters from which a word may be one that is begun: «op» begins too many
MIN_TYPO = 4  # letters: shorter words have too many neighbours
MIN_HEARD = 3  # sounds: fewer are those of too many words, «zzzqq» is no «SQ»
LONG_WORD = 8  # letters from which two typing mistakes are forgiven, rather than one
REMEMBERED = 4_096  # words whose near ones are kept
KEPT = 32  # of the latest texts: a page asks what one finds several times
LAST = "\U0010ffff"  # comes after every letter

# How well a resource answers a text, best first: a name begins so, all the words are in its names, they are
# there with a mistake, or some are elsewhere.
CALLED, NAMED, NAMED_MISSPELT, MENTIONED = range(4)
ABSENT = 4  # it has not all the words

Tiers = npt.NDArray[np.int8]
Numbers = npt.NDArray[np.intp]

# One word in short pieces: «co-op», «co op», «r i s q».
_JOINED = re.compile(r"\bco[- ]ops?\b|\b[a-z](?: [a-z]){2,}\b")


def name_parts(record: AnyResource) -> list[str]:
    """All that a resource is called."""
    return [record.name, record.acronym or "", *record.aliases]


def text_parts(record: AnyResource) -> list[str]:
    """What a resource says of itself beside its names."""
    parts = [record.notes or ""]
    if isinstance(record, OrganizationRecord):
        parts += [record.kind, *record.services, *record.audience, record.when_to_refer or ""]
    elif isinstance(record, FundRecord):
        parts += [record.nature, record.application or "", record.organization_name or ""]
        parts += record.conditions
    elif isinstance(record, ActivityRecord):
        parts += [record.kind, record.organization_name or "", record.registration or ""]
        parts += [session.place or "" for session in record.sessions]
    else:
        parts += [record.kind, *record.topics, *record.audience, record.format or ""]
        parts.append(record.organization_name or "")
    if record.eligibility.sectors:
        parts += record.eligibility.sectors.names
    return parts


def asked_words(text: str) -> list[str]:
    """The words of a search that count, as typed and folded; all of them when none would be left."""
    found = list(dict.fromkeys([*words(_whole(text)), *_undotted(text)]))
    kept = [word for word in found if stem(word) not in language().function_words]
    return kept or found


def _whole(text: str) -> str:
    """A folded text whose words in short pieces are whole: «co-op» is «coop»."""
    return _JOINED.sub(lambda found: found[0].replace("-", "").replace(" ", ""), fold(text))


def _undotted(text: str) -> list[str]:
    """Acronyms written with dots («C.D.R.Q.»), without them."""
    return words(respelled(text)) if "." in text else []


class WordIndex:
    """Which resources hold which words; a resource is known by its place among those given."""

    def __init__(self, resources: Iterable[AnyResource]) -> None:
        named: dict[str, list[int]] = defaultdict(list)
        held: dict[str, list[int]] = defaultdict(list)
        begun: list[tuple[str, int]] = []
        self._size = 0
        for number, record in enumerate(resources):
            names = name_parts(record)
            begun += [(fold(part), number) for part in names if part]
            in_names = _distinct(names)
            for word in in_names:
                named[word].append(number)
            for word in in_names | _distinct(text_parts(record)):
                held[word].append(number)
            self._size = number + 1
        self._named = {word: np.array(numbers, np.intp) for word, numbers in named.items()}
        self._held = {word: np.array(numbers, np.intp) for word, numbers in held.items()}
        begun.sort()
        self._names = [name for name, _ in begun]
        self._named_so = np.array([number for _, number in begun], np.intp)
        self._vocabulary = sorted(held)
        self._by_stem: dict[str, list[str]] = defaultdict(list)
        self._by_ear: dict[str, list[str]] = defaultdict(list)
        self._by_length: dict[int, list[str]] = defaultdict(list)
        for word in self._vocabulary:
            self._by_stem[stem(word)].append(word)
            self._by_ear[sound(word)].append(word)
            self._by_length[len(word)].append(word)
        self._beginnings: dict[int, list[str]] = {}
        own = weakref.proxy(self)  # what remembers does not hold it: a former catalogue is given back at once
        self._near = lru_cache(maxsize=REMEMBERED)(lambda word: own._near_words(word))
        self._kept = lru_cache(maxsize=KEPT)(lambda text: own._found(text))

    def find(self, text: str) -> Tiers:
        """How well each resource answers a text (0 is best): it has all its words, or it is `ABSENT`.

        Words that mean nothing by themselves do not count. An empty text finds nothing.
        """
        tiers: Tiers = self._kept(text)
        return tiers

    def _found(self, text: str) -> Tiers:
        asked = asked_words(text)
        found = np.full(self._size, NAMED if asked else ABSENT, np.int8)
        for word in asked:
            found = np.maximum(found, self._answering(word))
        so_called = self._begun(_whole(text))
        found[so_called[found[so_called] == NAMED]] = CALLED
        found.setflags(write=False)
        return found

    def _begun(self, beginning: str) -> Numbers:
        """The resources with a name that begins so."""
        first, last = _beginning_so(self._names, beginning)
        return self._named_so[first:last]

    def _answering(self, word: str) -> Tiers:
        alike, tier = self._exact(word), NAMED
        if not alike:
            alike, tier = self._near(word), NAMED_MISSPELT
        found = np.full(self._size, ABSENT, np.int8)
        for known in alike:
            found[self._held[known]] = MENTIONED
        for known in alike:
            if known in self._named:
                found[self._named[known]] = tier
        return found

    def _exact(self, word: str) -> list[str]:
        """The words of the base that begin with this one, or differ from it by their ending only; those of a
        word that is one with it, cut short, too."""
        if len(word) >= MIN_BEGUN:
            first, last = _beginning_so(self._vocabulary, word)
        else:
            first, last = bisect_left(self._vocabulary, word), bisect_left(self._vocabulary, word + "\0")
        root = stem(word)
        other = language().shortened.get(root, "")
        alike = [*self._by_stem.get(root, ()), *self._by_stem.get(other, ())]
        return list(dict.fromkeys([*self._vocabulary[first:last], *alike]))

    def _near_words(self, word: str) -> list[str]:
        """The words that sound like this one; else those that one or two mistakes make of it, first whole,
        then as far as it is typed."""
        if len(word) < MIN_TYPO:
            return []
        heard = self._by_ear.get(sound(word), [])
        if heard and len(sound(word)) >= MIN_HEARD:
            return heard
        mistakes = 1 + (len(word) >= LONG_WORD)
        lengths = range(len(word) - mistakes, len(word) + mistakes + 1)
        whole = [known for length in lengths for known in self._by_length.get(length, ())]
        return _nearest(word, whole, mistakes) or [
            known
            for begun in _nearest(word, self._begun_words(len(word)), mistakes)
            for known in self._vocabulary[slice(*_beginning_so(self._vocabulary, begun))]
        ]

    def _begun_words(self, length: int) -> list[str]:
        """The words of the base as far as so many letters, each beginning once."""
        if length not in self._beginnings:
            self._beginnings[length] = list(dict.fromkeys(known[:length] for known in self._vocabulary))
        return self._beginnings[length]


def _nearest(word: str, known: Sequence[str], mistakes: int) -> list[str]:
    """Those of the known words that the fewest mistakes make of one."""
    found = process.extract(word, known, scorer=OSA.distance, score_cutoff=mistakes, limit=None)
    least = min((distance for _, distance, _ in found), default=0)
    return [near for near, distance, _ in found if distance == least]


def _beginning_so(ordered: Sequence[str], beginning: str) -> tuple[int, int]:
    """Where the texts that begin so are among texts in order."""
    first = bisect_left(ordered, beginning)
    return first, bisect_left(ordered, beginning + LAST, first)


def _distinct(parts: Iterable[str]) -> set[str]:
    text = " ".join(parts)
    return {*words(text), *_undotted(text)}
