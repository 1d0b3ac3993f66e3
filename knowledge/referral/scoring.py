"""The points of a resource for a project: one small function a criterion, the weights in `ranking.yaml`.

A score is the sum of the points of the criteria, then of the verdict. The points of a criterion depend on
the same rule of the resource as its reason, so resources under the same rules have the same score.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from functools import lru_cache
from pathlib import Path

import yaml

from knowledge.answers.published import resource_to_confirm
from knowledge.records import AnyResource, OrganizationRecord, identifier
from knowledge.referral import criteria
from knowledge.referral.criteria import Reason, Verdict
from knowledge.referral.doors import Doors
from knowledge.referral.profile import Profile

RANKING_FILE = Path(__file__).parent / "ranking.yaml"


@lru_cache(maxsize=1)
def points() -> dict[str, float]:
    """The weights of the ranking."""
    loaded: dict[str, float] = yaml.safe_load(RANKING_FILE.read_text(encoding="utf-8"))
    return loaded


def territory(
    profile: Profile, record: AnyResource, reason: Reason | None, doors: Doors, _today: dt.date
) -> float:
    """The narrowest territory first, and the doors that take any question there."""
    weigh = points()
    level = record.eligibility.territory.level
    score = 0.0
    if reason is not None and reason.verdict == "yes":
        score += weigh.get(f"territory_{level}", 0)
    elif level == "outside":
        score += weigh["outside_unknown"]
    local = doors.by_mrc.get(profile.mrc or "", {})
    if isinstance(record, OrganizationRecord) and record.id in (
        local.get("economic"),
        local.get("community"),
    ):
        score += weigh["local_door"]
    name = identifier(record)
    if name == doors.first:
        score += weigh["first_door"]
    if profile.place_kind == "outside" and name == (profile.refer_to or doors.elsewhere):
        score += weigh["serving_pole"]
    return score


def need(
    profile: Profile, record: AnyResource, _reason: Reason | None, _doors: Doors, _today: dt.date
) -> float:
    """What helps with the need named first, and does little else."""
    weigh = points()
    needs = record.eligibility.needs
    helped = [name for name in profile.need if name in needs]
    if not helped:
        return 0.0
    score = weigh["need_first"] if profile.need[0] in needs else 0.0
    score += weigh["need_other"] * (len(helped) - (profile.need[0] in needs))
    score += weigh["specific_need"] * len(helped) / len(needs)
    return score + (weigh["primary_need"] if profile.need[0] == needs[0] else 0)


def stage(
    profile: Profile, record: AnyResource, reason: Reason | None, _doors: Doors, _today: dt.date
) -> float:
    """What serves the project's stage, and few others."""
    if not profile.stage:
        return 0.0
    weigh = points()
    verdict = reason.verdict if reason is not None else ""
    score = {"yes": weigh["stage_yes"], "maybe": weigh["stage_maybe"]}.get(verdict, 0.0)
    rule = record.eligibility.stages
    if rule and profile.stage in rule.yes:
        score += weigh["specific_stage"] / len(rule.yes)
    return score


def age(
    _profile: Profile, _record: AnyResource, reason: Reason | None, _doors: Doors, _today: dt.date
) -> float:
    """A program meant for the person's age, when it is known."""
    return points()["age_yes"] if reason is not None and reason.verdict == "yes" else 0.0


def calls(
    _profile: Profile, record: AnyResource, _reason: Reason | None, _doors: Doors, today: dt.date
) -> float:
    """What is sure today before what is to be confirmed; a call that is over, far behind."""
    weigh = points()
    score = 0.0 if resource_to_confirm(record, today) else weigh["fresh"]
    rule = record.eligibility.calls
    if rule and rule.mode == "call" and rule.closes and rule.closes < today:
        score += weigh["closed_call"]
    return score


PointsOf = Callable[[Profile, AnyResource, Reason | None, Doors, dt.date], float]
POINTS: Mapping[criteria.CriterionTest, PointsOf] = {
    criteria.territory: territory,
    criteria.need: need,
    criteria.stage: stage,
    criteria.age: age,
    criteria.calls: calls,
}


def points_of(
    criterion: criteria.CriterionTest,
    profile: Profile,
    record: AnyResource,
    reason: Reason | None,
    doors: Doors,
    today: dt.date,
) -> float:
    """The points that one criterion gives; some only decide who is excluded, and give none."""
    counted = POINTS.get(criterion)
    return counted(profile, record, reason, doors, today) if counted else 0.0


def verdict_points(verdict: Verdict) -> float:
    """The points of the overall verdict. What is excluded is last whatever its score."""
    return points()[f"verdict_{verdict}"] if verdict != "no" else 0.0
