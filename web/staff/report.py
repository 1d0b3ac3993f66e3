"""The report of a period, as a page and as a PDF; and the members' numbers that it counts."""

from __future__ import annotations

import datetime as dt

from fastapi import APIRouter, Request
from fastapi.responses import Response
from sqlalchemy.orm import Session

from knowledge import clock
from knowledge.staff.audit import note
from knowledge.staff.members import enter, remove
from knowledge.staff.report import Report, report
from knowledge.staff.undo import undoable
from web.staff.access import EditorForm, Form, Reader, RefusedError, database
from web.staff.figures import asked_period, shortcuts
from web.staff.pages import day, go, render
from web.staff.report_parts import COLUMNS, Part, last_word, parts_of, period_of
from web.staff.report_pdf import report_pdf

router = APIRouter()


@router.get("/rapport")
def report_page(request: Request, staff: Reader, du: str = "", au: str = "") -> Response:
    """The report."""
    found, parts = _read(request, *asked_period(du, au))
    return render(
        request,
        staff,
        "report.html",
        report=found,
        period=period_of(found),
        parts=parts,
        columns=COLUMNS,
        foot=last_word(day(clock.today())),
        shortcuts=shortcuts(clock.today()),
    )


@router.get("/rapport.pdf")
def report_file(request: Request, _staff: Reader, du: str = "", au: str = "") -> Response:
    """The same as a PDF, to be sent to a board or a funder."""
    found, parts = _read(request, *asked_period(du, au))
    made = report_pdf(
        f"Rapport: {request.app.state.site['name']}", period_of(found), parts, last_word(day(clock.today()))
    )
    name = f"rapport-{found.start}-{found.end}.pdf"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(made, media_type="application/pdf", headers=headers)


def _read(request: Request, start: dt.date, end: dt.date) -> tuple[Report, list[Part]]:
    with database(request) as session:
        found = report(session, start, end)
        return found, parts_of(found, request.app.state.site.get("members_goal"))


@router.post("/chiffres/membres")
def members(request: Request, form: EditorForm) -> Response:
    """Enter, correct or take out the numbers of a day."""
    try:
        on = dt.date.fromisoformat(form.text("day"))
    except ValueError:
        raise RefusedError(422, "Il manque la date", "Revenez en arrière et choisissez le jour.") from None
    with database(request) as session, undoable(session, form.staff.id) as kept:
        _members_of(session, form, on)
    return go("/chiffres", "enregistre", annuler=str(kept.id or ""))


def _members_of(session: Session, form: Form, on: dt.date) -> None:
    """Keep the numbers of a day, or take them out."""
    if form.text("do") == "remove":
        remove(session, on)
        note(session, form.staff.email, "membres: retirés", on.isoformat())
        return
    renewed = form.number("renewed", -1) if form.text("renewed") else None
    faults = enter(session, on, form.number("members", -1), renewed, form.staff.email)
    if faults:
        raise RefusedError(422, "Ces nombres ne vont pas", " ".join(faults))
    kept = {"membres": form.number("members"), "renouvelés": renewed}
    note(session, form.staff.email, "membres: notés", on.isoformat(), None, kept)
