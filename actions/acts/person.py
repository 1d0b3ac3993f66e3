"""«Parler à quelqu'un»: consent, a way to be reached, a word if they like, a look at it all, then sent.

Where it stands is in the `contact` slot: `step` (what is waited for), what was given so far, and `sent`,
the references of the requests made in this conversation. Nothing is stored before the last yes, and nothing
is said to be noted before it is.
"""

from __future__ import annotations

import base64
import datetime as dt
import json
from dataclasses import replace
from typing import Any

from sqlalchemy.orm import Session

from actions.consent import Heard, hear
from actions.reply import Reply, button, says
from actions.texts import said_of_the_pole, text
from actions.turn import Turn
from knowledge.contacts import load_contacts
from knowledge.models import now
from knowledge.reach import find_reach
from knowledge.referral.description import describe
from knowledge.referral.profile import Profile
from knowledge.requests import KEPT_DAYS, create_request
from knowledge.room import take_room
from knowledge.territory.area import Area

MAX_REMINDERS = 2  # after that many other turns, no answer is an answer: the request is dropped
MAX_SENT = 3  # requests in one conversation
FILLED = "form:"  # in what a sent form carries, before its answers

Contact = dict[str, Any]

# What each button says, and the step it belongs to; pressed at another one, it is out of date.
PRESSED: dict[str, tuple[str | None, Heard]] = {
    "accept": ("consent", Heard("yes")),
    "skip": ("note", Heard("no")),
    "send": ("confirm", Heard("yes")),
    "cancel": (None, Heard("cancel")),
}


def begin(turn: Turn) -> Reply:
    """Ask for consent, or what the request underway waits for."""
    contact = dict(turn.state.contact)
    if contact.get("step") == "consent":
        return _with_form(turn, _ask(contact))
    if contact.get("step"):
        return _ask(contact)
    sent = contact.get("sent", [])
    if len(sent) >= MAX_SENT:
        return says(text("contact_enough", references=", ".join(sent)))
    # What the referral was asking lapses: one question at a time. What it understood stays.
    return _with_form(turn, _ask({"step": "consent", "sent": sent})) + Reply(slots={"asking": None})


def pressed(turn: Turn) -> Reply:
    """A button of the request; one that is out of date asks again what is waited for."""
    contact = dict(turn.state.contact)
    value = turn.pressed.values.get("value", "") if turn.pressed else ""
    if value.startswith(FILLED):
        return _filled(turn, contact, value.removeprefix(FILLED))
    if not contact.get("step") or not value:
        if contact.get("sent") and value == "send":  # pressed twice
            return says(text("contact_enough", references=", ".join(contact["sent"])))
        return begin(turn)
    step, heard = PRESSED.get(value, ("", Heard("unsure")))
    if step not in (None, contact["step"]):
        return _ask(contact)
    return _take(turn, contact, heard)


def _with_form(turn: Turn, reply: Reply) -> Reply:
    """The same question as one form, for those who can show it: what the team will read is told first."""
    delay = said_of_the_pole("delay")
    form = {
        "kind": "person",
        "intro": text("contact_form_intro"),
        "consent": _form_consent(),
        "story": story(turn.state.profile, turn.state.last_question, None, turn.snapshot.doors.mrc_names),
        "delay": text("contact_delay", delay=delay) if delay else None,
    }
    return replace(reply, parts=(replace(reply.parts[0], form=form), *reply.parts[1:]))


def _filled(turn: Turn, contact: Contact, given: str) -> Reply:
    """The form as it was sent: how to reach the person, a word, the consent, all at once."""
    sent = contact.get("sent", [])
    if len(sent) >= MAX_SENT:
        return says(text("contact_enough", references=", ".join(sent)))
    answers = json.loads(base64.urlsafe_b64decode(given))
    reach = find_reach(str(answers.get("reach", "")))
    if reach is None or answers.get("consent") is not True:
        return begin(turn)
    profile, note = turn.state.profile, str(answers.get("note") or "").strip() or None
    return _send(
        {
            "sent": sent,
            "reach": str(reach),
            "story": story(profile, turn.state.last_question, note, turn.snapshot.doors.mrc_names),
            "mrc": profile.mrc,
            "consent_at": now().isoformat(),
            "consent_text": _form_consent(),
            "step": "confirm",
        },
        turn.once,
    )


def heard(turn: Turn) -> Heard | None:
    """What the message says to the request underway; None when it is not for it."""
    return hear(turn.state.step, turn)


def take(turn: Turn) -> Reply:
    """One turn of the request: what was heard, at the step where it stands."""
    said = heard(turn) or Heard("unsure")
    return _take(turn, dict(turn.state.contact), said)


def after_other(turn: Turn, reply: Reply) -> Reply:
    """After any other turn the request asks again, unless that turn asked a question of its own: one question
    at a time, and the person chose the newer subject. It is let go when it was passed over again and
    again."""
    contact = dict(turn.state.contact)
    if not contact.get("step") or "contact" in reply.slots or reply.reset:
        return reply
    if reply.slots.get("asking") or turn.reading.leave:
        return reply + Reply(slots=_without_request(contact))
    contact["reminders"] = contact.get("reminders", 0) + 1
    if contact["reminders"] > MAX_REMINDERS:
        return reply + _end(contact, "contact_dropped")
    return reply + _ask(contact, "contact_resume")


def story(profile: Profile, question: str | None, note: str | None, mrc_names: Area) -> str:
    """What the person told so far, as the team will read it and as it is shown before it is sent."""
    lines = [f"- {row['label']}: {row['value']}" for row in describe(profile, mrc_names)]
    if question:
        lines.append(f"- Dernière question: «{question}»")
    if note:
        lines.append(f"- Mot de la personne: «{note}»")
    return "\n".join(lines) or "- Rien d'autre que le souhait d'être joint."


def _take(turn: Turn, contact: Contact, said: Heard) -> Reply:
    contact["reminders"] = 0
    if said.kind == "cancel":
        return _end(contact, "contact_refused")
    if said.kind == "wait":
        return _ask(contact, "contact_waits")
    steps = {"consent": _consent, "reach": _reach, "note": _note, "confirm": _confirm}
    return steps[contact["step"]](turn, contact, said)


def _consent(turn: Turn, contact: Contact, said: Heard) -> Reply:
    if said.kind == "no":
        return _end(contact, "contact_refused")
    if said.kind == "note":
        return _ask({**contact, "note": turn.message}, "contact_note_kept")
    if said.kind != "yes":
        return _ask(contact, "contact_before_consent" if said.reach else None)
    contact |= {"consent_at": now().isoformat(), "consent_text": _consent_text(), "step": "reach"}
    if said.reach:
        contact |= {"reach": str(said.reach), "step": "note"}
    return _ask(contact)


def _reach(_turn: Turn, contact: Contact, said: Heard) -> Reply:
    if said.kind == "no":
        return _end(contact, "contact_refused")
    if said.kind == "reach":
        return _ask({**contact, "reach": str(said.reach), "step": "note"})
    return _ask(contact, None if said.kind == "unsure" else "contact_reach_invalid")


def _note(turn: Turn, contact: Contact, said: Heard) -> Reply:
    if said.kind == "reach":
        return _ask({**contact, "reach": str(said.reach)})
    if said.kind == "unsure":
        return _ask(contact)
    return _show(turn, _with_note(turn, contact, said) | {"step": "confirm"})


def _with_note(turn: Turn, contact: Contact, said: Heard) -> Contact:
    """The request with what the message adds to the word for the team."""
    added = [contact.get("note"), turn.message if said.kind == "note" else None]
    return {**contact, "note": " ".join(part for part in added if part) or None}


def _confirm(turn: Turn, contact: Contact, said: Heard) -> Reply:
    if said.kind == "no":
        return _end(contact, "contact_refused")
    if said.kind == "reach":
        return _show(turn, {**contact, "reach": str(said.reach)})
    if said.kind == "note":
        return _show(turn, _with_note(turn, contact, said))
    return _send(contact, turn.once) if said.kind == "yes" else _ask(contact)


def _show(turn: Turn, contact: Contact) -> Reply:
    """Write the story and show it: what is shown is, word for word, what is sent."""
    profile = turn.state.profile
    names = turn.snapshot.doors.mrc_names
    told = story(profile, turn.state.last_question, contact.get("note"), names)
    return _ask({**contact, "story": told, "mrc": profile.mrc})


def _send(contact: Contact, once: str | None) -> Reply:
    contacts = load_contacts()

    def store(session: Session) -> Reply:
        if not take_room(session, "request"):
            return _end(contact, "contact_full")
        request, token = create_request(
            session,
            reach=contact["reach"],
            story=contact["story"],
            mrc=contact.get("mrc"),
            consent_text=contact["consent_text"],
            consent_at=dt.datetime.fromisoformat(contact["consent_at"]),
            prefix=contacts.reference_prefix,
            once=once,
        )
        link = f"/demande/{token}"
        said = text("contact_sent", reference=request.reference, reach=contact["reach"], link=link)
        if delay := said_of_the_pole("delay"):
            said += "\n\n" + text("contact_delay", delay=delay)
        elif contacts.recipient(contact.get("mrc")) is None:
            said += "\n\n" + text("contact_waiting")
        return says(said, contact={"sent": [*contact.get("sent", []), request.reference]})

    # Nothing asks it again meanwhile; when it cannot be stored, it is shown with the button that sends it.
    return Reply(slots={"contact": contact}, store=store, unkept=_ask(contact, "not_kept"))


def _end(contact: Contact, name: str) -> Reply:
    return says(text(name)) + Reply(slots=_without_request(contact))


def _without_request(contact: Contact) -> dict[str, Any]:
    sent = contact.get("sent", [])
    return {"contact": {"sent": sent} if sent else None}


def _ask(contact: Contact, first: str | None = None) -> Reply:
    """Ask what the step waits for, after a sentence when one is named."""
    cancel = button(text("contact_cancel"), "talk_to_person", value="cancel")
    step = contact["step"]
    if step == "consent":
        said = _consent_text()
        buttons = [
            button(text("contact_accept"), "talk_to_person", value="accept"),
            button(text("contact_refuse"), "talk_to_person", value="cancel"),
        ]
    elif step == "reach":
        said, buttons = text("contact_reach"), [cancel]
    elif step == "note":
        said = text("contact_note", reach=contact["reach"])
        buttons = [button(text("contact_no_note"), "talk_to_person", value="skip"), cancel]
    else:
        said = text("contact_story", story=contact["story"], reach=contact["reach"])
        buttons = [button(text("contact_send"), "talk_to_person", value="send"), cancel]
    return says(f"{text(first)} {said}" if first else said, buttons, contact=contact)


def _form_consent() -> str:
    return text("contact_form_consent", days=str(KEPT_DAYS))


def _consent_text() -> str:
    return text("contact_consent", days=str(KEPT_DAYS))
