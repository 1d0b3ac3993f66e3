"""GET and POST /demande/{token}: a person takes their request back. Opening the page erases nothing."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import Response
from sqlalchemy.orm import Session

from knowledge import clock
from knowledge.erasure import leave_no_copy
from knowledge.models import ContactRequest
from knowledge.referral.criteria import french_date
from knowledge.requests import find_request, was_mailed, withdraw
from web.rows import or_404
from web.sharing import PRIVATE_PAGE

router = APIRouter(prefix="/demande", include_in_schema=False)


@router.get("/{token}")
def show(request: Request, token: str) -> Response:
    """What the request is, and the button that erases it."""
    with request.app.state.sessions_factory() as session:
        found = _known(session, token)
        return _page(request, _shown(session, found))


@router.post("/{token}")
def erase(request: Request, token: str) -> Response:
    """Erase the request. The token is the permission: nobody else knows it."""
    factory = request.app.state.sessions_factory
    with factory() as session, session.begin():
        found = _known(session, token)
        shown, reference = _shown(session, found), found.reference
        withdraw(session, found)
    everywhere = leave_no_copy(factory, [reference])
    return _page(request, {**shown, "erased": True, "everywhere": everywhere})


def _known(session: Session, token: str) -> ContactRequest:
    return or_404(find_request(session, token))


def _shown(session: Session, found: ContactRequest) -> dict[str, Any]:
    """What the page shows: the number and the dates only, not even to its link how to reach somebody."""
    return {
        "reference": found.reference,
        "created": french_date(clock.day_of(found.created_at)),
        "erased_on": french_date(clock.day_of(found.erase_after)),
        "mailed": was_mailed(session, found),
    }


def _page(request: Request, shown: dict[str, Any]) -> Response:
    state = request.app.state
    response: Response = state.templates.TemplateResponse(
        request, "request.html", {"site": state.site, "demand": shown}, headers=PRIVATE_PAGE
    )
    return response
