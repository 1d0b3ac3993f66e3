"""Where a project stands, as its words tell it."""

from __future__ import annotations

import datetime as dt
import re
from functools import lru_cache

from knowledge import clock
from knowledge.referral.line import line_of
from knowledge.referral.opening import months_ahead, years_since
from knowledge.referral.signs import phrases, table, told_in
from knowledge.vocabulary import STAGES, Stage

YOUNG = 1  # years: an organization begun this year or the last is starting


def find_stage(line: str, today: dt.date | None = None) -> Stage | None:
    """The stage of a line of words: that of the heaviest cue; None when nothing tells it.

    An organization that exists, or a wish to start one, tells no stage by itself. What is still to open is
    prepared, be it open next week; what began this year or the last is starting.
    """
    now = today or clock.today()
    found = told_in("stage", line)
    if not found:
        years = years_since(line, now)
        return "startup" if years is not None and years <= YOUNG else None
    opens = all(one.says in ("startup", "pre_startup") for one in found)
    if opens and months_ahead(line, now) is not None:
        return "pre_startup"
    heaviest = max(found, key=lambda one: (one.weight, -one.start))
    return next((stage for stage in STAGES if stage == heaviest.says), None)


def stage_alone(text: str) -> Stage | None:
    """The stage that a few words mean as the answer to «Où en est votre projet?»: «démarrage»."""
    line = line_of(text)
    return next((stage for stage, pattern in _alone().items() if pattern.search(line)), None)


@lru_cache(maxsize=1)
def _alone() -> dict[Stage, re.Pattern[str]]:
    rows = table("stage").rest["alone"]
    return {stage: phrases(rows[stage]) for stage in reversed(STAGES) if stage in rows}
