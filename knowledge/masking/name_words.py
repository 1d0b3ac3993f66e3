"""A word of a text, and what the lists say of it: a given name, a surname, a word that nothing explains."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from knowledge.masking.text import folded
from knowledge.masking.vocabulary import listed, names
from knowledge.search.lexicon import frequencies
from knowledge.settings import COMMON_DIR, content_dir, once_a_pole
from knowledge.territory.names import municipality_names

RARE = 1e-5  # of all words: a word that common is read as a word before a name
MAX_ABBREVIATION = 4  # letters before a point that ends no sentence: «boul. Hébert»
MIN_UNKNOWN = 3  # letters of a word that may be a name only because nothing else knows it

_TOKEN = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*\.?(?=\W|$)|[^\W\d_]+")
_ELISION = re.compile(r"^(?:[mljnstcd]|qu)'(?=..)")
_BEFORE_A_NAME = re.compile("(?:d|qu)['’]")
_PLAIN_WORD = re.compile(r"[a-z]+(?:-[a-z]+)*")


@dataclass(frozen=True)
class Word:
    """A word of the text: as typed and folded, where it is."""

    typed: str
    plain: str
    start: int
    end: int
    stops: bool = False  # its sentence ends with it

    @property
    def bare(self) -> str:
        """Without what is elided before it: «l'inspecteur» is an inspector, «l'effet» an effect."""
        return _ELISION.sub("", self.plain).rstrip(".")

    @property
    def capital(self) -> bool:
        return self.typed[0].isupper()


@lru_cache(maxsize=1)
def municipalities() -> frozenset[str]:
    """The municipalities of Québec, folded: «Hudson» alone is a place."""
    return frozenset(map(folded, municipality_names()))


@lru_cache(maxsize=1)
def _towns_by_word() -> dict[str, tuple[str, ...]]:
    """For each word of a municipality's name of several, the names that hold it."""
    held: dict[str, tuple[str, ...]] = {}
    for name in sorted(municipalities()):
        for word in set(_PLAIN_WORD.findall(name)):
            held[word] = (*held.get(word, ()), name)
    return held


def in_a_town(plain: str, start: int, end: int) -> bool:
    """Whether what is between two places of the folded text is in the name of a municipality there:
    «Gascons», of «Port-Daniel--Gascons»."""
    names_there = {
        name for word in _PLAIN_WORD.findall(plain[start:end]) for name in _towns_by_word().get(word, ())
    }
    return any(
        found.start() <= start and end <= found.end()
        for name in names_there
        for found in re.finditer(rf"(?<!\w){re.escape(name)}(?!\w)", plain)
    )


@once_a_pole
def words_of_the_base() -> frozenset[str]:
    """The folded words of the content, common and of this Pôle: «futurpreneur», «Kahnawake»."""
    files = [path for folder in {COMMON_DIR, content_dir()} for path in folder.rglob("*.yaml")]
    return frozenset(
        word for path in files for word in _PLAIN_WORD.findall(folded(path.read_text(encoding="utf-8")))
    )


def words_of(text: str, plain: str) -> list[Word]:
    """The words of a text. Input: the text, and the same folded."""
    return [
        _without_stop(Word(text[start:end], plain[start:end], start, end))
        for one in _TOKEN.finditer(text)
        for start, end in _apart(text, plain, *one.span())
    ]


def _without_stop(word: Word) -> Word:
    """A word without the stop of its sentence; an initial and a short form keep theirs: «boul.», «H.»."""
    letters = word.plain.removesuffix(".")
    if letters == word.plain or len(letters) < MIN_UNKNOWN:
        return word
    named = letters in _given_or_also_a_word() or letters in names("surnames")
    if len(letters) <= MAX_ABBREVIATION and not named:
        return word
    return Word(word.typed[:-1], letters, word.start, word.end - 1, stops=True)


def _apart(text: str, plain: str, start: int, end: int) -> list[tuple[int, int]]:
    """Where a word is; or «d'» and the given name after it, if a surname follows: «d'André Tremblay»."""
    elided = _BEFORE_A_NAME.match(plain, start, end)
    if elided and plain[elided.end() : end].split("-")[0] in names("given_names"):
        if text[elided.end()].isupper() and text[start].islower():  # «la veuve d'Armand»
            return [(start, elided.end()), (elided.end(), end)]
        after = _TOKEN.match(plain, end + 1)
        if after and after[0] in names("surnames"):
            return [(start, elided.end()), (elided.end(), end)]
    return [(start, end)]


def written_in_one_case(text: str, words: list[Word]) -> bool:
    """Whether capitals say nothing: all of them, or none after the first word."""
    return text.isupper() or not any(word.capital for word in words[1:])


def odd(word: Word) -> bool:
    """Whether a word is written as a name and is no French word."""
    acronym = len(word.typed) > 1 and word.typed.isupper()
    return word.capital and not acronym and word.plain not in frequencies()


def unknown(word: Word) -> bool:
    """Whether neither French, nor the base, nor a place accounts for a word."""
    if len(word.plain) < MIN_UNKNOWN or word.plain in listed("never_names") or word.plain in municipalities():
        return False
    if word.bare != word.plain.rstrip(".") and (word.bare in frequencies() or not word.bare):
        return False  # «d'une», «m'aide»: a word, and what is elided before it
    parts = word.plain.rstrip(".").split("-")
    return word.plain not in words_of_the_base() and any(part not in frequencies() for part in parts)


def describes(word: Word) -> bool:
    """Whether a word that no list knows ends as those that describe do: «monoparentale»."""
    return word.plain.endswith(tuple(listed("word_endings"))) and not surname(word)


def unknown_word(word: Word) -> bool:
    """Whether French does not have a word, or hardly."""
    return frequencies().get(word.plain, 0.0) < RARE


@lru_cache(maxsize=1)
def _given_or_also_a_word() -> frozenset[str]:
    return names("given_names") | names("given_or_word")


def given(word: Word) -> bool:
    parts = word.plain.rstrip(".").split("-")
    sure, either_way = names("given_names"), _given_or_also_a_word()
    if len(parts) > 1 and parts[0] in listed("nicknames"):
        sure = either_way if parts[0] in listed("pet_names") else sure
        parts = parts[1:]  # «ti-paul»
    return parts[0] in sure or (len(parts) > 1 and all(part in either_way for part in parts))


def surname(word: Word) -> bool:
    parts = re.split(r"[-']", word.plain.rstrip("."))
    known = names("surnames")
    return word.plain in known or any(part in known for part in parts)


def may_be_given(word: Word) -> bool:
    """Whether a word is a given name, or one that is also a word and is taken for a name in capitals."""
    also = word.plain in names("given_or_word") and word.plain in listed("capital_names")
    return also or given(word)
