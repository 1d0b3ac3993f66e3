"""/alertes: asking to be told when a fund, an organization, a MRC or what a search finds changes; leaving.

Opening a link changes nothing. Each act is a button; a mail program leaves by itself as its standard says
(RFC 8058).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, HTTPException, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import Response
from sqlalchemy.orm import Session
from starlette.datastructures import FormData

from knowledge.asked_twice import CONFIRM_DAYS
from knowledge.erasure import leave_no_copy
from knowledge.models import Watching
from knowledge.network.watching import MRC, about_search, ask, confirm, find, leave
from knowledge.network.watching_mail import PATH, name_of, name_of_row, page_of
from knowledge.referral.saved_search import SavedSearch, resource_names, tells_of_somebody
from knowledge.subscribers import read_address
from web.bulletin import BAD_ADDRESS, TOO_MANY
from web.desk.filters import read_filters
from web.desk.pages import snapshot
from web.desk.quota import limit_search, own_form, within
from web.forms import read_form
from web.rows import or_404
from web.sharing import PRIVATE_PAGE

router = APIRouter(prefix=PATH, include_in_schema=False)

MAX_FIELDS = 4
UNTICKED = "Cochez la case pour dire que vous voulez être averti."
NO_FILTER = "Choisissez au moins un filtre (un lieu, un besoin, un mot…): sans filtre, tout y serait."
SOMEBODY = (
    "Les mots de cette recherche semblent nommer quelqu'un ou dire comment joindre une personne. "
    "Retirez-les: une recherche gardée ne dit rien de personne."
)


@dataclass(frozen=True)
class Asked:
    """What somebody would be told of. `refused`: why this cannot be, in French."""

    about: str
    search: SavedSearch | None
    name: str
    page: str
    action: str
    refused: str = ""


@router.get("")
def form(request: Request, choix: str = "") -> Response:
    """The form for what the address names."""
    return _form(request, _of_choice(request, choix))


@router.get("/recherche", dependencies=[Depends(limit_search)])
def search_form(request: Request) -> Response:
    """The form for the search of the address."""
    return _form(request, _of_search(request))


@router.post("", dependencies=[Depends(own_form)])
async def subscribe(request: Request, choix: str = "") -> Response:
    """Make a link to confirm due. The page says the same whether the address is known or not."""
    data = await read_form(request, max_fields=MAX_FIELDS)
    return await run_in_threadpool(_ask, request, _of_choice(request, choix), data)


@router.post("/recherche", dependencies=[Depends(own_form)])
async def subscribe_to_search(request: Request) -> Response:
    """The same, for the search of the address."""
    data = await read_form(request, max_fields=MAX_FIELDS)
    return await run_in_threadpool(lambda: _ask(request, _of_search(request), data))


@router.get("/{act}/{token}")
def opened(request: Request, act: str, token: str) -> Response:
    """The button that confirms, or leaves."""
    with request.app.state.sessions_factory() as session:
        row = _known(session, act, token)
        step = "confirmed" if act == "confirmer" and row.consent_at else act
        return _page(request, {"step": step, "name": name_of_row(session, row), "token": token})


@router.post("/{act}/{token}")
def done(request: Request, act: str, token: str) -> Response:
    """Note the consent, or erase the address. Leaving again is just as well."""
    factory = request.app.state.sessions_factory
    with factory() as session, session.begin():
        if act == "quitter" and find(session, token) is None:
            return _page(request, {"step": "left"})
        row = _known(session, act, token)
        name = name_of_row(session, row)
        if act == "confirmer":
            confirm(row)
            return _page(request, {"step": "confirmed", "name": name})
        leave(session, row)
    leave_no_copy(factory)
    return _page(request, {"step": "left"})


def _ask(request: Request, asked: Asked, data: FormData) -> Response:
    given = data.get("courriel")
    typed = given if isinstance(given, str) else ""
    address = read_address(typed)
    fault = asked.refused or (
        BAD_ADDRESS if address is None else UNTICKED if data.get("accord") != "1" else ""
    )
    if not fault and not within(request, "subscribe"):
        fault = TOO_MANY
    if fault or address is None:
        return _form(request, asked, status=422, fault=fault, typed=typed[:200])
    with request.app.state.sessions_factory() as session, session.begin():
        ask(session, address, asked.about, asked.search)
    return _page(request, {"step": "asked", "days": CONFIRM_DAYS})


def _of_choice(request: Request, choice: str) -> Asked:
    now = snapshot(request)
    known = choice in now.resources or choice.removeprefix(MRC) in now.doors.by_mrc
    if not known:
        raise HTTPException(404)
    with request.app.state.sessions_factory() as session:
        name = name_of(session, choice)
    return Asked(choice, None, name, page_of(choice), f"{PATH}?{urlencode({'choix': choice}, safe=':')}")


def _of_search(request: Request) -> Asked:
    filters = read_filters(request)
    search, now = filters.saved, snapshot(request)
    refused = ""
    if search.empty:
        refused = NO_FILTER
    elif tells_of_somebody(search, resource_names(now.resources)):
        refused = SOMEBODY
    return Asked(
        about_search(search),
        search,
        search.title(now.doors.mrc_names) or "une recherche",
        filters.query(),
        search.address(f"{PATH}/recherche"),
        refused,
    )


def _known(session: Session, act: str, token: str) -> Watching:
    return or_404(find(session, token) if act in ("confirmer", "quitter") else None)


def _form(request: Request, asked: Asked, status: int = 200, **shown: Any) -> Response:
    return _page(request, {"step": "ask", "asked": asked, **shown}, status)


def _page(request: Request, shown: dict[str, Any], status: int = 200) -> Response:
    state = request.app.state
    response: Response = state.templates.TemplateResponse(
        request, "alerts.html", {"site": state.site, **shown}, status_code=status, headers=PRIVATE_PAGE
    )
    return response
