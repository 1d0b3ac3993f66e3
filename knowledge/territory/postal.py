"""Which places a postal code may be in, from the town halls' codes in the list of municipalities.

A rural code (its digit is 0) is that of whole places. The first three characters of any code are an area:
its towns are those whose hall is there. An area without a hall is told by what all its neighbours share,
when all of them are outside the territory.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping

from knowledge.territory.places import Place
from knowledge.territory.tokens import fold

# Québec's codes begin with G, H or J; «J7V 8P2», «j7v8p2», or their first three characters alone.
POSTAL_CODE = re.compile(r"\b([ghj]\d[a-z])(?:[ -]?(\d[a-z]\d))?\b", re.IGNORECASE)
AREA = 3  # characters


class PostalCodes:
    """The places by postal code."""

    def __init__(self, rows: Iterable[Mapping[str, str]], by_code: Mapping[str, Place]) -> None:
        self._rural: dict[str, list[Place]] = defaultdict(list)
        self._areas: dict[str, list[Place]] = defaultdict(list)
        for row in rows:
            place, code = by_code.get(row["code"]), fold(row["postal_code"] or "").replace(" ", "")
            if place is None or len(code) < AREA:
                continue
            self._areas[code[:AREA]].append(place)
            if code[1] == "0":
                self._rural[code].append(place)

    def places(self, area: str, rest: str | None) -> tuple[Place, ...]:
        """The places of a code, those of the territory first; empty when none is known."""
        area = fold(area)
        found = self._rural.get(area + fold(rest)) if rest else None
        if not found:
            found = self._areas.get(area) or self._neighbours(area)
        inside = [place for place in found if place.kind != "outside"]
        outside = [place for place in found if place.kind == "outside"]
        return (*inside, *_as_one(outside))

    def _neighbours(self, area: str) -> list[Place]:
        """The places of the nearest areas, none when one of them is in the territory."""
        for size in (2, 1):
            near = [
                place
                for other, places in self._areas.items()
                if other.startswith(area[:size])
                for place in places
            ]
            if near:
                return near if all(place.kind == "outside" for place in near) else []
        return []


def _as_one(places: list[Place]) -> list[Place]:
    """Places outside that the same organization serves are one: nobody needs to say which."""
    regions, served = {place.region for place in places}, {place.refer_to for place in places}
    if len(places) < 2 or len(regions) > 1 or len(served) > 1:
        return places
    region = regions.pop()
    return [Place(None, region or "", "outside", None, region, None, served.pop())]
