"""The names of the municipalities of Québec, for those who only have to know that a name is a place's."""

from __future__ import annotations

import csv
from functools import lru_cache

from knowledge.settings import COMMON_DIR


@lru_cache(maxsize=1)
def municipality_names() -> tuple[str, ...]:
    """As the government writes them, each once, in the order of the file."""
    with (COMMON_DIR / "quebec_municipalities.csv").open(encoding="utf-8", newline="") as file:
        return tuple(dict.fromkeys(row["name"] for row in csv.DictReader(file)))
