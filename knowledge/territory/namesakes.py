"""Which readings of a text to keep, and which of the places that share a name is meant."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from knowledge.territory.context import Setting
from knowledge.territory.index import Reading
from knowledge.territory.places import Place
from knowledge.territory.tokens import Token, content, words


@dataclass(frozen=True)
class Found:
    """A reading in its setting, with the places it may mean and how far from certain it is."""

    reading: Reading
    here: Setting
    places: tuple[Place, ...]
    cost: float

    @property
    def span(self) -> tuple[int, int]:
        """The first and last words, the article taken in."""
        return self.here.first, self.reading.last

    @property
    def rank(self) -> tuple[float, ...]:
        """The longest name first, then the nearest spelling."""
        return (self.reading.first - self.reading.last, self.cost, self.here.first)


def overlap(a: tuple[int, int], b: tuple[int, int]) -> bool:
    """Whether two runs of words share one."""
    return a[0] <= b[1] and b[0] <= a[1]


def without_overlap(found: Iterable[Found]) -> list[Found]:
    """The best readings that share no word, left to right."""
    chosen: list[Found] = []
    for spot in sorted(found, key=lambda spot: spot.rank):
        if not any(overlap(spot.span, other.span) for other in chosen):
            chosen.append(spot)
    return sorted(chosen, key=lambda spot: spot.here.first)


def unique(places: Iterable[Place]) -> tuple[Place, ...]:
    """The places once each, in order."""
    return tuple(dict.fromkeys(places))


def settle(
    chosen: list[Found], every: Sequence[Found], tokens: Sequence[Token], mrcs: Sequence[Place]
) -> list[Found]:
    """`chosen`, each with the places its words may mean here, all readings of the same words considered."""
    settled = []
    for spot in chosen:
        words_read = (spot.reading.first, spot.reading.last, spot.reading.cost)
        same = [o for o in every if (o.reading.first, o.reading.last, o.reading.cost) == words_read]
        settled.append(replace(spot, places=_meant(spot, same, tokens, chosen, mrcs)))
    return settled


def _meant(
    spot: Found, same: list[Found], tokens: Sequence[Token], chosen: list[Found], mrcs: Sequence[Place]
) -> tuple[Place, ...]:
    named = _in_named_region(chosen, unique(place for other in same for place in other.places))
    if named:
        return named
    pool = [other for other in same if other.reading.entry.inside] or same
    # «L'Île-Perrot» with its article is the town; «Île-Perrot» may be any of the island's.
    article = spot.here.first < spot.reading.first or tokens[spot.here.first].norm in ("l", "la", "les")
    exact = [o for o in pool if o.reading.entry.name.official and o.reading.entry.article] if article else []
    settled = [other for other in pool if other.reading.entry.name.settled]
    places = unique(place for other in exact or settled or pool for place in other.places)
    return _town_or_mrc(places, spot, mrcs)


def _town_or_mrc(places: tuple[Place, ...], spot: Found, mrcs: Sequence[Place]) -> tuple[Place, ...]:
    """«MRC de Beauharnois» is the MRC, «à Beauharnois» the town, «Beauharnois» either."""
    counties = tuple(place for place in places if place.kind == "mrc")
    towns = tuple(place for place in places if place.kind != "mrc")
    if spot.here.mrc:
        key = set(content(spot.reading.entry.name.words))
        named = tuple(mrc for mrc in mrcs if key <= set(words(mrc.name)))
        return counties or named or places
    if counties and towns and spot.here.town:
        return towns
    return (*towns, *counties)


def _in_named_region(chosen: list[Found], everyone: tuple[Place, ...]) -> tuple[Place, ...]:
    """«Saint-Isidore en Beauce»: the namesakes of a region that the message names."""
    if len(everyone) < 2:
        return ()
    regions = {
        place.region
        for other in chosen
        for place in other.places
        if place.kind == "outside" and place.code is None and place.region
    }
    return tuple(place for place in everyone if place.kind == "outside" and place.region in regions)
