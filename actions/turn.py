"""A turn: the message, what it does, where the conversation stands, and what is found in it, each read once.

What costs something (places, what is said of a project, the search) is read when first asked for.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

from actions.calling import called_in
from actions.compared_forms import Option, compared_in, last_compared
from actions.english import in_french_words
from actions.library import answer_search
from actions.likeliest import SAYS_ALL, standing_apart
from actions.message import SHORT_MAX_WORDS, Message
from actions.phrasings import phrasings_of
from actions.pointing import place_pointed_at, places_pointed_at
from actions.reading import Pressed
from actions.several import (
    MANY,
    SHOWN_CHOICES,
    each_question,
    unanswered,
    with_each_question,
    with_question_alone,
)
from actions.texts import command_titled
from actions.wherever import looks_for_somebody, without_place
from knowledge.answers.published import PublishedAnswer, card_of
from knowledge.areas.judge import Judged, area_of
from knowledge.records import AnyResource, identifier
from knowledge.referral.matching import Match, match
from knowledge.referral.profile import Profile
from knowledge.search.follow_up import follow_up
from knowledge.search.forms import LEGAL_FORMS
from knowledge.search.last_turn import Before
from knowledge.search.service import SearchResult, Snapshot
from knowledge.search.subject import Subject
from knowledge.search.text import words

MAY_LEAN = 0.2  # a short message that may lean on the last turn is searched in its light
SURELY_NAMED = 0.75  # how surely a message names a resource, 0 to 1
LAST_ASKED = 3  # questions back, that a choice between forms may still be about
ALL_ASKED = 0.8  # of the words of a message, those of its questions, when it is nothing but questions


@dataclass(frozen=True)
class Turn(Message):
    """A message and what is found in what is published."""

    @staticmethod
    def command(message: str) -> Pressed | None:
        """The button whose title a message is, word for word."""
        command = command_titled(message)
        return Pressed(*command) if command else None

    @cached_property
    def snapshot(self) -> Snapshot:
        """What is published now."""
        return answer_search().snapshot()

    @cached_property
    def leans(self) -> bool:
        """Whether the message is about the last turn, there being one."""
        if not (self.last or self.state.choices or self.before.thread):
            return False
        answered = bool(self.last or self.state.choices) and not (self.last is None and self.state.doors_last)
        may = self.reading.surely("leans") >= MAY_LEAN and self.length <= SHORT_MAX_WORDS
        return self.reading.leans or (answered and (self.reading.changes_one or may))

    @cached_property
    def last(self) -> PublishedAnswer | None:
        """The answer last given, if nothing else was shown since and it is still published."""
        return self.snapshot.answers.get(self.state.last_answer or "")

    @cached_property
    def exact(self) -> PublishedAnswer | None:
        """The one answer of which the message is, word for word, a way of asking that was published."""
        asked = " ".join(words(self.message))
        found = [answer for answer in phrasings_of(self.snapshot).get(asked, ()) if answer.mrc is None]
        return found[0] if len(found) == 1 else None

    @cached_property
    def named(self) -> list[AnyResource]:
        """The resources that the message names, the surest first; of several that bear one name, those that
        serve the project."""
        subject = self.snapshot.ranker.subjects.read(self.message)
        sure = sorted(
            (
                (mention.strength, key)
                for key, mention in subject.named.items()
                if mention.strength >= SURELY_NAMED
            ),
            reverse=True,
        )
        cards = [self.snapshot.answers[key] for _, key in sure]
        home = subject.mrcs or {mrc for mrc in (self.state.profile.mrc,) if mrc}
        near = [card for card in cards if not card.mrcs or not home or home & set(card.mrcs)]
        facts = [card.facts[0] for card in (near or cards) if card.is_card and card.facts]
        return [self.snapshot.resources[fact] for fact in facts if fact in self.snapshot.resources]

    @cached_property
    def called(self) -> list[AnyResource]:
        """The resources that the message names, and the doors of the project that it calls by the acronym
        that their names begin with («la MRC»), in the order of the message."""
        near = self.matches if self.state.profile.mrc else ()
        doors = (self.matches.get(name) for name in dict.fromkeys((*self.state.shown.ids, *near)))
        return called_in(
            self.message, self.named, [door.record for door in doors if door and door.verdict != "no"]
        )

    @cached_property
    def result(self) -> SearchResult:
        """What search makes of the message: in the light of the last turn when it leans on it. A resource
        that is named by itself is told of rather than offered."""
        found = self._found
        if found.decision != "clarify" or found.namesakes or found.compared or found.several:
            return found
        if len(self.named) == 1 and self.question and not self.reading.leans:
            card = card_of(identifier(self.named[0]))
            told = [hit for hit in self.alone.hits if hit.answer.identifier == card]
            if told:
                return replace(found, decision="answer", hits=tuple(told))
        return found

    @property
    def likeliest(self) -> PublishedAnswer | None:
        """Of near answers to the message, the one that is likely enough to be given."""
        if self.leans and self.result is self._found:
            return self.result.hits[0].answer if self.result.likely else None
        return standing_apart(self.result)

    @property
    def before(self) -> Before:
        """What the message is asked after, when it leans on that."""
        state, told = self.state, self.state.shown.told
        after_doors = self.last is None and state.doors_last and bool(told)
        return Before(
            last=self.last.identifier if self.last else None,
            thread=(told,) if after_doors and told and told not in state.thread else state.thread,
            offered=state.choices,
            form=self._form,
            home=state.profile.mrc,
            leans=self.reading.surely("leans"),
            reaches=self.reading.reach,
        )

    @cached_property
    def _found(self) -> SearchResult:
        home = self.state.profile.mrc
        if self.leans and not self._of_its_own:
            return follow_up(self.snapshot, self.searched, self.before, SHOWN_CHOICES)
        found = self._without_place or self.alone
        if found.decision == "none" or found.namesakes or found.compared:
            return found
        if found.decision == "clarify" and (
            self.state.profile.place_kind and self.reading.eligibility and found.hits[0].answer.is_card
        ):
            return replace(found, decision="answer")  # its card says where the project stands
        found = with_question_alone(self.searched, found, home)
        return with_each_question(self._each, found, all_asked=self._all_asked)

    @property
    def _of_its_own(self) -> bool:
        """Whether the message names what it is about: a notion not understood («je comprends pas la
        ristourne»), a resource that is not given («pourquoi pas Desjardins?»)."""
        found = self.alone if self.reading.not_understood or self.reading.why else None
        if found is None or found.decision == "none":
            return False
        card = found.hits[0].answer.is_card and found.hits[0].score >= SAYS_ALL
        return card if self.reading.why else found.decision == "answer"

    @cached_property
    def _without_place(self) -> SearchResult | None:
        """What is found without the place where it is asked; None when the place matters."""
        if not self.places or self.named or looks_for_somebody(self.reading):
            return None
        return without_place(self._subject, self.alone, self.state.profile.mrc)

    @cached_property
    def _subject(self) -> Subject:
        return self.snapshot.ranker.subjects.read(self.searched)

    @cached_property
    def area(self) -> Judged:
        """The area of what the base does not answer, wherever it happens."""
        return area_of((self._subject.placeless if self.places else None) or self.message)

    @cached_property
    def wherever(self) -> bool:
        """Whether the message is surely answered alike wherever it is asked, and says nothing of a project
        but where and in what form: its answer is all that is wanted."""
        known, found = self.said.profile, self._without_place
        if found is None or found.decision != "answer":
            return False
        told = known.stage is not None and "stage" not in known.guessed
        return not told and known.amount is None and known.age is None

    @cached_property
    def unanswered(self) -> list[tuple[str, SearchResult]]:
        """The questions of the message that its answer leaves aside, with what comes near to each."""
        story = None if self._all_asked else self.message
        return [] if self.leans else unanswered(self.reading.questions, self._each, self.result, story)

    @property
    def _all_asked(self) -> bool:
        """Whether the message is nothing but questions, rather than a story with some."""
        asked = sum(len(words(question)) for question in self._questions)
        return asked >= ALL_ASKED * len(words(self.message))

    @cached_property
    def _each(self) -> list[SearchResult]:
        """What is found for each question of a message that asks several."""
        asked, home = self._questions, self.state.profile.mrc
        return each_question(asked, self.snapshot, home) if len(asked) >= MANY else []

    @property
    def _questions(self) -> tuple[str, ...]:
        asked = self.reading.questions
        return tuple(in_french_words(one) for one in asked) if self.english else asked

    @cached_property
    def alone(self) -> SearchResult:
        """What search makes of the message by itself."""
        return answer_search().search(self.searched, SHOWN_CHOICES, self.state.profile.mrc, self._form)

    @property
    def _form(self) -> frozenset[str]:
        """The legal form of the project, as the answers are for one."""
        form = self.state.profile.legal_form
        return frozenset((form,)) & frozenset(LEGAL_FORMS) if form else frozenset()

    @cached_property
    def pointed_choice(self) -> str | None:
        """The near answer, of those offered, that the message points at by its place."""
        offered = self.state.choices
        if not offered or self.state.doors_last or self.length > SHORT_MAX_WORDS:
            return None
        place = self.place_among(len(offered))
        return None if place is None else offered[place]

    @cached_property
    def chosen_form(self) -> Option | None:
        """The one of the forms just compared that the message points at by its place."""
        options = last_compared(self._compared)
        place = self.place_among(len(options))
        return None if place is None else options[place]

    @property
    def forms_compared(self) -> bool:
        """Whether the last question, or the answer to it, sets forms side by side."""
        before = (self.state.last_question, self.last.question if self.last else None)
        return any(len(compared_in(asked)) >= MANY for asked in before if asked)

    @property
    def _compared(self) -> list[str | None]:
        """The texts in which forms may just have been compared: what the doors last shown were shown for, or
        the last questions, as they were asked, before the answers."""
        if self.state.doors_last:
            return [self.state.shown.told]
        asked = [self.state.last_question, *list(self.state.given.values())[: -LAST_ASKED - 1 : -1]]
        named = last_compared(asked)
        return asked if named or self.last is None else [self.last.question]

    def place_among(self, count: int, current: int | None = None) -> int | None:
        """The place that the message points at in a list of `count`; `current`: the one last spoken of."""
        return place_pointed_at(self.folded, count, current, points=self.reading.points_at_shown)

    @cached_property
    def set_side_by_side(self) -> list[AnyResource]:
        """The resources that the message would see side by side: those that it names, else those of the list
        that it points at."""
        if len(self.called) >= MANY or self.named:
            return self.called
        listed = [self.matches[name].record for name in self.state.shown.numbered if name in self.matches]
        return [listed[place] for place in places_pointed_at(self.folded, len(listed))]

    @cached_property
    def matches(self) -> dict[str, Match]:
        """All the doors for the project as it is known before this message, by identifier, best first."""
        return matches_for(self.snapshot, self.state.profile)

    @property
    def sure(self) -> bool:
        """Whether the base surely answers the message."""
        return self.result.decision == "answer"

    @property
    def stands_alone(self) -> bool:
        """Whether the message has a subject of its own, so that it is not about what was last shown."""
        return not self.reading.leans and (self.sure or bool(self.named))


def matches_for(snapshot: Snapshot, profile: Profile) -> dict[str, Match]:
    """All the doors for a profile, also those closed to it, by identifier, best first."""
    found = match(profile, snapshot.resources, snapshot.doors, snapshot.today)
    return {one.identifier: one for one in found}
