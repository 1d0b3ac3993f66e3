"""The written forms that search compares: folded text and its words."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_APOSTROPHES = str.maketrans({"’": "'", "ʼ": "'", "`": "'", "´": "'", "œ": "oe", "Œ": "oe", "æ": "ae"})
_WORDS = re.compile(r"[a-z0-9]+")
SENTENCE_END = re.compile(r"[.;!?]+\s+")
_SENTENCES = re.compile(r"(?<=[.!?…])\s+|\n+")
# «On est une coop de solidarité, notre AGA, faut la faire quand?»: who asks, then what is asked.
_WHO_ASKS = re.compile(
    r"^(?:(?:bonjour|bonsoir|salut|all[oô]|hey)\W+)?"
    r"(?:on est|nous sommes|je suis|chu|j'ai une?|on a|mon client|ma cliente)\b[^,;:?.!]*[,;:]\s*(?=\S)",
    re.IGNORECASE,
)
REMEMBERED = 65_536  # texts: a base has thirty thousand, all compared anew each time one of them is edited
MIN_SENTENCE = 3  # words
MIN_ASKED = 4  # words; a shorter question («c'est possible?») says nothing without the story before it


class _Marks(dict[int, int | None]):
    """Each character as it is, an accent that combines left out: looked up once each."""

    def __missing__(self, char: int) -> int | None:
        self[char] = found = None if unicodedata.combining(chr(char)) else char
        return found


_MARKS = _Marks()


@lru_cache(maxsize=REMEMBERED)
def fold(text: str) -> str:
    """Lower case, accents and ligatures dropped, white space folded: «Œuvre d’Été» → «oeuvre d'ete»."""
    plain = unicodedata.normalize("NFKD", text.translate(_APOSTROPHES))
    return " ".join(plain.translate(_MARKS).lower().split())


def words(text: str) -> list[str]:
    """The words of a text, folded. One-letter words (elisions, «a», «y») are left out."""
    return list(_words(text))


@lru_cache(maxsize=REMEMBERED)
def _words(text: str) -> tuple[str, ...]:
    return tuple(word for word in _WORDS.findall(fold(text)) if len(word) > 1 or word.isdigit())


def sentences(text: str) -> list[str]:
    """The sentences of a story, those of a word or two left out; none of what is one sentence."""
    parts = [part for part in _SENTENCES.split(text.strip()) if len(words(part)) >= MIN_SENTENCE]
    return parts if len(parts) > 1 else []


def asked_part(text: str) -> str | None:
    """What a story asks: its sentences that end with a question mark, or else its last one.

    None when the text is one sentence, or when what it asks is too short to stand alone.
    """
    sentences = [part.strip() for part in _SENTENCES.split(text) if part.strip()]
    asked = " ".join([part for part in sentences if part.endswith("?")] or sentences[-1:])
    told = _WHO_ASKS.match(asked)
    if told and len(words(asked[told.end() :])) >= MIN_ASKED:
        asked = asked[told.end() :]
    return asked if len(asked) < len(text.strip()) and len(words(asked)) >= MIN_ASKED else None
