"""Typing mistakes set right by the words around them.

A noisy channel (Kernighan, Church and Gale, 1990): of all the ways to read a question, the one whose words
follow each other as they do in the base, and whose mistakes are the least seldom. What resembles nothing
stays as typed, which tells the decision that the question may be about something else.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping
from itertools import pairwise

from knowledge.search.lexicon import frequencies, is_english
from knowledge.search.typos import GLUED, WORD, Neighbours

FOLLOWS = 0.5  # the share of a word's likelihood that the word before it decides
OF_FRENCH = 0.1  # of the rest, the share that ordinary French decides rather than the base
FEW = 3.0  # sightings below which a pair of words proves little
NEVER = 1e-9  # the likelihood of a word that nobody has seen
START = ""
SHORT = 4  # letters
MIN_KNOWN = 0.4  # of the letters of a question, those of words that somebody knows


class Speller:
    """Sets folded, respelled text right by the words of a base: how often each stands there, and each pair of
    words that follow each other."""

    def __init__(
        self, words: Mapping[str, int], pairs: Mapping[tuple[str, str], int], names: Iterable[str] = ()
    ) -> None:
        self._pairs = pairs
        self._neighbours = Neighbours(words, names)
        # A phrasing may hold a typing mistake on purpose, which does not make it a word.
        self._counts = {word: times for word, times in words.items() if word in self._neighbours.known}
        is_english("")  # read now, rather than at somebody's question
        self._total = max(sum(words.values()), 1)

    def corrected(self, text: str) -> str:
        """The text as it was most likely meant, punctuation and figures as they were."""
        spans = [(found.start(), found.end()) for found in WORD.finditer(text)]
        words = [text[start:end] for start, end in spans]
        spaced = [text[end:start] == " " for (_, end), (start, _) in pairwise(spans)]
        pieces, at = [], 0
        for first, after, meant in self._best(words, spaced):
            pieces += [text[at : spans[first][0]], meant]
            at = spans[after - 1][1]
        return "".join((*pieces, text[at:]))

    def understood(self, text: str) -> bool:
        """Whether the words of a text, by their letters, are known for the most part. A word that was set
        right counts for half, and for nothing when it is short: one letter makes a word of any four. Letters
        struck again and again («xxxx», «aaa zzz»), of which one each is left, say nothing."""
        words = WORD.findall(text)
        typed = [word for word in words if len(word) > 1]
        if not typed:
            return not words or any(map(str.isdigit, text))
        letters = sum(map(len, typed))
        right = set(WORD.findall(self.corrected(text)))
        known = 0.0
        for word in typed:
            if word in self._neighbours.known or word in frequencies() or is_english(word):
                known += len(word)
            elif len(word) > SHORT and word not in right:
                known += len(word) / 2
        return known >= MIN_KNOWN * letters

    def _best(self, words: list[str], spaced: list[bool]) -> list[tuple[int, int, str]]:
        """The likeliest reading: for each stretch, its first word, the word after it, what was meant."""
        # For each position and last word before it: the cost so far and the way there.
        ways: list[dict[str, tuple[float, tuple[int, str, str] | None]]] = [{} for _ in range(len(words) + 1)]
        ways[0][START] = (0.0, None)
        for at in range(len(words)):
            for after, reading, cost in self._stretches(words, spaced, at):
                for before, (spent, _) in ways[at].items():
                    total, last = spent + cost, before
                    for word in reading:
                        total, last = total + self._surprise(word, last), word
                    if last not in ways[after] or total < ways[after][last][0]:
                        ways[after][last] = (total, (at, before, _written(reading)))
        chosen = []
        at, last = len(words), min(ways[-1], key=lambda word: ways[-1][word][0])
        while way := ways[at][last][1]:
            first, before, meant = way
            chosen.append((first, at, meant))
            at, last = first, before
        return chosen[::-1]

    def _stretches(
        self, words: list[str], spaced: list[bool], at: int
    ) -> Iterator[tuple[int, tuple[str, ...], float]]:
        """The readings of the word at a place, and of it joined to the next: «finance ment»."""
        for reading, cost in self._neighbours.readings(words[at]):
            yield at + 1, reading, cost
        if at + 1 < len(words) and spaced[at]:
            joined = self._neighbours.joined(words[at], words[at + 1])
            if joined:
                yield at + 2, (joined,), GLUED

    def _surprise(self, word: str, before: str) -> float:
        """How unlikely a word is after another, in natural logarithms."""
        here, in_french = self._counts.get(word, 0) / self._total, frequencies().get(word, 0.0)
        alone = (1 - OF_FRENCH) * here + OF_FRENCH * in_french
        following = self._pairs.get((before, word), 0) / (self._counts.get(before, 0) + FEW)
        return -math.log(FOLLOWS * following + (1 - FOLLOWS) * alone + NEVER)


def _written(reading: tuple[str, ...]) -> str:
    """The words of a reading as text: a small word before a vowel takes an apostrophe."""
    small, *rest = reading
    if rest and (len(small) == 1 or small == "qu"):
        return f"{small}'{' '.join(rest)}"
    return " ".join(reading)
