"""Where a project stands, as its words tell it."""

from __future__ import annotations

import re
from functools import lru_cache

from knowledge.referral.line import line_of
from knowledge.referral.signs import phrases, table
from knowledge.vocabulary import STAGES, Stage


def find_stage(line: str) -> Stage | None:
    """The stage of a line of words: that of the heaviest cue; None when nothing tells it.

    An organization that exists, or a wish to start one, tells no stage by itself.
    """
    found = table("stage").find(line)
    if not found:
        return None
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
