"""What an English message asks, in the words of the base: the search then finds what is written in French.

The words are in `english.yaml`; the ones that are not there stay as they are.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path

import yaml

from knowledge.search.lexicon import COMMON, frequencies, is_english
from knowledge.search.text import fold, words

WORDS = Path(__file__).with_suffix(".yaml")


def in_french_words(message: str) -> str:
    """The message with each English word or turn that is known said in French, the longest first."""
    return _known().sub(lambda found: _said()[found[0]], fold(message))


def has_english(message: str) -> bool:
    """Whether a message has an English word that is no common French one: neither «comment on partage les
    profits» nor letters that make no word."""
    return any(is_english(word) and frequencies().get(word, 0.0) < COMMON for word in words(message))


@cache
def _said() -> Mapping[str, str]:
    told = yaml.safe_load(WORDS.read_text(encoding="utf-8"))["words"]
    return {fold(str(english)): str(french) for english, french in told.items()}


@cache
def _known() -> re.Pattern[str]:
    ordered = sorted(_said(), key=len, reverse=True)
    return re.compile(r"(?<![\w'-])(?:" + "|".join(map(re.escape, ordered)) + r")(?![\w-])")
