"""A Pôle's own spellings and synonyms: its words, read as those that its answers use.

Questions and the base's own texts go through the same reading, so that two ways of writing one thing are the
same. A Pôle that has none reads everything as it stands.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from itertools import groupby
from typing import Any

from knowledge.search.text import fold

SPELLINGS, SYNONYMS = "spellings", "synonyms"  # of `words.yaml`
PLURAL_FROM = 5  # letters: «popotes» is «popote», while the «s» of a short word may be its own
_SIGNS = " -'’\u00a0"  # what may stand between two words of one expression

Key = tuple[str, ...]


@dataclass(frozen=True)
class OwnWords:
    """What is read in place of what is written, by the folded words of the latter. What was read once is read
    as it stands."""

    meant: Mapping[Key, str] = field(default_factory=dict)

    @cached_property
    def _longest(self) -> int:
        return max(map(len, self.meant), default=0)

    def read(self, text: str) -> str:
        """A text with the Pôle's own words brought back, the longest first; the rest as it was typed."""
        if not self.meant or not self._may_hold(fold(text)):
            return text
        spans, done, last, at = _spans(text), [], 0, 0
        words = [_plain(text[start:end]) for start, end in spans]
        while at < len(spans):
            size = self._size(text, spans, words, at)
            if size and not self._stands(words, at, size):
                start, end = spans[at][0], spans[at + size - 1][1]
                done += [text[last:start], self.meant[tuple(words[at : at + size])]]
                last = end
            at += max(size, 1)
        return "".join([*done, text[last:]])

    def _stands(self, words: list[str], at: int, size: int) -> bool:
        """Whether what these words are read as stands there already: «popote» within «popote roulante»."""
        key = tuple(words[at : at + size])
        target = key_of(self.meant[key])
        starts = (at - n for n in range(len(target) - size + 1) if target[n : n + size] == key)
        return any(start >= 0 and tuple(words[start : start + len(target)]) == target for start in starts)

    def _may_hold(self, folded: str) -> bool:
        """Whether a folded text may hold one of them: a base has thousands of texts, and few do."""
        return any(first in folded for first in self._firsts)

    @cached_property
    def _firsts(self) -> frozenset[str]:
        return frozenset(key[0] for key in self.meant)

    def _size(self, text: str, spans: list[tuple[int, int]], words: list[str], at: int) -> int:
        """How many words, from this one on, are one of those to read otherwise; 0 for none."""
        for size in range(min(self._longest, len(spans) - at), 0, -1):
            gaps = (text[spans[n][1] : spans[n + 1][0]] for n in range(at, at + size - 1))
            joined = all(not gap.strip(_SIGNS) for gap in gaps)
            if joined and tuple(words[at : at + size]) in self.meant:
                return size
        return 0


def own_words(file: Mapping[str, Any]) -> OwnWords:
    """Those that a `words.yaml` holds: `spellings` (as written: as read) and `synonyms`, groups whose first
    words are the ones that answers use."""
    meant = {key_of(written): str(read) for written, read in (file.get(SPELLINGS) or {}).items()}
    for first, *others in file.get(SYNONYMS) or []:
        meant |= {key_of(other): str(first) for other in others}
    meant.pop((), None)
    return OwnWords(meant)


def key_of(words: object) -> Key:
    """Words as they are compared: folded, one by one, without the «s» of the plural."""
    text = str(words)
    return tuple(_plain(text[start:end]) for start, end in _spans(text))


def _spans(text: str) -> list[tuple[int, int]]:
    """Where the words of a text stand: runs of letters and digits."""
    found, at = [], 0
    for is_word, run in groupby(text, str.isalnum):
        size = len(list(run))
        if is_word:
            found.append((at, at + size))
        at += size
    return found


def _plain(word: str) -> str:
    folded = fold(word)
    return folded[:-1] if len(folded) >= PLURAL_FROM and folded[-1] in "sx" else folded
