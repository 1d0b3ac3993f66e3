"""Which sectors a free text names, so that a project and a resource can be compared."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path

import yaml

from knowledge.search.text import fold

VOCABULARY_FILE = Path(__file__).parent / "sectors.yaml"


@lru_cache(maxsize=1)
def _patterns() -> dict[str, re.Pattern[str]]:
    vocabulary: dict[str, list[str]] = yaml.safe_load(VOCABULARY_FILE.read_text(encoding="utf-8"))
    return {
        sector: re.compile(r"\b(?:" + "|".join(_pattern(word) for word in sorted(set(words))) + ")")
        for sector, words in vocabulary.items()
    }


def _pattern(word: str) -> str:
    """A listed word as an expression: the beginning of a word, or the whole of one that ends with «=»."""
    return rf"{re.escape(word[:-1])}s?\b" if word.endswith("=") else re.escape(word)


@lru_cache(maxsize=2_000)
def sectors_of(text: str) -> frozenset[str]:
    """The sectors that a text names; empty when none is recognised, which is not «no sector»."""
    folded = fold(text)
    return frozenset(sector for sector, pattern in _patterns().items() if pattern.search(folded))


# «coop de travail» names a kind of cooperative, not what it does.
NOT_SECTORS = frozenset(
    [
        "travail",
        "solidarite",
        "producteurs",
        "consommateurs",
        "travailleurs",
        "services",
        "quartier",
        "village",
        "jeune",
        "jeunes",
        "benevole",
        "benevoles",
        "scolaire",
    ]
)
# Works on a building, unless said of an enterprise: «une coop de rénovation», not «pour les rénovations».
ACTIVITY_ONLY = ("renov",)
# «Le patron ferme dans trois mois»: a verb, unless something says that it is a farm.
ALSO_VERBS = frozenset(["ferme"])
_OF_NOUN = re.compile(
    r"\b(?:l[ae]|les?|une?|des?|du|d|en|sur|ma|mon|ta|ton|sa|son|[nv]otre|leur|cette?|quelle|petite|vieille"
    r"|ancienne|grande|belle|premiere|coop\w*)[ -]$"
)
_ENTITY = r"(?:coop\w*|obnl|osbl|projet|entreprise|organisme|commerce|service|atelier|magasin|idee)s?"
_ACTIVITY = re.compile(
    rf"\b{_ENTITY} (?:de |d['’]|en )"
    r"((?!la\b|le\b|l['’]|notre|mon|ma)[^\W\d_][\w'’-]*(?: (?:de |d['’]|du |des |en )?[^\W\d_][\w'’-]+)?)",
    re.IGNORECASE,
)
_TAIL = re.compile(r"\s+(?:a|à|au|aux|dans|pis|et|pour|chez|sur|avec|qui|en|de|du|des|d)\b.*$", re.IGNORECASE)
_WORD = re.compile(r"[^\W\d_][\w-]+")


def named_sector(text: str) -> str | None:
    """The words of a text that name what the project does, in the person's own words; None if none do.

    «Une coop de vélos à Vaudreuil» gives «vélos». Only words of the vocabulary are taken: those after
    «coop de» or «projet de» first.
    """
    for found in _ACTIVITY.finditer(text):
        words: str = _TAIL.sub("", found[1])
        if sectors_of(words):
            return words
    for found in _WORD.finditer(text):
        word: str = found[0]
        folded = fold(word)
        if len(word) <= 3 or folded in NOT_SECTORS or folded.startswith(ACTIVITY_ONLY):
            continue
        if folded in ALSO_VERBS and not _OF_NOUN.search(fold(text[: found.start()]) + " "):
            continue
        if sectors_of(word):
            return word
    return None
