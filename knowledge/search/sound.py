"""How a French word sounds, roughly: words that people confuse when they write by ear get the same key."""

from __future__ import annotations

import re
from functools import lru_cache

from knowledge.search.text import REMEMBERED

# Digits stand for sounds that take several letters. In order, each on the folded word: final silent
# letters go first, as they decide how vowels sound.
_RULES: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern), replacement)
    for pattern, replacement in (
        (r"(?:er|ez|et|ed|ee|es|ait|ais|aient|ai)$", "e"),
        (r"(?<=[a-z]{4})ent$", ""),
        (r"(?:ce|sse|(?<=[lnr])se)s?$", "5"),
        (r"ges?$", "j"),
        (r"eaux|eau|aux|au|(?:ot|os)s?$", "o"),
        (r"[stdxpz]+$", ""),
        (r"(?<=[a-z]{2})e$", ""),
        (r"[stdxpz]+$", ""),
        (r"ph", "f"),
        (r"ch", "3"),
        (r"sc(?=[eiy])|c(?=[eiy])|ss|ti(?=on)", "s"),
        (r"qu|ck|cc|[cq]", "k"),
        (r"ge(?=[ao])|g(?=[eiy])", "j"),
        (r"gu(?=[eiy])", "g"),
        (r"h", ""),
        (r"y", "i"),
        (r"(?:ain|ein|aim|im|in)(?![aeiou])", "1"),
        (r"(?:en|em|am|an)(?![aeioumn])", "2"),
        (r"om(?=[bp])", "on"),
        (r"ai|ei", "e"),
        (r"[z5]", "s"),
        (r"(.)\1+", r"\1"),
    )
)

MIN_KEY = 2  # shorter keys join words that have little in common


@lru_cache(maxsize=REMEMBERED)
def sound(word: str) -> str:
    """A rough key of how a folded word sounds: «vile», «ville»; «bieck», «biec»; «conbien», «combien»."""
    heard = word
    for pattern, replacement in _RULES:
        heard = pattern.sub(replacement, heard)
    return heard if len(heard) >= MIN_KEY else word
