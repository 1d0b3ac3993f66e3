"""The bulletin for everybody: its archive, asking to receive it, confirming, leaving.

Opening a link changes nothing: programs that read mails open them all. Each act is a button; a mail program
that leaves a list by itself sends the form that its standard says (RFC 8058).
"""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Depends, HTTPException, Request
from fastapi.responses import Response
from sqlalchemy.orm import Session

from knowledge import clock
from knowledge.asked_twice import CONFIRM_DAYS
from knowledge.bulletins import find_sent, sent, text_of
from knowledge.erasure import leave_no_copy
from knowledge.models import Subscriber
from knowledge.referral.criteria import french_date
from knowledge.subscribers import ask, confirm, find, leave, read_address
from web.desk.quota import own_form, within
from web.forms import read_form
from web.rows import or_404
from web.sharing import PRIVATE_PAGE
from web.staff.pages import markdown

router = APIRouter(prefix="/bulletin", include_in_schema=False)

MAX_FIELDS = 4
BAD_ADDRESS = "Écrivez une adresse de courriel complète, par exemple nom@exemple.org."
UNTICKED = "Cochez la case pour dire que vous voulez recevoir le bulletin."
TOO_MANY = "Il y a eu beaucoup d'inscriptions d'ici. Réessayez dans une heure."


@router.get("")
def archive(request: Request) -> Response:
    """What was sent, and the form to receive what comes."""
    return _archive(request)


@router.post("", dependencies=[Depends(own_form)])
async def subscribe(request: Request) -> Response:
    """Make a link to confirm due. The page says the same whether the address is known or not."""
    form = await read_form(request, max_fields=MAX_FIELDS)
    given = form.get("courriel")
    typed = given if isinstance(given, str) else ""
    address = read_address(typed)
    fault = BAD_ADDRESS if address is None else None
    if fault is None and form.get("accord") != "1":
        fault = UNTICKED
    if fault is None and not within(request, "subscribe"):
        fault = TOO_MANY
    if fault or address is None:
        return _archive(request, status=422, fault=fault, typed=typed[:200])
    with request.app.state.sessions_factory() as session, session.begin():
        ask(session, address)
    return _page(request, "bulletin_done.html", {"step": "asked", "days": CONFIRM_DAYS})


@router.get("/confirmer/{token}")
def confirming(request: Request, token: str) -> Response:
    """The button that confirms."""
    with request.app.state.sessions_factory() as session:
        known = _known(session, token)
        step = "confirm" if known.consent_at is None else "confirmed"
    return _page(request, "bulletin_done.html", {"step": step, "token": token})


@router.post("/confirmer/{token}")
def confirmed(request: Request, token: str) -> Response:
    """Note the consent."""
    with request.app.state.sessions_factory() as session, session.begin():
        confirm(_known(session, token))
    return _page(request, "bulletin_done.html", {"step": "confirmed", "token": token})


@router.get("/quitter/{token}")
def leaving(request: Request, token: str) -> Response:
    """The button that leaves."""
    with request.app.state.sessions_factory() as session:
        _known(session, token)
    return _page(request, "bulletin_done.html", {"step": "leave", "token": token})


@router.post("/quitter/{token}")
def left(request: Request, token: str) -> Response:
    """Erase the address. The token is the permission; once it is gone, leaving again is just as well."""
    factory = request.app.state.sessions_factory
    with factory() as session, session.begin():
        known = find(session, token)
        if known is not None:
            leave(session, known)
    if known is not None:
        leave_no_copy(factory)
    return _page(request, "bulletin_done.html", {"step": "left"})


@router.get("/{name}")
def read(request: Request, name: str) -> Response:
    """A bulletin as it was sent."""
    with request.app.state.sessions_factory() as session:
        found = find_sent(session, name)
    if found is None or found.sent_at is None:
        raise HTTPException(404)
    shown = {
        "title": found.title,
        "text": markdown(text_of(found)),
        "sent": french_date(clock.day_of(found.sent_at)),
    }
    return _page(request, "bulletin.html", shown, private=False)


def _known(session: Session, token: str) -> Subscriber:
    return or_404(find(session, token))


def _archive(request: Request, status: int = 200, **shown: Any) -> Response:
    with request.app.state.sessions_factory() as session:
        rows = [
            (row.name, row.title, french_date(clock.day_of(row.sent_at)))
            for row in sent(session)
            if row.sent_at
        ]
    return _page(request, "bulletins.html", {"rows": rows, **shown}, status=status, private=False)


def _page(
    request: Request, name: str, shown: dict[str, Any], *, status: int = 200, private: bool = True
) -> Response:
    state = request.app.state
    response: Response = state.templates.TemplateResponse(
        request,
        name,
        {"site": state.site, **shown},
        status_code=status,
        headers=PRIVATE_PAGE if private else None,
    )
    return response
