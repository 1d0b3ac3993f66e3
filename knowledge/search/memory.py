"""What was computed of texts, which stays the same whatever changes beside them."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

from knowledge.search.accents import written_words
from knowledge.search.characters import character_counts
from knowledge.search.counts import TokenCounts
from knowledge.search.encoder import EncodedTexts
from knowledge.search.language import terms_of
from knowledge.search.text import words
from knowledge.search.typos import WORD


class Memory:
    """Vectors and counts of texts, kept from one build of an index to the next. `path`: where the vectors,
    which cost most, are kept between runs."""

    def __init__(self, path: Path | None = None) -> None:
        self.encoded = EncodedTexts(path)
        self.characters = character_counts()
        self.words = TokenCounts(words)
        self.terms = TokenCounts(terms_of)
        self.spelled = TokenCounts(WORD.findall)
        self.pairs = TokenCounts(_pairs)
        self.written = TokenCounts(written_words)
        self.folded: dict[str, str] = {}  # words without their accents


def _pairs(text: str) -> list[tuple[str, str]]:
    """The pairs of words that follow each other in a folded text."""
    return list(pairwise(WORD.findall(text)))
