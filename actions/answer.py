"""What is said to a question: the answer found, a choice between near ones, or an honest «I don't know»."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher
from sqlalchemy.orm import Session

from actions.eligibility import standing
from actions.frame import Frame
from actions.library import answer_search, database
from actions.message_form import (
    asks_eligibility,
    leans_on_last_turn,
    looks_english,
    looks_like_question,
    questions_in,
    short_remark,
    tells,
)
from actions.parts import button, say
from actions.texts import text
from knowledge.answers.presentation import answer_reference
from knowledge.answers.published import PublishedAnswer
from knowledge.feedback import count, remember_question
from knowledge.notes import note
from knowledge.referral.profile import Profile
from knowledge.search.follow_up import follow_up
from knowledge.search.service import Hit, SearchResult, Snapshot

SHOWN_CHOICES = 3
SHOWN_RELATED = 2
MIN_TERMS = 2  # of a question that can be read without the one before it
MANY = 2  # answers to as many questions of one message


def answer_question(
    dispatcher: CollectingDispatcher, tracker: Tracker, question: str
) -> list[dict[str, Any]]:
    """Search for a question, say what was found, remember it when nothing sure was."""
    return say_result(dispatcher, tracker, question, search_for(tracker, question))


def search_for(tracker: Tracker, question: str) -> SearchResult:
    """What search makes of a question, for a project in the place that is known.

    «Pourquoi j'ai pas droit au FDEÉS?» is answered with the card of what is named, which says where the
    project stands.
    """
    profile = Frame.of(tracker).profile
    found = answer_search().search(question, SHOWN_CHOICES, profile.mrc)
    if found.decision == "clarify" and profile.place_kind and asks_eligibility(question):
        best = found.hits[0].answer
        if best.is_card and not found.namesakes and not found.compared:
            return replace(found, decision="answer")
    if found.decision == "clarify" and not found.namesakes and not found.compared:
        return with_each_question(tracker, found, question, profile.mrc)
    return found


def with_each_question(tracker: Tracker, found: SearchResult, message: str, home: str | None) -> SearchResult:
    """The near answers, with the best one for each of several questions in front, when there are several.

    The first is read in the light of the last answer when it leans on it, the others in the light of the
    first: «C'est quoi une coop de travail, faut être combien?».
    """
    first, *others = questions_in(message) or [message]
    if not others:
        return found
    snapshot = answer_search().snapshot()
    results = [
        follow_up(
            snapshot, first, tracker.get_slot("last_answer"), tracker.get_slot("last_question"), home=home
        )
        if message.startswith(first) and leans_on_last_turn(first)
        else answer_search().search(first, home=home)
    ]
    before = results[0].hits[0].answer.identifier if results[0].hits else None
    for other in others:
        alone = answer_search().search(other, home=home)
        leans = alone.decision == "none" or len(snapshot.index.terms(other)) < MIN_TERMS
        results.append(follow_up(snapshot, other, before, first, home=home) if leans else alone)
    best: dict[str, Hit] = {}
    for result in results:
        fresh = (hit for hit in result.hits if hit.answer.identifier not in best)
        hit = next(fresh, None) if result.decision != "none" else None
        if hit:
            best[hit.answer.identifier] = hit
    if len(best) < MANY:
        return found
    near = best | {hit.answer.identifier: hit for hit in found.hits}
    return replace(found, hits=tuple(near.values())[:SHOWN_CHOICES], several=True)


CHOICE = "choice:"  # in the key of a choice that was offered, where an answer has its identifier


def last_answer(tracker: Tracker) -> PublishedAnswer | None:
    """The answer last given, if nothing else was shown since and it is still published."""
    return answer_search().snapshot().answers.get(tracker.get_slot("last_answer") or "")


def something_before(tracker: Tracker) -> bool:
    """Whether a short question can be about the turn before: an answer, or near ones that were offered."""
    return last_answer(tracker) is not None or bool(tracker.get_slot("choices"))


def follow_up_question(
    dispatcher: CollectingDispatcher, tracker: Tracker, question: str
) -> list[dict[str, Any]]:
    """Search for a short question in the light of the last answer, or of the last question when near
    answers were offered for it, and say what was found."""
    snapshot = answer_search().snapshot()
    before = tracker.get_slot("last_answer"), tracker.get_slot("last_question")
    found = follow_up(snapshot, question, *before, SHOWN_CHOICES, Frame.of(tracker).profile.mrc)
    return say_result(dispatcher, tracker, question, found)


def say_result(
    dispatcher: CollectingDispatcher,
    tracker: Tracker,
    question: str,
    result: SearchResult,
    profile: Profile | None = None,
) -> list[dict[str, Any]]:
    """Say what a search found for a question; count it, and keep the question when nothing sure was found.

    `profile`: the project, when this very message tells more of it than the slots hold.
    """
    note(database(), lambda session: note_result(session, question, result))
    if result.decision == "answer":
        given = give_answer(dispatcher, tracker, result.hits[0].answer, question, profile)
        return [*given, SlotSet("choices", None)]
    if result.decision == "clarify":
        offered = [hit.answer.identifier for hit in result.hits]
        events = offer_choices(dispatcher, tracker, result, question)
        events += [SlotSet("last_question", question), SlotSet("choices", offered)]
        # What comes next leans on this question, unless this one leaned on the answer before.
        leans = leans_on_last_turn(question) and not (result.namesakes or result.compared)
        return events if leans else [*events, SlotSet("last_answer", None)]
    decline(dispatcher, tracker, question, result)
    return [SlotSet("last_question", question), SlotSet("choices", None)]


def note_result(session: Session, question: str, result: SearchResult) -> None:
    """Count what was decided, and keep a question that has no sure answer."""
    count(session, "decision", result.decision)
    if result.decision == "answer":
        count(session, "given", result.hits[0].answer.identifier)
    else:
        remember_question(session, question, result.decision)


def give_answer(
    dispatcher: CollectingDispatcher,
    tracker: Tracker,
    answer: PublishedAnswer,
    question: str,
    profile: Profile | None = None,
) -> list[dict[str, Any]]:
    """Say an answer with its sources and whether the project may knock there, then ask whether it helped and
    offer what is next to it. What is remembered: the answer, and the question it was given to."""
    snapshot = answer_search().snapshot()
    shown = answer.text
    stands = standing(snapshot, profile or Frame.of(tracker).profile, answer)
    if stands:
        shown += "\n\n" + stands
    if answer.to_confirm and not answer.reservation:
        shown += "\n\n" + (
            text("confirm_with", whom=answer.confirm_with) if answer.confirm_with else text("confirm")
        )
    buttons = [
        button(text("useful"), "feedback_useful", answer_id=answer.identifier),
        button(text("not_useful"), "feedback_not_useful", answer_id=answer.identifier),
    ]
    buttons += related_buttons(snapshot, answer)
    say(dispatcher, tracker, shown, buttons=buttons, answer=answer_reference(answer))
    return [
        SlotSet("last_answer", answer.identifier),
        SlotSet("last_question", question),
        with_given(tracker, answer.identifier, question),
    ]


def related_buttons(snapshot: Snapshot, answer: PublishedAnswer) -> list[dict[str, str]]:
    """Buttons for the answers next to one."""
    near = (snapshot.answers.get(f"answer:{name}") for name in answer.related[:SHOWN_RELATED])
    return [button(other.question, "choose_answer", answer_id=other.identifier) for other in near if other]


def offer_choices(
    dispatcher: CollectingDispatcher, tracker: Tracker, result: SearchResult, question: str
) -> list[dict[str, Any]]:
    """Ask which of the near answers was meant. What is remembered: the question, for «aucune de ces…»."""
    choices = [
        button(hit.answer.question, "choose_answer", answer_id=hit.answer.identifier) for hit in result.hits
    ]
    asked = "several_resources" if result.compared else "several_questions" if result.several else "which_one"
    key = f"{CHOICE}{len(given_before(tracker))}"
    none = button(text("none_of_these"), "none_of_these", answer_id=key)
    say(dispatcher, tracker, text(asked), buttons=[*choices, none])
    return [with_given(tracker, key, question)]


def given_before(tracker: Tracker) -> dict[str, str]:
    """What was given or offered so far in this conversation, with the question it was given to: an answer by
    its identifier, a choice by its number."""
    return dict(tracker.get_slot("given") or {})


def with_given(tracker: Tracker, key: str, question: str) -> dict[str, Any]:
    """The event that remembers what is given now."""
    event: dict[str, Any] = SlotSet("given", {**given_before(tracker), key: question})
    return event


def decline(dispatcher: CollectingDispatcher, tracker: Tracker, question: str, result: SearchResult) -> None:
    """Say that we do not know, name the right door when the base knows it, and offer a person."""
    if looks_english(question):
        to_person = [button(text("talk_to_person"), "talk_to_person")]
        say(dispatcher, tracker, text("other_language"), buttons=to_person)
        return
    told = tells(question) and not looks_like_question(question, result.plain)
    said = text("statement" if told else "not_known")
    surely = result.topic_sure and not leans_on_last_turn(question)
    named = surely or not remark_on_what_was_said(tracker, question)
    if result.topic and (result.topic.reply or named):
        said = result.topic.reply or text("declined", topic=result.topic.label)
        door = answer_search().snapshot().resources.get(result.topic.refer_to or "")
        if door:
            name = f"[{door.name}]({door.website})" if door.website else door.name
            said += " " + text("declined_door", door=name)
    say(dispatcher, tracker, said, buttons=way_out())


def remark_on_what_was_said(tracker: Tracker, message: str) -> bool:
    """Whether a short message speaks of what was just said: such a one is near to some topic as it is to
    anything, so that none is named."""
    before = something_before(tracker) or bool(tracker.get_slot("results"))
    stated = short_remark(message) and not looks_like_question(message)
    return before and (stated or leans_on_last_turn(message))


def way_out() -> list[dict[str, str]]:
    """What is offered whenever we could not help: a person, or the doors near the project."""
    return [button(text("talk_to_person"), "talk_to_person"), button(text("find_door"), "seek_referral")]
