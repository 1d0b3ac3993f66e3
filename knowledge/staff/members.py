"""How many members the Pôle has, as the team enters it when it wants to: numbers, no one's name."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import select
from sqlalchemy.orm import Session

from knowledge.models import MemberCount

MOST = 100_000  # beyond, it is a slip of the finger


def enter(session: Session, day: dt.date, members: int, renewed: int | None, who: str) -> list[str]:
    """Keep the numbers of a day, in the caller's transaction; what is wrong with them, in French.

    The same day entered again is corrected.
    """
    faults = []
    if not 0 <= members <= MOST:
        faults.append(f"Membres: un nombre de 0 à {MOST}.")
    if renewed is not None and not 0 <= renewed <= members:
        faults.append("Renouvellements: pas plus que de membres.")
    if faults:
        return faults
    row = session.get(MemberCount, day)
    if row is None:
        session.add(MemberCount(day=day, members=members, renewed=renewed, entered_by=who))
    else:
        row.members, row.renewed, row.entered_by = members, renewed, who
    session.flush()
    return []


def remove(session: Session, day: dt.date) -> None:
    """Take out the numbers of a day, in the caller's transaction."""
    row = session.get(MemberCount, day)
    if row is not None:
        session.delete(row)


def on(session: Session, day: dt.date) -> MemberCount | None:
    """The last numbers entered up to a day."""
    query = select(MemberCount).where(MemberCount.day <= day).order_by(MemberCount.day.desc())
    return session.scalar(query.limit(1))
