"""What a question is about, as far as names tell: resources, places, and whether it asks for help there."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from knowledge.answers.published import PublishedAnswer
from knowledge.search.index import Index
from knowledge.search.names import WEAK, Mention, Names, name_stems
from knowledge.search.own_words import OwnWords
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
    r"|\b(?:ouvert|ferme)e?s?\b|\bprochaine? (?:appel|date|depot|ronde)\b|\bdates? limites?\b"
    r"|\becheance\b|\bremboursables?\b"
)
# What stands before a place, in a question whose places are told as a mark.
FEW_OTHERS = 3  # terms besides a name: with more, the name may be said by the way
MARK = "\u241f"
_JOINED = re.compile(
    rf"(?:(?:\b(?:à|a|au|aux|de|du|des|dans|en|sur|la|le|les|MRC|mrc)\s+|\b[ld]['’])*{MARK})"
)
MRC_STEMS = frozenset(name_stems(MRC_WORD))


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
    as_places: frozenset[str]  # documents named by the name of a place: «la MRC de Roussillon»
    placeless: str | None  # the question without its places, when it names some and says more
    field: bool  # whether it asks or tells what the card of a fund says: how much, open or not, until when

    def one_name(self) -> list[str]:
        """The documents that bear the one name that the question says, when it says nothing else."""
        sure = {key: mention for key, mention in self.named.items() if mention.strength == 1}
        alone = not self.others and not self.mrcs and len({mention.words for mention in sure.values()}) == 1
        return list(sure) if alone else []

    def namesakes(self) -> list[str]:
        """The documents, no places, that bear the one name that the question says, if the rest is short."""
        sure = {key: mention.words for key, mention in self.named.items() if mention.strength == 1}
        one = len(set(sure.values())) == 1 and len(self.others) <= FEW_OTHERS
        return [key for key in sure if key not in self.as_places] if one else []

    def only(self) -> str | None:
        """The one document, no place, that the question surely names, if what it says besides is short."""
        sure = [key for key, mention in self.named.items() if mention.strength > WEAK]
        if len(sure) != 1 or sure[0] in self.as_places or len(self.others) > FEW_OTHERS:
            return None
        return sure[0]


class SubjectReader:
    """Reads what questions name, in one base. `own`: the Pôle's own words, by which its index was made."""

    def __init__(
        self,
        index: Index,
        answers: Mapping[str, PublishedAnswer],
        names: Names,
        gazetteer: Gazetteer | None,
        own: OwnWords | None = None,
    ) -> None:
        self._own = own or OwnWords()
        self._index = index
        self._answers = answers
        self._names = names
        self._gazetteer = gazetteer

    def read(self, question: str) -> Subject:
        """What a question, as typed, names and what else it says."""
        typed, question = question, self._own.read(question)
        named = self._names.find(question, self._index.plain(question))
        if question != typed:  # a name may hold a word that is read otherwise elsewhere
            named = {**named, **self._names.find(typed, self._index.plain(typed))}
        said = [
            place
            for place in (self._gazetteer.find(question) if self._gazetteer else [])
            if not place.negated and (place.mrc or (place.place and place.place.code))  # in Québec
        ]
        places = [place for place in said if place.mrc]
        naming = {word for mention in named.values() for word in mention.words}
        naming.update(word for place in places for word in name_stems(place.text))
        others = frozenset(self._index.terms(question)) - naming
        placed = {stem for place in places for stem in name_stems(place.text)} | MRC_STEMS
        as_places = frozenset(key for key, m in named.items() if places and others and m.words <= placed)
        unplaced = retold(question, places, lambda _: MRC_WORD)
        away = {word for place in said for word in name_stems(place.text)}  # another Pôle's too
        placeless = self._placeless(question, said) if said and others - away else None
        if placeless is not None:
            self._index.read_at_once((question, unplaced, placeless, self.with_mrcs(question)))
        mrcs = frozenset(place.mrc for place in places if place.mrc)
        elsewhere = self._elsewhere(named, mrcs)
        whom = any(
            m.strength > WEAK and not self._answers[key].mrc and key not in as_places
            for key, m in named.items()
        )
        asks_help = self._help(unplaced, whom) if places and others else float(bool(places))
        return Subject(
            named=named,
            mrcs=mrcs,
            others=others,
            unplaced=unplaced,
            help=0.0 if elsewhere else asks_help,
            whom=whom,
            elsewhere=elsewhere,
            as_places=as_places,
            placeless=placeless,
            field=FIELD.search(self._index.plain(question)) is not None,
        )

    def _placeless(self, question: str, places: list[PlaceMatch]) -> str:
        """A question without its places, and what joins them to it: «à», «dans la MRC de»."""
        told = retold(question, places, lambda _: MARK)
        return " ".join(_JOINED.sub(" ", told).split())

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
