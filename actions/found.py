"""What is found in a message: where it stands after the last turn, what it names, what the base answers.

What costs something (the search above all) is read when first asked for, and once.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

from actions.calling import called_in
from actions.compared_forms import Option, compared_in, each_form, other_form_too
from actions.english import in_french_words
from actions.library import answer_search
from actions.likeliest import SAYS_ALL, standing_apart
from actions.message import SHORT_MAX_WORDS, Message, wherever
from actions.phrasings import phrasings_of
from actions.pointing import points_at_two
from actions.several import (
    SHOWN_CHOICES,
    each_question,
    unanswered,
    with_each_question,
    with_question_alone,
)
from actions.wherever import looks_for_somebody, without_place
from knowledge.answers.published import PublishedAnswer, card_of
from knowledge.areas.judge import Judged, area_of
from knowledge.records import AnyResource, identifier
from knowledge.referral.matching import Match, match
from knowledge.referral.profile import Profile
from knowledge.search.comparison import MANY
from knowledge.search.follow_up import follow_up
from knowledge.search.forms import LEGAL_FORMS, forms_in
from knowledge.search.last_turn import Before
from knowledge.search.service import SearchResult, Snapshot
from knowledge.search.subject import Subject
from knowledge.search.text import MIN_ASKED, words
from knowledge.search.thread import Thread

TRAITS = ("when", "amount", "why")  # what is asked of a matter, whichever it is
MAY_LEAN = 0.2  # a short message that may lean on the last turn is searched in its light
SURELY_NAMED = 0.75  # how surely a message names a resource, 0 to 1
BETWEEN = " ,;:.!?…"  # a question and what is told beside it
ALL_ASKED = 0.8  # of the words of a message, those of its questions, when it is nothing but questions


@dataclass(frozen=True)
class Found(Message):
    """A message and what is found in what is published."""

    @cached_property
    def snapshot(self) -> Snapshot:
        """What is published now."""
        return answer_search().snapshot()

    @cached_property
    def leans(self) -> bool:
        """Whether the message is about the last turn, there being one."""
        if not (self.last or self.state.choices or self.thread):
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
        if self.goes_on and self.result is self._found:
            return self.result.hits[0].answer if self.result.likely else None
        return standing_apart(self.result)

    @property
    def thread(self) -> Thread:
        """What the conversation is about before the message: after doors, what they were shown for."""
        told = self.state.shown.told if self.last is None and self.state.doors_last else None
        of_doors = wherever(told) if told else ""
        return (of_doors,) if of_doors and of_doors not in self.state.thread else self.state.thread

    @property
    def before(self) -> Before:
        """What the message is asked after, when it leans on that."""
        state, last = self.state, self.last.identifier if self.last else None
        if self.both_forms:
            forms = " ou ".join(option.named for option in self.both_forms)
            return Before(thread=(forms,), home=state.profile.mrc, leans=self.reading.surely("leans"))
        if last is None and state.doors_last and state.shown.named:
            last = card_of(state.shown.named)  # the door just spoken of by itself
        return Before(
            last=last,
            thread=(*self.thread, self._told_beside) if self.thread and self._told_beside else self.thread,
            offered=state.choices,
            form=self._form,
            home=state.profile.mrc,
            leans=self.reading.surely("leans"),
            trait=max(self.reading.surely(name) for name in TRAITS),
            reaches=self.reaches,
        )

    @cached_property
    def both_forms(self) -> tuple[Option, ...]:
        """The two forms that the answer just given sets side by side, when the message compares «les deux»
        and no list of two is shown; else none."""
        if self.last is None or not self.reading.compares or not points_at_two(self.folded):
            return ()
        options = compared_in(self.last.body.replace("*", ""))
        listed = self.state.doors_last and len(self.state.shown.numbered) == MANY
        return options if len(options) == MANY and not listed else ()

    @cached_property
    def half(self) -> str:
        """What the message asks of what came before: its one question, when it tells something beside it («ok
        coop de travail. combien de temps?»), else all of it."""
        asked = self._questions
        one = asked[0] if len(asked) == 1 and self.leans else ""
        return one if len(words(one)) >= MIN_ASKED and one in self.searched else self.searched

    @property
    def _told_beside(self) -> str:
        told = self.searched.replace(self.half, " ").strip(BETWEEN) if self.half != self.searched else ""
        return told if words(told) else ""

    @cached_property
    def _found(self) -> SearchResult:
        home = self.state.profile.mrc
        if self.leans and not self._of_its_own:
            return follow_up(self.snapshot, self.half, self.before, SHOWN_CHOICES)
        found = self._without_place or self.alone
        if found.decision == "none":
            return self._carried or found
        if found.namesakes or found.compared:
            return found
        if found.decision == "clarify" and (
            self.state.profile.place_kind and self.reading.eligibility and found.hits[0].answer.is_card
        ):
            return replace(found, decision="answer")  # its card says where the project stands
        found = with_question_alone(self.searched, found, home)
        return with_each_question(self._each, found, all_asked=self._all_asked)

    @cached_property
    def _carried(self) -> SearchResult | None:
        """What is found in the light of what was just answered for a message that the base does not answer by
        itself, and that tells more of the same, rather than of a project; None when nothing is."""
        answered = self.last is not None or bool(self.state.choices)
        of_project = self.reading.project or self.reading.seeks or bool(self.places)
        if self.leans or not answered or of_project or self.alone.decision != "none" or self.alone.topic_sure:
            return None
        found = follow_up(self.snapshot, self.searched, self.before, SHOWN_CHOICES)
        return found if found.decision != "none" else None

    @property
    def goes_on(self) -> bool:
        """Whether the message is read in the light of what came before."""
        return self.leans or self._carried is not None

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
    def forms_told(self) -> tuple[PublishedAnswer, ...]:
        """What each of the forms that the message sets side by side is, when it asks no more than that; or
        what is asked as it is for each form, when none is known."""
        if self.result.decision == "none":
            return ()
        told = self._form or (self.leans and any(map(forms_in, self.thread)))
        return each_form(self.message, self.result) or (
            () if told else other_form_too(self.message, self.result)
        )

    @cached_property
    def matches(self) -> dict[str, Match]:
        """All the doors for the project as it is known before this message, by identifier, best first."""
        return matches_for(self.snapshot, self.state.profile)

    @property
    def sure(self) -> bool:
        """Whether the base surely answers the message."""
        return self.result.decision == "answer"


def matches_for(snapshot: Snapshot, profile: Profile) -> dict[str, Match]:
    """All the doors for a profile, also those closed to it, by identifier, best first."""
    found = match(profile, snapshot.resources, snapshot.doors, snapshot.today)
    return {one.identifier: one for one in found}
