"""Counts of the day: the only thing that figures are made of, without any person."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from knowledge import clock
from knowledge.models import DailyCount


def count(session: Session, kind: str, key: str, day: dt.date | None = None) -> None:
    """Add one to a count of the day, in the caller's transaction; two processes at once both count."""
    system: Any = sqlite if session.get_bind().dialect.name == "sqlite" else postgresql
    row = system.insert(DailyCount).values(day=day or clock.today(), kind=kind, key=key[:200], count=1)
    more = row.on_conflict_do_update(
        index_elements=[DailyCount.day, DailyCount.kind, DailyCount.key],
        set_={"count": DailyCount.count + 1},
    )
    session.execute(more)
