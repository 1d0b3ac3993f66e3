"""What a fact told of a project changed in its doors: those that came, went, became sure or doubtful, or
came first."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields

from knowledge.records import Criterion
from knowledge.referral.found import Match
from knowledge.referral.profile import Profile
from knowledge.referral.reasons import Verdict

# The criteria that admit a project to a door by a field of it; what is looked for admits nobody.
CRITERION_OF: Mapping[str, Criterion] = {
    "stage": "stage",
    "legal_form": "legal_form",
    "current_form": "legal_form",
    "sector": "sector",
    "age": "age",
    "amount": "amount",
    "mrc": "territory",
    "municipality": "territory",
    "place_kind": "territory",
}


@dataclass(frozen=True)
class Changes:
    """Doors by what became of them, best first: open since, closed since, surer or more doubtful on what was
    told, and those among the first that were not."""

    came: tuple[Match, ...] = ()
    went: tuple[Match, ...] = ()
    surer: tuple[Match, ...] = ()
    doubtful: tuple[Match, ...] = ()
    ahead: tuple[Match, ...] = ()

    @property
    def none(self) -> bool:
        """Whether nothing became of any door."""
        return not any(getattr(self, one.name) for one in fields(self))


def criteria_of(before: Profile, after: Profile) -> frozenset[Criterion]:
    """The criteria that look at what differs."""
    differ = (name for name in CRITERION_OF if getattr(before, name) != getattr(after, name))
    return frozenset(CRITERION_OF[name] for name in differ)


def changes(
    before: Mapping[str, Match], after: Mapping[str, Match], criteria: frozenset[Criterion], first: int
) -> Changes:
    """What became of the doors of a project, all of them by identifier, best first, before and after.

    `criteria`: those that judge by what was told; `first`: how many are shown first.
    """
    opened = [one for one in after.values() if one.verdict != "no"]
    were = [name for name, one in before.items() if one.verdict != "no"]
    stayed = [one for one in opened if one.identifier in set(were)]
    came = [one for one in opened if one.identifier not in set(were)]
    ahead = [one for one in opened[:first] if one.identifier not in were[:first] and one not in came]

    def turned(one: Match, was: Verdict, verdict: Verdict) -> bool:
        return any(
            (_verdict(before[one.identifier], name), _verdict(one, name)) == (was, verdict)
            for name in criteria
        )

    return Changes(
        came=tuple(came),
        went=tuple(after[name] for name in were if name in after and after[name].verdict == "no"),
        surer=tuple(one for one in stayed if turned(one, "maybe", "yes")),
        doubtful=tuple(one for one in stayed if turned(one, "yes", "maybe")),
        ahead=tuple(ahead),
    )


def reason_of(found: Match, criteria: frozenset[Criterion], verdict: Verdict) -> str:
    """What is said of a door on these criteria with this verdict; empty when nothing is."""
    told = (
        reason.text for reason in found.reasons if reason.criterion in criteria and reason.verdict == verdict
    )
    return next(told, "")


def _verdict(found: Match, criterion: Criterion) -> Verdict | None:
    return next((reason.verdict for reason in found.reasons if reason.criterion == criterion), None)
