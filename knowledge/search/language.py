"""Words as the index compares them: spelling brought back, synonyms joined, endings dropped.

The vocabularies are `spelling.yaml` and `synonyms.yaml`, beside this file. Questions and the base's own
texts go through the same steps, so that two spellings of one thing are the same word.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from knowledge.search.text import REMEMBERED, fold

_FOLDER = Path(__file__).parent
_TOKENS = re.compile(r"[a-z0-9]+")
_REPEATED = re.compile(r"([a-z])\1{2,}")  # «heeeelp»
_BOARD = re.compile(r"\bC\.?A\b\.?")  # «CA» in capitals is the board; «ça» without its cedilla is not
_DOTTED = re.compile(r"\b(?:[A-Za-z]\.){2,}(?:[A-Za-z]\b)?")  # «O.B.N.L.»
_DOUBLED = re.compile(r"([lnt])\1$")  # «professionnelle», «professionnel»
MIN_STEM = 4
_ENDINGS = (
    *("ements", "ement", "erons", "erait", "aient", "ees", "ant", "ons", "ait", "ent"),
    *("er", "ez", "ee", "es", "s", "x", "e"),
)
_WHOLE = frozenset({"mois", "plus", "sans", "fois", "pays", "gars", "pris", "tres"})  # this s is no plural


@dataclass(frozen=True)
class Language:
    """The vocabularies of the comparison. `spelling` and `synonyms` find what `spellings` and `canonical`
    replace. `confused`: for a short word, those that sound as it does. `shortened`: of a word that is one
    with another, cut short («coop», «coopérative»), the stem of the other."""

    spelling: re.Pattern[str]
    spellings: Mapping[str, str]
    synonyms: re.Pattern[str]
    canonical: Mapping[str, str]
    function_words: frozenset[str]
    elsewhere: re.Pattern[str]
    confused: Mapping[str, tuple[str, ...]]
    shortened: Mapping[str, str]


def _alternatives(keys: Mapping[str, str]) -> re.Pattern[str]:
    """A pattern that finds any of the keys as whole words, longest first."""
    ordered = sorted(keys, key=len, reverse=True)
    return re.compile(r"(?<![a-z0-9'])(?:" + "|".join(map(re.escape, ordered)) + r")(?![a-z0-9])")


@lru_cache(maxsize=1)
def _spelling() -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load((_FOLDER / "spelling.yaml").read_text(encoding="utf-8"))
    return loaded


@lru_cache(maxsize=1)
def common_groups() -> list[list[str]]:
    """The groups of words that mean one thing, for every Pôle."""
    loaded: list[list[str]] = yaml.safe_load((_FOLDER / "synonyms.yaml").read_text(encoding="utf-8"))[
        "groups"
    ]
    return loaded


def common_spellings() -> dict[str, str]:
    """How people write, and how it is read, for every Pôle."""
    listed = _spelling()
    return {str(key): str(value) for key, value in {**listed["phrases"], **listed["words"]}.items()}


@lru_cache(maxsize=1)
def language() -> Language:
    """The vocabularies in force."""
    spelling, groups = _spelling(), common_groups()
    starting = {
        f"{verb} {word}": f"{meant} {word}"
        for verb, meant in spelling["starting"]["verbs"].items()
        for word in spelling["starting"]["before"].split()
    }
    spellings = {
        fold(str(key)): fold(str(value))
        for key, value in {**spelling["phrases"], **starting, **spelling["words"]}.items()
    }
    canonical = {stems(name): f"={number}" for number, group in enumerate(groups) for name in group}
    synonyms = re.compile(
        r"(?<!\S)(?:" + "|".join(map(re.escape, sorted(canonical, key=len, reverse=True))) + r")(?!\S)"
    )
    return Language(
        spelling=_alternatives(spellings),
        spellings=spellings,
        synonyms=synonyms,
        canonical=canonical,
        function_words=frozenset(stem(word) for word in spelling["function_words"].split()),
        elsewhere=re.compile(
            r"\b(?:" + "|".join(word.replace("-", " ") for word in spelling["elsewhere"].split()) + r")\b"
        ),
        confused={
            word: tuple(other for other in group.split() if other != word)
            for group in spelling["confused"]
            for word in group.split()
        },
        shortened={
            stem(one): stem(other)
            for group in groups
            for one in group
            for other in group
            if " " not in one + other and stem(one) != stem(other)
            if one.startswith(other) or other.startswith(one)
        },
    )


@lru_cache(maxsize=REMEMBERED)
def respelled(text: str) -> str:
    """The folded text with its spelling brought back: «Chu en C.A., c koi?» → «je suis en conseil …»."""
    if not text.isupper():
        text = _BOARD.sub("conseil d'administration", text)
    text = _DOTTED.sub(lambda found: found[0].replace(".", ""), text)
    plain = _REPEATED.sub(r"\1", fold(text).replace("-", " "))
    known = language()
    return known.spelling.sub(lambda found: known.spellings[found[0]], plain)


@lru_cache(maxsize=REMEMBERED)
def stem(word: str) -> str:
    """A word without its plural, feminine and common verb endings: «coopératives», «coopérative»."""
    if word in _WHOLE:
        return word
    if word.isdigit() or len(word) <= MIN_STEM:
        return word.removesuffix("s") if len(word) == MIN_STEM else word
    if word.endswith("aux"):
        return word[:-2] + "l"
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= MIN_STEM:
            return _DOUBLED.sub(r"\1", word[: -len(ending)])
    return word


@lru_cache(maxsize=REMEMBERED)
def stems(text: str) -> str:
    """The stems of a folded text's words, single letters left out."""
    return " ".join(stem(word) for word in _TOKENS.findall(text) if len(word) > 1 or word.isdigit())


def terms_of(plain: str) -> list[str]:
    """The words that count in a respelled text: synonyms as one, as stems, without function words."""
    return list(_terms_of(plain))


@lru_cache(maxsize=REMEMBERED)
def _terms_of(plain: str) -> tuple[str, ...]:
    known = language()
    # Groups of words hold small words («organisme sans but lucratif»), so they are joined first.
    joined = known.synonyms.sub(lambda found: known.canonical[found[0]], stems(plain))
    return tuple(token for token in joined.split() if token not in known.function_words)


def terms(text: str) -> list[str]:
    """The words that count in a text as typed."""
    return terms_of(respelled(text))
