"""Words a typo or two away from the words that place names are made of."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable

# How many typos a word of a name bears, by its length: short names are too close to ordinary words.
_ONE_FROM = 4
_TWO_FROM = 8
_MOST_TYPOS = 2


def tolerance(word: str) -> int:
    """The number of typos allowed in writing `word`."""
    if len(word) >= _TWO_FROM:
        return _MOST_TYPOS
    return 1 if len(word) >= _ONE_FROM else 0


def distance(a: str, b: str, limit: int) -> int:
    """Typos between two words (insert, drop, replace, swap neighbours), or `limit` + 1 when more."""
    if abs(len(a) - len(b)) > limit:
        return limit + 1
    before: list[int] = []
    last = list(range(len(b) + 1))
    for i, x in enumerate(a, 1):
        row = [i]
        for j, y in enumerate(b, 1):
            cost = min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (x != y))
            if i > 1 and j > 1 and x == b[j - 2] and a[i - 2] == y:
                cost = min(cost, before[j - 2] + 1)
            row.append(cost)
        if min(row) > limit:
            return limit + 1
        before, last = last, row
    return min(last[-1], limit + 1)


def _deletions(word: str, count: int) -> set[str]:
    found = {word}
    edge = {word}
    for _ in range(count):
        edge = {w[:i] + w[i + 1 :] for w in edge for i in range(len(w))}
        found |= edge
    return found


# Spelling by ear, as French reads these names: «Vodreuil», «Chatogay», «Valifild».
_BY_EAR = [
    (re.compile(pattern), sound)
    for pattern, sound in [
        (r"eau|au", "o"), (r"gu(?=[aeiy])", "g"), (r"ph", "f"), (r"c(?=[eiy])", "s"), (r"y", "i"),
        (r"qu|ck|c(?=[aoulrkt]|$)", "k"),
        (r"sh", "ch"), (r"(?<!c)h", ""), (r"ai|ei", "e"), (r"z", "s"), (r"ee|ie(?=l)", "i"),
        (r"(.)\1", r"\1"), (r"[estxdp]+$", ""),
    ]
]  # fmt: skip
_BY_EAR_FROM = 6  # letters in the name: shorter ones sound like ordinary words


def sound(word: str) -> str:
    """Roughly how a word is heard, so that spellings by ear fall together."""
    for pattern, heard in _BY_EAR:
        word = pattern.sub(heard, word)
    return word


class Speller:
    """Finds the vocabulary words near a written word, by a table of words with letters taken out."""

    def __init__(self, vocabulary: Iterable[str]) -> None:
        self._heard: dict[str, list[str]] = defaultdict(list)
        self._table: dict[str, list[str]] = defaultdict(list)
        words = set(vocabulary)
        self._longest = max(map(len, words), default=0) + _MOST_TYPOS
        for word in words:
            for form in _deletions(word, tolerance(word)):
                self._table[form].append(word)
            if len(word) >= _BY_EAR_FROM:
                self._heard[sound(word)].append(word)
        self._known: dict[str, tuple[tuple[str, int], ...]] = {}

    def near(self, word: str) -> tuple[tuple[str, int], ...]:
        """Vocabulary words within their tolerance of `word`, with the number of typos; not `word` itself."""
        known = self._known.get(word)
        if known is not None:
            return known
        reach = _MOST_TYPOS if len(word) >= _TWO_FROM - 2 else 1
        # A word with letters too many is near nothing, and has as many forms as the square of its length.
        forms = _deletions(word, reach) if len(word) <= self._longest else ()
        seen = {near for form in forms for near in self._table.get(form, ())}
        found = []
        for candidate in sorted(seen):
            limit = tolerance(candidate)
            typos = distance(word, candidate, limit)
            if 0 < typos <= limit:
                found.append((candidate, typos))
        close = {candidate for candidate, _ in found}
        found += [(c, 2) for c in self._heard.get(sound(word), ()) if c != word and c not in close]
        if len(self._known) > 20_000:  # bounded: people write endlessly many words
            self._known.clear()
        self._known[word] = tuple(found)
        return self._known[word]
