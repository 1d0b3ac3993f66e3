"""/ma-feuille: the organizations and funds that a person kept while talking, to call, tick and print.

What is kept is in the person's browser; the address names it, so that nothing is stored here and the page can
be sent to somebody.
"""

from __future__ import annotations

from urllib.parse import urlencode

from fastapi import APIRouter, Request
from fastapi.responses import Response

from knowledge.referral.calling import first_call
from knowledge.referral.profile import EMPTY
from knowledge.referral.roadmap import dates_of, door_of, to_bring
from knowledge.referral.roadmap_text import as_text, day_of, reminder
from web.desk.filters import MAX_CHOSEN
from web.desk.pages import catalogue, snapshot
from web.dialling import dial
from web.sharing import mailto, qr_drawing, text_message

PATH = "/ma-feuille"
TITLE = "Ma feuille"
MAX_NAME = 100  # characters of an identifier

router = APIRouter(include_in_schema=False)


@router.get(PATH)
def my_sheet(request: Request) -> Response:
    """The page, for the choices that its address names; without any, how to fill it."""
    named = dict.fromkeys(name[:MAX_NAME] for name in request.query_params.getlist("choix"))
    now = snapshot(request)
    found = catalogue(now).of(EMPTY, tuple(named)[:MAX_CHOSEN])
    # Of a project that is not told, every criterion is in doubt: only what the door itself says is shown.
    doors = [{**door_of(one, now.resources, now.doors, now.today), "reasons": []} for one in found]
    ids = [door["id"] for door in doors]
    address = f"{request.app.state.settings.address}{sheet_of(ids)}"
    content = {
        "doors": doors,
        "first_call": first_call(doors, EMPTY, now.doors.mrc_names),
        "bring": to_bring(doors),
        "dates": dates_of(doors),
    }
    context = {
        "site": request.app.state.site,
        "sheet": content,
        "ids": ids,
        "without": {name: sheet_of([one for one in ids if one != name]) for name in ids},
        "title": TITLE,
        "address": address,
        "mail": mailto(TITLE, (as_text(content, TITLE, address), reminder(content, TITLE, address))),
        "sms": text_message(address),
        "qr": qr_drawing(address),
        "dial": dial,
        "day_of": day_of,
    }
    response: Response = request.app.state.templates.TemplateResponse(
        request, "my_sheet.html", context, headers={"X-Robots-Tag": "noindex"}
    )
    return response


def sheet_of(ids: list[str]) -> str:
    """The address of the page for some resources, in their order."""
    return f"{PATH}?{urlencode([('choix', name) for name in ids], safe=':')}" if ids else PATH
