"""A text folded letter by letter, so that what is found in it stands at the same place in the original."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import lru_cache

_SAME = str.maketrans(
    {"’": "'", "ʼ": "'", "`": "'", "´": "'", "–": "-", "‑": "-", "\u00a0": " ", "\u202f": " "}
)


@dataclass(frozen=True)
class Found:
    """Something to mask: where, and what to write instead."""

    start: int
    end: int
    mark: str


def folded(text: str) -> str:
    """Lower case, no accents, plain apostrophes and spaces; as many characters as the text."""
    return "".join(map(_fold, text.translate(_SAME)))


@lru_cache(maxsize=2_000)  # a text has few letters, and the base millions of them
def _fold(char: str) -> str:
    base = unicodedata.normalize("NFKD", char)[0].lower()
    return base if len(base) == 1 else char
