"""GET /nouveautes.atom: doors added and sheets corrected lately; of all, of a search, of a MRC or of one."""

from __future__ import annotations

from collections.abc import Collection

from fastapi import APIRouter, Depends, HTTPException, Request
from fastapi.responses import Response

from knowledge.models import now as present
from knowledge.network.watching import MRC
from knowledge.opendata.news_feed import news_feed, recent
from knowledge.search.service import Snapshot
from web.desk.filters import read_filters
from web.desk.pages import catalogue, snapshot
from web.desk.quota import limit_search

router = APIRouter()

PATH = "/nouveautes.atom"


@router.get(PATH, dependencies=[Depends(limit_search)])
def news_atom(request: Request, choix: str = "") -> Response:
    """The feed, for a reader of news."""
    now, moment, state = snapshot(request), present(), request.app.state
    among = _asked(request, now, choix)
    with state.sessions_factory() as session:
        rows = recent(session, now.resources, moment, among)
    path = f"{PATH}?choix={choix}" if choix else read_filters(request).saved.address(PATH)
    title = f"Nouveautés – {state.site['short_name']}"
    return Response(
        news_feed(rows, moment, title, state.settings.address, path),
        media_type="application/atom+xml; charset=utf-8",
        headers={"Cache-Control": "max-age=3600"},
    )


def _asked(request: Request, now: Snapshot, choice: str) -> Collection[str]:
    """The resources that the address names: one, those of a MRC, those of a search, else all."""
    mrc = choice.removeprefix(MRC)
    if choice.startswith(MRC) and mrc in now.doors.by_mrc:
        return {name for name, one in now.resources.items() if mrc in one.eligibility.territory.mrc}
    if choice:
        if choice not in now.resources:
            raise HTTPException(404)
        return {choice}
    search = read_filters(request).saved
    return now.resources.keys() if search.empty else set(search.finds(catalogue(now)))
