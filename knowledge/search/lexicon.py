"""How common each French word is, so that a correct word the base does not hold is left as it is.

The frequencies are those that pyspellchecker brings (about 140,000 forms, counted in subtitles).
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from spellchecker import SpellChecker

from knowledge.search.text import fold

COMMON = 2e-6  # of all words: a form that people write, and so may miswrite; some twenty thousand


@lru_cache(maxsize=1)
def common_french() -> tuple[str, ...]:
    """The common forms, the most common first."""
    french = frequencies()
    return tuple(sorted((word for word in french if french[word] >= COMMON), key=lambda w: (-french[w], w)))


@lru_cache(maxsize=1)
def _english() -> frozenset[str]:
    return frozenset(SpellChecker(language="en").word_frequency)  # in small letters, without accents


def is_english(word: str) -> bool:
    """Whether a folded word is an English one: «funding» is understood, though not French."""
    return word in _english()


@lru_cache(maxsize=1)
def frequencies() -> Mapping[str, float]:
    """The share, 0 to 1, of each folded word in French text. Forms that fold alike are added up."""
    counts: dict[str, int] = {}
    for word, times in SpellChecker(language="fr").word_frequency.items():
        folded = fold(word)
        counts[folded] = counts.get(folded, 0) + times
    total = sum(counts.values())
    return {word: times / total for word, times in counts.items()}
