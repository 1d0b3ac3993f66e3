"""/feuille-de-route/{token}: a roadmap, on a page that only its link opens, until it expires or is erased.

Its dates are beside it, for a calendar program.
"""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, HTTPException, Request
from fastapi.responses import Response

from knowledge import clock
from knowledge.erasure import leave_no_copy
from knowledge.models import SharedPage
from knowledge.opendata.calendar import dates_calendar
from knowledge.referral.criteria import french_date
from knowledge.referral.roadmap import read_roadmap
from knowledge.referral.roadmap_text import as_text, day_of, reminder
from knowledge.shared_pages import erase_pages, token_digest
from web.dialling import dial
from web.sharing import PRIVATE_PAGE, mailto, qr_drawing, text_message

TITLE = "Ma feuille de route"

router = APIRouter(include_in_schema=False)


@router.get("/feuille-de-route/{token}.ics")
def dates(request: Request, token: str) -> Response:
    """The roadmap's dates, for one's own calendar."""
    page = _kept(request, token)
    made = dates_calendar(page.content.get("dates") or (), clock.day_of(page.created_at), TITLE, token)
    return Response(
        made,
        media_type="text/calendar; charset=utf-8",
        headers=PRIVATE_PAGE | {"Content-Disposition": 'attachment; filename="feuille-de-route.ics"'},
    )


@router.get("/feuille-de-route/{token}")
def roadmap(request: Request, token: str) -> Response:
    """The page, made to be printed; the French «not found» page when it is unknown or expired."""
    page = _kept(request, token)
    address = f"{request.app.state.settings.address}/feuille-de-route/{token}"
    shown = {
        **page.content,
        "created": french_date(clock.day_of(page.created_at)),
        "expires": french_date(clock.day_of(page.expires_at)),
        "until": page.expires_at.date().isoformat(),
    }
    whole = as_text(page.content, TITLE, address)
    short = reminder(page.content, TITLE, address)
    return _page(request, shown, address, whole, short)


@router.post("/feuille-de-route/{token}")
def erase(request: Request, token: str) -> Response:
    """Erase the page. The token is the permission: nobody else knows it."""
    factory = request.app.state.sessions_factory
    with factory() as session, session.begin():
        gone = read_roadmap(session, token) is not None and erase_pages(session, [token_digest(token)])
    if not gone:
        raise HTTPException(404, headers=PRIVATE_PAGE)
    leave_no_copy(factory)
    return _page(request, {"erased": True}, f"/feuille-de-route/{token}", "", "")


def _kept(request: Request, token: str) -> SharedPage:
    with request.app.state.sessions_factory() as session:
        page = read_roadmap(session, token)
    if page is None:
        raise HTTPException(404, headers=PRIVATE_PAGE)
    return page


def _page(request: Request, shown: dict[str, Any], address: str, whole: str, short: str) -> Response:
    state = request.app.state
    context = {
        "site": state.site,
        "roadmap": shown,
        "address": address,
        "title": TITLE,
        "mail": mailto(TITLE, (whole, short)),
        "sms": text_message(short),
        "qr": qr_drawing(address),
        "dial": dial,
        "day_of": day_of,
    }
    response: Response = state.templates.TemplateResponse(
        request, "roadmap.html", context, headers=PRIVATE_PAGE
    )
    return response
