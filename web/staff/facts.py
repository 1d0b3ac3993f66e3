"""Facts: found, read with what rests on them, corrected with their sources and dates."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import Response
from pydantic import ValidationError
from sqlalchemy.orm import Session
from starlette.background import BackgroundTask

from knowledge.models import Fact
from knowledge.pack.faults import french_message
from knowledge.records import FactRecord
from knowledge.revisions import EditConflictError
from knowledge.staff.differences import FIELD_NAMES, changes
from knowledge.staff.facts import counts_of_use, find_facts, save_fact, state_of, to_record
from knowledge.staff.resting import answers_on
from knowledge.staff.themes import theme_name, theme_of
from knowledge.staff.undo import undoable
from web.staff import as_typed
from web.staff.access import EditorForm, Form, Reader, RefusedError, Staff, database
from web.staff.drafts import Resumed, kept_for, resumed, saved
from web.staff.pages import go, render

router = APIRouter()

PAGE = 50
EMPTY_SOURCES = 2  # blank lines offered under the sources
CONFIDENCE = {"high": "sûr", "medium": "assez sûr", "low": "à confirmer"}


@router.get("/faits")
def facts_page(
    request: Request, staff: Reader, q: str = "", theme: str = "", douteux: str = "", page: int = 1
) -> Response:
    """The list, narrowed by words, theme and certainty."""
    page = max(1, min(page, 1_000))
    first = (page - 1) * PAGE
    with database(request) as session:
        found = find_facts(session, q, theme, unsure=bool(douteux))
        used = counts_of_use(session)
        themes = sorted({row.theme for row in find_facts(session)}, key=theme_name)
    shown: dict[str, Any] = {"facts": found[first : first + PAGE], "total": len(found), "used": used}
    return render(
        request,
        staff,
        "facts.html",
        themes=themes,
        more=len(found) > first + PAGE,
        page=page,
        q=q,
        theme=theme,
        unsure=bool(douteux),
        confidence=CONFIDENCE,
        **shown,
    )


@router.get("/faits/{fact_id}")
def fact_page(request: Request, staff: Reader, fact_id: str) -> Response:
    """A fact, its sources, and the answers that rest on it."""
    with database(request) as session:
        row = _known(session, fact_id)
        again = resumed(request, session, staff, f"/faits/{fact_id}")
        if again:
            values, state = _typed(again.form), again.form.text("state")
            return _show(request, session, staff, row, values, state, again=again)
        return _show(request, session, staff, row, _values(to_record(row)), state_of(row))


@router.post("/faits/{fact_id}")
def change_fact(request: Request, fact_id: str, form: EditorForm) -> Response:
    """Save a correction; what rests on the fact is then looked at again."""
    values = _typed(form)
    with database(request) as session, undoable(session, form.staff.id) as kept:
        row = _known(session, fact_id)
        try:
            record = _record(row, values)
        except ValidationError as error:
            faults = [
                f"{FIELD_NAMES.get(str(one['loc'][0]), one['loc'][0])}: {french_message(one)}"
                for one in error.errors()
            ]
            return _show(request, session, form.staff, row, values, form.text("state"), faults=faults)
        try:
            save_fact(session, record, author=form.staff.email, started_from=form.text("state"))
            saved(session, form)
        except EditConflictError:
            differing = changes(row.content, record.model_dump(mode="json"))
            return _show(request, session, form.staff, row, values, state_of(row), conflict=differing)
        used = len(answers_on(session, fact_id))
    done = "fait-utilise" if used else "enregistre"
    response = go(f"/faits/{fact_id}", done, annuler=str(kept.id or ""))
    response.background = BackgroundTask(request.app.state.search.refresh)
    return response


def _known(session: Session, fact_id: str) -> Fact:
    row = session.get(Fact, fact_id)
    if row is None:
        raise RefusedError(404, "Ce fait n'existe pas", "Revenez à la liste des faits.")
    return row


def _values(record: FactRecord) -> dict[str, Any]:
    return {
        "theme": record.theme,
        "question": record.question or "",
        "statement": record.statement,
        "as_of": record.as_of or "",
        "confidence": record.confidence,
        "status": record.status,
        "sources": [(one.title, one.url or "", one.as_of or "") for one in record.sources],
    }


def _typed(form: Form) -> dict[str, Any]:
    """What the form holds, its empty sources left out."""
    rows = zip(form.all("source_title"), form.all("source_url"), form.all("source_as_of"), strict=False)
    return {
        **{name: form.text(name) for name in ("question", "statement", "as_of", "confidence")},
        "theme": theme_of(form.text("theme")),
        "status": "to_verify" if form.text("to_verify") else "active",
        "sources": [row for row in rows if any(row)],
    }


def _record(row: Fact, values: dict[str, Any]) -> FactRecord:
    """The fact with what was typed; what the screen does not show stays. Raises `ValidationError`."""
    return FactRecord.model_validate(
        {
            **row.content,
            **values,
            "question": values["question"] or None,
            "as_of": as_typed.day(values["as_of"]) or None,
            "sources": [
                {"title": title, "url": as_typed.address(url) or None, "as_of": as_typed.day(as_of) or None}
                for title, url, as_of in values["sources"]
            ],
        }
    )


def _show(
    request: Request,
    session: Session,
    staff: Staff,
    row: Fact,
    values: dict[str, Any],
    state: str,
    *,
    faults: list[str] | None = None,
    conflict: list[Any] | None = None,
    again: Resumed | None = None,
) -> Response:
    changed = "" if faults or conflict is not None else None
    blanks = [("", "", "")] * EMPTY_SOURCES
    return render(
        request,
        staff,
        "fact.html",
        status=422 if faults else 200,
        fact=row,
        values={**values, "sources": [*values["sources"], *blanks]},
        state=state,
        used=answers_on(session, row.id),
        confidence=CONFIDENCE,
        faults=faults,
        conflict=conflict,
        **kept_for(request, staff, f"/faits/{row.id}", again, changed),
    )
