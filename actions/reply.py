"""A reply: what is said, kept and counted in a turn. This file alone speaks, stores and counts."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar, copy_context
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any

from rasa_sdk.events import AllSlotsReset, SlotSet
from rasa_sdk.executor import CollectingDispatcher
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from actions.library import database, keeping
from knowledge.feedback import count, remember_question
from knowledge.notes import note
from knowledge.referral.profile import Profile

SHELL = "cmdline"  # the channel of `rasa shell`, which shows text and buttons but not rich parts

Button = dict[str, str]

_later: ContextVar[list[Callable[[], object]] | None] = ContextVar("later", default=None)


@dataclass(frozen=True)
class Part:
    """One message of the contract. `erase`: the gateway then erases the conversation, with this very turn,
    and goes on in a new one."""

    text: str
    buttons: tuple[Button, ...] = ()
    answer: Mapping[str, Any] | None = None
    resources: tuple[Mapping[str, Any], ...] = ()
    profile: Mapping[str, Any] | None = None
    erase: bool = False
    project: tuple[Mapping[str, str], ...] | None = None  # to be put right field by field
    form: Mapping[str, Any] | None = None  # filled in at once, instead of the buttons; a map: beside them


@dataclass(frozen=True)
class Around:
    """What stands around a turn: what the person wrote just before, what was last said to them, the answer
    that was shown; the number of the content that the turn was answered with."""

    turns: tuple[str, ...] = ()
    said: str = ""
    shown: str | None = None
    content: int | None = None


@dataclass(frozen=True)
class Reply:
    """What a turn comes to: the messages, the slots, what is counted (kind, key), the question that got no
    sure answer with what became of it. `reset`: everything is forgotten. `store`: what is written to the base
    first, and gives the reply that says so; `after`: what follows once that is written;
    `unkept`: what is said when it cannot be."""

    parts: tuple[Part, ...] = ()
    slots: Mapping[str, Any] = field(default_factory=dict)
    counts: tuple[tuple[str, str], ...] = ()
    failed: tuple[str, str] | None = None
    reset: bool = False
    store: Callable[[Session], Reply] | None = None
    after: Callable[[], object] | None = None
    unkept: Reply | None = None

    def __add__(self, other: Reply) -> Reply:
        """Both, one after the other; the slots of the second win."""
        return Reply(
            (*self.parts, *other.parts),
            {**self.slots, **other.slots},
            (*self.counts, *other.counts),
            other.failed or self.failed,
            self.reset or other.reset,
            other.store or self.store,
            other.after or self.after,
            other.unkept or self.unkept,
        )


def says(
    text: str,
    buttons: tuple[Button, ...] | list[Button] = (),
    *,
    answer: Mapping[str, Any] | None = None,
    resources: list[dict[str, Any]] | None = None,
    profile: Mapping[str, Any] | None = None,
    erase: bool = False,
    **slots: Any,
) -> Reply:
    """A reply of one message, with the slots it sets."""
    part = Part(text, tuple(buttons), answer, tuple(resources or ()), profile, erase)
    return Reply((part,), slots)


def with_project(reply: Reply, profile: Profile, rows: list[dict[str, str]]) -> Reply:
    """The reply, whose last message also says what is known of the project: for machines, and in rows."""
    if not reply.parts:
        return reply
    last = replace(reply.parts[-1], profile=profile.public(), project=tuple(rows))
    return replace(reply, parts=(*reply.parts[:-1], last))


def with_map(reply: Reply, mrcs: list[str]) -> Reply:
    """The reply, whose last message may be answered on a map too. Input: the MRC of its first buttons."""
    return replace(
        reply, parts=(*reply.parts[:-1], replace(reply.parts[-1], form={"kind": "map", "mrc": mrcs}))
    )


def button(title: str, intent: str, **entities: str) -> Button:
    """A button that stands for an intent with entities, in Rasa's own form; the gateway makes it opaque."""
    pairs = ",".join(f'"{name}":"{value}"' for name, value in entities.items())
    return {"title": title, "payload": f"/{intent}{{{pairs}}}" if pairs else f"/{intent}"}


def deliver(
    reply: Reply, dispatcher: CollectingDispatcher, channel: str | None, around: Around | None = Around()
) -> list[dict[str, Any]]:
    """Store, count and say a reply. The events that Rasa keeps.

    `around`: None when the team tries the assistant: then nothing is stored nor counted.
    """
    if around is None:
        reply = replace(reply, store=None, counts=(), failed=None, after=None)
        around = Around()
    if reply.store:
        try:
            with keeping() as session:
                kept_reply = reply + reply.store(session)
        except OperationalError:  # nothing is promised that is not kept: a full disk says so at the very end
            reply = replace(reply, reset=False, counts=(), after=None) + (reply.unkept or Reply())
        else:
            reply = kept_reply
    if reply.counts or reply.failed:
        seen = around
        _in_passing(partial(note, database(), lambda session: _note(session, reply, seen)))
    if reply.after:
        reply.after()
    for part in reply.parts:
        _utter(part, dispatcher, channel)
    kept = [SlotSet(name, value) for name, value in reply.slots.items()]
    return [AllSlotsReset(), *kept] if reply.reset else kept


@contextmanager
def noted_later() -> Iterator[list[Callable[[], object]]]:
    """While the block lasts, what replies note in passing is put aside; who has said them then does it."""
    later: list[Callable[[], object]] = []
    token = _later.set(later)
    try:
        yield later
    finally:
        _later.reset(token)


def _in_passing(write: Callable[[], object]) -> None:
    later = _later.get()
    if later is None:
        write()
    else:
        later.append(partial(copy_context().run, write))


def _note(session: Session, reply: Reply, around: Around) -> None:
    for kind, key in reply.counts:
        count(session, kind, key)
    if not reply.failed:
        return
    question, outcome = reply.failed
    if outcome in ("none", "clarify", "declined"):  # this very reply failed; otherwise the one before it
        around = replace(around, said="\n".join(part.text for part in reply.parts if part.text), shown=None)
    remember_question(
        session,
        question,
        outcome,
        said=around.said,
        shown=around.shown,
        turns=around.turns,
        content=around.content,
    )


def _utter(part: Part, dispatcher: CollectingDispatcher, channel: str | None) -> None:
    if channel == SHELL:
        dispatcher.utter_message(text=part.text, buttons=list(part.buttons))
        return
    message: dict[str, Any] = {"text": part.text, "buttons": list(part.buttons)}
    if part.answer is not None:
        message["answer"] = dict(part.answer)
    if part.resources:
        message["resources"] = [dict(found) for found in part.resources]
    if part.profile is not None:
        message["profile"] = dict(part.profile)
    if part.project is not None:
        message["project"] = [dict(row) for row in part.project]
    if part.form is not None:
        message["form"] = dict(part.form)
    if part.erase:
        message["erase"] = True
    dispatcher.utter_message(json_message=message)
