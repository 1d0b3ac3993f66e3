"""A place's name tells of no danger: alone, or after «à», «de» or «au», the same town is read for any."""

from __future__ import annotations

import re
from functools import lru_cache

from knowledge.search.lexicon import frequencies
from knowledge.search.text import fold
from knowledge.territory.names import municipality_names

TOWN = "Montréal"
# What goes before a place, and what is left of it once a town without an article stands there.
LINKS = {"à": "à ", "a": "a ", "au": "à ", "aux": "à ", "de": "de ", "du": "de ", "des": "de ", "d'": "de "}
CONTRACTED = ("au", "aux", "du", "des")
ARTICLES = frozenset({"l", "la", "le", "les"})
SMALL = ARTICLES | {"a", "au", "aux", "d", "de", "des", "du", "en", "et", "sous", "sur"}
SURE_WORDS = 3  # a name of that many words is no ordinary phrase, even in small letters

_LINKED = re.compile(r"(?<![\w'’-])(?:(?:à|a|aux?|de|du|des)\s+|d['’])(?=\w)", re.IGNORECASE)
_WORD = re.compile(r"\w+")
_COMPOUND = re.compile(r"\w+(?:(?:-|['’](?=\w))\w+)+")


@lru_cache(maxsize=1)
def _names() -> frozenset[tuple[str, ...]]:
    return frozenset(tuple(_WORD.findall(fold(name))) for name in municipality_names())


@lru_cache(maxsize=1)
def _longest() -> int:
    return max(map(len, _names()))


def without_places(text: str) -> str:
    """The text with each place that is named after a link, or alone, read as `TOWN`."""
    alone = [word[0] for word in _WORD.finditer(text)]
    if tuple(map(fold, alone)) in _names() and _written_as_one(alone):
        return TOWN
    kept, done = [], 0
    for found in _LINKED.finditer(text):
        if found.start() < done:
            continue
        link = found[0].strip().lower().replace("’", "'")
        end = _end(text, found.end(), contracted=link in CONTRACTED)
        if end:
            kept += [text[done : found.start()], LINKS[link], TOWN]
            done = end
    return "".join([*kept, text[done:]]) if done else text


def _end(text: str, start: int, *, contracted: bool) -> int | None:
    """Where the name that begins at a place of the text ends, or None when none does."""
    words: list[re.Match[str]] = []
    for word in _WORD.finditer(text, start):
        before = words[-1].end() if words else start
        if len(words) == _longest() or text[before : word.start()].strip(" -'’.!"):
            break
        words.append(word)
    for count in range(len(words), 0, -1):
        name = tuple(fold(word[0]) for word in words[:count])
        known = name in _names() or (contracted and any((one, *name) in _names() for one in ("le", "les")))
        if known and _written_as_one([word[0] for word in words[:count]]):
            return words[count - 1].end()
    compound = _COMPOUND.match(text, start)
    if compound and all(part[0].isupper() for part in _parts(compound[0])):
        return compound.end()  # «à Grand-Mère»: written as a name, of a place that has no mayor any more
    return None


def _parts(name: str) -> list[str]:
    """The words of a name, but the small ones that join them."""
    words: list[str] = _WORD.findall(name)
    return [word for word in words if fold(word) not in SMALL] or words


def _written_as_one(words: list[str]) -> bool:
    """Whether a name is written as one: «l'Avenir», «obedjiwan», but not «peur de l'avenir»."""
    own = [word for word in words if fold(word) not in ARTICLES] or words
    return (
        own[0][0].isupper() or len(own) >= SURE_WORDS or any(fold(word) not in frequencies() for word in own)
    )
