"""What a question is about, as far as names tell: resources, places, and whether it asks for help there."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from knowledge.answers.published import PublishedAnswer
from knowledge.search.index import Index
from knowledge.search.names import WEAK, Mention, Names, name_stems
from knowledge.search.unnamed import GENERIC_PLACE, MRC_WORD
from knowledge.territory import Gazetteer, PlaceMatch, retold

# A question that names a place asks for help there as far as it is near in meaning to the ways of asking for
# the help of any MRC: of the tuning questions with a place, two in three do at .42 and above, one in five
# below .38. Between the two bounds, the answer on the MRC gets a part of its bonus.
NO_HELP, HELP = 0.32, 0.44
NAMED_THERE = 0.2  # of the help asked for, when a resource is named with the place
# What the card of a fund tells: how much, open or not.
FIELD = re.compile(
    r"\bcombien\b|\bmax(?:imum)?\b|\bplafond\b|\bmontants?\b|\d ?(?:\$|k\b|piastres?|dollars?)|\d ?000\b"
    r"|\b(?:ouvert|ferme)e?s?\b|\bdate limite\b|\becheance\b|\bremboursables?\b"
)


@dataclass(frozen=True)
class Subject:
    """What a question is about, as far as names tell: documents named, MRC of its places, other terms."""

    named: Mapping[str, Mention]
    mrcs: frozenset[str]
    others: frozenset[str]  # the question's terms that name nothing
    unplaced: str  # the question with its places told as «MRC»
    help: float  # how surely it asks for help where it is, 0 to 1
    whom: bool  # whether it surely names a resource, with or without a place
    elsewhere: frozenset[str]  # documents named that serve other places than those of the question
    field: bool  # whether it asks or tells what the card of a fund says: how much, open or not


class SubjectReader:
    """Reads what questions name, in one base."""

    def __init__(
        self,
        index: Index,
        answers: Mapping[str, PublishedAnswer],
        names: Names,
        gazetteer: Gazetteer | None,
    ) -> None:
        self._index = index
        self._answers = answers
        self._names = names
        self._gazetteer = gazetteer

    def read(self, question: str) -> Subject:
        """What a question, as typed, names and what else it says."""
        named = self._names.find(question, self._index.plain(question))
        places = [
            place
            for place in (self._gazetteer.find(question) if self._gazetteer else [])
            if place.mrc and not place.negated
        ]
        naming = {word for mention in named.values() for word in mention.words}
        naming.update(word for place in places for word in name_stems(place.text))
        others = frozenset(self._index.terms(question)) - naming
        unplaced = retold(question, places, lambda _: MRC_WORD)
        mrcs = frozenset(place.mrc for place in places if place.mrc)
        elsewhere = self._elsewhere(named, mrcs)
        whom = any(m.strength > WEAK and not self._answers[key].mrc for key, m in named.items())
        asks_help = self._help(unplaced, whom) if places and others else float(bool(places))
        return Subject(
            named=named,
            mrcs=mrcs,
            others=others,
            unplaced=unplaced,
            help=0.0 if elsewhere else asks_help,
            whom=whom,
            elsewhere=elsewhere,
            field=FIELD.search(self._index.plain(question)) is not None,
        )

    def _elsewhere(self, named: Mapping[str, Mention], mrcs: frozenset[str]) -> frozenset[str]:
        """The resources named for a place that none of that name serves: «le FDEÉS, à Beauharnois?»."""
        served = {
            key: mrcs & set(self._answers[key].mrcs)
            for key, mention in named.items()
            if self._answers[key].mrcs and not self._answers[key].mrc and mention.strength > WEAK
        }
        return frozenset() if not mrcs or any(served.values()) else frozenset(served)

    def _help(self, unplaced: str, whom: bool) -> float:
        """How surely a question asks for help in a place, 0 to 1; much less when it names a resource, of
        which it is then asked: «Centraide, à Valleyfield»."""
        near = (self._index.alike(unplaced, GENERIC_PLACE) - NO_HELP) / (HELP - NO_HELP)
        return min(max(near, 0.0), 1.0) * (NAMED_THERE if whom else 1.0)

    def with_mrcs(self, question: str) -> str:
        """The question with each municipality of the territory told by its MRC, as the answers tell them."""

        def its_mrc(place: PlaceMatch) -> str:
            answer = self._answers.get(f"answer:mrc-{place.mrc}")
            told = answer is not None and place.kind == "municipality" and not place.negated
            return answer.names[0] if answer and told else question[place.start : place.end]

        return retold(question, self._gazetteer.find(question) if self._gazetteer else [], its_mrc)
