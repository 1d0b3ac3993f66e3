"""The levels in which a factor says that a resource stands, and the number of each, in `ranking.yaml`."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from knowledge.records import AnyResource, Criterion
from knowledge.vocabulary import Need

RANKING_FILE = Path(__file__).parent / "ranking.yaml"

Levels = tuple[str, ...]


@lru_cache(maxsize=1)
def ranking() -> dict[str, Any]:
    """The file of the ranking: `levels`, `together`, `pick`, `families`, `only_said`."""
    loaded: dict[str, Any] = yaml.safe_load(RANKING_FILE.read_text(encoding="utf-8"))
    return loaded


@lru_cache(maxsize=1)
def weights() -> dict[str, float]:
    """The number of each level that the file writes."""
    return {
        f"{factor}.{level}": float(number)
        for part in ("levels", "together")
        for factor, levels in ranking()[part].items()
        for level, number in levels.items()
    }


def number_of(level: str) -> float:
    """The number of a level: that of the file, and 1 where two things that meet change nothing."""
    if level.partition(".")[0] in ranking()["together"]:
        return weights().get(level, 1.0)
    return weights()[level]


def points_of(levels: Iterable[str]) -> float:
    """The product of the numbers of some levels."""
    return math.prod(map(number_of, levels))


@lru_cache(maxsize=32)
def family_of(need: Need | None) -> str:
    """The kind of help a need is about: money, advice or the life of the organization."""
    families: Mapping[str, list[str]] = ranking()["families"]
    return next((family for family, needs in families.items() if need in needs), "advice")


@lru_cache(maxsize=1)
def only_said() -> frozenset[str]:
    """The needs that nobody has without saying so: who serves one first is not for a project that says
    nothing of it."""
    return frozenset(ranking()["only_said"])


def unsure(criterion: Criterion, record: AnyResource, factor: str) -> str:
    """What nobody writes down says nothing against a door."""
    return f"{factor}.{'usual' if criterion in record.unknown_is_typical else 'maybe'}"
