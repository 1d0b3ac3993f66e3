"""The Pôle's own words on screen, above those that hold for every Pôle."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import Response
from sqlalchemy import func, select
from starlette.background import BackgroundTask

from knowledge.models import Topic
from knowledge.pole import read_again
from knowledge.staff import words
from knowledge.staff.undo import undoable
from knowledge.vocabulary import SECTOR_NAMES
from web.staff.access import EditorForm, Form, Reader, Staff, database
from web.staff.drafts import Resumed, kept_for, resumed, saved
from web.staff.pages import go, render

router = APIRouter()

PAGE = "/mots"
BLANK = 3  # rows to add in
SHOWN = 60  # common words, when nothing is looked for

Typed = dict[str, words.Rows]


@router.get("/mots")
def words_page(request: Request, staff: Reader, q: str = "") -> Response:
    """Other spellings, synonyms and expressions: the Pôle's, and the common ones that have these words."""
    with database(request) as session:
        again = resumed(request, session, staff, PAGE)
    typed = {again.part: _rows(again.form, again.part)} if again else None
    return _page(request, staff, q=q.strip(), typed=typed, again=again)


@router.post("/mots")
def change_words(request: Request, form: EditorForm) -> Response:
    """Keep one of the lists."""
    part = form.text("do")
    rows = _rows(form, part)
    with database(request) as session, undoable(session, form.staff.id) as kept:
        faults = words.save(session, part, rows, form.staff.email, form.text("state"))
        if not faults:
            saved(session, form)
    if faults:
        return _page(request, form.staff, faults=faults, typed={part: rows})
    read_again()
    done = go("/mots", "mots", annuler=str(kept.id or ""))
    done.background = BackgroundTask(request.app.state.search.refresh)
    return done


def _page(
    request: Request,
    staff: Staff,
    q: str = "",
    faults: list[str] | None = None,
    typed: Typed | None = None,
    again: Resumed | None = None,
) -> Response:
    with database(request) as session:
        own, states = words.own(session), {part: words.state(session, part) for part in words.PARTS}
        topics = session.scalar(select(func.count()).select_from(Topic)) or 0
    if again:  # what it was typed over, so that a colleague's is not erased
        states[again.part] = again.form.text("state")
    common = {part: words.holding(rows, q) for part, rows in words.common().items()}
    rows = {part: [row for row in each if any(row)] for part, each in {**own, **(typed or {})}.items()}
    return render(
        request,
        staff,
        "words.html",
        status=422 if faults else 200,
        faults=faults,
        typed=typed or {},
        rows=rows,
        blank=BLANK,
        states=states,
        common={part: each if q else each[:SHOWN] for part, each in common.items()},
        sectors=SECTOR_NAMES,
        counts={part: len(each) for part, each in common.items()},
        topics=topics,
        q=q,
        **kept_for(request, staff, PAGE, again, next(iter(typed or {}), None)),
    )


def _rows(form: Form, part: str) -> words.Rows:
    """One of the lists, as typed."""
    if part == words.NOT_PLACES:
        return [(line.strip(), "") for line in form.text("lines").splitlines()]
    return list(zip(form.all("one"), form.all("other"), strict=False))
