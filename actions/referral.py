"""The referral: takes what a message says of a project, then shows the doors or asks one short question.

There is no form to fall out of: the frame is a slot, each message adds to it or corrects it, a question
in the middle is answered elsewhere and the thread goes on from the same slot.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.types import DomainDict
from sqlalchemy.orm import Session

from actions.answer import follow_up_question, last_answer, say_result, search_for, something_before
from actions.asking import ask, ask_which_place, resume
from actions.frame import Frame, button_choice
from actions.grants import show_grants
from actions.library import answer_search, database, gazetteer
from actions.message_form import (
    asks_whom,
    changes_one_thing,
    corrects,
    leans_on_last_turn,
    looks_like_question,
    of_ones_own,
    speaks_of_another,
    states_project,
    takes_leave,
)
from actions.offers import tell_offers
from actions.one_door import speak_of_one_door
from actions.parts import say, typed
from actions.person import contact_first
from actions.results import contact_of_card, give_contact, show_first, speak_of_pointed
from actions.routing import Turn, also_asked, asks_beside_place, for_referral, states_a_need
from actions.texts import text
from actions.why import tell_why
from knowledge.feedback import count
from knowledge.notes import note
from knowledge.referral.extraction import Extraction, extract, stage_alone, with_place
from knowledge.referral.numbers import age_alone, age_changed
from knowledge.referral.profile import Profile
from knowledge.referral.questions import next_question
from knowledge.search.follow_up import asks_how_to_reach
from knowledge.search.service import SearchResult
from knowledge.search.text import fold, words
from knowledge.territory import retold
from knowledge.vocabulary import Need

# What an intent asks for when the words themselves name no need.
INTENT_NEEDS: dict[str, Need] = {
    "seek_referral": "support",
    "seek_funding": "funding",
    "seek_training": "training",
}


class ActionReferral(Action):
    """Go one step further in the referral."""

    def name(self) -> str:
        return "action_referral"

    @contact_first
    def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> list[dict[str, Any]]:
        return refer(dispatcher, tracker)


def refer(dispatcher: CollectingDispatcher, tracker: Tracker) -> list[dict[str, Any]]:
    """Take what was pressed, or what the latest message says, then ask or show. The slots to set."""
    message = typed(tracker)
    pressed = button_choice(tracker, gazetteer())
    unknown = tracker.get_intent_of_latest_message() == "dont_know"
    if message and not pressed and not unknown:
        return answer_or_refer(dispatcher, tracker)
    frame = Frame.of(tracker)
    return go_on(dispatcher, tracker, frame, pressed or understand(message, frame), None)


def answer_or_refer(dispatcher: CollectingDispatcher, tracker: Tracker) -> list[dict[str, Any]]:
    """Answer a typed message from the base, unless it goes on with the referral. The slots to set."""
    of_doors = of_doors_shown(dispatcher, tracker)
    if of_doors is not None:
        return of_doors
    frame = Frame.of(tracker)
    message = typed(tracker)
    said = understand(message, frame)
    result = search_for(tracker, message)
    if goes_to_referral(tracker, said, frame, message, result):
        return go_on(dispatcher, tracker, frame, said, asked_beside(message, result))
    leans = leans_on_last_turn(message) and (result.decision != "answer" or changes_one_thing(message))
    if leans and something_before(tracker):
        return follow_up_question(dispatcher, tracker, message)
    if result.decision != "answer" and takes_leave(message):
        say(dispatcher, tracker, text("thank"))
        return []
    return answer_and_resume(dispatcher, tracker, frame, said, message, result)


def asked_beside(message: str, result: SearchResult) -> SearchResult | None:
    """What a message that goes on with the referral also asks of the base, its place set aside."""
    asked = also_asked(message, result)
    if asks_beside_place(message, result) and (asked is None or asked.decision != "answer"):
        unplaced = retold(message, gazetteer().find(message), lambda _: "")
        asked = also_asked(unplaced, answer_search().search(unplaced)) or asked
    return asked


def of_doors_shown(dispatcher: CollectingDispatcher, tracker: Tracker) -> list[dict[str, Any]] | None:
    """What the message asks of what was shown: why, one of them, how to reach them, what they give, those
    that are not loans. The slots to set; None when it is about something else."""
    said = tell_why(dispatcher, tracker)
    if said is None:
        said = speak_of_one_door(dispatcher, tracker)
    if said is None and asks_how_to_reach(typed(tracker)):
        said = contact_of_card(dispatcher, tracker)
        last, doors = last_answer(tracker), (tracker.get_slot("results") or {}).get("shown")
        if said is None and doors and (last is None or not last.resources):
            said = speak_of_pointed(dispatcher, tracker, give_contact)
    if said is None:
        said = tell_offers(dispatcher, tracker)
    return show_grants(dispatcher, tracker) if said is None else said


def go_on(
    dispatcher: CollectingDispatcher,
    tracker: Tracker,
    frame: Frame,
    said: Extraction,
    asked: SearchResult | None,
) -> list[dict[str, Any]]:
    """Take what a message says of the project, answer what it also asked, then ask or show."""
    intent, message = tracker.get_intent_of_latest_message() or "", typed(tracker)
    if asks_whom(message) and intent not in INTENT_NEEDS:
        intent = "seek_referral"
    if speaks_of_another(message):
        frame = Frame()
    frame = frame.with_said(
        said,
        default_need(intent, said, frame),
        states_need=states_a_need(intent, message),
        tells_project=corrects(message) or states_project(message),
    )
    if said.candidates and frame.profile.mrc is None and not frame.was_asked("place"):
        ask_which_place(dispatcher, tracker, said.candidates)
        return frame.asking_about("place").events()
    answered = bool(message) and not said.empty
    if asked and asked.decision == "answer":
        of_answer = say_result(dispatcher, tracker, message, asked, frame.profile)
        return [*advance(dispatcher, tracker, frame, answered=answered), *of_answer]
    return advance(dispatcher, tracker, frame, answered=answered, unsure=asked)


def goes_to_referral(
    tracker: Tracker, said: Extraction, frame: Frame, message: str, result: SearchResult
) -> bool:
    """Whether the latest message goes on with the referral (see `actions.routing`)."""
    doors_shown = bool((tracker.get_slot("results") or {}).get("ids"))
    places = gazetteer().find(message)
    turn = Turn(
        message=message,
        intent=tracker.get_intent_of_latest_message() or "",
        said=said,
        result=result,
        frame=frame,
        doors_shown=doors_shown,
        of_doors=doors_shown and not tracker.get_slot("last_answer"),
        place_first=bool(places) and not words(message[: places[0].start]),
    )
    return for_referral(turn)


def answer_and_resume(
    dispatcher: CollectingDispatcher,
    tracker: Tracker,
    frame: Frame,
    said: Extraction,
    message: str,
    result: SearchResult,
) -> list[dict[str, Any]]:
    """Answer a question; keep what it says of one's own project; ask again what was being asked."""
    if of_ones_own(message) and not said.empty:
        frame = frame.with_mentioned(said, tells_project=states_project(message))
    events = say_result(dispatcher, tracker, message, result, frame.profile)
    resume(dispatcher, tracker)
    return [*events, *frame.events()]


def understand(message: str, frame: Frame) -> Extraction:
    """What a message says, in the light of what was asked: after «Où?», a bare name is a place; after «Où en
    est votre projet?», a bare word is a stage; after «Quel âge avez-vous?», a number is an age."""
    said = extract(message, gazetteer())
    if frame.asking == "place" and said.profile.place_kind is None and not said.candidates and message:
        found = gazetteer().resolve(message)
        if found is not None:
            said = Extraction(
                with_place(said.profile, found), found.candidates if found.place is None else ()
            )
    if frame.asking == "stage" and said.profile.stage is None and not looks_like_question(message):
        said = replace(said, profile=replace(said.profile, stage=stage_alone(message)))
    if frame.profile.age is not None and said.profile.age is None and changes_one_thing(message):
        said = replace(said, profile=replace(said.profile, age=age_changed(fold(message))))
    if frame.asking == "age" and said.profile.age is None and not looks_like_question(message):
        said = replace(said, profile=replace(said.profile, age=age_alone(message)))
    return said


def default_need(intent: str, said: Extraction, frame: Frame) -> Need | None:
    """The need that the intent itself expresses, when the message names none and none was known."""
    need = INTENT_NEEDS.get(intent)
    if said.profile.need or need is None:
        return None
    if need == "support" and frame.profile.need:
        return None
    return need


def advance(
    dispatcher: CollectingDispatcher,
    tracker: Tracker,
    frame: Frame,
    *,
    answered: bool = True,
    unsure: SearchResult | None = None,
) -> list[dict[str, Any]]:
    """Show the doors as soon as they mean something, then ask what would still change them, or which of
    near answers was wanted (`unsure`) when the message was also a question."""
    snapshot = answer_search().snapshot()
    question = next_question(frame.profile, frame.asked, snapshot.resources, snapshot.doors, snapshot.today)
    events: list[dict[str, Any]] = []
    if frame.can_show(question):
        events = show_first(dispatcher, tracker, frame.profile, refined=bool(frame.asked) and answered)
        count_referral(frame.profile)
    if events and unsure:
        events += say_result(dispatcher, tracker, typed(tracker), unsure)
        question = None
    if question is None:
        return [*frame.asking_about(None).events(), *events]
    ask(dispatcher, tracker, question, refining=bool(events))
    return [*frame.asking_about(question).events(), *events]


def count_referral(profile: Profile) -> None:
    """Count a referral by MRC, need and stage: figures for the Pôle, nothing on the person."""

    def counts(session: Session) -> None:
        count(session, "referral_mrc", profile.mrc or profile.place_kind or "unknown")
        count(session, "referral_stage", profile.stage or "unknown")
        for need in profile.need or ("unknown",):
            count(session, "referral_need", need)

    note(database(), counts)
