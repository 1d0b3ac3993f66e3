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
from knowledge.referral.profile import Profile
from knowledge.vocabulary import Need

PICKED = 10  # doors chosen one by one; the others follow by their score
CONSIDERED = 60  # of the best by score
FIRST = 5  # among them, one provider once
LOWERING = ("role_again", "provider_again", "instrument_early", "need_covered")  # of `settings`
YOUR_MRC = "votre MRC"  # who gives a fund that every MRC manages for itself
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


def candidate(record: AnyResource) -> Candidate:
    """What variety looks at in a record."""
    return Candidate(
        provider_key(record),
        record.role,
        frozenset(record.eligibility.needs),
        isinstance(record, FundRecord) and record.organization_name == YOUR_MRC,
        record.status == "to_verify" and record.confidence == "low",
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
    local = doors.by_mrc.get(profile.mrc or "", {})
    mrc = local.get("municipal") or local.get("economic")
    open_doors = {candidates[row].provider for row in pool if candidates[row].role == "first_door"}
    told_by_door = open_doors & {f"organization:{local.get(kind)}" for kind in ("economic", "municipal")}
    picked: list[int] = []
    roles: dict[Role | None, int] = {}
    providers: set[str] = set()
    open_needs = set(profile.need)
    while pool and len(picked) < PICKED:
        best, best_value = None, -1.0
        for row in pool:
            if lowers and scores[row] <= best_value:
                break  # nor is any that follows better
            one = candidates[row]
            provider = f"organization:{mrc}" if one.of_mrc and mrc else one.provider
            if len(picked) < FIRST and (provider in providers or _of_door(one, provider, told_by_door)):
                continue
            after_money = one.role in AFTER_MONEY and one.role not in profile.purposes
            if after_money and not any(roles.get(role) for role in REAL_MONEY):
                continue
            value = scores[row] * settings["role_again"] ** roles.get(one.role, 0)
            if provider in providers:
                value *= settings["provider_again"]
            if after_money and len(picked) < FIRST:
                value *= settings["instrument_early"]
            if len(profile.need) > 1 and open_needs and not one.needs & open_needs:
                value *= settings["need_covered"]
            if value > best_value:
                best, best_value = row, value
        if best is None:
            break
        one = candidates[best]
        pool.remove(best)
        picked.append(best)
        roles[one.role] = roles.get(one.role, 0) + 1
        providers.add(f"organization:{mrc}" if one.of_mrc and mrc else one.provider)
        served = [need for need in profile.need if need in one.needs and need in open_needs]
        open_needs -= set(served[:1] if one.role != "first_door" else ())
    return _sure_first(picked, scores, candidates, settings["sure_first"])


def _of_door(one: Candidate, provider: str, told_by_door: Set[str]) -> bool:
    """Whether it is money of a door of the place: the door comes first, its card says what to ask there."""
    return one.role in REAL_MONEY and provider in told_by_door


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
