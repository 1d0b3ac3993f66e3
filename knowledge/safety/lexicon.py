"""The groups of words of `words.yaml` and of sayings of `sayings.yaml`: which of them a text holds."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import combinations
from pathlib import Path
from typing import Any

import numpy as np
import yaml

from knowledge.safety.sayings import sayings
from knowledge.search.encoder import Vectors
from knowledge.search.language import respelled
from knowledge.search.lexicon import frequencies
from knowledge.search.sound import sound
from knowledge.search.text import fold

_FILE = Path(__file__).with_name("words.yaml")
_TOKENS = re.compile(r"[a-z0-9]+")
_ANY_ENDING = r"[a-z]*"
SAYINGS_WEIGHT = (
    1.0  # no more than a word: they were written after reading the examples, which makes them look surer
)
MIN_KEY = 4  # sounds: a word of fewer is like too many others
MIN_HEARD = 6  # letters: a shorter expression sounds like too many others


@lru_cache(maxsize=1)
def groups() -> dict[str, list[str]]:
    """The name of each group and its expressions, in the order of the file."""
    listed: dict[str, list[str]] = _words()["groups"]
    return listed


@lru_cache(maxsize=1)
def _words() -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load(_FILE.read_text(encoding="utf-8"))
    return loaded


@lru_cache(maxsize=1)
def _by_sound() -> dict[str, str]:
    """The words of danger that people write by ear, by how they sound: the first that sounds so."""
    keys = {sound(word): word for word in reversed(_words()["heard"])}
    return {key: word for key, word in keys.items() if len(key) >= MIN_KEY}


def _as_heard(word: str) -> str:
    """«suissider» as «suicider»; a word that French has, or that sounds like none of danger, as it is."""
    return word if word in frequencies() else _by_sound().get(sound(word), word)


def tokens(text: str) -> list[str]:
    """The words of a text with their spelling brought back: «chu à boutte» gives «je suis a bout»."""
    return [_as_heard(word) for word in _TOKENS.findall(respelled(text))]


def words_as_typed(text: str) -> list[str]:
    """The words of a text, folded, and no more."""
    return _TOKENS.findall(fold(text).replace("-", " "))


def _heard(words: list[str]) -> str:
    return " ".join(sound(word) for word in words)


@lru_cache(maxsize=1)
def _patterns() -> list[tuple[re.Pattern[str], re.Pattern[str] | None]]:
    """For each group, a pattern over words as written, and one over words as heard."""
    found = []
    for expressions in groups().values():
        written = {
            " ".join(tokens(item.rstrip("*"))): _ANY_ENDING if item.endswith("*") else ""
            for item in expressions
        }
        # As typed, too: bringing back the spelling of three words alone may change them.
        written |= {item.rstrip("*"): _ANY_ENDING if item.endswith("*") else "" for item in expressions}
        heard = {
            _heard(item.split())
            for item in expressions
            if len(item.replace(" ", "")) >= MIN_HEARD and not item.endswith("*")
        }
        found.append(
            (
                re.compile(r"\b(?:" + "|".join(re.escape(k) + v for k, v in written.items()) + r")\b"),
                re.compile(r"(?<!\S)(?:" + "|".join(map(re.escape, heard)) + r")(?!\S)") if heard else None,
            )
        )
    return found


def held(text: str) -> Vectors:
    """For each group, its weight if the text holds one of it; then 1 for each pair of such groups."""
    words = tokens(text)
    written, heard = " ".join(words), _heard(words)
    alone = [
        bool(seen.search(written) or (sounded and sounded.search(heard))) for seen, sounded in _patterns()
    ]
    alone += [bool(saying.search(written)) for saying in sayings().values()]
    weights = [1.0] * len(groups()) + [SAYINGS_WEIGHT] * len(sayings())
    pairs = [one and other for one, other in combinations(alone, 2)]
    return np.array([*np.multiply(alone, weights), *pairs], dtype=np.float32)
