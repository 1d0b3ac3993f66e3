"""/espace/entrer: asking for the link, the button that opens the space, going out, erasing all of it.

Opening the link changes nothing: a mail scanner or a preview enters nowhere. No password exists.
"""

from __future__ import annotations

from fastapi import APIRouter, Depends, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import RedirectResponse, Response

from knowledge.erasure import leave_no_copy
from knowledge.models import Adviser
from knowledge.network import advisers
from knowledge.network.adviser_mail import PATH
from knowledge.subscribers import read_address
from web.advisers.access import COOKIE, In, back, page, set_cookie, signed
from web.bulletin import BAD_ADDRESS
from web.desk.quota import own_form, within
from web.forms import read_form
from web.rows import or_404
from web.sharing import PRIVATE_PAGE

router = APIRouter(prefix=PATH, include_in_schema=False)

MAX_FIELDS = 4
TOO_MANY = "Plusieurs liens viennent d'être demandés d'ici. Réessayez dans une heure."


@router.post("/entrer", dependencies=[Depends(own_form)])
async def ask(request: Request) -> Response:
    """Make a link due to the mailbox. The page says the same whether the address is known or not."""
    data = await read_form(request, max_fields=MAX_FIELDS)
    given = data.get("courriel")
    return await run_in_threadpool(_ask, request, given if isinstance(given, str) else "")


def _ask(request: Request, typed: str) -> Response:
    address = read_address(typed)
    fault = BAD_ADDRESS if address is None else "" if within(request, "enter") else TOO_MANY
    if fault or address is None:
        return page(request, "enter.html", {"fault": fault, "typed": typed[:200]}, status=422)
    with request.app.state.sessions_factory() as session, session.begin():
        advisers.ask_to_enter(session, address)
    return page(request, "asked.html", {})


@router.get("/entrer/{token}")
def opened(request: Request, token: str) -> Response:
    """The button that opens the space, and whose it is."""
    with request.app.state.sessions_factory() as session:
        address = or_404(advisers.find_entering(session, token)).address
    return page(request, "entering.html", {"address": address})


@router.post("/entrer/{token}", dependencies=[Depends(own_form)])
def enter(request: Request, token: str) -> Response:
    """Open the space in this browser. The link is then worth nothing."""
    with request.app.state.sessions_factory() as session, session.begin():
        cookie = advisers.enter(session, or_404(advisers.find_entering(session, token)))
    response = back()
    set_cookie(request, response, cookie)
    return response


@router.post("/sortir", dependencies=[Depends(own_form)])
async def go_out(request: Request, who: In) -> Response:
    """End this session, or all of them."""
    data = await read_form(request, max_fields=MAX_FIELDS)
    return await run_in_threadpool(_go_out, request, who, data.get("partout") == "1")


def _go_out(request: Request, who: In, everywhere: bool) -> Response:
    with request.app.state.sessions_factory() as session, session.begin():
        advisers.end_sessions(session, who.id, None if everywhere else who.digest)
    return _left(RedirectResponse(PATH, status_code=303, headers=PRIVATE_PAGE))


@router.get("/effacer", dependencies=[Depends(signed)])
def before_erasing(request: Request) -> Response:
    """What would be erased, and the button."""
    return page(request, "erase.html", {"step": "ask"})


@router.post("/effacer", dependencies=[Depends(own_form)])
def erase(request: Request, who: In) -> Response:
    """Erase the space, with all that is in it."""
    factory = request.app.state.sessions_factory
    with factory() as session, session.begin():
        advisers.leave(session, session.get_one(Adviser, who.id))
    leave_no_copy(factory, mails=("entrer-",))
    request.state.adviser = None
    return _left(page(request, "erase.html", {"step": "done"}))


def _left(response: Response) -> Response:
    response.delete_cookie(COOKIE, path="/")
    return response
