"""«Parler à quelqu'un»: consent, a way to be reached, a word if they like, a look at it all, then sent.

Where it stands is in the `contact` slot: `step` (what is waited for), what was given so far, and `sent`,
the references of the requests made in this conversation. Nothing is stored before the last yes.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

from rasa_sdk import Action, Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.types import DomainDict
from sqlalchemy.exc import OperationalError

from actions.library import database, keeping
from actions.parts import button, entity, say, typed
from actions.pending import Heard, hear
from actions.texts import text
from knowledge.contacts import load_contacts
from knowledge.models import now
from knowledge.referral.description import describe
from knowledge.referral.doors import load_doors
from knowledge.referral.profile import Profile
from knowledge.requests import KEPT_DAYS, create_request
from knowledge.room import take_room
from knowledge.territory.area import Area

MAX_REMINDERS = 2  # after that many other turns, no answer is an answer: the request is dropped
MAX_ATTEMPTS = 3  # at a way to be reached
MAX_SENT = 3  # requests in one conversation

State = dict[str, Any]
Events = list[dict[str, Any]]
Run = TypeVar("Run", bound=Callable[..., Events])

# What each button says, and the step it belongs to; pressed at another one, it is out of date.
PRESSED: dict[str, tuple[str | None, Heard]] = {
    "accept": ("consent", Heard("yes")),
    "skip": ("note", Heard("no")),
    "send": ("confirm", Heard("yes")),
    "cancel": (None, Heard("no")),
}


class ActionTalkToPerson(Action):
    """Begin a request, or take its next turn."""

    def name(self) -> str:
        return "action_talk_to_person"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict) -> Events:
        state = state_of(tracker)
        message = typed(tracker)
        if not state.get("step"):
            if state.get("sent") and entity(tracker, "value") == "send":  # pressed twice
                say(dispatcher, tracker, text("contact_enough", references=", ".join(state["sent"])))
                return []
            return _begin(dispatcher, tracker, state)
        if message:
            heard = hear(state["step"], message, _intent(tracker))
        else:
            step, heard = PRESSED.get(entity(tracker, "value") or "", ("", Heard("unsure")))
            if step == "" or step not in (None, state["step"]):
                heard = None
            elif step is None:
                return _end(dispatcher, tracker, state, "contact_refused")
        if heard is None:
            return _ask(dispatcher, tracker, state)
        return _take(dispatcher, tracker, state, heard, message)


def contact_first(run: Run) -> Run:
    """Decorate an action's `run`: a message for the waiting request goes to it instead.

    After any other turn the request asks again, unless that turn asked a question of its own: one
    question at a time, and the person chose the newer subject.
    """

    @wraps(run)
    def with_contact(
        self: Action, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> Events:
        handled = contact_turn(dispatcher, tracker)
        if handled is not None:
            return handled
        events = run(self, dispatcher, tracker, domain)
        asked = any(event.get("name") == "asking" and event.get("value") for event in events)
        return [*events, *(_drop(tracker) if asked else _resume(dispatcher, tracker))]

    return with_contact  # type: ignore[return-value]


def contact_turn(dispatcher: CollectingDispatcher, tracker: Tracker) -> Events | None:
    """Take the message as a turn of the waiting request, or None when it is not for it."""
    state, message = state_of(tracker), typed(tracker)
    heard = hear(state.get("step"), message, _intent(tracker))
    return None if heard is None else _take(dispatcher, tracker, state, heard, message)


def _intent(tracker: Tracker) -> str | None:
    """The intent as predicted: a fallback stays one, rather than the guess it was preferred to."""
    intent: str | None = tracker.get_intent_of_latest_message(skip_fallback_intent=False)
    return intent


def state_of(tracker: Tracker) -> State:
    """Where the request stands; empty when there is none."""
    return dict(tracker.get_slot("contact") or {})


def story(profile: Profile, question: str | None, note: str | None, mrc_names: Area) -> str:
    """What the person told so far, as the team will read it and as it is shown before it is sent."""
    lines = [f"- {row['label']}: {row['value']}" for row in describe(profile, mrc_names)]
    if question:
        lines.append(f"- Dernière question: «{question}»")
    if note:
        lines.append(f"- Mot de la personne: «{note}»")
    return "\n".join(lines) or "- Rien d'autre que le souhait d'être joint."


def _begin(dispatcher: CollectingDispatcher, tracker: Tracker, state: State) -> Events:
    sent = state.get("sent", [])
    if len(sent) >= MAX_SENT:
        say(dispatcher, tracker, text("contact_enough", references=", ".join(sent)))
        return []
    # What the referral was asking lapses: one question at a time. What it understood stays.
    return [SlotSet("asking", None), *_ask(dispatcher, tracker, {"step": "consent", "sent": sent})]


def _take(
    dispatcher: CollectingDispatcher, tracker: Tracker, state: State, heard: Heard, message: str
) -> Events:
    """One turn of the request: what was heard, at the step where it stands."""
    state["reminders"] = 0
    steps = {"consent": _consent, "reach": _reach, "note": _note, "confirm": _confirm}
    return steps[state["step"]](dispatcher, tracker, state, heard, message)


def _consent(
    dispatcher: CollectingDispatcher, tracker: Tracker, state: State, heard: Heard, _message: str
) -> Events:
    if heard.kind == "no":
        return _end(dispatcher, tracker, state, "contact_refused")
    if heard.kind != "yes":
        return _ask(dispatcher, tracker, state, "contact_before_consent" if heard.reach else None)
    state |= {"consent_at": now().isoformat(), "consent_text": _consent_text(), "step": "reach"}
    if heard.reach:
        state |= {"reach": str(heard.reach), "step": "note"}
    return _ask(dispatcher, tracker, state)


def _reach(
    dispatcher: CollectingDispatcher, tracker: Tracker, state: State, heard: Heard, _message: str
) -> Events:
    if heard.kind == "no":
        return _end(dispatcher, tracker, state, "contact_refused")
    if heard.kind == "reach":
        return _ask(dispatcher, tracker, {**state, "reach": str(heard.reach), "step": "note"})
    if heard.kind == "unsure":
        return _ask(dispatcher, tracker, state)
    state["attempts"] = state.get("attempts", 0) + 1
    if state["attempts"] >= MAX_ATTEMPTS:
        return _end(dispatcher, tracker, state, "contact_refused")
    return _ask(dispatcher, tracker, state, "contact_reach_invalid")


def _note(
    dispatcher: CollectingDispatcher, tracker: Tracker, state: State, heard: Heard, message: str
) -> Events:
    if heard.kind == "reach":
        return _ask(dispatcher, tracker, {**state, "reach": str(heard.reach)})
    if heard.kind == "unsure":
        return _ask(dispatcher, tracker, state)
    note = message if heard.kind == "note" else None
    return _show(dispatcher, tracker, {**state, "note": note, "step": "confirm"})


def _confirm(
    dispatcher: CollectingDispatcher, tracker: Tracker, state: State, heard: Heard, message: str
) -> Events:
    if heard.kind == "no":
        return _end(dispatcher, tracker, state, "contact_refused")
    if heard.kind == "reach":
        return _show(dispatcher, tracker, {**state, "reach": str(heard.reach)})
    if heard.kind == "note":
        note = " ".join(part for part in (state.get("note"), message) if part)
        return _show(dispatcher, tracker, {**state, "note": note})
    return _send(dispatcher, tracker, state)


def _show(dispatcher: CollectingDispatcher, tracker: Tracker, state: State) -> Events:
    """Write the story and show it: what is shown is, word for word, what is sent."""
    with database()() as session:
        names = load_doors(session).mrc_names
    profile = Profile.restored(tracker.get_slot("profile"))
    state |= {"story": story(profile, tracker.get_slot("last_question"), state.get("note"), names)}
    return _ask(dispatcher, tracker, {**state, "mrc": profile.mrc})


def _send(dispatcher: CollectingDispatcher, tracker: Tracker, state: State) -> Events:
    contacts = load_contacts()
    try:
        with keeping() as session:
            if not take_room(session, "request"):
                return _end(dispatcher, tracker, state, "contact_full")
            request, token = create_request(
                session,
                reach=state["reach"],
                story=state["story"],
                mrc=state.get("mrc"),
                consent_text=state["consent_text"],
                consent_at=dt.datetime.fromisoformat(state["consent_at"]),
                prefix=contacts.reference_prefix,
            )
    except OperationalError:
        return _ask(dispatcher, tracker, state, "not_kept")  # with the button that sends it again
    link = f"/demande/{token}"
    said = text("contact_sent", reference=request.reference, reach=state["reach"], link=link)
    if contacts.recipient(state.get("mrc")) is None:
        said += "\n\n" + text("contact_waiting")
    say(dispatcher, tracker, said)
    return [SlotSet("contact", {"sent": [*state.get("sent", []), request.reference]})]


def _end(dispatcher: CollectingDispatcher, tracker: Tracker, state: State, name: str) -> Events:
    say(dispatcher, tracker, text(name))
    return [_without_request(state)]


def _without_request(state: State) -> dict[str, Any]:
    sent = state.get("sent", [])
    event: dict[str, Any] = SlotSet("contact", {"sent": sent} if sent else None)
    return event


def _ask(
    dispatcher: CollectingDispatcher, tracker: Tracker, state: State, first: str | None = None
) -> Events:
    """Ask what the step waits for, after a sentence when one is named."""
    cancel = button(text("contact_cancel"), "talk_to_person", value="cancel")
    step = state["step"]
    if step == "consent":
        said = _consent_text()
        buttons = [
            button(text("contact_accept"), "talk_to_person", value="accept"),
            button(text("contact_refuse"), "talk_to_person", value="cancel"),
        ]
    elif step == "reach":
        said, buttons = text("contact_reach"), [cancel]
    elif step == "note":
        said = text("contact_note", reach=state["reach"])
        buttons = [button(text("contact_no_note"), "talk_to_person", value="skip"), cancel]
    else:
        said = text("contact_story", story=state["story"], reach=state["reach"])
        buttons = [button(text("contact_send"), "talk_to_person", value="send"), cancel]
    say(dispatcher, tracker, f"{text(first)} {said}" if first else said, buttons=buttons)
    return [SlotSet("contact", state)]


def _consent_text() -> str:
    return text("contact_consent", days=str(KEPT_DAYS))


def _resume(dispatcher: CollectingDispatcher, tracker: Tracker) -> Events:
    """After another turn: ask again what the request waits for, or let it go when it was passed over."""
    state = state_of(tracker)
    if not state.get("step"):
        return []
    if _intent(tracker) == "goodbye":
        return _drop(tracker)
    state["reminders"] = state.get("reminders", 0) + 1
    if state["reminders"] > MAX_REMINDERS:
        return _end(dispatcher, tracker, state, "contact_dropped")
    return _ask(dispatcher, tracker, state, "contact_resume")


def _drop(tracker: Tracker) -> Events:
    state = state_of(tracker)
    return [_without_request(state)] if state.get("step") else []
