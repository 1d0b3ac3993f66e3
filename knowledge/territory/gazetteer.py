"""Finds places in what people write."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from knowledge.territory import atlas as atlas_module
from knowledge.territory.atlas import Atlas, Doors
from knowledge.territory.context import Setting, is_place, setting
from knowledge.territory.index import Index, Reading
from knowledge.territory.places import Place, PlaceMatch
from knowledge.territory.tokens import Token, content, fold, tokenize, words
from knowledge.territory.vocabulary import Vocabulary, vocabulary

CONTENT = Path(__file__).resolve().parents[1] / "content"
_POSTAL_CODE = re.compile(r"\b([a-z]\d[a-z])[ -]?(\d[a-z]\d)\b", re.IGNORECASE)
_CODE = re.compile(r"(?<![\d$.,-])\d{5}(?![\d,.]*\s*(?:\$|dollars|piastres|k\b)|\d)")
_OUTSIDE_PENALTY = 0.5  # the territory's own places win over namesakes and near names
_DOUBT_PER_TYPO = 0.12


@dataclass(frozen=True)
class _Found:
    reading: Reading
    here: Setting
    places: tuple[Place, ...]
    cost: float

    @property
    def span(self) -> tuple[int, int]:
        return self.here.first, self.reading.last

    @property
    def rank(self) -> tuple[float, ...]:
        return (-(self.reading.last - self.reading.first), self.cost, self.here.first)


class Gazetteer:
    """All places of a content folder, ready to be found in sentences."""

    def __init__(self, atlas: Atlas, vocabulary: Vocabulary) -> None:
        self._atlas = atlas
        self._vocabulary = vocabulary
        self._index = Index(atlas, vocabulary)
        self._mrc_codes = {place.code: place for place in atlas.mrcs.values()}

    @classmethod
    def from_content(cls, path: Path | None = None) -> Gazetteer:
        """The gazetteer of the content folder `path`, by default the one beside this package."""
        known = vocabulary()
        return cls(atlas_module.read(path or CONTENT, known), known)

    def by_code(self, code: str) -> Place | None:
        """The place with an official code: five digits for a municipality, three for an MRC."""
        return self._atlas.by_code.get(code) or self._mrc_codes.get(code)

    def mrcs(self) -> tuple[Place, ...]:
        """The MRC of the territory, in the order of the content folder."""
        return tuple(self._atlas.mrcs.values())

    def mrc(self, mrc_id: str) -> Place | None:
        """The MRC with that id."""
        return self._atlas.mrcs.get(mrc_id)

    def doors(self, mrc_id: str) -> Doors | None:
        """Whom to turn to in an MRC; None for an id that is not one of the territory's."""
        return self._atlas.doors.get(mrc_id)

    def find(self, text: str) -> list[PlaceMatch]:
        """The places named in a sentence, left to right, none overlapping another."""
        tokens = tokenize(text)
        blocked = self._blocked(tokens)
        sure: list[_Found] = []
        unsure: list[_Found] = []
        for reading in self._index.readings(tokens):
            here = setting(tokens, reading, text, self._vocabulary)
            if here is None or any(i in blocked for i in range(reading.first, reading.last + 1)):
                continue
            cost = reading.cost + (0 if reading.entry.inside else _OUTSIDE_PENALTY)
            found = _Found(reading, here, reading.entry.name.places, cost)
            (sure if is_place(reading, here) else unsure).append(found)
        chosen = _without_overlap(sure)
        chosen = self._with_neighbours(tokens, chosen, unsure)
        matches = [self._match(text, tokens, spot) for spot in self._merged(chosen, sure + unsure, tokens)]
        matches += self._codes(text, matches)
        return sorted(matches, key=lambda match: match.start)

    def resolve(self, text: str) -> PlaceMatch | None:
        """The place that `text` is meant to name: a code, an id, a name, or a phrase with a place in it."""
        bare = text.strip()
        whole = (text.find(bare), text.find(bare) + len(bare)) if bare else (0, 0)
        place = self.by_code(bare) or self._atlas.mrcs.get(bare.lower())
        if place:
            return PlaceMatch(*whole, bare, place, (place,), 1.0)
        found = self.find(text)
        wanted = [match for match in found if not match.negated] or found
        if not wanted:
            return None
        return _one_of(wanted, text)

    def _blocked(self, tokens: Sequence[Token]) -> set[int]:
        norms = [token.norm for token in tokens]
        blocked: set[int] = set()
        for phrase in self._vocabulary.not_places:
            size = len(phrase)
            for i in range(len(norms) - size + 1):
                if norms[i] == phrase[0] and tuple(norms[i : i + size]) == phrase:
                    blocked.update(range(i, i + size))
        return blocked

    def _with_neighbours(
        self, tokens: Sequence[Token], chosen: list[_Found], unsure: list[_Found]
    ) -> list[_Found]:
        """Adds names that only a place beside them makes places («Beauharnois, pas Mercier»)."""
        for spot in _without_overlap([u for u in unsure if u.reading.cost < 1 and u.here.full_article]):
            if any(_overlap(spot.span, other.span) for other in chosen):
                continue
            for other in chosen:
                low, high = sorted([spot.span, other.span])
                between = [tokens[i].norm for i in range(low[1] + 1, high[0])]
                listed = 0 < len(between) <= 4 and all(w in self._vocabulary.joining for w in between)
                comma = not between and "," in tokens[high[0]].gap and spot.reading.entry.demand != "common"
                if listed or comma:
                    chosen = [*chosen, spot]
                    break
        return sorted(chosen, key=lambda spot: spot.here.first)

    def _merged(self, chosen: list[_Found], every: list[_Found], tokens: Sequence[Token]) -> list[_Found]:
        """Joins the readings of the same words, then lets the sentence tell namesakes apart."""
        merged = []
        for spot in chosen:
            same = [
                other
                for other in every
                if (other.reading.first, other.reading.last) == (spot.reading.first, spot.reading.last)
                and other.reading.cost == spot.reading.cost
            ]
            merged.append(
                _Found(spot.reading, spot.here, self._choose(spot, same, tokens, chosen), spot.cost)
            )
        return merged

    def _choose(
        self, spot: _Found, same: list[_Found], tokens: Sequence[Token], chosen: list[_Found]
    ) -> tuple[Place, ...]:
        everyone = _unique(place for other in same for place in other.places)
        named = self._named_region(spot, chosen, everyone)
        if named:
            return named
        inside = [other for other in same if other.reading.entry.inside]
        pool = inside or same
        settled = [other for other in pool if other.reading.entry.name.settled]
        with_article = (
            tokens[spot.here.first].norm in ("l", "la", "les") and spot.here.first < spot.reading.first
        )
        official = [
            other
            for other in pool
            if other.reading.entry.name.official and other.reading.entry.article and with_article
        ]
        pool = official or settled or pool
        places = _unique(place for other in pool for place in other.places)
        return self._town_or_mrc(places, spot)

    def _town_or_mrc(self, places: tuple[Place, ...], spot: _Found) -> tuple[Place, ...]:
        counties = tuple(place for place in places if place.kind == "mrc")
        towns = tuple(place for place in places if place.kind != "mrc")
        if spot.here.mrc:
            if counties:
                return counties
            key = content(spot.reading.entry.name.words)
            named = tuple(mrc for mrc in self.mrcs() if set(key) <= set(words(mrc.name)))
            return named or places
        if counties and towns and spot.here.town:
            return towns
        return (*towns, *counties)

    def _named_region(
        self, spot: _Found, chosen: list[_Found], everyone: tuple[Place, ...]
    ) -> tuple[Place, ...]:
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

    def _match(self, text: str, tokens: Sequence[Token], spot: _Found) -> PlaceMatch:
        start, end = tokens[spot.here.first].start, tokens[spot.reading.last].end
        place = spot.places[0] if len(spot.places) == 1 else None
        score = max(0.1, 1 - _DOUBT_PER_TYPO * spot.reading.cost - (0 if place else 0.1))
        negated = self._negated(tokens, spot.here)
        return PlaceMatch(start, end, text[start:end], place, spot.places, round(score, 3), negated)

    def _negated(self, tokens: Sequence[Token], here: Setting) -> bool:
        at = here.first - (1 if here.preposition else 0)
        before = [token.norm for token in tokens[max(0, at - 2) : at]]
        return any(
            tuple(before[len(before) - len(phrase) :]) == phrase for phrase in self._vocabulary.negations
        )

    def _codes(self, text: str, matches: list[PlaceMatch]) -> list[PlaceMatch]:
        found = []
        for written in _CODE.finditer(text):
            place = self._atlas.by_code.get(written.group())
            if place and place.kind != "outside":
                found.append(PlaceMatch(*written.span(), written.group(), place, (place,), 1.0))
        for written in _POSTAL_CODE.finditer(text):
            places = self._atlas.postal_codes.get(fold(written.group(1) + written.group(2)), ())
            if places:
                one = places[0] if len(places) == 1 else None
                found.append(PlaceMatch(*written.span(), written.group(), one, places, 0.9))
        return [m for m in found if not any(m.start < o.end and o.start < m.end for o in matches)]


def _overlap(a: tuple[int, int], b: tuple[int, int]) -> bool:
    return a[0] <= b[1] and b[0] <= a[1]


def _without_overlap(found: list[_Found]) -> list[_Found]:
    chosen: list[_Found] = []
    for spot in sorted(found, key=lambda spot: spot.rank):
        if not any(_overlap(spot.span, other.span) for other in chosen):
            chosen.append(spot)
    return sorted(chosen, key=lambda spot: spot.here.first)


def _unique(places: object) -> tuple[Place, ...]:
    return tuple(dict.fromkeys(places))  # type: ignore[call-overload]


def _one_of(wanted: list[PlaceMatch], text: str) -> PlaceMatch:
    """One match for a text with several places: the most precise when they agree, else all as candidates."""
    towns = [match for match in wanted if match.kind in ("municipality", "reserve")]
    narrow = towns or wanted
    if len({match.candidates for match in narrow}) == 1:
        return narrow[0]
    places = _unique(place for match in narrow for place in match.candidates)
    start, end = narrow[0].start, narrow[-1].end
    return PlaceMatch(start, end, text[start:end], None, places, min(match.score for match in narrow) / 2)
