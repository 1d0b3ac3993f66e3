"""What is found in a message: where it stands after the last turn, what it names, what the base answers.

What costs something (the search above all) is read when first asked for, and once.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

from actions.compared_forms import Option, compared_in, each_form, other_form_too
from actions.english import in_french_words
from actions.library import answer_search
from actions.likeliest import SAYS_ALL, standing_apart
from actions.message import SHORT_MAX_WORDS, wherever
from actions.naming import Naming
from actions.own_form import asked_of_form, is_of_another, own_form_of
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
from knowledge.records import identifier
from knowledge.search.comparison import MANY
from knowledge.search.denied import denial_in, without
from knowledge.search.follow_up import follow_up
from knowledge.search.forms import LEGAL_FORMS, forms_in
from knowledge.search.last_turn import Before
from knowledge.search.service import SearchResult
from knowledge.search.subject import Subject
from knowledge.search.text import MIN_ASKED, words
from knowledge.search.thread import Thread
from knowledge.vocabulary import LegalForm

TRAITS = ("when", "amount", "why")  # what is asked of a matter, whichever it is
MAY_LEAN = 0.2  # a short message that may lean on the last turn is searched in its light
BETWEEN = " ,;:.!?…"  # a question and what is told beside it
ALL_ASKED = 0.8  # of the words of a message, those of its questions, when it is nothing but questions


@dataclass(frozen=True)
class Found(Naming):
    """A message and what is found in what is published."""

    @cached_property
    def leans(self) -> bool:
        """Whether the message is about the last turn, there being one."""
        if not (self.last or self.state.choices or self.thread):
            return False
        answered = bool(self.last or self.state.choices) and not (self.last is None and self.state.doors_last)
        may = self.reading.surely("leans") >= MAY_LEAN and self.length <= SHORT_MAX_WORDS
        of_last = self.reading.changes_one or may or self.own_form is not None or self.denial.tells_which
        return self.reading.leans or (answered and of_last)

    @cached_property
    def own_form(self) -> LegalForm | None:
        """The legal form that they say that they are, right after an answer, when they say no more."""
        return own_form_of(self)

    @cached_property
    def result(self) -> SearchResult:
        """What search makes of the message: in the light of the last turn when it leans on it. A resource
        that is named by itself is told of rather than offered."""
        found = self.not_denied(self._found)
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
            thread=self._thread_kept,
            offered=state.choices,
            form=self._form,
            home=state.profile.mrc,
            leans=self.reading.surely("leans"),
            trait=max(self.reading.surely(name) for name in TRAITS),
            reaches=self.reaches,
        )

    @property
    def _thread_kept(self) -> Thread:
        """The thread, without what the message denies of it; with what it tells beside its question."""
        denied, told = self.denial.denied, self._told_beside
        kept = tuple(without(one, denied) for one in self.thread) if denied else self.thread
        return (*kept, told) if kept and told else kept

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
        return one if len(words(one)) >= MIN_ASKED and one in self.denial.kept else self.denial.kept

    @property
    def _told_beside(self) -> str:
        whole = self.denial.kept
        told = whole.replace(self.half, " ").strip(BETWEEN) if self.half != whole else ""
        return told if words(told) else ""

    @cached_property
    def _found(self) -> SearchResult:
        home = self.state.profile.mrc
        if self.own_form and self.last and is_of_another(self.last, self.own_form):
            return asked_of_form(self.last.question, self.own_form, home)
        if self.leans and not self._of_its_own:
            followed = follow_up(self.snapshot, self.half, self.before, SHOWN_CHOICES)
            return self.alone if self._replied_alone(followed) else followed
        found = self._without_place or self.alone
        if found.decision == "none":
            return self._carried or found
        if found.namesakes or found.compared:
            return found
        if found.decision == "clarify" and (
            self.state.profile.place_kind and self.reading.eligibility and found.hits[0].answer.is_card
        ):
            return replace(found, decision="answer")  # its card says where the project stands
        found = with_question_alone(self.denial.kept, found, home)
        return with_each_question(self._each, found, all_asked=self._all_asked)

    @cached_property
    def _carried(self) -> SearchResult | None:
        """What is found in the light of what was just answered for a message that the base does not answer by
        itself, and that tells more of the same, rather than of a project; None when nothing is."""
        answered = self.last is not None or bool(self.state.choices)
        of_project = self.reading.project or self.reading.seeks or bool(self.places)
        if self.leans or not answered or of_project or self.alone.decision != "none" or self.alone.topic_sure:
            return None
        found = follow_up(self.snapshot, self.denial.kept, self.before, SHOWN_CHOICES)
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

    def _replied_alone(self, followed: SearchResult) -> bool:
        """Whether a topic surely has its own reply to the message by itself («combien coûte leur
        accompagnement?»), and what came before brings nothing likely, or only what was just told."""
        found = self.alone
        topic = found.topic if found.decision == "none" and found.topic_sure else None
        if topic is None or not topic.reply or not followed.hits:
            return False
        if followed.decision == "answer":
            return followed.unsure_again
        return not followed.likely or followed.hits[0].answer == self.last

    @cached_property
    def _without_place(self) -> SearchResult | None:
        """What is found without the place where it is asked; None when the place matters."""
        if not self.places or self.named or looks_for_somebody(self.reading):
            return None
        return without_place(self._subject, self.alone, self.state.profile.mrc)

    @cached_property
    def _subject(self) -> Subject:
        return self.snapshot.ranker.subjects.read(self.denial.kept)

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
        if self.denial.denied:
            asked = tuple(filter(None, (denial_in(one, [self.searched]).kept for one in asked)))
        return tuple(in_french_words(one) for one in asked) if self.english else asked

    @cached_property
    def alone(self) -> SearchResult:
        """What search makes of the message by itself."""
        return answer_search().search(self.denial.kept, SHOWN_CHOICES, self.state.profile.mrc, self._form)

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

    @property
    def sure(self) -> bool:
        """Whether the base surely answers the message."""
        return self.result.decision == "answer"
