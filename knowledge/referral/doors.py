"""The doors of the territory as the database holds them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from knowledge.models import Mrc
from knowledge.records import AnyResource, OrganizationRecord
from knowledge.referral.reasons import Surroundings
from knowledge.territory.area import Area, area_of


@dataclass(frozen=True)
class Doors:
    """The doors of the territory, from the content pack: by MRC, the first door of all, and the one for
    places outside the territory whose own pôle is not known."""

    first: str
    elsewhere: str
    by_mrc: Mapping[str, Mapping[str, Any]]
    mrc_names: Area


def load_doors(session: Session) -> Doors:
    """The first door of all, and the doors of each MRC. `first` is empty in an empty base."""
    rows = session.scalars(select(Mrc).order_by(Mrc.id)).all()
    by_mrc = {row.id: row.content.get("doors", {}) for row in rows}
    one: dict[str, object] = next(iter(by_mrc.values()), {})
    return Doors(
        first=str(one.get("first") or ""),
        elsewhere=str(one.get("elsewhere") or ""),
        by_mrc=by_mrc,
        mrc_names=area_of({row.id: row.content for row in rows}),
    )


def surroundings(resources: Mapping[str, AnyResource], doors: Doors, today: dt.date) -> Surroundings:
    """What the criteria need beside the profile and the resource."""
    names = {r.id: r.name for r in resources.values() if isinstance(r, OrganizationRecord)}
    local = {
        mrc: frozenset(
            f"organization:{of[kind]}" for kind in ("economic", "community", "municipal") if of.get(kind)
        )
        for mrc, of in doors.by_mrc.items()
    }
    return Surroundings(today, doors.first, doors.elsewhere, local, doors.mrc_names, names)
