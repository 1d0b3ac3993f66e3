"""Keeping a form while it is typed, taking it up again, and taking back what was just done."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse, RedirectResponse, Response
from sqlalchemy.orm import Session
from starlette.background import BackgroundTask
from starlette.datastructures import FormData

from knowledge.models import DeskDraft
from knowledge.pole import read_again
from knowledge.staff import drafts
from knowledge.staff.undo import CannotUndoError, undo
from web.rows import row_of
from web.staff.access import ROOT, Editor, EditorForm, Form, RefusedError, Staff, database
from web.staff.pages import clock_time, go, render

router = APIRouter()

PAGES = ("/reponses/", "/ressources/")  # whose forms are kept as they are typed
# What is sent from these when the session is over is kept too: content, never what is about a person, who may
# have it erased, nor what opens an account.
CONTENT = ("/faits/", "/sujets/", "/domaines/", "/pole", "/territoire", "/mots", "/bulletin/")
OF_PERSONS = "/bulletin/abonnes"
PRESSED = "pressed"  # the button of a form that is kept to be sent again


@router.post("/brouillon")
def keep_typed(request: Request, form: EditorForm) -> Response:
    """Keep what is typed so far; when it was kept, and who else writes on this page."""
    page = form.text("draft_page").removeprefix(ROOT)
    if not page.startswith(PAGES):
        raise RefusedError(404, "Cette page ne garde pas de brouillon", "Enregistrez votre travail.")
    with database(request) as session:
        row = drafts.keep(session, page, form.staff.id, texts(form))
        beside = drafts.writing_now(drafts.others(session, page, form.staff.id))
        return JSONResponse(
            {
                "saved": clock_time(row.saved_at) if row else None,
                "others": [one.user.name for one in beside],
            }
        )


def may_be_kept(page: str) -> bool:
    """Whether what is sent from a page (its address under the desk's root) is kept when a session is over."""
    return page.startswith((*PAGES, *CONTENT)) and not page.startswith(OF_PERSONS)


@router.get("/reprendre")
def send_again_page(request: Request, staff: Editor, de: str = "") -> Response:
    """What one sent from a page (`de`) when one's session was over, to be sent again by one button."""
    with database(request) as session:
        row = drafts.own(session, de, staff.id)
        page, kept = (row.page, row.fields) if row else ("", [])
    fields = [("do" if name == PRESSED else name, value) for name, value in kept]
    shown = [value for name, value in fields if name not in ("do", "state") and value.strip()]
    return render(request, staff, "send_again.html", page=page, fields=fields, texts=shown)


@router.post("/brouillon/jeter")
def throw_away(request: Request, form: EditorForm) -> Response:
    """Throw away what one had kept for a page."""
    page = form.text("draft_page").removeprefix(ROOT)
    with database(request) as session:
        drafts.forget(session, page, form.staff.id)
    return go(page if page.startswith(PAGES) else "", "jete")


@router.post("/annuler")
def take_back(request: Request, form: EditorForm) -> Response:
    """Take back what one has just done."""
    try:
        with database(request) as session:
            undo(
                session,
                form.number("number"),
                form.staff.id,
                form.staff.email,
                administers=form.staff.may("administrator"),
            )
    except CannotUndoError as error:
        raise RefusedError(409, "Ce n'est plus annulable", error.args[0]) from None
    read_again()
    page = form.text("back")
    inside = page.startswith(f"{ROOT}/") and "\\" not in page and ".." not in page and page.isprintable()
    response = RedirectResponse(f"{page.partition('?')[0] if inside else ROOT}?fait=annule", status_code=303)
    response.background = BackgroundTask(request.app.state.search.refresh)
    return response


def texts(form: Form) -> list[tuple[str, str]]:
    """The fields of a form that are texts."""
    return [(name, value) for name, value in form.data.multi_items() if isinstance(value, str)]


def resumed(request: Request, session: Session, staff: Staff, page: str) -> tuple[Form | None, int]:
    """The form that somebody asked to take up again on this page (`?reprendre=`), and its number."""
    number = request.query_params.get("reprendre", "")
    row = row_of(session, DeskDraft, int(number)) if number.isdecimal() and len(number) < 10 else None
    if row is None or row.page != page:
        return None, 0
    return Form(staff, FormData([(name, value) for name, value in row.fields])), row.id


def kept_for(request: Request, staff: Staff, page: str) -> dict[str, Any]:
    """What the page shows of drafts: one's own, and those of colleagues."""
    with database(request) as session:
        mine = drafts.own(session, page, staff.id)
        beside = drafts.others(session, page, staff.id)
        return {
            "draft_page": page,
            "own_draft": mine,
            "aside": [row for row in beside if row.kept],
            "writing": [row.user.name for row in drafts.writing_now(beside)],
        }
