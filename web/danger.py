"""A person in danger comes before everything: what the gateway answers, keeping only a count."""

from __future__ import annotations

import asyncio
import logging
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session, sessionmaker

from knowledge.counting import count
from knowledge.pack.layers import mapping
from knowledge.pole import MESSAGES, current
from knowledge.safety.after import question_in
from knowledge.safety.detector import Danger, weigh
from knowledge.safety.kinds import TABLE, is_grave
from knowledge.settings import content_dir, once_a_pole
from web.errors import ApiError
from web.messages import MAX_CHARS, clean

# Command of a button that calls, sent by a client that does not call: said again. No typed message begins so.
AGAIN = "/danger:"
# Such a turn stays in the page where it was said: somebody else may open the same browser.
PRIVATE = {"private": True}

DENIED = "2"  # of a danger that is being left, the person having said that it was none

_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Told:
    """The danger that was told before a message, as the page holds it: what was said of it, how many short
    replies came since, whether it is being left, and whether the person said that it was none."""

    kind: str
    times: int = 0
    leaving: bool = False
    denied: bool = False

    def __str__(self) -> str:
        return f"{self.kind}.{self.times}.{DENIED if self.denied else int(self.leaving)}"

    @classmethod
    def read(cls, held: str | None) -> Told | None:
        """What a page holds, or None when it holds nothing, or nothing that is said any more."""
        kind, _, rest = (held or "").partition(".")
        times, _, leaving = rest.partition(".")
        if kind not in _calls() or not times.isdecimal():
            return None
        return cls(kind, int(times[:2]), leaving in ("1", DENIED), leaving == DENIED)


@dataclass(frozen=True)
class Met:
    """The danger that was met, what is said, and whether nothing else is: one that is only plausible is said
    in a line, before the answer. `told`: what the page holds of it for the next message; `first`: whether it
    is told for the first time, and counted; `serve`: what is answered in the place of the whole message."""

    kind: str
    part: dict[str, Any]
    sure: bool = True
    told: Told | None = None
    first: bool = True
    serve: str | None = None


@once_a_pole
def _calls() -> dict[str, list[dict[str, str]]]:
    return {name: row["calls"] for name, row in mapping(content_dir(), TABLE).items()}


async def answer_to_danger(message: str, *, pressed: bool) -> Met | None:
    """What to say to a message that tells of a danger, or None when it does not.

    Input: the message, and whether it comes from a button: then it was weighed already, and «Ce n'est pas ça»
    has it served as any other.
    """
    if pressed:
        told = Told.read(f"{message.removeprefix(AGAIN)}.0") if message.startswith(AGAIN) else None
        return Met(told.kind, _part(told.kind, None), told=told) if told else None
    danger = await asyncio.to_thread(weigh, message)
    return await answer_to(danger, message) if danger else None


async def answer_to(danger: Danger, message: str) -> Met:
    """What to say to a danger that a message tells of, and what it asks beside that is answered as well."""
    if danger.sure:
        asks = not (danger.certain and is_grave(danger.kind))
        question = await asyncio.to_thread(question_in, message) if asks else None
        told = Told(danger.kind, leaving=question is not None)
        part = _part(danger.kind, message)
        serve = question if danger.certain else None  # what may be no danger is answered as it is asked
        return Met(danger.kind, part, sure=question is None, told=told, serve=serve)
    messages = current(MESSAGES)
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
            if met and met.told:
                return Met(met.kind, _part(met.kind, None), told=met.told)
            perhaps = perhaps or met
    return perhaps


def urgent(met: Met) -> Met:
    """The same danger said in full: when no answer can follow the line, somebody to call comes first."""
    return met if met.sure else Met(met.kind, _part(met.kind, None))


def _part(kind: str, message: str | None) -> dict[str, Any]:
    return shown(kind, f"danger_{kind}", message=message)


def shown(
    kind: str,
    text: str,
    *,
    message: str | None = None,
    most: int | None = None,
    first: str | None = None,
    person: bool = True,
) -> dict[str, Any]:
    """A text, then somebody to call (`most` of them at most; before them the first of those of
    another kind, `first`), then a `person`, then the way back to the question (`message`, in a signed
    button)."""
    messages = current(MESSAGES)
    calls = [*(_calls()[first][:1] if first else []), *_calls()[kind][:most]]
    buttons = [
        {"title": call["title"], "payload": f"{AGAIN}{kind}", "url": call["url"]}
        for place, call in enumerate(calls)
        if call["url"] not in [before["url"] for before in calls[:place]]
    ]
    if person:
        buttons.append({"title": messages["talk_to_person"], "payload": "/talk_to_person"})
    if message is not None:
        buttons.append({"title": messages["danger_not_that"], "payload": message})
    return {**PRIVATE, "text": messages[text].strip(), "buttons": buttons}


def count_danger(factory: sessionmaker[Session], kind: str) -> None:
    """One more of the day, by what was said. A base that cannot be written is no reason to fail."""
    try:
        with factory() as session, session.begin():
            count(session, "danger", kind)
    except SQLAlchemyError:
        _log.warning("A danger could not be counted.")
