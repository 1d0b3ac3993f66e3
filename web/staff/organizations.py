"""The organizations: who is written to, what they answered, and what of it is published."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import Response
from sqlalchemy.orm import Session
from starlette.background import BackgroundTask

from knowledge.models import SheetProposal, now
from knowledge.network.letters import Correspondent, close, contact_of, correspondents, write
from knowledge.network.proposals import accept, differences, turn_down, waiting
from knowledge.outgoing import LETTER, find
from knowledge.search.text import fold
from knowledge.staff.audit import note
from knowledge.staff.titles import titles
from knowledge.staff.undo import undoable
from knowledge.subscribers import read_address
from web.background import mailer
from web.mailing import letters_rhythm
from web.rows import row_of
from web.staff.access import Editor, EditorForm, Form, RefusedError, database
from web.staff.pages import go, render

router = APIRouter()

PAGE = "/organismes"
STATE_NAMES = {
    "waiting": "lettre envoyée, sans réponse encore",
    "exact": "a dit que tout est exact",
    "corrected": "a envoyé des corrections",
    "silent": "n'a pas répondu aux rappels",
    "failed": "la lettre n'est jamais arrivée",
    "unreachable": "injoignable à cette adresse",
    "refused": "ne veut plus de lettres",
    "none": "jamais écrit",
    "no_address": "aucune adresse connue",
}
# What the team decides of an organization, as the journal says it.
DECIDED = {
    "stop": "ne plus lui écrire",
    "unreachable": "injoignable",
    "again": "on peut lui écrire de nouveau",
}
GONE = ("Cet organisme n'est plus au bottin", "Rechargez la page.")


@router.get(PAGE)
def organizations_page(request: Request, staff: Editor, etat: str = "", q: str = "") -> Response:
    """What waits for the team, then the organizations, narrowed by state and words."""
    state = request.app.state
    months = letters_rhythm(state.site)
    with database(request) as session:
        rows = correspondents(session, months, now())
        names = {one.identifier: one.record.name for one in rows}
        proposals = [
            (one, names.get(one.letter.organization, one.letter.organization), differences(session, one))
            for one in waiting(session)
        ]
        titled = titles(session, (one.subject for one, *_ in proposals))
        mails = {
            one.identifier: find(session, LETTER, one.letter.id)
            for one in rows
            if one.letter and one.letter.status == "waiting"
        }
    counts = {name: sum(one.state == name for one in rows) for name in STATE_NAMES}
    asked = fold(q).split()
    found = [
        one
        for one in rows
        if (not etat or one.state == etat) and all(word in fold(one.record.name) for word in asked)
    ]
    shown: dict[str, Any] = {
        "rows": found,
        "proposals": proposals,
        "titles": titled,
        "counts": counts,
        "states": STATE_NAMES,
        "mails": mails,
        "months": months,
        "due": sum(one.due for one in rows),
        "sends": mailer(state.settings),
        "state_asked": etat,
        "q": q,
    }
    return render(request, staff, "organizations.html", **shown)


@router.post(PAGE)
def change_organization(request: Request, form: EditorForm) -> Response:
    """Write to one or to all that are due, keep its address, or stop."""
    action, name = form.text("do"), form.text("organization")
    with database(request) as session:
        rows = {one.identifier: one for one in correspondents(session, _months(request), now())}
        if action == "write_due":
            _must_send(request)
            number = sum(
                write(session, one, form.staff.email) is not None for one in rows.values() if one.due
            )
            note(session, form.staff.email, "organismes: lettres", "organismes", None, {"lettres": number})
            return go(PAGE, "lettres")
        one = rows.get(name)
        if one is None:
            raise RefusedError(404, *GONE)
        done = _change(request, session, form, one, action)
    return go(PAGE, done, q=one.record.name)


def _change(request: Request, session: Session, form: Form, one: Correspondent, action: str) -> str:
    who = form.staff.email
    if action == "write":
        _must_send(request)
        if write(session, one, who) is None:
            raise RefusedError(409, "La lettre n'est pas partie", "Aucune adresse, ou l'organisme a refusé.")
        note(session, who, "organisme: lettre", one.identifier)
        return "lettre"
    contact = contact_of(session, one.identifier)
    contact.updated_by = who
    if action == "address":
        typed = form.text("courriel")
        address = read_address(typed)
        if typed and address is None:
            raise RefusedError(
                422, "Ce n'est pas une adresse de courriel", "Revenez en arrière, corrigez-la."
            )
        contact.address, contact.unreachable_at = address, None
        note(session, who, "organisme: adresse", one.identifier)
        return "enregistre"
    if action not in DECIDED:
        raise RefusedError(422, "Ce bouton n'est pas connu", "Rechargez la page.")
    contact.refused_at = now() if action == "stop" else None
    contact.unreachable_at = now() if action == "unreachable" else None
    if action != "again" and one.letter and one.letter.status == "waiting":
        close(session, one.letter, "dropped")
    note(session, who, f"organisme: {DECIDED[action]}", one.identifier)
    return "enregistre"


@router.post(f"{PAGE}/reponses/{{number}}")
def decide(request: Request, number: int, form: EditorForm) -> Response:
    """Publish what an organization says of a sheet, or leave the sheet as it is."""
    who = form.staff.email
    with database(request) as session, undoable(session, form.staff.id) as kept:
        row = row_of(session, SheetProposal, number)
        if row is None or row.status != "waiting":
            raise RefusedError(404, "Cette réponse est déjà réglée", "Rechargez la page.")
        if form.text("do") != "accept":
            turn_down(session, row, who)
        elif not accept(session, row, who):
            raise RefusedError(
                409, "La fiche a changé depuis", "Ouvrez la fiche et reportez la correction à la main."
            )
    done = "accepte" if form.text("do") == "accept" else "ecarte-reponse"
    response = go(PAGE, done, annuler=str(kept.id or ""))
    response.background = BackgroundTask(request.app.state.search.refresh)
    return response


def _months(request: Request) -> int | None:
    return letters_rhythm(request.app.state.site)


def _must_send(request: Request) -> None:
    if mailer(request.app.state.settings) is None:
        raise RefusedError(409, "Aucun serveur de courriel n'est réglé", "Rien n'est parti. Voyez SMTP_URL.")
