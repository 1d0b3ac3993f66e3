"""A person in danger comes before everything: what the gateway answers, keeping only a count."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session, sessionmaker

from knowledge.counting import count
from knowledge.pack.layers import mapping
from knowledge.pole import MESSAGES, current
from knowledge.safety.detector import weigh
from knowledge.settings import content_dir, once_a_pole
from web.errors import ApiError
from web.messages import MAX_CHARS, clean

# Command of a button that calls, sent by a client that does not call: said again. No typed message begins so.
AGAIN = "/danger:"
# Such a turn stays in the page where it was said: somebody else may open the same browser.
PRIVATE = {"private": True}

_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Met:
    """The danger that was met, what is said, and whether nothing else is: one that is only plausible is said
    in a line, before the answer."""

    kind: str
    part: dict[str, Any]
    sure: bool = True


@once_a_pole
def _calls() -> dict[str, list[dict[str, str]]]:
    return mapping(content_dir(), "emergency.yaml")


def _texts() -> tuple[Mapping[str, str], dict[str, list[dict[str, str]]]]:
    """The sentences, and the numbers to call by kind of danger."""
    return current(MESSAGES), _calls()


async def answer_to_danger(message: str, *, pressed: bool) -> Met | None:
    """What to say to a message that tells of a danger, or None when it does not.

    Input: the message, and whether it comes from a button: then it was weighed already, and «Ce n'est pas ça»
    has it served as any other.
    """
    if pressed:
        kind = message.removeprefix(AGAIN) if message.startswith(AGAIN) else None
        return Met(kind, _part(kind, None)) if kind else None
    danger = await asyncio.to_thread(weigh, message)
    if danger is None:
        return None
    if danger.sure:
        return Met(danger.kind, _part(danger.kind, message))
    messages, _ = _texts()
    line = messages.get(f"danger_perhaps_{danger.kind}", messages["danger_perhaps"])
    return Met(danger.kind, {**PRIVATE, "text": line.strip(), "buttons": []}, sure=False)


async def danger_of_note(note: str) -> Met | None:
    """What to say to the note of who asks for a person: somebody to call now, before the request goes on as
    they agreed. Whom they wrote to may read it tomorrow."""
    met = await answer_to_danger(note, pressed=False) if note else None
    return Met(met.kind, _part(met.kind, None), sure=False) if met else None


async def danger_of_long(text: str) -> Met | None:
    """What to say to a message that is too long to be served: what it begins and ends with is weighed, and no
    more, for each piece takes its time. Nothing leads back to it."""
    perhaps: Met | None = None
    for start in (0, MAX_CHARS, max(0, len(text) - MAX_CHARS)):
        with suppress(ApiError):
            met = await answer_to_danger(clean(text[start : start + MAX_CHARS]), pressed=False)
            if met and met.sure:
                return Met(met.kind, _part(met.kind, None))
            perhaps = perhaps or met
    return perhaps


def urgent(met: Met) -> Met:
    """The same danger said in full: when no answer can follow the line, somebody to call comes first."""
    return met if met.sure else Met(met.kind, _part(met.kind, None))


def _part(kind: str, message: str | None) -> dict[str, Any]:
    """Somebody to call, then a person, then the way back to the question (`message`, in a signed button)."""
    messages, calls = _texts()
    buttons = [
        {"title": call["title"], "payload": f"{AGAIN}{kind}", "url": call["url"]} for call in calls[kind]
    ]
    buttons.append({"title": messages["talk_to_person"], "payload": "/talk_to_person"})
    if message is not None:
        buttons.append({"title": messages["danger_not_that"], "payload": message})
    return {**PRIVATE, "text": messages[f"danger_{kind}"].strip(), "buttons": buttons}


def count_danger(factory: sessionmaker[Session], kind: str) -> None:
    """One more of the day, by kind. A base that cannot be written is no reason to fail."""
    try:
        with factory() as session, session.begin():
            count(session, "danger", kind)
    except SQLAlchemyError:
        _log.warning("A danger could not be counted.")
