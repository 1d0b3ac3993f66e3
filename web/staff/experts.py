"""The table of experts as the team sees it: seats, cases and what they become, meetings and minutes."""

from __future__ import annotations

import datetime as dt
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import Response
from sqlalchemy import select
from sqlalchemy.orm import Session

from knowledge import clock
from knowledge.models import Adviser, ExpertCase, Resource, TableMeeting
from knowledge.network import experts
from knowledge.records import ResourceType
from knowledge.referral.extraction import extract
from knowledge.search.service import AnswerSearch
from knowledge.staff.audit import note
from knowledge.staff.themes import theme_name
from web.rows import row_of
from web.staff import as_typed
from web.staff.access import Editor, EditorForm, Form, RefusedError, database
from web.staff.answer_form import Draft, blank
from web.staff.pages import go, render
from web.staff.resource_form import ResourceDraft
from web.staff.resource_form import blank as blank_resource
from web.staff.session_line import read_hours

router = APIRouter()

PAGE = "/table"
MAX_HOURS = 11  # «09:00-11:00»
GONE = ("Ce n'est plus là", "Rechargez la page de la table d'experts.")
UNREADABLE = (
    "La rencontre n'est pas enregistrée",
    "Écrivez les heures ainsi: 09:00-11:00, et un lien qui commence par https://.",
)
MAX_TEXT = 20_000  # of an agenda or of minutes


@router.get(PAGE)
def table_page(request: Request, staff: Editor) -> Response:
    """Who asks for a seat, the cases, the meetings, the members."""
    with database(request) as session:
        members = experts.around_the_table(session)
        standing = select(Resource).where(Resource.archived.is_(False))
        known = {row.name: row.identifier for row in session.scalars(standing)}
        shown: dict[str, Any] = {
            "asking": experts.around_the_table(session, experts.ASKED),
            "members": members,
            "names": {one.id: one.shown_as for one in members},
            "cases": experts.cases(session),
            "closed": experts.cases(session, experts.CLOSED),
            "meetings": experts.meetings(session),
            "known": known,
        }
        return render(request, staff, "experts.html", **shown)


@router.post(PAGE + "/places/{number}")
def decide_seat(request: Request, number: int, form: EditorForm) -> Response:
    """Give a seat, or take it away."""
    with database(request) as session:
        row = _found(row_of(session, Adviser, number))
        if form.text("do") == "admit" and row.seat == experts.ASKED:
            experts.admit(row)
        elif form.text("do") == "remove":
            experts.quit_table(session, row)
        done = "place donnée" if form.text("do") == "admit" else "place retirée"
        note(session, form.staff.email, f"table d'experts: {done}", f"adviser:{row.id}")
    return go(PAGE, "enregistre")


@router.post(PAGE + "/cas/{number}")
def settle_case(request: Request, number: int, form: EditorForm) -> Response:
    """Close a case, open it again, or erase it."""
    action = form.text("do")
    with database(request) as session:
        row = _found(row_of(session, ExpertCase, number))
        if action == "erase":
            session.delete(row)
        else:
            row.status = experts.CLOSED if action == "close" else experts.OPEN
    return go(PAGE, "enregistre")


@router.post(PAGE + "/rencontres")
def keep_meeting(request: Request, form: EditorForm) -> Response:
    """Announce a meeting, correct it, add its minutes, or take it out."""
    with database(request) as session:
        number = form.number("number")
        row = _found(row_of(session, TableMeeting, number)) if number else TableMeeting()
        if form.text("do") == "erase":
            if number:
                session.delete(row)
            return go(PAGE, "enregistre")
        _fill(row, form)
        try:
            experts.when_of(row)
        except ValueError:
            raise RefusedError(422, *UNREADABLE) from None
        session.add(row)
    return go(PAGE, "enregistre")


def answer_from(request: Request, session: Session, number: int) -> Draft | None:
    """A draft answer made of a case and its replies, its theme that of the nearest answer; None when there is
    no such case. What is left is to read it again and publish it."""
    case = row_of(session, ExpertCase, number)
    if case is None:
        return None
    draft = blank((), [" ".join(case.question.split())])
    said = [
        f"{one.text} ({one.door})" if one.text and one.door else one.text or one.door for one in case.replies
    ]
    search: AnswerSearch = request.app.state.search
    near = search.search(case.question, 1).hits
    draft.text = "\n\n".join(said)
    draft.theme = theme_name(near[0].answer.theme) if near else ""
    draft.sources, draft.to_confirm = [_source(request)], True
    return draft


def door_from(
    request: Request, session: Session, number: int, reply: int, kind: ResourceType
) -> ResourceDraft:
    """A draft door made of a reply: its name, where and what for. Blank without such a reply."""
    draft = blank_resource(kind)
    case = row_of(session, ExpertCase, number)
    said = next((one for one in case.replies if one.id == reply), None) if case else None
    if case is None or said is None:
        return draft
    project = extract(case.question, request.app.state.gazetteer).profile
    mrc = case.mrc or project.mrc
    draft.values |= {"name": said.door, "notes": said.text, "kind": "organisme", "confidence": "low"}
    draft.needs = list(project.need) or ["support"]
    if mrc:
        draft.scales["mrc"] = {mrc: "yes"}
    draft.sources = [_source(request)]
    return draft


def _source(request: Request) -> dict[str, str]:
    title = f"Table d'experts, {request.app.state.site['short_name']}"
    return {"title": title, "url": "", "as_of": clock.today().isoformat()}


def _fill(row: TableMeeting, form: Form) -> None:
    day = as_typed.day(form.text("day"))
    try:
        row.day = dt.date.fromisoformat(day or "")
    except ValueError:
        raise RefusedError(422, "La date manque", "Écrivez le jour de la rencontre: 2027-01-31.") from None
    link = form.text("link")
    row.hours = read_hours(form.text("hours"))[:MAX_HOURS]
    row.place, row.link = form.text("place")[:200], link[:500]
    row.agenda, row.minutes = form.text("agenda")[:MAX_TEXT], form.text("minutes")[:MAX_TEXT]
    row.updated_by = form.staff.email


def _found(row: Any) -> Any:
    if row is None:
        raise RefusedError(404, *GONE)
    return row
