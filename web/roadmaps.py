"""/feuille-de-route/{token}: a roadmap, on a page that only its link opens, until it expires or is erased."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, HTTPException, Request
from fastapi.responses import Response

from knowledge import clock
from knowledge.erasure import leave_no_copy
from knowledge.referral.criteria import french_date
from knowledge.referral.roadmap import read_roadmap
from knowledge.shared_pages import erase_pages, token_digest

# Not indexed, not kept by caches, and its address is not told to the sites that it links to.
PRIVATE_PAGE = {
    "X-Robots-Tag": "noindex, nofollow",
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",
}

router = APIRouter(include_in_schema=False)


@router.get("/feuille-de-route/{token}")
def roadmap(request: Request, token: str) -> Response:
    """The page, made to be printed; the French «not found» page when it is unknown or expired."""
    state = request.app.state
    with state.sessions_factory() as session:
        page = read_roadmap(session, token)
    if page is None:
        raise HTTPException(404, headers=PRIVATE_PAGE)
    shown = {
        **page.content,
        "created": french_date(clock.day_of(page.created_at)),
        "expires": french_date(clock.day_of(page.expires_at)),
    }
    return _page(request, shown)


@router.post("/feuille-de-route/{token}")
def erase(request: Request, token: str) -> Response:
    """Erase the page. The token is the permission: nobody else knows it."""
    factory = request.app.state.sessions_factory
    with factory() as session, session.begin():
        gone = read_roadmap(session, token) is not None and erase_pages(session, [token_digest(token)])
    if not gone:
        raise HTTPException(404, headers=PRIVATE_PAGE)
    leave_no_copy(factory)
    return _page(request, {"erased": True})


def _page(request: Request, shown: dict[str, Any]) -> Response:
    state = request.app.state
    response: Response = state.templates.TemplateResponse(
        request, "roadmap.html", {"site": state.site, "roadmap": shown}, headers=PRIVATE_PAGE
    )
    return response
