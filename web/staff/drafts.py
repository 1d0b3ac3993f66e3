"""Keeping a form while it is typed, taking it up again, and taking back what was just done."""

from __future__ import annotations

from dataclasses import dataclass
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
from web.rows import row_numbers, row_of
from web.staff.access import ROOT, Editor, EditorForm, Form, RefusedError, Staff, database
from web.staff.pages import clock_time, go, render

router = APIRouter()

# Whose forms are kept as they are typed, and when they are sent as the session is over: content, never what
# is about a person, who may have it erased, nor what opens an account.
PAGES = (
    "/reponses/",
    "/ressources/",
    "/faits/",
    "/sujets/",
    "/domaines",
    "/pole",
    "/territoire",
    "/mots",
    "/bulletin/",
)
# Those of one form: it is filled in again even when it is sent without its name. The others are sent again.
ONE_FORM = ("/reponses/", "/ressources/")
OF_PERSONS = "/bulletin/abonnes"
DRAFT_PAGE = "draft_page"  # the field that tells which form
PRESSED = "pressed"  # the button of a form that is kept to be sent again


@router.post("/brouillon")
def keep_typed(request: Request, form: EditorForm) -> Response:
    """Keep what is typed so far; when it was kept, and who else writes on this page."""
    page = form.text(DRAFT_PAGE)
    if not may_be_kept(page):
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
    return page.startswith(PAGES) and not page.startswith(OF_PERSONS) and page.isprintable()


def resume_at(row: DeskDraft) -> str:
    """Where a form that was kept is taken up again, under the desk's root."""
    page, _, part = row.page.partition(drafts.PART)
    return f"{page}?reprendre={row.id}" + (f"#{anchor(part)}" if part else "")


def anchor(part: str) -> str:
    """The id of a form of a page of several."""
    return f"forme-{part}"


def saved(session: Session, form: Form) -> None:
    """What was typed in this form is saved, in the caller's transaction: what was kept of it goes."""
    page = form.text(DRAFT_PAGE)
    if may_be_kept(page):
        drafts.forget(session, page, form.staff.id, form.number("resumed"))


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
    page = form.text(DRAFT_PAGE)
    with database(request) as session:
        drafts.forget(session, page, form.staff.id)
    return go(page.partition(drafts.PART)[0] if may_be_kept(page) else "", "jete")


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


@dataclass(frozen=True)
class Resumed:
    """A form taken up again: what it held, the number of what was kept, and which form of the page it is."""

    form: Form
    number: int
    part: str


def resumed(request: Request, session: Session, staff: Staff, page: str) -> Resumed | None:
    """The form that somebody asked to take up again on this page (`?reprendre=`), or None."""
    number = request.query_params.get("reprendre", "")
    row = row_of(session, DeskDraft, int(number)) if number.isdecimal() and len(number) < 10 else None
    if row is None or not staff.may("editor"):
        return None
    of, _, part = row.page.partition(drafts.PART)
    if of != page:
        return None
    return Resumed(Form(staff, FormData([(name, value) for name, value in row.fields])), row.id, part)


def _still_resumed(request: Request, changed: str | None) -> dict[str, int]:
    """What was taken up again, when its form was sent and is shown once more: to go once it is saved."""
    sent = getattr(request.state, "form", None)
    if sent is None or changed is None:
        return {}
    return dict.fromkeys([changed], next(iter(row_numbers([str(sent.get("resumed") or "")])), 0))


def kept_for(
    request: Request, staff: Staff, page: str, again: Resumed | None = None, changed: str | None = None
) -> dict[str, Any]:
    """What the page shows of drafts, form by form: one's own, and those of colleagues.

    Input: `again`, what was just taken up; `changed`, which form shows what was typed and not saved (None:
    none).
    """
    with database(request) as session:
        found = drafts.of_page(session, page)
    by_form = {}
    for part, rows in found.items():
        beside = drafts.to_tell([row for row in rows if row.user_id != staff.id])
        mine = next((row for row in rows if row.user_id == staff.id), None)
        if mine or beside:
            by_form[part] = {
                "own": mine,
                "aside": [row for row in beside if row.kept],
                "writing": [row.user.name for row in drafts.writing_now(beside)],
            }
    return {
        "draft_page": page,
        "kept": by_form,
        "resumed": {again.part: again.number} if again else _still_resumed(request, changed),
        "changed_form": again.part if again else changed,
        "resume_at": resume_at,
    }
