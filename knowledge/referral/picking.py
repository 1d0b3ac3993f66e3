"""The doors shown first, picked one by one with variety, as an adviser would name them.

Somebody near to talk to, who builds that form, the right rungs of money, one grant or training: each pick
lowers what repeats it. Never one provider twice among the first five; never an instrument or a campaign
before real money. What may be gone does not come first where a sure door fits nearly as well.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass

from knowledge.records import AnyResource, FundRecord, OrganizationRecord, Role, identifier
from knowledge.referral.doors import Doors
from knowledge.referral.given import far_below, is_lent
from knowledge.referral.profile import Profile
from knowledge.vocabulary import Need

PICKED = 10  # doors chosen one by one; the others follow by their score
CONSIDERED = 60  # of the best by score
FIRST = 5  # among them, one provider once
LOWERING = ("role_again", "provider_again", "instrument_early", "need_covered")  # of `settings`
YOUR_MRC = "votre MRC"  # who gives a fund that every MRC manages for itself
Lowered = list[tuple[str, int]]
REAL_MONEY: frozenset[Role | None] = frozenset(["money", "grant"])
AFTER_MONEY: frozenset[Role | None] = frozenset(["instrument", "campaign"])


@dataclass(frozen=True)
class Candidate:
    """What variety looks at in a resource: who gives it (empty: nobody else's), its role and its needs.

    `of_mrc`: it is given by the MRC of the project, whichever it is. `unsure`: whether it is still there at
    all is to be confirmed.
    """

    provider: str
    role: Role | None
    needs: frozenset[Need]
    of_mrc: bool = False
    unsure: bool = False
    most: int | None = None  # the most that it says it gives
    lent: bool = False  # all that it gives is paid back


def candidate(record: AnyResource) -> Candidate:
    """What variety looks at in a record."""
    return Candidate(
        provider_key(record),
        record.role,
        frozenset(record.eligibility.needs),
        isinstance(record, FundRecord) and record.organization_name == YOUR_MRC,
        record.status == "to_verify" and record.confidence == "low",
        record.amount_max if isinstance(record, FundRecord) else None,
        is_lent(record),
    )


def provider_key(record: AnyResource) -> str:
    """Who is behind a resource: an organization's identifier or name, else the resource's own identifier."""
    if record.part_of:
        return record.part_of
    if isinstance(record, OrganizationRecord):
        return identifier(record)
    if record.organization:
        return f"organization:{record.organization}"
    named = (record.organization_name or "").partition(" (")[0]
    return named if named and record.role != "instrument" else identifier(record)


class Picks:
    """The doors picked so far, and what they change for the next one."""

    def __init__(
        self, pool: Sequence[int], candidates: Mapping[int, Candidate], profile: Profile, doors: Doors
    ) -> None:
        self.rows: list[int] = []
        self._candidates = candidates
        self._profile = profile
        local = doors.by_mrc.get(profile.mrc or "", {})
        self._mrc = local.get("municipal") or local.get("economic")
        open_doors = {candidates[row].provider for row in pool if candidates[row].role == "first_door"}
        self._told_by_door = open_doors & {
            f"organization:{local.get(kind)}" for kind in ("economic", "municipal")
        }
        self._roles: dict[Role | None, int] = {}
        self._providers: set[str] = set()
        self._open_needs = set(profile.need)

    def lowered(self, row: int) -> Lowered | None:
        """What lowers a row if it comes next, each with how many times; None when it may not."""
        one, early = self._candidates[row], len(self.rows) < FIRST
        provider = self._provider(one)
        again = provider in self._providers
        if early and (again or _of_door(one, provider, self._told_by_door)):
            return None
        after_money = one.role in AFTER_MONEY and one.role not in self._profile.purposes
        if after_money and not any(self._roles.get(role) for role in REAL_MONEY):
            return None
        found: Lowered = []
        if self._roles.get(one.role):
            found.append(("role_again", self._roles[one.role]))
        if again:
            found.append(("provider_again", 1))
        if after_money and early:
            found.append(("instrument_early", 1))
        if len(self._profile.need) > 1 and self._open_needs and not one.needs & self._open_needs:
            found.append(("need_covered", 1))
        return found

    def take(self, row: int) -> None:
        """Pick a row."""
        one = self._candidates[row]
        self.rows.append(row)
        self._roles[one.role] = self._roles.get(one.role, 0) + 1
        self._providers.add(self._provider(one))
        served = [need for need in self._profile.need if need in one.needs and need in self._open_needs]
        self._open_needs -= set(served[:1] if one.role != "first_door" else ())

    def _provider(self, one: Candidate) -> str:
        return f"organization:{self._mrc}" if one.of_mrc and self._mrc else one.provider


def pick(
    rows: Sequence[int],
    scores: Mapping[int, float],
    candidates: Mapping[int, Candidate],
    profile: Profile,
    doors: Doors,
    settings: Mapping[str, float],
) -> list[int]:
    """The rows to show first, in order, from rows sorted by score (best first)."""
    lowers = all(settings[name] <= 1 for name in LOWERING)
    pool = list(rows[:CONSIDERED])
    picks = Picks(pool, candidates, profile, doors)
    while pool and len(picks.rows) < PICKED:
        best, best_value = None, -1.0
        for row in pool:
            if lowers and scores[row] <= best_value:
                break  # nor is any that follows better
            lowered = picks.lowered(row)
            if lowered is None:
                continue
            value = scores[row]
            for name, times in lowered:
                value *= settings[name] ** times
            if value > best_value:
                best, best_value = row, value
        if best is None:
            break
        pool.remove(best)
        picks.take(best)
    able = _able_first(picks.rows, candidates, profile)
    return _sure_first(able, scores, candidates, settings["sure_first"])


def _of_door(one: Candidate, provider: str, told_by_door: Set[str]) -> bool:
    """Whether it is money of a door of the place: the door comes first, its card says what to ask there."""
    return one.role in REAL_MONEY and provider in told_by_door


def _able_first(picked: list[int], candidates: Mapping[int, Candidate], profile: Profile) -> list[int]:
    """The same, of money: loans behind what is kept when a grant is asked for, and what says it gives far
    less than what is looked for behind that which does not."""
    places = [place for place, row in enumerate(picked) if candidates[row].role in REAL_MONEY]

    def behind(row: int) -> tuple[bool, bool]:
        one = candidates[row]
        return profile.money == "grant" and one.lent, far_below(one.most, profile.amount)

    money = sorted((picked[place] for place in places), key=behind)
    found = list(picked)
    for place, row in zip(places, money, strict=True):
        found[place] = row
    return found


def _sure_first(
    picked: list[int], scores: Mapping[int, float], candidates: Mapping[int, Candidate], share: float
) -> list[int]:
    """The same, the first sure door before those that may be gone, where it fits nearly as well."""
    ones = [candidates[row] for row in picked]
    fine = (place for place, one in enumerate(ones) if not one.unsure and one.role not in AFTER_MONEY)
    sure = next(fine, 0)
    if not sure or scores[picked[sure]] < share * scores[picked[0]]:
        return picked
    return [picked[sure], *picked[:sure], *picked[sure + 1 :]]
