"""GET and POST /demande/{token}: a person takes their request back. Opening the page erases nothing."""

from __future__ import annotations

from fastapi import APIRouter, HTTPException, Request
from fastapi.responses import Response
from sqlalchemy.orm import Session

from knowledge import clock
from knowledge.models import ContactRequest
from knowledge.referral.criteria import french_date
from knowledge.requests import find_request, withdraw
from web.roadmaps import PRIVATE_PAGE

router = APIRouter(prefix="/demande", include_in_schema=False)


@router.get("/{token}")
def show(request: Request, token: str) -> Response:
    """What the request is, and the button that erases it."""
    with request.app.state.sessions_factory() as session:
        found = _known(session, token)
        return _page(request, found, erased=False)


@router.post("/{token}")
def erase(request: Request, token: str) -> Response:
    """Erase the request. The token is the permission: nobody else knows it."""
    with request.app.state.sessions_factory() as session, session.begin():
        found = _known(session, token)
        page = _page(request, found, erased=True)
        withdraw(session, found)
        return page


def _known(session: Session, token: str) -> ContactRequest:
    found = find_request(session, token)
    if found is None:
        raise HTTPException(404, headers=PRIVATE_PAGE)
    return found


def _page(request: Request, found: ContactRequest, *, erased: bool) -> Response:
    """The page shows the number and the dates only: not even its link tells how to reach somebody."""
    state = request.app.state
    shown = {
        "reference": found.reference,
        "created": french_date(clock.day_of(found.created_at)),
        "erased_on": french_date(clock.day_of(found.erase_after)),
        "erased": erased,
        "mailed": found.mail_attempts > 0,
    }
    response: Response = state.templates.TemplateResponse(
        request, "request.html", {"site": state.site, "demand": shown}, headers=PRIVATE_PAGE
    )
    return response
