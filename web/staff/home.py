"""The first page: what waits, and the way to each part."""

from __future__ import annotations

import datetime as dt

from fastapi import APIRouter, Request
from fastapi.responses import Response
from sqlalchemy import func, select

from knowledge import clock
from knowledge.models import Answer
from knowledge.staff.figures import figures
from knowledge.staff.freshness import watch
from web.staff.access import Reader, database
from web.staff.pages import render

router = APIRouter()

DAYS = 7


@router.get("")
def home(request: Request, staff: Reader) -> Response:
    """What waits for the team today."""
    today = clock.today()
    with database(request) as session:
        shown = {
            "watched": len(watch(session, today)),
            "drafts": session.scalar(
                select(func.count()).select_from(Answer).where(Answer.status == "draft")
            ),
            "week": figures(session, today - dt.timedelta(days=DAYS - 1), today),
        }
    return render(request, staff, "home.html", today=shown)
