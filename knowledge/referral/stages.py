"""Where a project stands, as its words tell it."""

from __future__ import annotations

import datetime as dt
import re
from functools import lru_cache

from knowledge import clock
from knowledge.referral.line import line_of
from knowledge.referral.moments import LATER, LITTLE, LONG, NEAR, with_kinds
from knowledge.referral.opening import Begun, beginnings, months_ahead
from knowledge.referral.signs import Found, cues_in, ends_with, phrases, phrases_before, table, told_in
from knowledge.vocabulary import STAGES, Stage

SOON = 6  # months: who says that they open by then is starting
YOUNG = 1  # years: an organization begun this year or the last is starting
WHEN = ("opens soon", "may open soon", "opens later", "begun lately", "begun long ago")
SIGNS = (*WHEN, *(f"hints at {stage}" for stage in STAGES))


def find_stage(line: str, today: dt.date | None = None) -> Stage | None:
    """The stage of a line of words: that of the heaviest cue; None when nothing tells it.

    An organization that exists, or a wish to start one, tells no stage by itself. What opens within months is
    starting, as what began this year or the last; what is only meant to open is prepared.
    """
    now = today or clock.today()
    never = impossible_stages(line, now)
    found = tuple(one for one in told_in("stage", line) if one.says not in never)
    if not found:
        begun = beginnings(line, now)
        return "startup" if begun and begun[0].years <= YOUNG else None
    opens = all(one.says in ("startup", "pre_startup", "idea") for one in found)
    ahead = months_ahead(line, now) if opens else None
    if ahead is not None:
        return "startup" if ahead.sure and ahead.months <= SOON else "pre_startup"
    old = [begun.span for begun in beginnings(line, now) if begun.years > YOUNG]  # «incorporé en 2012»
    found = tuple(one for one in found if one.says != "startup" or not _over(one, old))
    if not found:
        return None
    heaviest = max(found, key=lambda one: (one.weight, -one.start))
    return next((stage for stage in STAGES if stage == heaviest.says), None)


def stage_signs(line: str, today: dt.date | None = None) -> tuple[str, ...]:
    """What makes one think of a stage without telling it, among `SIGNS`: when a project opens, when it began,
    the cues that only hint."""
    now = today or clock.today()
    ahead, begun = months_ahead(line, now), beginnings(line, now)
    told = [f"hints at {one.says}" for one in cues_in("stage", line) if one.hint]
    if ahead is not None:
        soon = "opens soon" if ahead.sure else "may open soon"
        told.append(soon if ahead.months <= SOON else "opens later")
    if begun:
        told.append("begun lately" if begun[0].years <= YOUNG else "begun long ago")
    return tuple(told)


def impossible_stages(line: str, today: dt.date | None = None) -> frozenset[Stage]:
    """The stages at which a line tells that a project cannot be, whatever else it plans: what is there is no
    idea, what runs is not prepared either, what has run for years and begins nothing starts no more."""
    now = today or clock.today()
    began = any(one.years > YOUNG for one in beginnings(line, now) if not _born(line, one))
    never: set[Stage] = set()
    if _runs().search(line):
        never |= {"idea", "pre_startup"}
    elif began or _is_there().search(line):
        never.add("idea")
    kinds = {LITTLE, LONG, NEAR, LATER} & set(with_kinds(line, now).split())
    if kinds == {LONG} and _for_years().search(line):
        never.add("startup")
    return frozenset(never)


def _born(line: str, begun: Begun) -> bool:
    """Whether a year is that of a birth."""
    return ends_with(_of_birth(), line[: begun.span[0]])


def _over(cue: Found, spans: list[tuple[int, int]]) -> bool:
    return any(cue.start < end and start < cue.end for start, end in spans)


def likely_stages(line: str) -> tuple[Stage, ...]:
    """The stages among which the likeliest is looked for when nothing tells it: what has run for years starts
    no more, and nobody takes over without saying it."""
    never = {"takeover", *impossible_stages(line)}
    if _for_years().search(line):
        never |= {"idea", "pre_startup", "startup"}
    return tuple(one for one in STAGES if one not in never)


def stage_alone(text: str) -> Stage | None:
    """The stage that a few words mean as the answer to «Où en est votre projet?»: «démarrage»."""
    line = line_of(text)
    return next((stage for stage, pattern in _alone().items() if pattern.search(line)), None)


@lru_cache(maxsize=1)
def _for_years() -> re.Pattern[str]:
    return phrases(table("stage").rest["for_years"])


@lru_cache(maxsize=1)
def _runs() -> re.Pattern[str]:
    return phrases(table("stage").rest["runs"])


@lru_cache(maxsize=1)
def _is_there() -> re.Pattern[str]:
    return phrases(table("stage").rest["is_there"])


@lru_cache(maxsize=1)
def _of_birth() -> re.Pattern[str]:
    return phrases_before(["ne|nee (en|le) ..2"])


@lru_cache(maxsize=1)
def _alone() -> dict[Stage, re.Pattern[str]]:
    rows = table("stage").rest["alone"]
    return {stage: phrases(rows[stage]) for stage in reversed(STAGES) if stage in rows}
