"""A client's sheet, kept with consent: seen and erased by its adviser, and by the client's own link."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response

from knowledge import clock
from knowledge.erasure import leave_no_copy
from knowledge.models import ClientSheet
from knowledge.network import client_sheets
from knowledge.network.adviser_mail import PATH
from knowledge.referral.criteria import french_date
from knowledge.referral.reference import FOOT
from knowledge.referral.saved_search import SavedSearch
from web.advisers.access import In, back, page
from web.desk.pages import VERDICTS, written_to
from web.desk.quota import own_form
from web.rows import or_404
from web.sharing import qr_drawing

router = APIRouter(include_in_schema=False)

CLIENT_PATH = "/fiche-suivie"


@router.get(PATH + "/fiches/{reference}")
def show(request: Request, who: In, reference: str) -> Response:
    """A sheet of one's own space."""
    with request.app.state.sessions_factory() as session:
        return _sheet(request, or_404(client_sheets.find(session, who.id, reference)), whose="adviser")


@router.post(PATH + "/fiches/{reference}/lien", dependencies=[Depends(own_form)])
def link(request: Request, who: In, reference: str) -> Response:
    """Make the client's link; it is shown once, and the former one is worth nothing."""
    with request.app.state.sessions_factory() as session, session.begin():
        row = or_404(client_sheets.find(session, who.id, reference))
        token = client_sheets.link_for_client(session, row)
        address = f"{request.app.state.settings.address}{CLIENT_PATH}/{token}"
        return _sheet(request, row, whose="adviser", link=address, qr=qr_drawing(address))


@router.post(PATH + "/fiches/{reference}/effacer", dependencies=[Depends(own_form)])
def erase(request: Request, who: In, reference: str) -> Response:
    """Erase a sheet of one's own space."""
    factory = request.app.state.sessions_factory
    with factory() as session, session.begin():
        client_sheets.erase(session, or_404(client_sheets.find(session, who.id, reference)))
    leave_no_copy(factory)
    return back("fiche", "#fiches")


@router.get(CLIENT_PATH + "/{token}")
def client_show(request: Request, token: str) -> Response:
    """The sheet, as the client sees it."""
    with request.app.state.sessions_factory() as session:
        return _sheet(request, or_404(client_sheets.find_by_link(session, token)), whose="client")


@router.post(CLIENT_PATH + "/{token}", dependencies=[Depends(own_form)])
def client_erase(request: Request, token: str) -> Response:
    """The client takes it back: it is erased for both."""
    factory = request.app.state.sessions_factory
    with factory() as session, session.begin():
        row = or_404(client_sheets.find_by_link(session, token))
        reference = row.reference
        client_sheets.erase(session, row)
    leave_no_copy(factory)
    return page(request, "client_sheet.html", {"whose": "nobody", "reference": reference})


def _sheet(request: Request, row: ClientSheet, **shown: Any) -> Response:
    search = SavedSearch.restored(row.search)
    context = {
        "sheet": row.content,
        "reference": row.reference,
        "search": search,
        "consent": row.consent_text,
        "consented": french_date(clock.day_of(row.consent_at)),
        "erased": french_date(clock.day_of(row.erase_after)),
        "receivers": written_to(request) if shown["whose"] == "adviser" else set(),
        "verdicts": VERDICTS,
        "foot": FOOT,
        **shown,
    }
    return page(request, "client_sheet.html", context)
