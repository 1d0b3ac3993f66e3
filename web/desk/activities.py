"""GET /activites, /activites.ics and /api/activities: what is coming, for people, calendars and programs."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response

from knowledge.activities import Coming, coming
from knowledge.opendata.calendar import activities_calendar
from web.desk.pages import render, snapshot
from web.errors import ApiError

router = APIRouter()


@router.get("/activites", include_in_schema=False)
def activities_page(request: Request) -> Response:
    """The page of coming activities."""
    now = snapshot(request)
    return render(request, "activities.html", sessions=coming(now.resources, now.today))


@router.get("/activites.ics", include_in_schema=False)
def activities_ics(request: Request) -> Response:
    """The coming activities, for a calendar program."""
    now = snapshot(request)
    title = f"Activités – {request.app.state.site['short_name']}"
    return Response(
        activities_calendar(coming(now.resources, now.today), now.today, title),
        media_type="text/calendar; charset=utf-8",
        headers={
            "Content-Disposition": 'attachment; filename="activites.ics"',
            "Cache-Control": "max-age=3600",
        },
    )


@router.get("/api/activities", tags=["ressources"])
def activities_api(
    request: Request,
    since: Annotated[str | None, Query(alias="from", max_length=10)] = None,
    mrc: Annotated[str | None, Query(max_length=80)] = None,
) -> dict[str, list[dict[str, Any]]]:
    """The coming sessions from a day (AAAA-MM-JJ; today by default), for an MRC when one is named."""
    now = snapshot(request)
    if mrc is not None and mrc not in now.doors.mrc_names:
        raise ApiError(422, "unknown_mrc", f"MRC inconnue: «{mrc}».")
    try:
        first = dt.date.fromisoformat(since) if since else None
    except ValueError:
        raise ApiError(422, "invalid", f"«{since}» n'est pas une date: écrivez AAAA-MM-JJ.") from None
    found = coming(now.resources, now.today, since=first, mrc=mrc)
    return {"results": [_shown(one) for one in found]}


def _shown(one: Coming) -> dict[str, Any]:
    record, session = one.record, one.session
    return {
        "id": one.identifier,
        "name": record.name,
        "kind": record.kind,
        "summary": record.summary,
        "day": session.day.isoformat(),
        "time": session.time,
        "until": session.until,
        "place": session.place,
        "link": session.link,
        "price": record.price,
        "registration": record.registration,
        "mrc": record.eligibility.territory.mrc,
        "website": record.website,
    }
