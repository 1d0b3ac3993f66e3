"""GET /appels: calls that are open, coming, over or unknown; GET /appels.ics, /appels.atom: their dates."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import Response

from knowledge.opendata.atom import calls_feed
from knowledge.opendata.calendar import calendar
from knowledge.referral.freshness import CALL_STATES, calls_by_state, verified
from web.desk.pages import render, snapshot

router = APIRouter()


@router.get("/appels")
def calls_page(request: Request) -> Response:
    """The page."""
    now = snapshot(request)
    calls = calls_by_state(now.resources, now.today)
    return render(request, "calls.html", calls=calls, states=CALL_STATES, verified=verified)


@router.get("/appels.ics")
def calls_calendar(request: Request) -> Response:
    """The calendar, for a calendar program."""
    now = snapshot(request)
    base = request.app.state.settings.address
    site = request.app.state.site
    return Response(
        calendar(now.resources, now.today, f"Appels de projets – {site['short_name']}", base),
        media_type="text/calendar; charset=utf-8",
        headers={"Content-Disposition": 'attachment; filename="appels.ics"', "Cache-Control": "max-age=3600"},
    )


@router.get("/appels.atom")
def calls_atom(request: Request) -> Response:
    """The feed, for a reader of news."""
    now = snapshot(request)
    base = request.app.state.settings.address
    title = f"Appels de projets – {request.app.state.site['short_name']}"
    return Response(
        calls_feed(now.resources, now.today, title, base),
        media_type="application/atom+xml; charset=utf-8",
        headers={"Cache-Control": "max-age=3600"},
    )
