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
        sector: re.compile(r"\b(?:" + "|".join(re.escape(word) for word in sorted(set(words))) + ")")
        for sector, words in vocabulary.items()
    }


@lru_cache(maxsize=2_000)
def sectors_of(text: str) -> frozenset[str]:
    """The sectors that a text names; empty when none is recognised, which is not «no sector»."""
    folded = fold(text)
    return frozenset(sector for sector, pattern in _patterns().items() if pattern.search(folded))
