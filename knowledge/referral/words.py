"""The words of the resources, indexed once: names, acronyms, what they offer and to whom.

A word that is asked for is found as it is, begun, in another number or gender, by ear, or misspelt, in
this order: a nearer way hides the farther ones, so that a right word never brings its neighbours.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import lru_cache

from rapidfuzz import process
from rapidfuzz.distance import OSA

from knowledge.records import ActivityRecord, AnyResource, FundRecord, OrganizationRecord
from knowledge.search.language import language, respelled, stem
from knowledge.search.sound import sound
from knowledge.search.text import fold, words

MIN_BEGUN = 3  # letters from which a word may be one that is begun: «op» begins too many
MIN_TYPO = 4  # letters: shorter words have too many neighbours
LONG_WORD = 8  # letters from which two typing mistakes are forgiven, rather than one
REMEMBERED = 4_096  # words whose near ones are kept

# How well a resource answers a text, best first: a name begins so, all the words are in its names, they are
# there with a mistake, or some are elsewhere.
CALLED, NAMED, NAMED_MISSPELT, MENTIONED = range(4)


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
    """Which resources hold which words."""

    def __init__(self, resources: Mapping[str, AnyResource]) -> None:
        self._identifiers = list(resources)
        self._named: dict[str, set[int]] = defaultdict(set)
        self._held: dict[str, set[int]] = defaultdict(set)
        self._names: list[tuple[str, ...]] = []
        for number, record in enumerate(resources.values()):
            self._names.append(tuple(fold(part) for part in name_parts(record) if part))
            for word in _distinct(name_parts(record)):
                self._named[word].add(number)
                self._held[word].add(number)
            for word in _distinct(text_parts(record)):
                self._held[word].add(number)
        self._vocabulary = sorted(self._held)
        self._by_stem: dict[str, list[str]] = defaultdict(list)
        self._by_ear: dict[str, list[str]] = defaultdict(list)
        for word in self._vocabulary:
            self._by_stem[stem(word)].append(word)
            self._by_ear[sound(word)].append(word)
        self._near = lru_cache(maxsize=REMEMBERED)(self._near_words)

    def find(self, text: str) -> dict[str, int]:
        """The resources that hold all the words of a text, each with how well (0 is best).

        Words that mean nothing by themselves do not count. An empty text finds nothing.
        """
        best: dict[int, int] | None = None
        for word in asked_words(text):
            found = self._resources(word)
            if best is None:
                best = found
            else:
                best = {number: max(best[number], tier) for number, tier in found.items() if number in best}
            if not best:
                return {}
        begun = _whole(text)
        return {
            self._identifiers[number]: CALLED if tier == NAMED and self._begins(number, begun) else tier
            for number, tier in (best or {}).items()
        }

    def _begins(self, number: int, begun: str) -> bool:
        return any(name.startswith(begun) for name in self._names[number])

    def _resources(self, word: str) -> dict[int, int]:
        alike, tier = self._exact(word), NAMED
        if not alike:
            alike, tier = self._near(word), NAMED_MISSPELT
        found: dict[int, int] = {}
        for known in alike:
            for number in self._held[known]:
                found.setdefault(number, MENTIONED)
        for known in alike:
            for number in self._named.get(known, ()):
                found[number] = tier
        return found

    def _exact(self, word: str) -> list[str]:
        """The words of the base that begin with this one, or differ from it by their ending only."""
        first = bisect_left(self._vocabulary, word)
        last = bisect_left(self._vocabulary, word + ("\uffff" if len(word) >= MIN_BEGUN else "\0"), first)
        return list(dict.fromkeys([*self._vocabulary[first:last], *self._by_stem.get(stem(word), ())]))

    def _near_words(self, word: str) -> list[str]:
        """The words that sound like this one; else those that one or two mistakes make of it, first whole,
        then as far as it is typed."""
        heard = self._by_ear.get(sound(word), []) if len(word) >= MIN_TYPO else []
        if heard:
            return heard
        if len(word) < MIN_TYPO:
            return []
        for compared in (self._vocabulary, [known[: len(word)] for known in self._vocabulary]):
            found = process.extract(
                word, compared, scorer=OSA.distance, score_cutoff=1 + (len(word) >= LONG_WORD), limit=None
            )
            if found:
                least = min(distance for _, distance, _ in found)
                return [self._vocabulary[place] for _, distance, place in found if distance == least]
        return []


def _distinct(parts: Iterable[str]) -> set[str]:
    text = " ".join(parts)
    return {*words(text), *_undotted(text)}
