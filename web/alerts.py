"""/alertes: asking to be told when a fund, an organization or a MRC changes; confirming; leaving.

Opening a link changes nothing. Each act is a button; a mail program leaves by itself as its standard says
(RFC 8058).
"""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Depends, HTTPException, Request
from fastapi.responses import Response
from sqlalchemy.orm import Session

from knowledge.asked_twice import CONFIRM_DAYS
from knowledge.erasure import leave_no_copy
from knowledge.models import Watching
from knowledge.network.watching import MRC, ask, confirm, find, leave
from knowledge.network.watching_mail import PATH, name_of, page_of
from knowledge.subscribers import read_address
from web.bulletin import BAD_ADDRESS, TOO_MANY
from web.desk.pages import snapshot
from web.desk.quota import own_form, within
from web.forms import read_form
from web.sharing import PRIVATE_PAGE

router = APIRouter(prefix=PATH, include_in_schema=False)

MAX_FIELDS = 4
UNTICKED = "Cochez la case pour dire que vous voulez être averti."


@router.get("")
def form(request: Request, choix: str = "") -> Response:
    """The form for what the address names."""
    return _form(request, _about(request, choix))


@router.post("", dependencies=[Depends(own_form)])
async def subscribe(request: Request, choix: str = "") -> Response:
    """Make a link to confirm due. The page says the same whether the address is known or not."""
    about = _about(request, choix)
    data = await read_form(request, max_fields=MAX_FIELDS)
    given = data.get("courriel")
    typed = given if isinstance(given, str) else ""
    address = read_address(typed)
    fault = BAD_ADDRESS if address is None else UNTICKED if data.get("accord") != "1" else None
    if fault is None and not within(request, "subscribe"):
        fault = TOO_MANY
    if fault or address is None:
        return _form(request, about, status=422, fault=fault, typed=typed[:200])
    with request.app.state.sessions_factory() as session, session.begin():
        ask(session, address, about)
    return _page(request, {"step": "asked", "days": CONFIRM_DAYS})


@router.get("/{act}/{token}")
def opened(request: Request, act: str, token: str) -> Response:
    """The button that confirms, or leaves."""
    with request.app.state.sessions_factory() as session:
        row = _known(session, act, token)
        step = "confirmed" if act == "confirmer" and row.consent_at else act
        return _page(request, {"step": step, "name": name_of(session, row.about), "token": token})


@router.post("/{act}/{token}")
def done(request: Request, act: str, token: str) -> Response:
    """Note the consent, or erase the address. Leaving again is just as well."""
    factory = request.app.state.sessions_factory
    with factory() as session, session.begin():
        if act == "quitter" and find(session, token) is None:
            return _page(request, {"step": "left"})
        row = _known(session, act, token)
        name = name_of(session, row.about)
        if act == "confirmer":
            confirm(row)
            return _page(request, {"step": "confirmed", "name": name})
        leave(session, row)
    leave_no_copy(factory)
    return _page(request, {"step": "left"})


def _about(request: Request, choice: str) -> str:
    now = snapshot(request)
    known = choice in now.resources or choice.removeprefix(MRC) in now.doors.by_mrc
    if not known:
        raise HTTPException(404)
    return choice


def _known(session: Session, act: str, token: str) -> Watching:
    row = find(session, token) if act in ("confirmer", "quitter") else None
    if row is None:
        raise HTTPException(404, headers=PRIVATE_PAGE)
    return row


def _form(request: Request, about: str, status: int = 200, **shown: Any) -> Response:
    with request.app.state.sessions_factory() as session:
        name = name_of(session, about)
    return _page(
        request, {"step": "ask", "about": about, "name": name, "page": page_of(about), **shown}, status
    )


def _page(request: Request, shown: dict[str, Any], status: int = 200) -> Response:
    state = request.app.state
    response: Response = state.templates.TemplateResponse(
        request, "alerts.html", {"site": state.site, **shown}, status_code=status, headers=PRIVATE_PAGE
    )
    return response
