"""A question on the subject, or news of the person's own project? Where an intent alone cannot tell.

«C'est quoi le RISQ?» and «le RISQ pour ma coop de vélos à Rigaud» share most of their words. What
tells them apart is whether the message says something of a project, and how sure the base's answer is.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

from actions.frame import Frame
from actions.message_form import (
    asks_eligibility,
    asks_whom,
    changes_need,
    changes_one_thing,
    corrects,
    for_that,
    looks_like_question,
    of_ones_own,
    seeks,
    short_remark,
    speaks_of_another,
    states_project,
    wants,
)
from knowledge.referral.extraction import Extraction
from knowledge.search.service import SearchResult
from knowledge.search.text import words

FAREWELLS = ("thank", "goodbye")
SEEKING = ("seek_referral", "seek_funding", "seek_training")
MISTAKEN_MIN_WORDS = 3  # a shorter greeting or thanks that the base answers is still small talk
FIGURE_MAX_WORDS = 3  # «67 ans», «environ 25 000»: with more, the message says what the figure is of
SURE_OF_PROJECT = 2  # telling fields: with that many, a statement is about a project


@dataclass(frozen=True)
class Turn:
    """What is known when a typed message comes in.

    Its intent, what it says of a project, what search makes of it, the frame before it; whether doors were
    already shown in this conversation (`doors_shown`), and whether they are the last thing shown
    (`of_doors`); whether the message begins with a place (`place_first`).
    """

    message: str
    intent: str
    said: Extraction
    result: SearchResult
    frame: Frame
    doors_shown: bool = False
    of_doors: bool = False
    place_first: bool = False

    @cached_property
    def question(self) -> bool:
        """Whether the message has the form of a question."""
        return looks_like_question(self.message, self.result.plain)

    @cached_property
    def own(self) -> bool:
        """Whether the person speaks of their own project."""
        return of_ones_own(self.message, self.result.plain)

    @property
    def placed(self) -> bool:
        """Whether the message names a place."""
        return self.said.profile.place_kind is not None or bool(self.said.candidates)

    @property
    def seeking(self) -> bool:
        """Whether somebody looks for a door, money or a training."""
        return self.intent in SEEKING

    @property
    def telling(self) -> int:
        """How many things the message says that only concern a project of one's own."""
        known = self.said.profile
        fields = (known.place_kind, known.stage, known.age, known.sector, known.amount)
        return sum(value is not None for value in fields) + bool(self.said.candidates)

    @property
    def tells_of_group(self) -> bool:
        """Whether the message says where the project is, how far it went or who carries it: an amount or an
        activity may be those of what is asked («20 $ par soir, c'est-tu encore du bénévolat?»)."""
        known = self.said.profile
        return self.placed or known.stage is not None or known.age is not None

    @property
    def describes(self) -> bool:
        """Whether the message says what the project is, beside where."""
        known = self.said.profile
        return any(value is not None for value in (known.stage, known.legal_form, known.sector))

    @property
    def fills_what_was_asked(self) -> bool:
        """Whether the message fills the very field that was asked about."""
        known = self.said.profile
        fills = {
            "place": self.placed,
            "need": bool(known.need),
            "stage": known.stage is not None,
            "legal_form": known.legal_form is not None,
            "age": known.age is not None,
        }
        return self.frame.asking is not None and fills[self.frame.asking]

    @property
    def says_only_a_figure(self) -> bool:
        """Whether an age or an amount is all that the message says: «67 ans»."""
        known = self.said.profile
        figure = known.age is not None or known.amount is not None
        return figure and self.telling == 1 and len(words(self.message)) <= FIGURE_MAX_WORDS

    @property
    def best_is_place(self) -> bool:
        """Whether what the base says best is whom to ask in a place."""
        return bool(self.result.hits) and self.result.hits[0].answer.mrc is not None

    @property
    def unsure(self) -> bool:
        """Whether the base has near answers at most, and does not know the matter as one to decline."""
        return self.result.decision == "clarify" or (
            self.result.decision == "none" and self.result.topic is None
        )

    @property
    def bare_search(self) -> bool:
        """«Trouver du financement»: for whom comes next."""
        return self.seeking and self.telling == 0


def for_referral(turn: Turn) -> bool:
    """Whether a typed message goes on with the referral rather than being answered from the base."""
    if goes_on(turn):
        return True
    return asks_for_project(turn) if turn.question else tells_of_project(turn)


def goes_on(turn: Turn) -> bool:
    """Whether a message leans on the referral: it changes or corrects what was said, or fills in what was
    asked."""
    changed = varies(turn.said, turn.message, turn.frame, of_doors=turn.of_doors)
    if changed and turn.result.decision != "answer":
        return True
    if turn.doors_shown and turn.said.profile.need and changes_need(turn.message):
        return True
    if turn.placed and speaks_of_another(turn.message):
        return True  # «autre client: une coop à Sainte-Martine, y'a-tu de quoi payer l'étude?»
    if turn.doors_shown and turn.placed and corrects(turn.message):
        return True  # «finalement, c'est à Valleyfield, je vois-tu les mêmes personnes?»
    if turn.question or turn.said.empty:
        return False
    remark_on_doors = turn.of_doors and turn.result.decision == "clarify"
    underway = turn.frame.asking is not None or (turn.doors_shown and turn.result.decision != "answer")
    adds = turn.fills_what_was_asked or (underway and turn.telling > 0)
    return remark_on_doors or adds or corrects(turn.message)


def asks_for_project(turn: Turn) -> bool:
    """Whether a question is about what the person's own project can have, rather than about the subject."""
    of_project = turn.own and turn.placed and turn.describes and asks_eligibility(turn.message)
    # «Y'a quoi comme formation?», once doors were shown: for the same project, another need.
    sought = (
        turn.doors_shown
        and bool(turn.said.profile.need)
        and (turn.seeking or seeks(turn.message))
        and (turn.unsure or for_that(turn.message))
    )
    if sought:
        return True
    if turn.result.decision == "none" and turn.result.topic:
        return of_project
    # «Je m'adresse à qui dans ce cas?»: whom to see for the project, as far as there is one.
    told = turn.frame.profile.place_kind is not None or turn.result.decision == "clarify"
    if asks_whom(turn.message) and told and not turn.result.compared:
        return True
    if turn.own and turn.said.profile.place_kind == "outside":
        return True  # «j'reste à Brossard, c'est-tu vous autres?»: who serves that place
    if turn.result.decision == "none":
        return (turn.own and turn.tells_of_group) or (turn.seeking and not turn.placed)
    # The doors of a project in a place say more than whom to ask there.
    wanted = turn.own and any(need != "support" for need in turn.said.profile.need)
    if turn.best_is_place and (turn.describes or wanted):
        return True
    # Once their place is known, a person who asks what they can have means it for their own project.
    known_place = turn.result.decision == "clarify" and turn.frame.profile.place_kind is not None
    return turn.own and turn.seeking and (turn.placed or known_place)


def tells_of_project(turn: Turn) -> bool:
    """Whether a statement tells of a project, or asks for a door in so many words."""
    decision = turn.result.decision
    if turn.says_only_a_figure or (decision != "answer" and states_project(turn.message)):
        return True
    if turn.place_first and decision != "answer":
        return True  # «Saint-Lazare, et on couvre Hudson aussi»: where it is, whatever is near to the rest
    sure_question = decision == "answer" and turn.intent == "ask_question"
    if turn.own and turn.placed and turn.describes and not sure_question:
        return True
    if decision == "none" and turn.result.topic and not turn.bare_search:
        return False
    if turn.intent == "ask_question" and decision != "none":
        return turn.own and turn.placed
    if turn.telling >= SURE_OF_PROJECT or (turn.own and (turn.placed or turn.seeking)):
        return True
    if turn.intent == "correct" or (turn.intent == "inform" and turn.placed):
        return True
    if turn.intent == "inform" and turn.doors_shown and not turn.said.empty:
        return True
    if decision == "answer" or (decision == "clarify" and turn.bare_search and not turn.said.profile.need):
        return False
    return turn.seeking or (
        not turn.said.empty and (turn.intent == "inform" or (turn.telling > 0 and turn.own))
    )


def varies(said: Extraction, message: str, frame: Frame, *, of_doors: bool) -> bool:
    """Whether a message changes one thing of what was said before: the place, the amount or the age told
    already, or, right after doors (`of_doors`), anything that they were chosen by."""
    new, known = said.profile, frame.profile
    placed = new.place_kind is not None or bool(said.candidates)
    counted = (new.amount and known.amount) or (new.age and known.age)
    return changes_one_thing(message) and (placed or bool(counted) or (of_doors and not said.empty))


def also_asked(message: str, result: SearchResult) -> SearchResult | None:
    """What a message that goes on with the referral also asks of the base, if it does. What there is in a
    place is not such a thing: the doors say more of it; nor is a word of change, unless the base is sure."""
    if result.decision == "none" or not looks_like_question(message, result.plain):
        return None
    if for_that(message) or asks_whom(message):
        return None
    best = max(result.hits, key=lambda hit: hit.score) if result.decision == "clarify" else result.hits[0]
    if best.answer.mrc or (result.decision == "clarify" and short_remark(message)):
        return None
    return replace(result, hits=tuple(hit for hit in result.hits if not hit.answer.mrc))


def asks_beside_place(message: str, result: SearchResult) -> bool:
    """Whether a message may ask more than whom to see in the place that it names: a longer question whose
    place weighs most in what was found."""
    placed = any(hit.answer.mrc for hit in result.hits)
    return placed and not short_remark(message) and looks_like_question(message, result.plain)


def really_a_question(message: str, result: SearchResult) -> bool:
    """Whether a message that was taken for small talk or a command is a question the base answers.

    A bare name («Filaction») is one too: it is then its own composed answer that is found.
    """
    if result.decision != "answer":
        return False
    return len(words(message)) >= MISTAKEN_MIN_WORDS or result.hits[0].answer.kind == "composed"


def asks_all_the_same(intent: str, message: str, result: SearchResult) -> bool:
    """Whether what was taken for an insult asks something that the base has near answers to."""
    near = result.decision == "clarify" and looks_like_question(message, result.plain)
    return near and intent == "insult"


def states_a_need(intent: str, message: str) -> bool:
    """Whether a message is about what is needed, rather than naming a need in passing."""
    return intent in (*SEEKING, "correct") or changes_need(message) or wants(message) or seeks(message)
