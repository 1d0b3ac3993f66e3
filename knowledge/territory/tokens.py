"""Text cut into words that keep their position, compared without accents, case or hyphens."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

# Dotted initials («N.D.I.P.») are one word; everything else is a run of letters and digits.
_WORD = re.compile(r"(?:[^\W\d_]\.){2,}[^\W\d_]?|[^\W_]+")
# What may stand between two words of one name: spaces, hyphens, an apostrophe, a colon («Kahnawà:ke»).
_INSIDE_NAME = re.compile(r"[ \t\n\u00a0\u202f]*[-‐‑–'’ʼ`´:/]*[ \t\n\u00a0\u202f]*")
_AFTER_ABBREVIATION = re.compile(r"\.?[ \t\u00a0\u202f]*[-‐‑–]?[ \t\u00a0\u202f]*")
_ABBREVIATED = {"st": "saint", "ste": "sainte", "nd": "notredame"}

LINKS = {
    "de": "of", "du": "of", "des": "of", "d": "of", "dla": "of",
    "la": "the", "le": "the", "les": "the", "l": "the",
    "sur": "on", "su": "on", "sul": "on",
    "a": "at", "au": "at", "aux": "at",
    "en": "in", "et": "and",
}  # fmt: skip


def fold(text: str) -> str:
    """`text` in lower case without accents, ligatures opened («Œ» gives «oe»)."""
    text = text.lower().replace("œ", "oe").replace("æ", "ae")
    return "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))


@dataclass(frozen=True)
class Token:
    """A word: `norm` is its folded form with St and Ste spelled out; `gap` is what stands before it."""

    norm: str
    raw: str
    start: int
    end: int
    gap: str

    @property
    def capital(self) -> bool:
        """Whether it is written with a capital letter."""
        return self.raw[:1].isupper()

    @property
    def joined(self) -> bool:
        """Whether it can belong to the same name as the word before it."""
        return bool(_INSIDE_NAME.fullmatch(self.gap))


def tokenize(text: str) -> list[Token]:
    """The words of `text`, in order; positions are character offsets in `text`."""
    tokens: list[Token] = []
    last_end = 0
    for found in _WORD.finditer(text):
        raw, start, end = found.group(), found.start(), found.end()
        gap = text[last_end:start]
        norm = fold(raw)
        if "." in norm:
            norm = norm.replace(".", "")
        pair = (tokens[-1].norm if tokens else "", norm)
        if pair in (("n", "d"), ("notre", "dame")) and _AFTER_ABBREVIATION.fullmatch(gap):
            previous = tokens.pop()  # «N-D», «N. D.», «Notre-Dame» are one word
            tokens.append(Token("notredame", text[previous.start : end], previous.start, end, previous.gap))
            last_end = end
            continue
        short = tokens and (tokens[-1].raw.lower() in _ABBREVIATED or tokens[-1].norm == "notredame")
        if short and _AFTER_ABBREVIATION.fullmatch(gap):
            gap = "-"  # «St. Rémi» is written with a full stop that ends nothing
        tokens.append(Token(_ABBREVIATED.get(norm, norm), raw, start, end, gap))
        last_end = end
    return tokens


def words(text: str) -> list[str]:
    """The folded words of a name."""
    return [token.norm for token in tokenize(text)]


def content(names: Iterable[str]) -> tuple[str, ...]:
    """The words that carry a name: all but articles and prepositions."""
    return tuple(word for word in names if word not in LINKS)
