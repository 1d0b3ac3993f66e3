"""Where referrals stand: which wait, which stall, and the figures by MRC and by door. Nothing of anybody."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import Response
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from knowledge.models import DailyCount, Mrc, Resource, now
from knowledge.network.referrals import BY_DOOR, BY_MRC, UNKNOWN, all_of, stalled
from web.staff.access import Reader, database
from web.staff.pages import render

router = APIRouter()

PAGE = "/references"
OUTCOMES = {
    "sent": "envoyées",
    "taken": "prises",
    "declined": "pas pour eux",
    "more": "à préciser",
    "withdrawn": "retirées",
}
STATUS_NAMES = {
    "sent": "attend une réponse",
    "more": "attend une précision",
    "taken": "prise en charge",
    "declined": "pas pour eux",
}


@router.get(PAGE)
def referrals_page(request: Request, staff: Reader) -> Response:
    """The referrals that stand, those that stall first, and the figures."""
    moment = now()
    with database(request) as session:
        rows = all_of(session)
        names = {row.identifier: row.name for row in session.scalars(select(Resource))}
        mrcs = {row.id: row.name for row in session.scalars(select(Mrc).order_by(Mrc.name))}
        by_mrc = _figures(session, BY_MRC, {**mrcs, UNKNOWN: "lieu non dit"})
        by_door = _figures(session, BY_DOOR, names)
    stalling = {row.id for row in rows if stalled(row, moment)}
    shown: dict[str, Any] = {
        "rows": sorted(rows, key=lambda row: (row.id not in stalling, row.created_at)),
        "stalling": stalling,
        "names": names,
        "mrcs": mrcs,
        "statuses": STATUS_NAMES,
        "outcomes": OUTCOMES,
        "tables": (("Par MRC", by_mrc), ("Par organisme", by_door)),
    }
    return render(request, staff, "referrals.html", **shown)


def _figures(session: Session, kind: str, names: dict[str, str]) -> list[tuple[str, dict[str, int]]]:
    """By name, how many of each outcome since the beginning, the most sent first."""
    found: dict[str, dict[str, int]] = defaultdict(lambda: dict.fromkeys(OUTCOMES, 0))
    query = select(DailyCount.key, func.sum(DailyCount.count)).where(DailyCount.kind == kind)
    for key, number in session.execute(query.group_by(DailyCount.key)):
        subject, _, outcome = key.rpartition("/")
        if outcome in OUTCOMES:
            found[names.get(subject, subject)][outcome] += int(number)
    return sorted(found.items(), key=lambda pair: (-pair[1]["sent"], pair[0]))
