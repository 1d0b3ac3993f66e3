"""The report of a period, to be printed or kept as PDF; and the members' numbers that it counts."""

from __future__ import annotations

import datetime as dt

from fastapi import APIRouter, Request
from fastapi.responses import Response

from knowledge import clock
from knowledge.staff.audit import note
from knowledge.staff.members import enter, remove
from knowledge.staff.report import report
from web.staff.access import EditorForm, Reader, RefusedError, database
from web.staff.figures import asked_period, shortcuts
from web.staff.pages import go, render

router = APIRouter()


@router.get("/rapport")
def report_page(request: Request, staff: Reader, du: str = "", au: str = "") -> Response:
    """The report."""
    start, end = asked_period(du, au)
    with database(request) as session:
        found = report(session, start, end)
    return render(
        request,
        staff,
        "report.html",
        report=found,
        goal=request.app.state.site.get("members_goal"),
        shortcuts=shortcuts(clock.today()),
        today=clock.today(),
    )


@router.post("/chiffres/membres")
def members(request: Request, form: EditorForm) -> Response:
    """Enter, correct or take out the numbers of a day."""
    try:
        day = dt.date.fromisoformat(form.text("day"))
    except ValueError:
        raise RefusedError(422, "Il manque la date", "Revenez en arrière et choisissez le jour.") from None
    with database(request) as session:
        if form.text("do") == "remove":
            remove(session, day)
            note(session, form.staff.email, "membres: retirés", day.isoformat())
            return go("/chiffres", "enregistre")
        renewed = form.number("renewed", -1) if form.text("renewed") else None
        faults = enter(session, day, form.number("members", -1), renewed, form.staff.email)
        if faults:
            raise RefusedError(422, "Ces nombres ne vont pas", " ".join(faults))
        kept = {"membres": form.number("members"), "renouvelés": renewed}
        note(session, form.staff.email, "membres: notés", day.isoformat(), None, kept)
    return go("/chiffres", "enregistre")
