"""The written forms that search compares: folded text and its words."""

from __future__ import annotations

import re
import unicodedata

_APOSTROPHES = str.maketrans({"’": "'", "ʼ": "'", "`": "'", "´": "'", "œ": "oe", "Œ": "oe", "æ": "ae"})
_WORDS = re.compile(r"[a-z0-9]+")


def fold(text: str) -> str:
    """Lower case, accents and ligatures dropped, white space folded: «Œuvre d’Été» → «oeuvre d'ete»."""
    plain = unicodedata.normalize("NFKD", text.translate(_APOSTROPHES))
    plain = "".join(char for char in plain if not unicodedata.combining(char))
    return " ".join(plain.lower().split())


def words(text: str) -> list[str]:
    """The words of a text, folded. One-letter words (elisions, «a», «y») are left out."""
    return [word for word in _WORDS.findall(fold(text)) if len(word) > 1 or word.isdigit()]
