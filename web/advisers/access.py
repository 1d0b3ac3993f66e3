"""Whose space a request comes from: the cookie of an open session, and what every page of the space needs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import Depends, Request
from fastapi.responses import RedirectResponse, Response
from sqlalchemy.exc import SQLAlchemyError

from knowledge.network.adviser_mail import PATH
from knowledge.network.advisers import find_session
from knowledge.network.delays import ADVISER as DELAYS
from web.sharing import PRIVATE_PAGE

COOKIE = "espace"


@dataclass(frozen=True)
class Signed:
    """Who is in their space. `digest`: of the session."""

    id: int
    address: str
    digest: str


def current(request: Request) -> Signed | None:
    """Who is in their space, or None. Looked up once a request."""
    cookie = request.cookies.get(COOKIE, "")
    if not cookie:
        return None
    if not hasattr(request.state, "adviser"):
        request.state.adviser = _look_up(request, cookie)
    found: Signed | None = request.state.adviser
    return found


def _look_up(request: Request, cookie: str) -> Signed | None:
    try:
        with request.app.state.sessions_factory() as session, session.begin():
            row = find_session(session, cookie)
            return Signed(row.adviser_id, row.adviser.address, row.digest) if row else None
    except SQLAlchemyError:  # the page itself is worth more than knowing who reads it
        return None


class MustEnterError(Exception):
    """A page or an act of the space, and nobody is in it."""


def signed(request: Request) -> Signed:
    """A dependency: who is in their space."""
    found = current(request)
    if found is None:
        raise MustEnterError
    return found


In = Annotated[Signed, Depends(signed)]


def to_enter(_request: Request, _error: Exception) -> Response:
    """Where one who is not in it is led."""
    return RedirectResponse(PATH, status_code=303)


def back(done: str = "", anchor: str = "", *, path: str = PATH) -> Response:
    """To the space, or a page of it, saying what was done."""
    said = f"?fait={done}" if done else ""
    return RedirectResponse(f"{path}{said}{anchor}", status_code=303, headers=PRIVATE_PAGE)


def page(request: Request, template: str, shown: Mapping[str, Any], status: int = 200) -> Response:
    """A page of the space."""
    state = request.app.state
    context = {"site": state.site, "adviser": current(request), "delays": DELAYS, **shown}
    response: Response = state.templates.TemplateResponse(
        request, f"advisers/{template}", context, status_code=status, headers=PRIVATE_PAGE
    )
    return response


def set_cookie(request: Request, response: Response, token: str) -> None:
    """Open the session in this browser: out of reach of scripts, and not sent by another site's form."""
    response.set_cookie(
        COOKIE,
        token,
        max_age=DELAYS.session_days * 24 * 3600,
        path="/",
        httponly=True,
        samesite="lax",
        secure=request.app.state.settings.production,
    )
