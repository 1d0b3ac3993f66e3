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
from web.staff.access import EditorForm, Reader, Staff, database
from web.staff.pages import go, render

router = APIRouter()

BLANK = 3  # rows to add in
SHOWN = 60  # common words, when nothing is looked for

Typed = dict[str, words.Rows]


@router.get("/mots")
def words_page(request: Request, staff: Reader, q: str = "") -> Response:
    """Other spellings, synonyms and expressions: the Pôle's, and the common ones that have these words."""
    return _page(request, staff, q=q.strip())


@router.post("/mots")
def change_words(request: Request, form: EditorForm) -> Response:
    """Keep one of the lists."""
    part = form.text("do")
    if part == words.NOT_PLACES:
        rows = [(line.strip(), "") for line in form.text("lines").splitlines()]
    else:
        rows = list(zip(form.all("one"), form.all("other"), strict=False))
    with database(request) as session, undoable(session, form.staff.id) as kept:
        faults = words.save(session, part, rows, form.staff.email, form.text("state"))
    if faults:
        return _page(request, form.staff, faults=faults, typed={part: rows})
    read_again()
    done = go("/mots", "mots", annuler=str(kept.id or ""))
    done.background = BackgroundTask(request.app.state.search.refresh)
    return done


def _page(
    request: Request, staff: Staff, q: str = "", faults: list[str] | None = None, typed: Typed | None = None
) -> Response:
    with database(request) as session:
        own, states = words.own(session), {part: words.state(session, part) for part in words.PARTS}
        topics = session.scalar(select(func.count()).select_from(Topic)) or 0
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
    )
