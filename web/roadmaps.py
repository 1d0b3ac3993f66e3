"""GET /feuille-de-route/{token}: a roadmap, on a page that only its link opens, until it expires."""

from __future__ import annotations

from fastapi import APIRouter, HTTPException, Request
from fastapi.responses import Response

from knowledge import clock
from knowledge.referral.criteria import french_date
from knowledge.referral.roadmap import read_roadmap

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
    response: Response = state.templates.TemplateResponse(
        request, "roadmap.html", {"site": state.site, "roadmap": shown}, headers=PRIVATE_PAGE
    )
    return response
