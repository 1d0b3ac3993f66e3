"""GET /appels: calls that are open, coming, over or unknown; GET /appels.ics, /appels.atom: their dates.

Both take a search, as `/ressources` does: then they hold the dates of what fits it alone.
"""

from __future__ import annotations

from collections.abc import Mapping

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response

from knowledge.opendata.atom import calls_feed
from knowledge.opendata.calendar import calendar
from knowledge.records import AnyResource
from knowledge.referral.freshness import CALL_STATES, calls_by_state, verified
from knowledge.search.service import Snapshot
from web.desk.filters import read_filters
from web.desk.pages import catalogue, render, snapshot
from web.desk.quota import limit_search

router = APIRouter()


@router.get("/appels")
def calls_page(request: Request) -> Response:
    """The page."""
    now = snapshot(request)
    calls = calls_by_state(now.resources, now.today)
    return render(request, "calls.html", calls=calls, states=CALL_STATES, verified=verified)


@router.get("/appels.ics", dependencies=[Depends(limit_search)])
def calls_calendar(request: Request) -> Response:
    """The calendar, for a calendar program."""
    now = snapshot(request)
    base = request.app.state.settings.address
    site = request.app.state.site
    return Response(
        calendar(_asked(request, now), now.today, f"Appels de projets – {site['short_name']}", base),
        media_type="text/calendar; charset=utf-8",
        headers={"Content-Disposition": 'attachment; filename="appels.ics"', "Cache-Control": "max-age=3600"},
    )


@router.get("/appels.atom", dependencies=[Depends(limit_search)])
def calls_atom(request: Request) -> Response:
    """The feed, for a reader of news."""
    now = snapshot(request)
    base = request.app.state.settings.address
    title = f"Appels de projets – {request.app.state.site['short_name']}"
    return Response(
        calls_feed(_asked(request, now), now.today, title, base, read_filters(request).saved.address("")),
        media_type="application/atom+xml; charset=utf-8",
        headers={"Cache-Control": "max-age=3600"},
    )


def _asked(request: Request, now: Snapshot) -> Mapping[str, AnyResource]:
    """What fits the search of the address; all of it without one."""
    search = read_filters(request).saved
    if search.empty:
        return now.resources
    return {name: now.resources[name] for name in search.finds(catalogue(now))}
