"""For the administration: the accounts of the team, and the log of what was done."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import Response
from sqlalchemy import select
from sqlalchemy.orm import Session

from knowledge.models import StaffUser
from knowledge.staff.accounts import (
    INVITATION_DAYS,
    ROLE_NAMES,
    AccountError,
    change,
    invite,
    new_link,
)
from knowledge.staff.audit import PAGE, entries, note
from knowledge.staff.journal import ACCOUNT, read
from knowledge.staff.sessions import end_sessions
from knowledge.staff.undo import undoable
from web.rows import row_of
from web.staff.access import ROOT, Administrator, AdministratorForm, Editor, RefusedError, Staff, database
from web.staff.history import address
from web.staff.pages import go, render

router = APIRouter()


@router.get("/comptes")
def accounts_page(request: Request, staff: Administrator) -> Response:
    """All the accounts, and the form that invites somebody."""
    return _page(request, staff)


@router.post("/comptes")
def invite_somebody(request: Request, form: AdministratorForm) -> Response:
    """Invite somebody: the link is shown once, to be sent to them."""
    try:
        with database(request) as session:
            user, token = invite(
                session,
                email=form.text("email"),
                name=form.text("name"),
                role=form.text("role"),
                by=form.staff.email,
            )
            name = user.name
    except AccountError as error:
        return _page(request, form.staff, status=422, error=error.args[0])
    return _page(request, form.staff, link=_link(request, token), invited=name)


@router.post("/comptes/{number}")
def change_account(request: Request, number: int, form: AdministratorForm) -> Response:
    """Change a role or a name, disable, end the sessions, make a new link, or remove the code."""
    action = form.text("do")
    by = form.staff.email
    link = name = ""
    try:
        with database(request) as session, undoable(session, form.staff.id) as kept:
            user = _found(session, number)
            if action == "link":
                link, name = _link(request, new_link(session, user)), user.name
                note(session, by, "nouveau lien", f"compte:{user.email}")
            elif action == "end":
                end_sessions(session, user)
                note(session, by, "sessions fermées", f"compte:{user.email}")
            elif action == "code":
                user.totp_secret = None
                note(session, by, "code retiré", f"compte:{user.email}")
            else:
                change(
                    session,
                    user,
                    by=by,
                    role=form.text("role"),
                    name=form.text("name"),
                    active=form.text("active") == "1",
                )
    except AccountError as error:
        return _page(request, form.staff, status=422, error=error.args[0])
    return (
        _page(request, form.staff, link=link, invited=name)
        if link
        else go("/comptes", "compte", annuler=str(kept.id or ""))
    )


@router.get("/journal")
def journal(request: Request, staff: Editor, sujet: str = "", qui: str = "", page: int = 1) -> Response:
    """What the team did; who signs in and who may what is for the administration alone."""
    page = max(1, min(page, 10_000))
    with database(request) as session:
        but = "" if staff.may("administrator") else ACCOUNT
        found = read(session, entries(session, subject=sujet, who=qui, page=page, but=but))
    return render(
        request,
        staff,
        "journal.html",
        entries=found,
        subject=sujet,
        who=qui,
        page=page,
        more=len(found) == PAGE,
        address=address,
    )


def _link(request: Request, token: str) -> str:
    return f"{request.app.state.settings.address}{ROOT}/invitation/{token}"


def _found(session: Session, number: int) -> StaffUser:
    user = row_of(session, StaffUser, number)
    if user is None:
        raise RefusedError(404, "Ce compte n'existe pas", "Revenez à la liste des comptes.")
    return user


def _page(
    request: Request, staff: Staff, *, status: int = 200, error: str = "", link: str = "", invited: str = ""
) -> Response:
    with request.app.state.sessions_factory() as session:
        users = session.scalars(select(StaffUser).order_by(StaffUser.active.desc(), StaffUser.name)).all()
    return render(
        request,
        staff,
        "accounts.html",
        status=status,
        users=users,
        roles=ROLE_NAMES,
        error=error,
        link=link,
        invited=invited,
        days=INVITATION_DAYS,
    )
