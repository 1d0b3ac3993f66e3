"""Declined subjects: the list by area, and one with its words, its area, and whom it sends to."""

from __future__ import annotations

from collections import Counter
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import Response
from pydantic import ValidationError
from sqlalchemy import select
from sqlalchemy.orm import Session
from starlette.background import BackgroundTask

from knowledge.areas.areas import areas
from knowledge.models import Resource, Topic
from knowledge.pack.faults import french_message
from knowledge.pole import read_again
from knowledge.records import TopicRecord
from knowledge.revisions import EditConflictError
from knowledge.staff.areas import packs_area, save_area, shown_areas
from knowledge.staff.differences import FIELD_NAMES
from knowledge.staff.titles import titles
from knowledge.staff.topics import (
    faults_of_topic,
    find_topics,
    new_topic_id,
    remove_topic,
    save_topic,
    state_of,
)
from knowledge.staff.undo import undoable
from web.staff import as_typed
from web.staff.access import Editor, EditorForm, Form, Reader, RefusedError, Staff, database
from web.staff.drafts import Resumed, kept_for, resumed, saved
from web.staff.pages import go, render

router = APIRouter()

NEW = "nouveau"
AREAS_PAGE = "/domaines"
BLANK: dict[str, Any] = {"label": "", "area": "near", "phrasings": "", "refer_to": "", "reply": ""}


@router.get("/sujets")
def topics_page(request: Request, staff: Reader, q: str = "", domaine: str = "") -> Response:
    """The list."""
    with database(request) as session:
        found = find_topics(session, q, domaine)
        doors = titles(session, {one.refer_to for one in found if one.refer_to})
    return render(request, staff, "topics.html", topics=found, doors=doors, areas=areas(), q=q, area=domaine)


@router.get("/sujets/nouveau")
def new_topic(request: Request, staff: Editor) -> Response:
    """A blank one."""
    with database(request) as session:
        again = resumed(request, session, staff, f"/sujets/{NEW}")
    return _show(request, staff, None, _typed(again.form) if again else BLANK, "", again=again)


@router.get("/sujets/{topic_id}")
def topic_page(request: Request, staff: Reader, topic_id: str) -> Response:
    """One."""
    with database(request) as session:
        record = _known(session, topic_id)
        again = resumed(request, session, staff, f"/sujets/{topic_id}")
    if again:
        return _show(request, staff, record, _typed(again.form), again.form.text("state"), again=again)
    return _show(request, staff, record, _values(record), state_of(record))


@router.post("/sujets/{topic_id}")
def change_topic(request: Request, topic_id: str, form: EditorForm) -> Response:
    """Save it, add it, or take it out."""
    values = _typed(form)
    if form.text("do") == "remove":
        with database(request) as session, undoable(session, form.staff.id) as kept:
            _known(session, topic_id)
            remove_topic(session, topic_id, form.staff.email)
        return _live(request, go("/sujets", "sujet-retire", annuler=str(kept.id or "")))
    with database(request) as session, undoable(session, form.staff.id) as kept:
        values["refer_to"] = as_typed.named(values["refer_to"], _doors(session))
        standing = None if topic_id == NEW else _known(session, topic_id)
        try:
            record = _record(topic_id if standing else new_topic_id(session, values["label"]), values)
            faults = faults_of_topic(session, record)
        except ValidationError as error:
            faults = [
                f"{FIELD_NAMES.get(str(one['loc'][0]), one['loc'][0])}: {french_message(one)}"
                for one in error.errors()
            ]
        if faults:
            return _show(request, form.staff, standing, values, form.text("state"), faults)
        try:
            save_topic(session, record, form.staff.email, form.text("state"))
            saved(session, form)
        except EditConflictError:
            told = ["Quelqu'un a enregistré ce sujet pendant que vous écriviez. Relisez-le, puis réessayez."]
            return _show(request, form.staff, standing, values, state_of(_known(session, topic_id)), told)
    return _live(request, go(f"/sujets/{record.id}", "enregistre", annuler=str(kept.id or "")))


@router.get("/domaines")
def areas_page(request: Request, staff: Reader) -> Response:
    """The areas: what each is called, and where it sends."""
    with database(request) as session:
        again = resumed(request, session, staff, AREAS_PAGE)
    return _areas(request, staff, {again.part: _of_area(again.form)} if again else None, again=again)


@router.post("/domaines/{area}")
def change_area(request: Request, area: str, form: EditorForm) -> Response:
    """Keep one, or take the pack's again."""
    given = _of_area(form)
    if form.text("do") == "again":
        given = {name: str(value) for name, value in packs_area(area).items()}
    with database(request) as session, undoable(session, form.staff.id) as kept:
        filled = {**given, "refer_to": as_typed.named(given.get("refer_to", ""), _doors(session))}
        faults = save_area(session, area, filled, form.staff.email)
        if not faults:
            saved(session, form)
    if faults:
        return _areas(request, form.staff, {area: given}, faults)
    read_again()
    return go("/domaines", "domaine", annuler=str(kept.id or ""))


def _areas(
    request: Request,
    staff: Staff,
    typed: dict[str, dict[str, str]] | None = None,
    faults: list[str] | None = None,
    again: Resumed | None = None,
) -> Response:
    with database(request) as session:
        rows, doors = shown_areas(session), as_typed.called(_doors(session))
        counts = Counter(one.area for one in find_topics(session))
    shown = {
        name: {**row, "refer_to": doors.get(row.get("refer_to") or "", row.get("refer_to") or "")}
        for name, row in rows.items()
    }
    return render(
        request,
        staff,
        "areas.html",
        status=422 if faults else 200,
        rows=shown | (typed or {}),
        changed={name for name, row in rows.items() if row != packs_area(name)},
        counts=counts,
        doors=doors,
        typed=typed or {},
        faults=faults,
        **kept_for(request, staff, AREAS_PAGE, again, next(iter(typed or {}), None)),
    )


def _typed(form: Form) -> dict[str, Any]:
    return {name: form.text(name) for name in BLANK}


def _of_area(form: Form) -> dict[str, str]:
    return {name: form.text(name) for name in ("label", "door", "refer_to")}


def _live(request: Request, response: Response) -> Response:
    response.background = BackgroundTask(request.app.state.search.refresh)
    return response


def _doors(session: Session) -> dict[str, str]:
    """The names of what a subject may send to, by identifier."""
    query = select(Resource.identifier, Resource.name).where(Resource.archived.is_(False))
    return {row.identifier: row.name for row in session.execute(query.order_by(Resource.name))}


def _known(session: Session, topic_id: str) -> TopicRecord:
    row: Topic | None = session.get(Topic, topic_id)
    if row is None:
        raise RefusedError(404, "Ce sujet n'existe pas", "Revenez à la liste des sujets.")
    return TopicRecord.model_validate(row.content)


def _values(record: TopicRecord) -> dict[str, Any]:
    return {**record.model_dump(mode="json"), "phrasings": "\n".join(record.phrasings)}


def _record(topic_id: str, values: dict[str, Any]) -> TopicRecord:
    return TopicRecord.model_validate(
        {
            "id": topic_id,
            "label": values["label"],
            "area": values["area"] if values["area"] in areas() else "near",
            "phrasings": list(dict.fromkeys(filter(None, map(str.strip, values["phrasings"].split("\n"))))),
            "refer_to": values["refer_to"] or None,
            "reply": values["reply"] or None,
        }
    )


def _show(
    request: Request,
    staff: Staff,
    record: TopicRecord | None,
    values: dict[str, Any],
    state: str,
    faults: list[str] | None = None,
    again: Resumed | None = None,
) -> Response:
    page = f"/sujets/{record.id if record else NEW}"
    with database(request) as session:
        doors = as_typed.called(_doors(session))
    return render(
        request,
        staff,
        "topic.html",
        status=422 if faults else 200,
        topic=record,
        values=values,
        state=state,
        areas=areas(),
        doors=doors,
        faults=faults,
        **kept_for(request, staff, page, again, "" if faults else None),
    )
