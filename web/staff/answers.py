"""Answers: the list, the editor, publishing, archiving."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, Response
from sqlalchemy import func, select
from sqlalchemy.orm import Session
from sqlalchemy.orm.exc import StaleDataError
from starlette.background import BackgroundTask

from knowledge.answers import store
from knowledge.models import Answer, Fact, OpenQuestion, Resource
from knowledge.records import AnswerRecord
from knowledge.revisions import EditConflictError
from knowledge.search.text import fold
from knowledge.staff import drafts
from knowledge.staff.claims import take
from knowledge.staff.differences import changes
from knowledge.staff.differing import differing
from knowledge.staff.editing import (
    Action,
    advice_on_answer,
    delete_answer,
    faults_of_answer,
    new_answer_id,
    save_answer,
)
from knowledge.staff.inbox import ANSWERED, OPEN, as_phrasing, settle
from knowledge.staff.resting import contents
from knowledge.staff.themes import theme_name
from knowledge.staff.undo import undoable
from web.rows import row_numbers
from web.staff import trials
from web.staff.access import Editor, EditorForm, Form, Reader, RefusedError, Staff, database
from web.staff.answer_form import Draft, blank, from_form, from_row, to_record
from web.staff.cautions import cautions_of
from web.staff.drafts import Resumed, kept_for, resumed, texts
from web.staff.experts import answer_from
from web.staff.pages import go, markdown, render

router = APIRouter()

PAGE = 50
STATUSES = {"published": "publiées", "draft": "brouillons", "archived": "archivées"}


@router.get("/reponses")
def answers_page(
    request: Request, staff: Reader, q: str = "", theme: str = "", etat: str = "", page: int = 1
) -> Response:
    """The list, narrowed by words, theme and state."""
    page = max(1, min(page, 1_000))
    with request.app.state.sessions_factory() as session:
        query = select(Answer).order_by(Answer.theme, Answer.question)
        if theme:
            query = query.where(Answer.theme == theme)
        if etat in STATUSES:
            query = query.where(Answer.status == etat)
        asked = fold(q).split()
        found = [row for row in session.scalars(query) if _has(row, asked)]
        shown: dict[str, Any] = {
            "themes": _themes(session),
            "counts": dict(
                session.execute(select(Answer.status, func.count()).group_by(Answer.status)).all()
            ),
        }
    first = (page - 1) * PAGE
    return render(
        request,
        staff,
        "answers.html",
        answers=found[first : first + PAGE],
        total=len(found),
        more=len(found) > first + PAGE,
        page=page,
        q=q,
        theme=theme,
        status_asked=etat,
        statuses=STATUSES,
        **shown,
    )


def _has(row: Answer, asked: list[str]) -> bool:
    words = fold(" ".join((row.id, row.question, *row.phrasings, row.text)))
    return all(word in words for word in asked)


@router.get("/reponses/nouvelle")
def new_answer(request: Request, staff: Editor, questions: str = "", cas: str = "") -> Response:
    """A blank editor, or one filled with questions of the inbox, or with a case of the table of experts."""
    numbers = row_numbers(questions.split(","))
    with database(request) as session:
        rows = [row for number in numbers if (row := session.get(OpenQuestion, number))]
        phrasings = list({fold(text): text for row in rows if (text := as_phrasing(row))}.values())
        draft = blank([row.id for row in rows], phrasings)
        for case in row_numbers([cas]):
            draft = answer_from(request, session, case) or draft
        again = resumed(request, session, staff, "/reponses/nouvelle")
        if again is not None:
            draft = from_form(again.form, "", "draft")
    return _editor(request, staff, draft, changed=again is not None, again=again)


@router.get("/reponses/{answer_id}")
def edit_answer(request: Request, staff: Reader, answer_id: str) -> Response:
    """The editor; what a reader sees cannot be sent."""
    with database(request) as session:
        draft = from_row(found(session, answer_id))
        again = resumed(request, session, staff, f"/reponses/{answer_id}")
        if again is not None:
            draft = from_form(again.form, answer_id, draft.status)
    return _editor(request, staff, draft, changed=again is not None, again=again)


@router.post("/apercu")
def preview(form: EditorForm) -> Response:
    """The Markdown of a text as people will see it."""
    return HTMLResponse(str(markdown(form.text("text"))))


@router.post("/reponses/nouvelle")
def create_answer(request: Request, form: EditorForm) -> Response:
    """Try, keep or publish a new answer."""
    with database(request) as session:
        draft = from_form(form, new_answer_id(session, form.text("question")), "draft")
    return _handle(request, form, draft)


@router.post("/reponses/{answer_id}")
def change_answer(request: Request, answer_id: str, form: EditorForm) -> Response:
    """Try, keep or publish changes."""
    with database(request) as session:
        draft = from_form(form, answer_id, found(session, answer_id).status)
    return _handle(request, form, draft)


@router.post("/reponses/{answer_id}/etat")
def change_state(request: Request, answer_id: str, form: EditorForm) -> Response:
    """Archive, take back as a draft, or delete."""
    action = form.text("do")
    with database(request) as session, undoable(session, form.staff.id) as kept:
        row = found(session, answer_id)
        if action == "delete":
            if row.status == "published":
                raise RefusedError(409, "La réponse est publiée", "Archivez-la d'abord, puis supprimez-la.")
            delete_answer(session, row, form.staff.email)
            page, done = "/reponses", "supprime"
        else:
            status = "archived" if action == "archive" else "draft"
            record = store.to_record(row).model_copy(update={"status": status})
            verb: Action = "archive" if status == "archived" else "edit"
            save_answer(session, record, author=form.staff.email, action=verb)
            page, done = f"/reponses/{answer_id}", "archive" if status == "archived" else "brouillon"
    return go(page, done, annuler=str(kept.id or ""))


def found(session: Session, answer_id: str) -> Answer:
    """The answer of an address."""
    row = session.get(Answer, answer_id)
    if row is None:
        raise RefusedError(404, "Cette réponse n'existe pas", "Elle a peut-être été supprimée.")
    return row


def _handle(request: Request, form: Form, draft: Draft) -> Response:
    action = form.text("do")
    publishing = action == "publish" or draft.status == "published"
    page = f"/reponses/{draft.id}" if draft.version else "/reponses/nouvelle"
    if action == "keep":
        with database(request) as session:
            drafts.keep(session, page, form.staff.id, texts(form), aside=True)
        return go(page, "garde")
    record, faults = to_record(draft, "published" if publishing else "draft")
    if action == "preview":
        return _editor(request, form.staff, draft, changed=True, preview=True)
    with database(request) as session:
        if record is not None:
            asked = publishing or action == "try"  # what leads elsewhere is then shown, not refused
            taken = record.phrasings if asked else form.all("take")
            faults = faults_of_answer(session, record, publishing=publishing, taken=taken)
    if record is None or faults:
        return _editor(request, form.staff, draft, status=422, changed=True, faults=faults)
    if action == "try":
        trial = trials.try_answer(request, record, form.text("try_question"))
        return _editor(request, form.staff, draft, changed=True, trial=trial, taken=form.all("take"))
    cautions = cautions_of(request, form, record) if publishing else None
    if cautions:
        return _editor(
            request, form.staff, draft, status=409, changed=True, cautions=cautions, taken=form.all("take")
        )
    return _save(request, form, draft, record, publishing=publishing)


def _save(request: Request, form: Form, draft: Draft, record: AnswerRecord, *, publishing: bool) -> Response:
    is_new = not draft.version
    try:
        with database(request) as session:
            page = "/reponses/nouvelle" if is_new else f"/reponses/{record.id}"
            drafts.forget(session, page, form.staff.id, form.number("resumed"))
            take(session, record.id, form.all("take"), form.staff.email)
            save_answer(
                session,
                record,
                author=form.staff.email,
                action="publish" if publishing else ("create" if is_new else "edit"),
                version=draft.version or None,
            )
            rows = [row for number in draft.questions if (row := session.get(OpenQuestion, number))]
            waiting = [row for row in rows if row.status == OPEN]
            settle(session, waiting, ANSWERED, form.staff.email, record.id)
    except (EditConflictError, StaleDataError):
        return _conflict(request, form.staff, draft, record)
    response = go(f"/reponses/{record.id}", "publie" if publishing else "brouillon")
    if publishing:
        # The search follows by itself at the next question; so that this one does not wait, it begins now.
        response.background = BackgroundTask(request.app.state.search.refresh)
    return response


def _conflict(request: Request, staff: Staff, draft: Draft, record: AnswerRecord) -> Response:
    """Somebody saved it meanwhile: both are shown, what was typed stays in the editor."""
    with database(request) as session:
        row = found(session, draft.id)
        theirs = store.content_of(store.to_record(row))
        draft.version, draft.status = row.version, row.status
        conflict = {
            "who": row.updated_by,
            "at": row.updated_at,
            "changes": changes(theirs, {**store.content_of(record), "status": row.status}),
        }
    return _editor(request, staff, draft, status=409, changed=True, conflict=conflict)


def _editor(
    request: Request,
    staff: Staff,
    draft: Draft,
    *,
    status: int = 200,
    changed: bool = False,
    again: Resumed | None = None,
    **extra: Any,
) -> Response:
    with request.app.state.sessions_factory() as session:
        facts = session.scalars(select(Fact).order_by(Fact.id)).all()
        names = {row.id: str(row.content["statement"]) for row in facts}
        names |= {
            row.identifier: row.name
            for row in session.scalars(select(Resource).order_by(Resource.identifier))
        }
        others = {
            row.id: row.question
            for row in session.scalars(select(Answer).order_by(Answer.id))
            if row.id != draft.id
        }
        row = session.get(Answer, draft.id) if draft.id else None
        record = to_record(draft, "published")[0]
        shown = {
            "row": row,
            "fact_names": names,
            "answer_names": others,
            "themes": _themes(session),
            "asked_by": [one for number in draft.questions if (one := session.get(OpenQuestion, number))],
            "advice": advice_on_answer(record) if record else [],
            "linked_from": sum(draft.id in one.related for one in session.scalars(select(Answer))),
            "differing": differing(draft.text, contents(session, draft.facts)),
        }
    page = f"/reponses/{draft.id}" if shown["row"] else "/reponses/nouvelle"
    shown |= kept_for(request, staff, page, again, "" if changed else None)
    return render(request, staff, "answer.html", status=status, draft=draft, **shown, **extra)


def _themes(session: Session) -> list[str]:
    return sorted(session.scalars(select(Answer.theme).distinct()), key=theme_name)
