"""The one matcher: every door, with its verdict, its reasons and its place among the others.

The chat, the pages for advisers and the API all call `match`, so they cannot disagree.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from knowledge.answers.published import resource_to_confirm
from knowledge.records import AnyResource, OrganizationRecord, ResourceType, identifier, resource_type
from knowledge.referral.criteria import CRITERIA, Reason, Surroundings, Verdict
from knowledge.referral.profile import Profile
from knowledge.vocabulary import Need

RANKING_FILE = Path(__file__).parent / "ranking.yaml"
COMMUNITY_NEEDS: frozenset[Need] = frozenset({"governance", "networking"})
SEATS = 3  # the doors shown first
ORDER: tuple[Verdict, ...] = ("yes", "maybe", "no")  # from best to worst
Assessment = tuple[Verdict, tuple[Reason, ...], float]


@dataclass(frozen=True)
class Match:
    """A resource for a profile. `verdict` is the worst of its reasons."""

    identifier: str
    record: AnyResource
    verdict: Verdict
    reasons: tuple[Reason, ...]
    score: float
    to_confirm: bool

    @property
    def type(self) -> ResourceType:
        return resource_type(self.record)


@dataclass(frozen=True)
class Doors:
    """The doors of the territory, from the content pack: by MRC, the first door of all, and the one for
    places outside the territory whose own pôle is not known."""

    first: str
    elsewhere: str
    by_mrc: Mapping[str, Mapping[str, Any]]
    mrc_names: Mapping[str, str]


@lru_cache(maxsize=1)
def points() -> dict[str, float]:
    """The points of the ranking."""
    loaded: dict[str, float] = yaml.safe_load(RANKING_FILE.read_text(encoding="utf-8"))
    return loaded


def match(
    profile: Profile,
    resources: Mapping[str, AnyResource],
    doors: Doors,
    today: dt.date,
) -> list[Match]:
    """All the resources, best first, those that do not fit last (verdict `no`).

    Resources that nobody should be sent to (`refer` false) are left out.
    """
    around = surroundings(resources, doors, today)
    found = [
        Match(
            identifier(record),
            record,
            *assess(profile, record, around, doors),
            resource_to_confirm(record, today),
        )
        for record in resources.values()
        if record.refer
    ]
    return seated(in_order(found), profile, doors)


def surroundings(resources: Mapping[str, AnyResource], doors: Doors, today: dt.date) -> Surroundings:
    """What the criteria need beside the profile and the resource."""
    names = {r.id: r.name for r in resources.values() if isinstance(r, OrganizationRecord)}
    local = {
        mrc: frozenset(f"organization:{of[kind]}" for kind in ("economic", "community") if of.get(kind))
        for mrc, of in doors.by_mrc.items()
    }
    return Surroundings(today, doors.first, doors.elsewhere, local, doors.mrc_names, names)


def assess(profile: Profile, record: AnyResource, around: Surroundings, doors: Doors) -> Assessment:
    """How a resource fits a profile: verdict, reasons and score."""
    reasons = (criterion(profile, record, around) for criterion in CRITERIA)
    return concluded(profile, record, tuple(filter(None, reasons)), doors, around.today)


def concluded(
    profile: Profile, record: AnyResource, reasons: tuple[Reason, ...], doors: Doors, today: dt.date
) -> Assessment:
    """How a resource fits, from its reasons: the verdict is the worst of them."""
    verdicts = {reason.verdict for reason in reasons}
    verdict: Verdict = max(verdicts, key=ORDER.index, default="maybe")
    return verdict, reasons, _score(profile, record, reasons, verdict, doors, today)


def in_order(found: list[Match]) -> list[Match]:
    """The best first, those that do not fit last."""
    return sorted(found, key=lambda m: (m.verdict == "no", -m.score, m.record.name))


def seated(ordered: list[Match], profile: Profile, doors: Doors) -> list[Match]:
    """The doors with one that takes any question in front, and the other general ones after the first three.

    In front: the economic door of the project's MRC, or its community door when the need is about an
    association's life; the pôle that serves it outside the territory; the first door where no MRC is
    known. Behind it, what fits the need itself: three general doors in a row would tell nobody where to go.
    """
    local = doors.by_mrc.get(profile.mrc or "", {})
    general = {doors.first, *(f"organization:{local.get(kind)}" for kind in ("economic", "community"))}
    kind = "community" if profile.need[:1] and profile.need[0] in COMMUNITY_NEEDS else "economic"
    front = f"organization:{local[kind]}" if local.get(kind) else doors.first
    if profile.place_kind == "outside":
        front = profile.refer_to or doors.elsewhere
    lead = next((m for m in ordered if m.identifier == front and m.verdict != "no"), None)
    if lead is None:
        return ordered
    rest = [m for m in ordered if m is not lead]
    specific = [m for m in rest if m.identifier not in general and m.verdict != "no"]
    seats = [lead, *specific[: SEATS - 1]]
    return seats + [m for m in rest if m not in seats]


def _score(
    profile: Profile,
    record: AnyResource,
    reasons: tuple[Reason, ...],
    verdict: Verdict,
    doors: Doors,
    today: dt.date,
) -> float:
    weigh = points()
    needs = record.eligibility.needs
    verdicts = {reason.criterion: reason.verdict for reason in reasons}
    score = 0.0
    if profile.need:
        helped = [name for name in profile.need if name in needs]
        if helped:
            score += weigh["need_first"] if profile.need[0] in needs else 0
            score += weigh["need_other"] * (len(helped) - (profile.need[0] in needs))
            score += weigh["specific_need"] * len(helped) / len(needs)
            score += weigh["primary_need"] if profile.need[0] == needs[0] else 0
    if profile.stage:
        score += {"yes": weigh["stage_yes"], "maybe": weigh["stage_maybe"]}.get(verdicts.get("stage", ""), 0)
        rule = record.eligibility.stages
        if rule and profile.stage in rule.yes:
            score += weigh["specific_stage"] / len(rule.yes)
    score += weigh[f"verdict_{verdict}"] if verdict != "no" else 0
    if verdicts.get("territory") == "yes":
        score += weigh.get(f"territory_{record.eligibility.territory.level}", 0)
    elif record.eligibility.territory.level == "outside":
        score += weigh["outside_unknown"]
    score += 0 if resource_to_confirm(record, today) else weigh["fresh"]
    calls = record.eligibility.calls
    if calls and calls.mode == "call" and calls.closes and calls.closes < today:
        score += weigh["closed_call"]
    local = doors.by_mrc.get(profile.mrc or "", {})
    if isinstance(record, OrganizationRecord) and record.id in (
        local.get("economic"),
        local.get("community"),
    ):
        score += weigh["local_door"]
    if identifier(record) == doors.first:
        score += weigh["first_door"]
    if verdicts.get("age") == "yes":
        score += weigh["age_yes"]
    if profile.place_kind == "outside" and identifier(record) == (profile.refer_to or doors.elsewhere):
        score += weigh["serving_pole"]
    return score
