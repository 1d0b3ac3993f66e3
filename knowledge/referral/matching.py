"""The one matcher: every door, with its verdict, its reasons and its place among the others.

The chat, the pages for advisers and the API all order doors by these functions, so they cannot disagree.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from itertools import islice

from knowledge.answers.published import resource_to_confirm
from knowledge.records import AnyResource, OrganizationRecord, ResourceType, identifier, resource_type
from knowledge.referral.criteria import CRITERIA, Reason, Surroundings, Verdict
from knowledge.referral.doors import Doors
from knowledge.referral.profile import Profile
from knowledge.referral.scoring import points_of, verdict_points
from knowledge.vocabulary import Need

COMMUNITY_NEEDS: frozenset[Need] = frozenset({"governance", "networking"})
SEATS = 3  # the doors shown first
ORDER: tuple[Verdict, ...] = ("yes", "maybe", "no")  # from best to worst
UNKNOWN = ORDER.index("maybe")  # the verdict of a resource on which nothing is asked


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
    found = [_assess(profile, record, around, doors) for record in resources.values() if record.refer]
    ordered = sorted(found, key=lambda m: (m.verdict == "no", -m.score, m.record.name))
    fitting = {m.identifier: m for m in ordered if m.verdict != "no"}
    seats = front_seats(fitting, fitting.__contains__, profile, doors)
    return [fitting[name] for name in seats] + [m for m in ordered if m.identifier not in seats]


def surroundings(resources: Mapping[str, AnyResource], doors: Doors, today: dt.date) -> Surroundings:
    """What the criteria need beside the profile and the resource."""
    names = {r.id: r.name for r in resources.values() if isinstance(r, OrganizationRecord)}
    local = {
        mrc: frozenset(f"organization:{of[kind]}" for kind in ("economic", "community") if of.get(kind))
        for mrc, of in doors.by_mrc.items()
    }
    return Surroundings(today, doors.first, doors.elsewhere, local, doors.mrc_names, names)


def front_seats(
    ordered: Iterable[str], fits: Callable[[str], bool], profile: Profile, doors: Doors
) -> list[str]:
    """The doors shown first: one that takes any question in front, then what fits the need itself.

    Input: identifiers, best first, and whether one is among them and not excluded. In front: the economic
    door of the project's MRC, or its community door when the need is about an association's life; the
    pôle that serves it outside the territory; the first door where no MRC is known. The other general
    doors come after: three in a row would tell nobody where to go. Empty when the front door does not fit.
    """
    local = doors.by_mrc.get(profile.mrc or "", {})
    general = {doors.first, *(f"organization:{local.get(kind)}" for kind in ("economic", "community"))}
    kind = "community" if profile.need[:1] and profile.need[0] in COMMUNITY_NEEDS else "economic"
    front = f"organization:{local[kind]}" if local.get(kind) else doors.first
    if profile.place_kind == "outside":
        front = profile.refer_to or doors.elsewhere
    if not fits(front):
        return []
    specific = (name for name in ordered if name != front and name not in general and fits(name))
    return [front, *islice(specific, SEATS - 1)]


def _assess(profile: Profile, record: AnyResource, around: Surroundings, doors: Doors) -> Match:
    reasons: list[Reason] = []
    worst, score = -1, 0.0
    for criterion in CRITERIA:
        reason = criterion(profile, record, around)
        score += points_of(criterion, profile, record, reason, doors, around.today)
        if reason is not None:
            reasons.append(reason)
            worst = max(worst, ORDER.index(reason.verdict))
    verdict = ORDER[worst if reasons else UNKNOWN]
    score += verdict_points(verdict)
    to_confirm = resource_to_confirm(record, around.today)
    return Match(identifier(record), record, verdict, tuple(reasons), score, to_confirm)
