"""Pages with a form for somebody who is not signed in yet, tied to the browser that opened them."""

from __future__ import annotations

import secrets
from typing import Annotated, Any

from fastapi import Depends, Request
from fastapi.responses import Response
from starlette.datastructures import FormData

from web.forms import read_form
from web.staff.access import ROOT, check_token, csrf_token
from web.staff.pages import render

VISITOR_COOKIE = "equipe-visite"  # what ties the sign-in form to the browser that opened it


async def visitor_form(request: Request) -> FormData:
    """A form sent by somebody who is not signed in, its token checked against their visit's cookie."""
    data = await read_form(request, max_fields=20)
    check_token(data, csrf_token(request, request.cookies.get(VISITOR_COOKIE, "")))
    return data


VisitorForm = Annotated[FormData, Depends(visitor_form)]


def visitor_page(request: Request, template: str, /, *, status: int = 200, **context: Any) -> Response:
    """A page with a form for somebody who is not signed in yet."""
    visit = request.cookies.get(VISITOR_COOKIE) or secrets.token_urlsafe(24)
    context["csrf"] = csrf_token(request, visit)
    response = render(request, None, template, status=status, **context)
    set_cookie(request, response, VISITOR_COOKIE, visit, None)
    return response


def set_cookie(request: Request, response: Response, name: str, value: str, seconds: int | None) -> None:
    """Set a cookie of the desk, out of reach of scripts and of other sites."""
    response.set_cookie(
        name,
        value,
        max_age=seconds,
        path=ROOT,
        httponly=True,
        samesite="lax",
        secure=request.app.state.settings.production,
    )
