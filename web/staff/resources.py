"""Organizations, funds and trainings: the list, the editor, and trying a profile."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import Response
from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlalchemy.orm.exc import StaleDataError
from starlette.background import BackgroundTask

from knowledge import clock
from knowledge.models import Mrc, Resource
from knowledge.records import AnyResource, ResourceType, identifier
from knowledge.resources import store
from knowledge.revisions import EditConflictError
from knowledge.search.text import fold
from knowledge.staff import drafts
from knowledge.staff.differences import changes
from knowledge.staff.editing import faults_of_resource, new_resource_id, save_resource
from knowledge.staff.left_behind import left_behind
from knowledge.staff.resting import answers_on, waiting_for_review
from knowledge.staff.undo import undoable
from web.rows import row_numbers
from web.staff import as_typed
from web.staff import resource_fields as fields
from web.staff.access import Editor, EditorForm, Form, Reader, RefusedError, Staff, database
from web.staff.drafts import Resumed, kept_for, resumed
from web.staff.experts import door_from
from web.staff.pages import go, render
from web.staff.profile_form import doors_of, read_profile
from web.staff.resource_form import ResourceDraft, blank, from_form, from_record, to_record

router = APIRouter()


@router.get("/ressources")
def resources_page(request: Request, staff: Reader, q: str = "", type: str = "", etat: str = "") -> Response:
    """The list, narrowed by words, type and state."""
    with request.app.state.sessions_factory() as session:
        query = select(Resource).order_by(Resource.name)
        if type in fields.TYPE_NAMES:
            query = query.where(Resource.type == type)
        query = query.where(Resource.archived.is_(etat == "archivees"))
        if etat == "verifier":
            query = query.where((Resource.status == "to_verify") | (Resource.confidence == "low"))
        asked = fold(q).split()
        rows = [row for row in session.scalars(query) if _has(row, asked)]
    return render(
        request,
        staff,
        "resources.html",
        rows=rows,
        q=q,
        type_asked=type,
        state_asked=etat,
        types=fields.TYPE_NAMES,
    )


def _has(row: Resource, asked: list[str]) -> bool:
    content = row.content
    words = fold(" ".join((row.identifier, row.name, content.get("acronym") or "", *content["aliases"])))
    return all(word in words for word in asked)


@router.get("/ressources/profil")
def try_profile(request: Request, staff: Reader) -> Response:
    """What a profile gets now."""
    asked = read_profile(request, request.query_params)
    found = doors_of(request, asked.profile) if asked.profile and request.query_params else []
    return render(request, staff, "profile.html", profile=asked, found=found)


@router.get("/ressources/nouvelle/{kind}")
def new_resource(request: Request, staff: Editor, kind: str, cas: str = "", reponse: str = "") -> Response:
    """A blank editor, or one filled with what a member of the table of experts says of a door."""
    draft = blank(_kind(kind))
    named = row_numbers([cas, reponse])
    with database(request) as session:
        if kind == "activity":
            _announce(request, session, draft)
        if len(named) == 2:
            draft = door_from(request, session, named[0], named[1], _kind(kind))
        again = resumed(request, session, staff, f"/ressources/nouvelle/{kind}")
    if again is not None:
        draft = from_form(again.form, _kind(kind), "", archived=False)
    return _editor(
        request, staff, draft, again.form if again else None, changed=again is not None, again=again
    )


def _announce(request: Request, session: Session, draft: ResourceDraft) -> None:
    """Fill in what most activities have, each to be changed: the Pôle offers them in all its region, and
    announces them itself."""
    title = f"Annonce du {request.app.state.site['short_name']}"
    pole = session.get(Resource, request.app.state.search.snapshot().doors.first)
    draft.values |= {"eligibility.territory.level": "region", "organization": pole.name if pole else ""}
    draft.needs = ["networking"]
    draft.sources = [{"title": title, "url": "", "as_of": clock.today().isoformat()}]


@router.post("/ressources/nouvelle/{kind}")
def create_resource(request: Request, kind: str, form: EditorForm) -> Response:
    """Try or save a new resource."""
    type_ = _kind(kind)
    with database(request) as session:
        name = new_resource_id(session, type_, form.text("acronym") or form.text("name"))
    return _handle(request, form, from_form(form, type_, name, archived=False))


@router.get("/ressources/{subject}")
def edit_resource(request: Request, staff: Reader, subject: str) -> Response:
    """The editor; what a reader sees cannot be sent."""
    with database(request) as session:
        row = found(session, subject)
        draft = from_record(store.to_record(row), _kind(row.type), row.version)
        again = resumed(request, session, staff, f"/ressources/{subject}")
        if again is not None:
            draft = from_form(again.form, _kind(row.type), row.content["id"], archived=row.archived)
    return _editor(
        request, staff, draft, again.form if again else None, changed=again is not None, again=again
    )


@router.post("/ressources/{subject}")
def change_resource(request: Request, subject: str, form: EditorForm) -> Response:
    """Try or save changes."""
    with database(request) as session:
        row = found(session, subject)
        kind, name, archived = _kind(row.type), row.content["id"], row.archived
    return _handle(request, form, from_form(form, kind, name, archived=archived))


@router.post("/ressources/{subject}/etat")
def change_state(request: Request, subject: str, form: EditorForm) -> Response:
    """Archive a resource, or take it back."""
    with database(request) as session, undoable(session, form.staff.id) as kept:
        row = found(session, subject)
        archived = form.text("do") == "archive"
        record = store.to_record(row).model_copy(update={"archived": archived})
        save_resource(session, record, author=form.staff.email, action="archive" if archived else "edit")
    return go(f"/ressources/{subject}", "enregistre", annuler=str(kept.id or ""))


def found(session: Session, subject: str) -> Resource:
    """The resource of an address."""
    row = session.get(Resource, subject)
    if row is None:
        raise RefusedError(404, "Cette ressource n'existe pas", "Revenez à la liste des ressources.")
    return row


def _kind(kind: str) -> ResourceType:
    for known in fields.TYPE_NAMES:
        if known == kind:
            return known
    raise RefusedError(404, "Ce genre de ressource n'existe pas", "Revenez à la liste des ressources.")


def _mrcs(session: Session) -> dict[str, str]:
    return {row.id: row.name for row in session.scalars(select(Mrc).order_by(Mrc.id))}


def _organizations(session: Session) -> dict[str, str]:
    providers = select(Resource).where(Resource.type == "organization").order_by(Resource.name)
    return {row.content["id"]: row.name for row in session.scalars(providers)}


def _handle(request: Request, form: Form, draft: ResourceDraft) -> Response:
    with database(request) as session:
        row = session.get(Resource, f"{draft.kind}:{draft.id}")
        provider = draft.values.get("organization", "")
        draft.values["organization"] = as_typed.named(provider, _organizations(session)) if provider else ""
        record, faults = to_record(draft, dict(row.content) if row else None)
    if record is not None:
        with database(request) as session:
            faults = faults_of_resource(session, record, list(_mrcs(session)))
    if record is None or faults:
        return _editor(request, form.staff, draft, form, status=422, changed=True, faults=faults)
    if form.text("do") == "try":
        return _editor(request, form.staff, draft, form, changed=True, trial=_try(request, form, record))
    try:
        with database(request) as session:
            page = f"/ressources/{identifier(record) if draft.version else f'nouvelle/{draft.kind}'}"
            drafts.forget(session, page, form.staff.id, form.number("resumed"))
            save_resource(
                session,
                record,
                author=form.staff.email,
                action="edit" if draft.version else "create",
                version=draft.version or None,
            )
    except (EditConflictError, StaleDataError):
        return _conflict(request, form, draft, record)
    response = go(f"/ressources/{identifier(record)}", "enregistre")
    response.background = BackgroundTask(request.app.state.search.refresh)
    return response


def _try(request: Request, form: Form, record: AnyResource) -> dict[str, Any]:
    """What the typed profile gets of this resource now, and would get after."""
    asked = read_profile(request, form.data)
    if asked.profile is None:
        return {"error": asked.error}
    name = identifier(record)
    sides = []
    for changed in ({}, {name: record}):
        matches = doors_of(request, asked.profile, changed)
        place = next((row for row, one in enumerate(matches, 1) if one.identifier == name), None)
        sides.append({"place": place, "match": matches[place - 1] if place else None, "of": len(matches)})
    return {"before": sides[0], "after": sides[1], "error": ""}


def _conflict(request: Request, form: Form, draft: ResourceDraft, record: AnyResource) -> Response:
    """Somebody saved it meanwhile: both are shown, what was typed stays in the editor."""
    with database(request) as session:
        row = found(session, identifier(record))
        draft.version = row.version
        conflict = {
            "who": row.updated_by,
            "at": row.updated_at,
            "changes": changes(row.content, store.content_of(record)),
        }
    return _editor(request, form.staff, draft, form, status=409, changed=True, conflict=conflict)


def _editor(
    request: Request,
    staff: Staff,
    draft: ResourceDraft,
    form: Form | None = None,
    *,
    status: int = 200,
    changed: bool = False,
    again: Resumed | None = None,
    **extra: Any,
) -> Response:
    subject = f"{draft.kind}:{draft.id}"
    with request.app.state.sessions_factory() as session:
        extra["row"] = session.get(Resource, subject) if draft.id else None
        extra["used_by"] = answers_on(session, subject) if draft.id else []
        extra["to_review"] = set(waiting_for_review(session)) & {row.id for row in extra["used_by"]}
        extra["left_behind"] = left_behind(session, subject) if draft.id and not extra.get("faults") else []
        extra["mrcs"] = _mrcs(session)
        extra["organizations"] = as_typed.called(_organizations(session))
    page = f"/ressources/{subject if extra['row'] else f'nouvelle/{draft.kind}'}"
    extra |= kept_for(request, staff, page, again, "" if changed else None)
    extra["profile"] = read_profile(request, form.data if form else request.query_params)
    return render(
        request, staff, "resource.html", status=status, draft=draft, subject=subject, fields=fields, **extra
    )
