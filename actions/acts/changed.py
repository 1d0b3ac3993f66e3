"""What a fact told of the project changed in the doors already shown, in words."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import fields, replace

from actions.acts.listing import SHOWN_FIRST
from actions.project_conditions import another_project
from actions.situation import shown
from actions.texts import text
from actions.turn import Turn
from knowledge.records import Criterion
from knowledge.referral.changes import Changes, changes, criteria_of, reason_of
from knowledge.referral.found import Match
from knowledge.referral.profile import Profile
from knowledge.referral.reasons import Verdict
from knowledge.referral.summary import newly_told

NAMED = 2  # of the doors of which the same became
COUNTED = 9  # of the others: beyond, how many more says nothing
# The verdict that tells why, for what became of a door; nothing has to be said of why one comes first.
WHY: Mapping[str, Verdict] = {"went": "no", "surer": "yes", "doubtful": "maybe"}


def what_changed(turn: Turn, profile: Profile, found: Mapping[str, Match]) -> str:
    """What became of the doors by what the message tells of the project: `found` are those for the `profile`
    that it makes. Empty when none was shown yet, or when nothing was told that a door looks at."""
    before = turn.state.profile
    told = newly_told(before, profile)
    if not shown(turn) or not told or another_project(turn):
        return ""
    criteria = criteria_of(before, profile) - {"territory"}  # the name of the place says that much
    became = changes(turn.matches, found, criteria, SHOWN_FIRST)
    if before.place_kind is None and profile.place_kind is not None:
        became = replace(became, went=())  # those of other places
    if became.none:
        return text("changed_nothing", told=told)
    seen = turn.state.shown.numbered
    if (before.need, before.sector) != (profile.need, profile.sector):
        became = _of_the_page(became, {*seen, *list(found)[:SHOWN_FIRST]})
    lines = _lines(became, criteria, seen)
    return "\n".join([text("changed", told=told), "", *lines]) if lines else ""


def _of_the_page(became: Changes, page: Collection[str]) -> Changes:
    """What became of the doors that are or were on the page: what something else that is done or looked for
    does to the others is no news."""
    kept = {
        one.name: tuple(door for door in getattr(became, one.name) if door.identifier in page)
        for one in fields(Changes)
    }
    return Changes(**kept)


def _lines(became: Changes, criteria: frozenset[Criterion], seen: Sequence[str]) -> list[str]:
    """A line for each thing that became of doors; of those that close, those that nobody has seen in the list
    are told apart."""
    lines = []
    for kind in (one.name for one in fields(Changes)):
        doors: Sequence[Match] = getattr(became, kind)
        known = doors if kind != "went" else [one for one in doors if one.identifier in seen]
        unseen = [one for one in doors if one not in known]
        for name, told in ((kind, known), (f"{kind}_unseen", unseen)):
            if told:
                said = _some(_named(told[:NAMED], criteria, WHY.get(kind)), len(told) - NAMED)
                lines.append(text(f"changed_{name}", doors=said))
    return lines


def _some(named: str, others: int) -> str:
    """The doors that are named, and how many others there are."""
    if others <= 0:
        return named
    return text("changed_others" if others <= COUNTED else "changed_many", doors=named, number=str(others))


def _named(doors: Sequence[Match], criteria: frozenset[Criterion], verdict: Verdict | None) -> str:
    """The doors by name, those that the same reason holds for before that reason."""
    by_reason: dict[str, list[str]] = {}
    for one in doors:
        reason = reason_of(one, criteria, verdict) if verdict else ""
        by_reason.setdefault(reason.rstrip("."), []).append(f"**{one.record.name}**")
    return "; ".join(
        ", ".join(names) + (f" – {reason[0].lower()}{reason[1:]}" if reason else "")
        for reason, names in by_reason.items()
    )
