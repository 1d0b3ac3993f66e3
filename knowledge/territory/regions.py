"""Québec's administrative regions: their names, how one says «in» them, what people call them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import yaml

_FILE = Path(__file__).parent / "regions.yaml"


@dataclass(frozen=True)
class Region:
    """A region. `name`: as the list of municipalities writes it; `within`: «en Mauricie»."""

    name: str
    within: str
    aliases: tuple[str, ...]

    @property
    def shown(self) -> str:
        """The name as people read it: «Saguenay–Lac-Saint-Jean»."""
        return self.name.replace("--", "–")


@lru_cache(maxsize=1)
def regions() -> dict[str, Region]:
    """All the regions by name."""
    data = yaml.safe_load(_FILE.read_text(encoding="utf-8"))
    return {name: Region(name, row["in"], tuple(row["aliases"])) for name, row in data.items()}


def within(region: str | None) -> str:
    """«en Mauricie»; «dans la région» when it is not known."""
    known = regions().get(region or "")
    return known.within if known else "dans la région"


def at(name: str) -> str:
    """How one says where a place is, by the name that people read: «à Rigaud», «aux Cèdres», «en Estrie»."""
    region = next((one for one in regions().values() if one.shown == name), None)
    if region:
        return region.within
    for article, said in (("Les ", "aux "), ("Le ", "au ")):
        if name.startswith(article):
            return said + name.removeprefix(article)
    return f"à {name}"
