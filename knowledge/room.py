"""How much people who are not signed in can have stored in a day, all of them together.

Far above what a busy day brings; below what would fill a disk or bury what the team reads. Counted in the
base, so that every process counts alike. What one address may do is bounded by the web process.
"""

from __future__ import annotations

from typing import Literal

from sqlalchemy import select
from sqlalchemy.orm import Session

from knowledge import clock
from knowledge.counting import count
from knowledge.models import DailyCount

Kind = Literal["question", "report", "request", "page", "subscription", "referral", "space", "kept", "table"]

KEPT = "kept"  # the kind of the day's count
ROOM: dict[Kind, int] = {
    "question": 500,  # new ones, for the inbox; one asked before is only counted
    "report": 200,
    "request": 100,  # each is an e-mail to the team
    "referral": 100,  # each is an e-mail to an organization
    "subscription": 100,  # each is an e-mail to whoever has the address
    "space": 100,  # new ones of advisers: each is an e-mail to whoever has the address
    "kept": 2_000,  # searches and sheets, in the spaces of all advisers
    "table": 200,  # cases and replies of the table of experts
    "page": 1_000,  # roadmaps and reference sheets
}


def take_room(session: Session, kind: Kind) -> bool:
    """Whether one more of this kind may be stored today; it is then counted, in the caller's transaction."""
    taken = session.scalar(
        select(DailyCount.count).where(
            DailyCount.day == clock.today(), DailyCount.kind == KEPT, DailyCount.key == kind
        )
    )
    if (taken or 0) >= ROOM[kind]:
        return False
    count(session, KEPT, kind)
    return True
