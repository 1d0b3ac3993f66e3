"""E-mails as they are written or spelled, links, and names on social networks."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from knowledge.masking.name_words import words_of_the_base
from knowledge.masking.text import Found
from knowledge.masking.vocabulary import either, listed
from knowledge.search.lexicon import frequencies, is_english

EMAIL, LINK, HANDLE = "[courriel]", "[adresse web]", "[compte]"
MIN_COINED = 9  # letters of a word that nothing knows, after a network
MAX_SPELLED = 3  # words before «arobas», joined or not

_AT = (
    r"(?:\s*@\s*|"
    r"\s*[(\[{<]\s*(?:a|at|arobas[e]?|a commercial|@)\s*[)\]}>]\s*|\s+(?:at|arobas[e]?|a commercial)\s+)"
)
_DOT = r"(?:\s*\.\s*|\s*[(\[{]\s*(?:dot|point|\.)\s*[)\]}]\s*|\s+(?:point|dot)\s+)"
# A mark that a word of an e-mail may hold («-», «+», «_») does not also join two: to try both at each would
# take for ever.
_JOIN = r"(?:\.|\s+(?:point|dot|tiret|trait d'union|souligne|underscore|tiret bas)\s+)"
_ENDS = r"(?:com|ca|org|net|fr|qc|quebec|info|coop|edu|me|io|gouv|example|biz|us|uk|tv)"
_SPELLED = re.compile(
    rf"(?P<local>[\w+-]+(?:{_JOIN}[\w+-]+)*){_AT}[\w-]+(?:(?:{_DOT}|\s+tiret\s+)[\w-]+)*(?:{_DOT}{_ENDS}\b)"
)
_PLAIN = re.compile(r"[\w.+-]+\s?@\s?[\w-]+(?:\s?\.\s?[\w-]+)+")
_URL = re.compile(r"(?:https?://|www\.)\S*[^\s.,;:!?)»]")
_PATH = re.compile(rf"\b(?:[\w-]+\.)+{_ENDS}/[\w./?=&%~-]*[\w/]")
# «grobras_du_nord»: words that only who has an account joins so; a file is called so too, and ends otherwise.
_JOINED = re.compile(r"(?<![\w./-])[a-z][a-z0-9]*(?:_[a-z0-9]+)+(?![\w/(-]|\.\w)")
_AT_NAME = re.compile(r"(?<![\w@])@[\w.-]*\w")
_NUMBERED = re.compile(r"\b[a-z][\w.-]{2,}#\d{3,5}\b")
_LIVE = re.compile(r"\blive:[\w.]+")
_MARKED = re.compile(r"\w[._\d]\S*\w")
_BEFORE = re.compile(r"[\w'+-]+\s+$")


@lru_cache(maxsize=1)
def _on_network() -> re.Pattern[str]:
    named = either("networks")
    return re.compile(rf"\b(?:{named})(?:\s*[:=]\s*|\s+(?:c'est|cest|est|c|:)\s+)(?P<name>[\w.@-]*\w)")


@lru_cache(maxsize=1)
def _without_at() -> re.Pattern[str]:
    """«lou.roy chez gmail point com»: what is before a well-known keeper of mail."""
    local = rf"[\w+-]+(?:{_JOIN}[\w+-]+)*"
    return re.compile(rf"\b{local}(?:\s+(?:a|chez|sur))?\s+(?:{either('providers')})(?:{_DOT}|\s+){_ENDS}\b")


@lru_cache(maxsize=1)
def _without_end() -> re.Pattern[str]:
    """«lou 55 @ hotmail»."""
    return re.compile(rf"[\w+-]+(?:{_JOIN}[\w+-]+)*{_AT}(?:{either('providers')})\b")


@lru_cache(maxsize=1)
def _beside_network() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{either('networks')})\s+(?P<name>[\w.-]*\w)")


@lru_cache(maxsize=1)
def _hosted() -> re.Pattern[str]:
    """«lou-roy.blogspot.com»: a page that somebody keeps where everybody may."""
    return re.compile(rf"\b[\w-]+(?:\.[\w-]+)*\.(?:{either('page_hosts')})\b(?:/\S*[\w/])?")


@lru_cache(maxsize=1)
def _public() -> re.Pattern[str]:
    """A link to a government's site, which is nobody's."""
    return re.compile(rf"(?:https?://)?(?:[\w-]+\.)*(?:{either('public_sites')})(?![\w.-]*@)(?:/|$)")


def _is_word(part: str) -> bool:
    return part.isdigit() or part in frequencies() or is_english(part)


def reaches(plain: str) -> Iterator[Found]:
    """Input: the folded text."""
    for pattern in (_SPELLED, _PLAIN, _without_at(), _without_end()):
        for found in pattern.finditer(plain):
            yield Found(_start(plain, found.start()), found.end(), EMAIL)
    for pattern, mark in (
        (_URL, LINK),
        (_PATH, LINK),
        (_LIVE, HANDLE),
        (_NUMBERED, HANDLE),
        (_JOINED, HANDLE),
        (_hosted(), LINK),
        (_AT_NAME, HANDLE),
    ):
        for found in pattern.finditer(plain):
            if pattern is _JOINED and all(map(_is_word, found[0].split("_"))):
                continue
            if mark != LINK or not _public().match(found[0]):
                yield Found(found.start(), found.end(), mark)
    for found in _beside_network().finditer(plain):
        name = found["name"]
        coined = name.isalpha() and len(name) >= MIN_COINED and name not in frequencies()
        if _MARKED.search(name) or (coined and not is_english(name) and name not in words_of_the_base()):
            yield Found(found.start("name"), found.end("name"), HANDLE)
    for found in _on_network().finditer(plain):
        name = found["name"]
        if name in listed("never_names") or name.isdigit():
            continue
        if not all(part in frequencies() for part in name.split("-")):  # «pseudo: faut-il en mettre un»
            yield Found(found.start("name"), found.end("name"), HANDLE)


def _start(plain: str, start: int) -> int:
    """Where an e-mail begins when its name is spelled in several words: «courriel = lou 22 arobas»."""
    begun = start
    for _ in range(MAX_SPELLED):
        before = _BEFORE.search(plain[:begun])
        word = before[0].strip() if before else ""
        if (
            not before
            or word in listed("never_names")
            or word.startswith(("courriel", "mail", "email", "c'est"))
        ):
            return begun
        if len(word) < 3 and not word.isdigit():
            return begun
        if plain[begun - 1] != " " or "'" in word:
            return begun
        # Only a value that was announced («courriel = …») reaches so far back.
        if not re.search(r"(?:courriel|mail|adresse)\W*(?:[\w+-]+\W+){0,3}$", plain[: before.start()]):
            return begun
        begun = before.start()
    return begun
