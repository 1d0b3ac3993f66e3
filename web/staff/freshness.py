"""The watch: what needs somebody, and one click to say that it was checked today."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import Response

from knowledge import clock
from knowledge.staff.freshness import REASON_NAMES, close_reports, confirm, watch
from web.staff.access import EditorForm, Reader, RefusedError, database
from web.staff.history import address
from web.staff.pages import go, render

router = APIRouter()


@router.get("/veille")
def freshness_page(request: Request, staff: Reader, raison: str = "") -> Response:
    """The list, the most pressing first."""
    with database(request) as session:
        found = watch(session, clock.today())
    counts = {reason: sum(reason in one.reasons for one in found) for reason in REASON_NAMES}
    shown = [one for one in found if not raison or raison in one.reasons]
    return render(
        request,
        staff,
        "freshness.html",
        found=shown,
        counts=counts,
        reason_asked=raison,
        reasons=REASON_NAMES,
        address=address,
    )


@router.post("/veille")
def confirm_entry(request: Request, form: EditorForm) -> Response:
    """Confirm as checked today, or only note the reports as dealt with."""
    subject = form.text("subject")
    with database(request) as session:
        if form.text("do") == "close":
            close_reports(session, subject, form.staff.email)
            return go("/veille", "signalement")
        if not confirm(session, subject, form.staff.email, clock.today()):
            raise RefusedError(404, "Cette fiche n'existe plus", "Rechargez la page de la veille.")
    return go("/veille", "confirme")
