"""/espace/table: the table of experts as its members see it: cases, replies, who knows what, meetings."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

from fastapi import APIRouter, Depends, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import Response
from sqlalchemy.orm import Session
from starlette.datastructures import FormData

from knowledge import clock
from knowledge.models import Adviser, ExpertCase
from knowledge.network import experts
from knowledge.network.adviser_mail import TABLE_PATH as PATH
from knowledge.network.delays import TABLE as DELAYS
from knowledge.opendata.calendar import meetings_calendar
from knowledge.referral.criteria import french_date
from knowledge.referral.saved_search import resource_names
from web.advisers.access import In, Signed, back, page
from web.desk.pages import snapshot
from web.desk.quota import own_form, within
from web.forms import read_form, text_of
from web.rows import or_404, row_of
from web.sharing import PRIVATE_PAGE

router = APIRouter(prefix=PATH, include_in_schema=False)

MAX_FIELDS = 8
LIMITS = {
    "question": experts.MAX_QUESTION,
    "text": experts.MAX_REPLY,
    "door": experts.MAX_DOOR,
    "shown_as": experts.MAX_SHOWN,
    "field": experts.MAX_FIELD,
}
# What was done, as the page says it; only these can be shown.
DONE = {
    "demande": "Votre demande est envoyée: l'équipe l'accepte ou non, et votre place paraît alors ici.",
    "change": "C'est enregistré.",
    "cas": "Le cas est devant les autres. Ce qui pourrait nommer ou joindre quelqu'un y est masqué.",
    "reponse": "Votre réponse est ajoutée.",
    "ferme": "Le cas est fermé.",
    "efface": "Le cas est effacé, avec ses réponses.",
    "vide": "Écrivez d'abord quelque chose.",
    "presentation": "Dites comment vous présenter aux autres: votre fonction et votre organisme.",
    "plein": "Il y en a eu beaucoup aujourd'hui: réessayez demain.",
}

Doing = Callable[[Session, Adviser, FormData], str]


@router.get("")
def show(request: Request, who: In, fait: str = "") -> Response:
    """The table for a member; else the form to ask for a seat."""
    known = snapshot(request)
    with request.app.state.sessions_factory() as session:
        row = session.get_one(Adviser, who.id)
        shown: dict[str, Any] = {
            "row": row,
            "done": DONE.get(fait, ""),
            "limits": LIMITS,
            "table": DELAYS,
        }
        if row.seat == experts.MEMBER:
            members = experts.around_the_table(session)
            doors = {name: one.name for name, one in known.resources.items()}
            shown |= {
                "members": members,
                "names": {one.id: one.shown_as for one in members},
                "cases": experts.cases(session),
                "closed": experts.cases(session, experts.CLOSED),
                "mrcs": dict(known.doors.mrc_names),
                "doors": doors,
                "meetings": experts.meetings(session),
                "today": clock.today(),
                "day": _day,
            }
        return page(request, "table.html", shown)


@router.get("/rencontres.ics")
def meetings_file(request: Request, who: In) -> Response:
    """The meetings to come, for a calendar program."""
    with request.app.state.sessions_factory() as session:
        _member(session, who)
        coming = [one for one in experts.meetings(session) if one.day >= clock.today()]
        rows = [(str(one.id), experts.when_of(one)) for one in coming]
    title = f"Table d'experts – {request.app.state.site['short_name']}"
    made = meetings_calendar(rows, clock.today(), title)
    name = {"Content-Disposition": 'attachment; filename="table-d-experts.ics"'}
    return Response(made, media_type="text/calendar; charset=utf-8", headers={**PRIVATE_PAGE, **name})


@router.get("/courriels/{token}")
def before_stopping(request: Request, token: str) -> Response:
    """The button that stops the mails: opening the link changes nothing."""
    with request.app.state.sessions_factory() as session:
        or_404(experts.find_stopping(session, token))
    return page(request, "table_mails.html", {"stopped": False})


@router.post("/courriels/{token}")
def stop_mails(request: Request, token: str) -> Response:
    """Send no more of them, also when a mail program asks. Stopping again is just as well."""
    with request.app.state.sessions_factory() as session, session.begin():
        row = experts.find_stopping(session, token)
        if row is not None:
            experts.stop_mails(session, row)
    return page(request, "table_mails.html", {"stopped": True})


@router.post("", dependencies=[Depends(own_form)])
async def act(request: Request, who: In) -> Response:
    """Ask for a seat, change how one is shown, or leave the table."""
    data = await read_form(request, max_fields=MAX_FIELDS)
    return await run_in_threadpool(_seat, request, who, data)


@router.post("/cas", dependencies=[Depends(own_form)])
async def put_case(request: Request, who: In) -> Response:
    """Put a case to the others."""
    data = await read_form(request, max_fields=MAX_FIELDS)

    def doing(session: Session, row: Adviser, data: FormData) -> str:
        question, mrc = text_of(data, "question"), text_of(data, "mrc")
        if not question:
            return "vide"
        known = snapshot(request)
        mrc_id = mrc if mrc in known.doors.mrc_names else None
        case = experts.put_case(session, row, question, mrc_id, resource_names(known.resources))
        return "cas" if case else "plein"

    return await run_in_threadpool(_as_member, request, who, data, doing, writes=True)


@router.post("/cas/{number}", dependencies=[Depends(own_form)])
async def answer_case(request: Request, who: In, number: int) -> Response:
    """Reply to a case, or close or erase one's own."""
    data = await read_form(request, max_fields=MAX_FIELDS)
    closing = data.get("do") in ("fermer", "effacer")

    def doing(session: Session, row: Adviser, data: FormData) -> str:
        case = _case(session, number)
        if closing:
            or_404(case if case.adviser_id == row.id else None)
            if data.get("do") == "effacer":
                session.delete(case)
                return "efface"
            case.status = experts.CLOSED
            return "ferme"
        text, door = text_of(data, "text"), text_of(data, "door")
        if not text and not door:
            return "vide"
        names = resource_names(snapshot(request).resources)
        return "reponse" if experts.reply(session, row, case, text, door, names) else "plein"

    return await run_in_threadpool(_as_member, request, who, data, doing, writes=not closing)


def _seat(request: Request, who: Signed, data: FormData) -> Response:
    action, shown_as = text_of(data, "do"), text_of(data, "shown_as")
    with request.app.state.sessions_factory() as session, session.begin():
        row = session.get_one(Adviser, who.id)
        if action == "quitter":
            experts.quit_table(session, row)
            return _back("change")
        if not shown_as:
            return _back("presentation")
        before = row.seat
        experts.ask_to_join(row, shown_as, text_of(data, "field"), mails=data.get("courriels") == "1")
    return _back("change" if before else "demande")


def _as_member(request: Request, who: Signed, data: FormData, doing: Doing, *, writes: bool) -> Response:
    if writes and not within(request, "keep_own"):
        return _back("plein")
    with request.app.state.sessions_factory() as session, session.begin():
        done = doing(session, _member(session, who), data)
    return _back(done)


def _member(session: Session, who: Signed) -> Adviser:
    row = session.get_one(Adviser, who.id)
    return or_404(row if row.seat == experts.MEMBER else None)


def _case(session: Session, number: int) -> ExpertCase:
    case = row_of(session, ExpertCase, number)
    return or_404(case if case is not None and case.status == experts.OPEN else None)


def _day(moment: dt.datetime | dt.date) -> str:
    return french_date(clock.day_of(moment) if isinstance(moment, dt.datetime) else moment)


def _back(done: str) -> Response:
    return back(done, path=PATH)
