"""Finds places in what people write."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from knowledge.settings import DEFAULT_CONTENT_DIR
from knowledge.territory import atlas as atlas_module
from knowledge.territory.atlas import Atlas, Doors
from knowledge.territory.context import Setting, is_place, may_be_place, setting
from knowledge.territory.index import Index
from knowledge.territory.namesakes import Found, overlap, settle, unique, without_overlap
from knowledge.territory.places import Place, PlaceMatch
from knowledge.territory.postal import POSTAL_CODE
from knowledge.territory.tokens import Token, tokenize
from knowledge.territory.vocabulary import Vocabulary, vocabulary, vocabulary_with

_OUTSIDE_PENALTY = 0.5  # the territory's own places win over namesakes and near names
_DOUBT_PER_TYPO = 0.12
_UNTOLD = 0.7  # the score of a name that nothing tells to be a place
_FAR = 0.5  # the score of a name recognised only by its overall look
_SMALL = frozenset({"la", "le", "les", "l", "ville", "mrc", "village", "municipalite"})


class Gazetteer:
    """All places of a content folder, ready to be found in sentences."""

    def __init__(self, atlas: Atlas, vocabulary: Vocabulary) -> None:
        self._atlas = atlas
        self._vocabulary = vocabulary
        self._index = Index(atlas, vocabulary)
        self._mrc_codes = {place.code: place for place in atlas.mrcs.values()}

    @classmethod
    def from_content(cls, path: Path | None = None) -> Gazetteer:
        """The gazetteer of the content folder `path`, by default the first Pôle's."""
        folder = path or DEFAULT_CONTENT_DIR
        known = vocabulary(folder)
        return cls(atlas_module.read(folder, known), known)

    @classmethod
    def of_the_team(cls, folder: Path, own: Mapping[str, Any], words: Mapping[str, Any]) -> Gazetteer:
        """The gazetteer of a content folder with what its team changed on screen: `own` of the territory
        (`territory.own`), and all its `words` on places."""
        known = vocabulary_with(words)
        return cls(atlas_module.read(folder, known, own), known)

    def by_code(self, code: str) -> Place | None:
        """The place with an official code: five digits for a municipality, three for an MRC."""
        return self._atlas.by_code.get(code) or self._mrc_codes.get(code)

    def mrcs(self) -> tuple[Place, ...]:
        """The MRC of the territory, in the order of the content folder."""
        return tuple(self._atlas.mrcs.values())

    @property
    def example(self) -> Place | None:
        """A municipality of the territory, to name one in an example; None for a territory without any."""
        return next((place for place in self._atlas.by_code.values() if place.mrc), None)

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
        sure: list[Found] = []
        unsure: list[Found] = []
        for reading in self._index.readings(tokens):
            here = setting(tokens, reading, text, self._vocabulary)
            if here is None or any(i in blocked for i in range(reading.first, reading.last + 1)):
                continue
            cost = reading.cost + (0 if reading.entry.inside else _OUTSIDE_PENALTY)
            found = Found(reading, here, reading.entry.name.places, cost)
            (sure if is_place(reading, here) else unsure).append(found)
        chosen = without_overlap(sure)
        chosen = self._with_neighbours(tokens, chosen, unsure)
        matches = [
            self._match(text, tokens, spot) for spot in settle(chosen, sure + unsure, tokens, self.mrcs())
        ]
        matches += self._codes(text, tokens, matches)
        inside = [match for match in matches if match.kind not in ("region", "outside")]
        if inside:  # «Mercier, en Montérégie»: the region says no more than the town
            matches = [match for match in matches if match.kind != "region"]
        return sorted(matches, key=lambda match: match.start)

    def likely(self, text: str) -> list[PlaceMatch]:
        """The names that stand in a text exactly, though nothing more tells that they are places: for a text
        known to speak of a project («épicerie franklin, prêt 120 000», «une friperie à Amos»)."""
        tokens = tokenize(text)
        blocked = self._blocked(tokens)
        found = []
        for reading in self._index.readings(tokens):
            here = setting(tokens, reading, text, self._vocabulary)
            if here is None or reading.cost or blocked & {*range(reading.first, reading.last + 1)}:
                continue
            if may_be_place(reading, here):
                found.append(Found(reading, here, reading.entry.name.places, 0))
        chosen = settle(without_overlap(found), found, tokens, self.mrcs())
        matches = [replace(self._match(text, tokens, spot), score=_UNTOLD) for spot in chosen]
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
        return _one_of(wanted, text) if wanted else self._named_alone(text)

    def _named_alone(self, text: str) -> PlaceMatch | None:
        """A text that is supposed to be a place: the name needs no context, and more typos are forgiven."""
        tokens = tokenize(text)
        telling = [i for i, token in enumerate(tokens) if token.norm not in self._vocabulary.fillers]
        telling = telling or list(range(len(tokens)))
        if not telling:
            return None
        chosen = []
        for reading in self._index.readings(tokens):
            here = setting(tokens, reading, text, self._vocabulary)
            if here and here.first <= telling[0] and reading.last >= telling[-1] and not here.determined:
                chosen.append(
                    Found(reading, here, reading.entry.name.places, reading.cost + (not reading.entry.inside))
                )
        best = without_overlap(chosen)
        if best:
            return self._match(text, tokens, settle(best, chosen, tokens, self.mrcs())[0])
        first, last = telling[0], telling[-1]
        if first > 0 and tokens[first - 1].norm in ("la", "les", "l"):
            first -= 1
        start, end = tokens[first].start, tokens[last].end
        places = self._index.nearest("".join(token.norm for token in tokens[first : last + 1]))
        if not places:
            return None
        one = places[0] if len(places) == 1 else None
        return PlaceMatch(start, end, text[start:end], one, places, _FAR)

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
        self, tokens: Sequence[Token], chosen: list[Found], unsure: list[Found]
    ) -> list[Found]:
        """Adds names that only a place beside them makes places («Beauharnois, pas Mercier»)."""
        for spot in without_overlap([u for u in unsure if u.reading.cost < 1 and u.here.article]):
            if any(overlap(spot.span, other.span) for other in chosen):
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

    def _match(self, text: str, tokens: Sequence[Token], spot: Found) -> PlaceMatch:
        start, end = tokens[spot.here.first].start, tokens[spot.reading.last].end
        place = spot.places[0] if len(spot.places) == 1 else _served_alike(spot.places)
        score = max(0.1, 1 - _DOUBT_PER_TYPO * spot.reading.cost - (0 if place else 0.1))
        negated = self._negated(tokens, spot.here)
        return PlaceMatch(start, end, text[start:end], place, spot.places, round(score, 3), negated)

    def _negated(self, tokens: Sequence[Token], here: Setting) -> bool:
        """«pas à Mercier», «plutôt que Mercier»: small words and «la MRC de» may stand between."""
        at = here.first - 1
        while at >= 0 and (tokens[at].norm in self._vocabulary.prepositions or tokens[at].norm in _SMALL):
            at -= 1
        before = [token.norm for token in tokens[max(0, at - 1) : at + 1]]
        if before == ["pourquoi", "pas"] or at < 0 or any(c in tokens[at + 1].gap for c in ",.;!?"):
            return False
        return any(
            tuple(before[len(before) - len(phrase) :]) == phrase for phrase in self._vocabulary.negations
        )

    def _codes(self, text: str, tokens: Sequence[Token], matches: list[PlaceMatch]) -> list[PlaceMatch]:
        """Official codes, when announced or alone (else five digits are a number), and postal codes."""
        found = []
        for i, token in enumerate(tokens):
            place = self._atlas.by_code.get(token.norm)
            if place is None or "$" in text[token.end : token.end + 2]:
                continue
            announced = any(t.norm in self._vocabulary.code_words for t in tokens[max(0, i - 4) : i])
            rest = (t.norm for j, t in enumerate(tokens) if j != i)
            if announced or all(word in self._vocabulary.fillers for word in rest):
                found.append(PlaceMatch(token.start, token.end, token.raw, place, (place,), 1.0))
        for written in POSTAL_CODE.finditer(text):
            places = self._atlas.postal_codes.places(written.group(1), written.group(2))
            if places:
                one = places[0] if len(places) == 1 else None
                found.append(PlaceMatch(written.start(), written.end(), written.group(), one, places, 0.9))
        return [m for m in found if not any(m.start < o.end and o.start < m.end for o in matches)]


def _served_alike(places: Sequence[Place]) -> Place | None:
    """One place for several that the same pôle serves: «Bécancour», a town and its MRC, elsewhere."""
    alike = {(place.kind, place.region, place.refer_to) for place in places}
    towns = [place for place in places if place.code]
    return towns[0] if len(alike) == 1 and places[0].kind == "outside" and len(towns) == 1 else None


def _one_of(wanted: list[PlaceMatch], text: str) -> PlaceMatch:
    """One match for a text with several places: the most precise when they agree, else all as candidates."""
    towns = [match for match in wanted if match.kind in ("municipality", "reserve")]
    narrow = towns or wanted
    if len({match.candidates for match in narrow}) == 1:
        return narrow[0]
    places = unique(place for match in narrow for place in match.candidates)
    start, end = narrow[0].start, narrow[-1].end
    return PlaceMatch(start, end, text[start:end], None, places, min(match.score for match in narrow) / 2)
