"""A text folded letter by letter, so that what is found in it stands at the same place in the original."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import lru_cache

PERSON = "[nom]"
_MARKS = "@.-()+/ "
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


def without_invisible(text: str) -> str:
    """The text without the marks that nobody sees inside a word or a number, as copied pages leave them."""
    if text.isascii():
        return text
    kept: list[str] = []
    unseen: list[str] = []  # since the last character that is seen
    before = ""
    for char in text:
        if unicodedata.category(char) == "Cf":
            unseen.append(char)
            continue
        if not (_written(before) and _written(char)):
            kept += unseen  # they join pictures
        unseen.clear()
        kept.append(char)
        before = char
    return "".join(kept)


def _written(char: str) -> bool:
    """Whether a character that is seen, or the text's edge, is part of what is written, no picture."""
    return not char or char.isalnum() or char in _MARKS


@lru_cache(maxsize=2_000)  # a text has few letters, and the base millions of them
def _fold(char: str) -> str:
    if unicodedata.category(char) == "Pd" or char == "\u2212":
        return "-"  # however long the dash: «514‒555‒0199»
    base = unicodedata.normalize("NFKD", char)[0].lower()
    return base if len(base) == 1 else char
