"""A message: what it says by itself, and of the project in the light of what was asked. No search."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cached_property

from actions.english import has_english, in_french_words
from actions.library import gazetteer
from actions.reading import Pressed, Reading
from actions.state import State
from knowledge.referral.extraction import SURE, Extraction, extract, need_alone, stage_alone, with_place
from knowledge.referral.numbers import age_alone, age_changed, amount_changed, price_asked
from knowledge.referral.profile import Profile
from knowledge.referral.sectors import without_places
from knowledge.search.text import SENTENCE_END, fold, words
from knowledge.territory import PlaceMatch

SHORT_MAX_WORDS = 7
AGE_MAX_WORDS = 6  # «elle a 52 ans, moi 40»; with more, a number may be that of anything
FEW_WORDS = 10  # of an answer to «Où en est votre projet?»
BARE_WORDS = 2  # «démarrage», once doors were shown: where the project stands


def wherever(text: str) -> str:
    """A text without the places that it names; as it is when it says nothing else."""
    bare = " ".join(without_places(text, gazetteer()).split())
    return bare if words(bare) else text


@dataclass(frozen=True)
class Message:
    """One message, how it was read, and where its conversation stands. `told`: what the assistant said so
    far; `message` is empty when a button was pressed; `once` tells this message from any other, and only its
    author knows it: what it asks for is done once, though it be sent again."""

    message: str
    pressed: Pressed | None
    reading: Reading
    state: State
    told: Callable[[], list[str]]
    channel: str | None = None
    once: str | None = None

    @cached_property
    def folded(self) -> str:
        """The message folded; an English one, in the words that places in a list are told by."""
        return fold(self.searched)

    @cached_property
    def length(self) -> int:
        """How many words the message has."""
        return len(words(self.message))

    @cached_property
    def question(self) -> bool:
        """Whether the message asks something: the mark itself, its form, or that of one of its parts («j'ai
        une idée. est-ce qu'on devrait s'incorporer»)."""
        return "?" in self.message or self.reading.question or bool(self.reading.questions)

    @cached_property
    def places(self) -> list[PlaceMatch]:
        """The places that the message names."""
        return gazetteer().find(self.message)

    @cached_property
    def said(self) -> Extraction:
        """What the message says of a project, in the light of what was asked: after «Où?», a bare name is a
        place; after «Où en est votre projet?», a bare word is a stage; after «Quel âge avez-vous?», a number
        is an age."""
        said = extract(
            self.message,
            gazetteer(),
            guess=SURE if self.tells_of_own else None,
            tells_project=self.reading.project,
        )
        if self.question or self.state.profile.legal_form not in said.denied:
            said = replace(said, denied=frozenset())  # only what was believed is put right
        if self.reading.why:  # «pourquoi pas Desjardins?» tells of no idea
            said = replace(said, profile=replace(said.profile, stage=None))
        if self.has_money:  # what they have is not what they look for
            said = replace(said, profile=replace(said.profile, amount=None))
        if said.profile.amount is None and "takeover" in self.state.profile.need:
            # Of who takes over, what the owner asks is what is to be found.
            said = replace(said, profile=replace(said.profile, amount=price_asked(self.message)))
        said = self._put_right(said)
        asking, known = self.state.asking, said.profile
        if asking == "place" and known.place_kind is None and not said.candidates and self.message:
            found = gazetteer().resolve(self.message)
            if found is not None:
                candidates = found.candidates if found.place is None else ()
                said = replace(said, profile=with_place(known, found), candidates=candidates)
        bare = self.length <= BARE_WORDS and self.state.profile.stage is None and self.state.doors_last
        aside = self.question or self.reading.not_understood or self.reading.leave
        asked = asking == "stage" and self.length <= FEW_WORDS  # more says something else of the project
        if (asked or bare) and known.stage is None and not aside:
            said = replace(said, profile=replace(said.profile, stage=stage_alone(self.message)))
        if self.state.profile.age is not None and said.profile.age is None and self.changes:
            said = replace(said, profile=replace(said.profile, age=age_changed(self.folded)))
        if self.reading.changes_need and not said.profile.need and self.length <= SHORT_MAX_WORDS:
            said = replace(said, profile=replace(said.profile, need=need_alone(self.message)))
        bare_age = self.length <= AGE_MAX_WORDS and not (self.question or self.reading.has)
        if asking == "age" and said.profile.age is None and bare_age:
            said = replace(said, profile=replace(said.profile, age=age_alone(self.message)))
        return said

    @cached_property
    def told_beside(self) -> Extraction:
        """What the message says of a project beside what it asks: «Amos. combien d'administrateurs?» tells a
        place."""
        parts = SENTENCE_END.split(self.message)
        asked = self.reading.questions or (max(parts, key=len),)
        rest = self.message
        for question in asked:
            rest = rest.replace(question, " ")
        return extract(rest, gazetteer()) if words(rest) else Extraction(Profile())

    def _put_right(self, said: Extraction) -> Extraction:
        """What a message that puts right says, in the place of what was known: of two places or amounts, the
        one that is known already is not the one that it puts in its place («15 000, pas 150 000»)."""
        known = self.state.profile
        if not self.puts_right:
            return said
        if known.place_name is not None and said.profile.place_name == known.place_name:
            others = [
                place
                for place in self.places
                if place.place is not None and not place.negated and place.place.name != known.place_name
            ]
            if len(others) == 1:
                said = replace(said, profile=with_place(said.profile, others[0]), candidates=())
        if known.amount is not None and said.profile.amount in (None, known.amount):
            amount = amount_changed(self.message, known.amount)
            said = replace(said, profile=replace(said.profile, amount=amount))
        return said

    @cached_property
    def matter(self) -> str:
        """What the message is about, wherever it is asked: what is searched for, without the places named."""
        return wherever(self.searched)

    @property
    def reaches(self) -> bool:
        """Whether it is asked how to reach somebody, more surely than what was asked is changed: «et si c'est
        juste 12 heures?»."""
        return self.reading.reach and self.reading.surely("reach") > self.reading.surely("changes_one")

    @property
    def has_money(self) -> bool:
        """Whether the person tells what money they already have, rather than puts a sum right."""
        has = self.reading.has and self.reading.surely("has") >= self.reading.surely("corrects")
        return has and self.reading.own and not self.reading.seeks

    @property
    def puts_right(self) -> bool:
        """Whether the message puts something right, or changes it."""
        return self.reading.corrects or self.changes

    @cached_property
    def changes(self) -> bool:
        """Whether the message changes one thing of what was told."""
        return self.reading.changes_one and self.length <= SHORT_MAX_WORDS + 3

    @cached_property
    def english(self) -> bool:
        """Whether the message is written in English."""
        return self.reading.english and has_english(self.message)

    @property
    def searched(self) -> str:
        """What is searched for: the message, not in capitals alone; what an English one asks, in the words of
        the base."""
        if self.english:
            return in_french_words(self.message)
        return self.message.lower() if self.message.isupper() else self.message

    @cached_property
    def adds(self) -> bool:
        """Whether the message says something of the project that was not known."""
        known = self.state.profile
        told = self.said.candidates or self.said.denied or known.amount in self.said.owned
        return bool(told) or known.merged(self.said.profile) != known

    @property
    def tells_of_own(self) -> bool:
        """Whether the person speaks of their own project, or of that of somebody they help."""
        return self.reading.own or self.reading.project
