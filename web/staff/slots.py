"""The Pôle's own named texts, on screen: each with where it is said."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import Response
from starlette.background import BackgroundTask

from knowledge.pole import read_again
from knowledge.staff import slots
from knowledge.staff.undo import undoable
from web.staff.access import EditorForm, Form, Reader, Staff, database
from web.staff.drafts import Resumed, kept_for, resumed, saved
from web.staff.pages import go, render

router = APIRouter()

PAGE = "/pole/textes"
BLANK = 1  # rows to add in

Rows = list[tuple[str, str]]


@router.get(PAGE)
def slots_page(request: Request, staff: Reader) -> Response:
    """Every named text, and what says it."""
    with database(request) as session:
        again = resumed(request, session, staff, PAGE)
    return _page(request, staff, rows=_rows(again.form) if again else None, again=again)


@router.post(PAGE)
def change_slots(request: Request, form: EditorForm) -> Response:
    """Keep them."""
    rows = _rows(form)
    with database(request) as session, undoable(session, form.staff.id) as kept:
        faults = slots.save(session, rows, form.staff.email, form.text("state"))
        if not faults:
            saved(session, form)
    if faults:
        return _page(request, form.staff, faults, rows)
    read_again()
    done = go(PAGE, "pole", annuler=str(kept.id or ""))
    done.background = BackgroundTask(request.app.state.search.refresh)
    return done


def _rows(form: Form) -> Rows:
    return [row for row in zip(form.all("name"), form.all("text"), strict=False) if any(row)]


def _page(
    request: Request,
    staff: Staff,
    faults: list[str] | None = None,
    rows: Rows | None = None,
    again: Resumed | None = None,
) -> Response:
    with database(request) as session:
        known = {one.name: one for one in slots.places(session)}
        state = again.form.text("state") if again else slots.state(session)
    return render(
        request,
        staff,
        "slots.html",
        status=422 if faults else 200,
        known=known,
        rows=rows if rows is not None else [(one.name, one.text) for one in known.values()],
        blank=BLANK,
        state=state,
        faults=faults,
        **kept_for(request, staff, PAGE, again, "" if faults else None),
    )
