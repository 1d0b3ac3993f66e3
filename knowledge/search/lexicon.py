"""How common each French word is, so that a correct word the base does not hold is left as it is.

The frequencies are those that pyspellchecker brings (about 140,000 forms, counted in subtitles).
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from spellchecker import SpellChecker

from knowledge.search.text import fold


@lru_cache(maxsize=1)
def frequencies() -> Mapping[str, float]:
    """The share, 0 to 1, of each folded word in French text. Forms that fold alike are added up."""
    counts: dict[str, int] = {}
    for word, times in SpellChecker(language="fr").word_frequency.items():
        folded = fold(word)
        counts[folded] = counts.get(folded, 0) + times
    total = sum(counts.values())
    return {word: times / total for word, times in counts.items()}
