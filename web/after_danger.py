"""What is said after a danger was told: nobody is handed back to projects for writing «on appelle qui?». The
page holds what was told of, with its conversation; here, nothing is kept."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, replace

from knowledge.pole import MESSAGES, current
from knowledge.safety.after import EASED, NOD, OTHER, TOLD, question_in, read_after
from knowledge.safety.detector import Danger, weigh
from knowledge.safety.kinds import WIDEST, is_another, is_grave
from knowledge.search.text import words
from web.danger import Met, Told, answer_to, shown

# Above the answer to something else, the first numbers only: the answer is what was asked for.
MOST_ASIDE = 2
LISTENS = "distress"  # who listens to anybody is the first to call of these


@dataclass(frozen=True)
class _Turn:
    """A message, what was told before it, and the danger that it tells of by itself."""

    message: str
    told: Told
    danger: Danger | None


async def answer_after(message: str, told: Told) -> Met | None:
    """What to say to a message that comes after a danger was told, or None when it stands by itself and the
    danger was left already, or was said to be none."""
    if words(message) == words(current(MESSAGES)["danger_not_that"]):
        return _none(told)
    danger = await asyncio.to_thread(weigh, message)
    after = await asyncio.to_thread(read_after, message)
    turn = _Turn(message, told, danger)
    if told.denied and not (danger and danger.certain and is_grave(danger.kind) and danger.kind != WIDEST):
        return _served(told) if danger else None
    if after.reading == EASED:
        return _eased(turn, after.question)
    if after.reading == TOLD and danger and danger.sure and is_another(danger.kind, told.kind):
        return await answer_to(danger, message)
    if after.reading == OTHER:
        return await _aside(turn)
    if after.reading == NOD:
        return None if told.leaving else _short(turn, "danger_nod", told)
    if await _asks(turn):
        return await _aside(turn)
    return _still(turn)


def _none(told: Told) -> Met:
    """The title of the button that says so was typed: what was asked is held by the page alone, and served
    once it is written again."""
    part = {"text": current(MESSAGES)["danger_ask_again"].strip(), "buttons": []}
    return Met(told.kind, part, told=replace(told, leaving=True, denied=True), first=False)


async def _asks(turn: _Turn) -> bool:
    """Whether a question of its own is in a message that seemed to lean on the danger: not where a life may
    be at risk, unless whom to call was said again already."""
    certain = turn.danger is not None and turn.danger.certain
    if certain or (is_grave(turn.told.kind) and not turn.told.times):
        return False
    return await asyncio.to_thread(question_in, turn.message) is not None


def _still(turn: _Turn) -> Met:
    """Whom to call, in short; from the second time on, a person."""
    told = turn.told
    text = "danger_still_again" if told.times else f"danger_still_{told.kind}"
    return _short(turn, text, replace(told, times=told.times + 1, leaving=False))


def _short(turn: _Turn, text: str, told: Told) -> Met:
    part = shown(told.kind, text, message=turn.message)
    return Met(told.kind, part, told=told, first=False)


def _eased(turn: _Turn, question: str | None) -> Met:
    """It is over, or was none: a line and somebody to talk to, and of a grave danger whom to call first; then
    what else was asked."""
    told = replace(turn.told, times=0, leaving=True)
    kind = turn.told.kind if is_grave(turn.told.kind) else LISTENS
    part = shown(kind, "danger_eased", most=1, first=LISTENS, person=question is None)
    return Met(told.kind, part, sure=question is None, told=told, first=False, serve=question)


async def _aside(turn: _Turn) -> Met | None:
    """The answer to something else, the numbers one press away; once."""
    if turn.told.leaving:
        return await answer_to(turn.danger, turn.message) if turn.danger else None
    return _served(turn.told)


def _served(told: Told) -> Met:
    """The first numbers, above the answer to what is asked."""
    part = shown(told.kind, "danger_other", most=MOST_ASIDE, person=False)
    return Met(told.kind, part, sure=False, told=replace(told, leaving=True), first=False)
