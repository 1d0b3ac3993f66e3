"""How near a resource is to a project: its territory, and the doors of the place."""

from __future__ import annotations

import datetime as dt

from knowledge.records import AnyResource, OrganizationRecord, identifier
from knowledge.referral.doors import Doors
from knowledge.referral.leanings import leaning
from knowledge.referral.levels import Levels, family_of, unsure
from knowledge.referral.profile import Profile
from knowledge.referral.reasons import Reason


def nearness(
    profile: Profile, record: AnyResource, reason: Reason | None, doors: Doors, _today: dt.date
) -> Levels:
    """The narrowest territory first, and the doors that take any question there."""
    level = record.eligibility.territory.level
    found: list[str] = []
    if reason is not None and reason.verdict == "yes":
        found.append(f"near.{level}")
    elif level == "outside":
        found.append("near.outside_unknown")
    elif profile.place_kind is None:
        found.append("near.whole" if _serves_whole(record, doors) else "near.place_unknown")
    else:
        found.append(unsure("territory", record, "near"))
    family = family_of(profile.need[0] if profile.need else None)
    name = door_name(record)
    local = doors.by_mrc.get(profile.mrc or "", {})
    if name:
        for kind in ("economic", "community", "municipal"):
            if record.id == local.get(kind):
                family_there = door_family(family, profile)
                alone = family_there == "social" and kind == "economic" and not local.get("municipal")
                found.append(f"door.{'municipal' if alone else kind}_{family_there}")
                break
    if name and serves_community(profile, record):
        found.append(f"door.community_there_{door_family(family, profile)}")
    if name == doors.first:
        found.append(f"door.first_{door_family(family, profile)}")
        if profile.place_kind is None and profile.mrc is None:
            found.append("door.first_place_unknown")
    if profile.place_kind == "outside":
        if name == (profile.refer_to or doors.elsewhere):
            found.append("door.serving")
        elif name == doors.first:
            found.append("door.first_elsewhere")
    elif name == doors.elsewhere:
        found.append("door.elsewhere_inside")
    elif profile.place_kind == "reserve" and name == doors.first:
        found.append("door.first_reserve")
    giver = None if isinstance(record, OrganizationRecord) else record.organization
    if giver and giver in (local.get("economic"), local.get("municipal")):
        found.append("door.programme")  # one card for the door of the MRC, which says what to ask there
    return tuple(found)


def _serves_whole(record: AnyResource, doors: Doors) -> bool:
    """Whether a resource is open everywhere in the territory: who says no place yet can be sent there."""
    rule = record.eligibility.territory
    return rule.level == "region" or doors.by_mrc.keys() <= set(rule.mrc)


def is_door(profile: Profile, record: AnyResource, doors: Doors) -> bool:
    """Whether a resource is a door of the project's place, which takes any question."""
    name = door_name(record)
    if not name:
        return False
    if profile.place_kind == "outside":
        return name == (profile.refer_to or doors.elsewhere)
    local = doors.by_mrc.get(profile.mrc or "", {})
    return (
        name == doors.first
        or serves_community(profile, record)
        or record.id
        in (
            local.get("economic"),
            local.get("community"),
            local.get("municipal"),
        )
    )


def serves_community(profile: Profile, record: AnyResource) -> bool:
    """Whether it is the first door of the Mohawk community where the project is, which no MRC contains."""
    here = profile.place_kind == "reserve" and record.role == "first_door"
    return here and profile.municipality in record.eligibility.territory.places


def door_name(record: AnyResource) -> str:
    """The identifier of an organization; empty for another resource, which is nobody's door."""
    return identifier(record) if isinstance(record, OrganizationRecord) else ""


def door_family(family: str, profile: Profile) -> str:
    return "social" if leaning(profile) == "social" else family
