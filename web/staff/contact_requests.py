"""Requests of people who asked for a person: take one, note, close, erase.

The log says who did what to which number, never what the person wrote.
"""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import Response
from sqlalchemy import select
from sqlalchemy.orm import Session

from knowledge import clock
from knowledge.backup.erasures import REQUEST, note_erasure
from knowledge.erasure import leave_no_copy
from knowledge.feedback import count
from knowledge.models import ContactRequest, Mrc, OutgoingMail, StaffUser
from knowledge.outgoing import ASSIGNED, put
from knowledge.outgoing import REQUEST as REQUEST_MAILS
from knowledge.requests import OPEN, WITHDRAWN, erase
from knowledge.staff.audit import note
from web.rows import row_of
from web.staff.access import Editor, EditorForm, Form, RefusedError, database
from web.staff.pages import go, render

router = APIRouter()

CLOSED = "closed"
SUBJECT = "demande:"
MAIL_NAMES = {
    "pending": "courriel à envoyer",
    "sent": "courriel envoyé",
    "failed": "le courriel n'a pas pu être envoyé",
}
CAUGHT = "aucun serveur de courriel n'est réglé: le courriel est gardé dans un dossier, personne ne l'a reçu"
LATE_DAYS = 3  # after which somebody has waited too long
MINE = "moi"
MAX_NOTE_CHARS = 4_000


@router.get("/demandes")
def requests_page(request: Request, staff: Editor, etat: str = OPEN, qui: str = "") -> Response:
    """The requests, the oldest first: it has waited longest; one's own when asked for."""
    status = CLOSED if etat == CLOSED else OPEN
    with database(request) as session:
        query = select(ContactRequest).where(ContactRequest.status == status)
        rows = session.scalars(query.order_by(ContactRequest.created_at)).all()
        mine = [row for row in rows if row.assigned_to == staff.name]
        people = session.scalars(
            select(StaffUser.name).where(StaffUser.active.is_(True)).order_by(StaffUser.name)
        ).all()
        mrcs = {row.id: row.name for row in session.scalars(select(Mrc))}
        left = select(OutgoingMail).where(OutgoingMail.kind == REQUEST_MAILS)
        mails = {mail.about: mail.status for mail in session.scalars(left)}
    names = dict(MAIL_NAMES)
    if not request.app.state.settings.smtp_url:
        names["sent"] = CAUGHT
    today = clock.today()
    return render(
        request,
        staff,
        "requests.html",
        rows=mine if qui == MINE else rows,
        mine=len(mine),
        only_mine=qui == MINE,
        waited={row.id: (today - clock.day_of(row.created_at)).days for row in rows},
        late=LATE_DAYS,
        people=people,
        mrcs=mrcs,
        mails=mails,
        status_asked=status,
        mail_names=names,
    )


@router.post("/demandes/{number}")
def change_request(request: Request, number: int, form: EditorForm) -> Response:
    """Assign and note, close or open again, or erase."""
    action = form.text("do")
    with database(request) as session:
        row = _found(session, number)
        subject = f"{SUBJECT}{row.reference}"
        if action == "erase":
            note_erasure(session, REQUEST, row.withdrawal_digest)
            erase(session, row)
            count(session, "request", "erased")
            note(session, form.staff.email, "demande effacée", subject)
        else:
            _change(session, form, row, subject)
    if action == "erase":
        leave_no_copy(request.app.state.sessions_factory, [subject.removeprefix(SUBJECT)])
        return go("/demandes", "efface")
    return go("/demandes", "demande")


def _change(session: Session, form: Form, row: ContactRequest, subject: str) -> None:
    action = form.text("do")
    before = {"status": row.status, "assigned_to": row.assigned_to}
    if action in ("close", "reopen"):
        row.status = CLOSED if action == "close" else OPEN
        count(session, "request", "closed" if action == "close" else "reopened")
    row.assigned_to = form.text("assigned_to")[:200] or None
    row.staff_note = form.text("staff_note")[:MAX_NOTE_CHARS] or None
    after = {"status": row.status, "assigned_to": row.assigned_to}
    if row.assigned_to not in (None, before["assigned_to"], form.staff.name):
        _tell(session, row)
    note(session, form.staff.email, "demande modifiée", subject, before, after)


def _tell(session: Session, row: ContactRequest) -> None:
    """Have who looks after a request e-mailed that they do."""
    user = session.scalar(
        select(StaffUser).where(StaffUser.name == row.assigned_to, StaffUser.active.is_(True)).limit(1)
    )
    if user is not None:
        put(session, ASSIGNED, row.id, user.id)


def _found(session: Session, number: int) -> ContactRequest:
    row = row_of(session, ContactRequest, number)
    if row is None or row.status == WITHDRAWN:
        raise RefusedError(404, "Cette demande n'existe plus", "La personne l'a retirée, ou elle est échue.")
    return row
