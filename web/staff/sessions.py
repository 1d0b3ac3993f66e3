"""Signing in and out, and choosing a password by a link."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import urlencode

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response
from sqlalchemy.orm import Session
from starlette.datastructures import FormData

from knowledge.models import StaffInvitation, StaffUser
from knowledge.staff import drafts, throttle
from knowledge.staff.accounts import (
    MIN_PASSWORD_CHARS,
    ROLE_NAMES,
    AccountError,
    accept,
    check_code,
    check_password,
    find_invitation,
    find_user,
)
from knowledge.staff.audit import note
from knowledge.staff.sessions import LONGEST_DAYS, end_sessions, open_session
from web.staff.access import (
    COOKIE,
    ROOT,
    ReaderForm,
    RefusedError,
    current,
    database,
    own_account,
)
from web.staff.devices import DEVICE_COOKIE, DEVICE_SECONDS, device_token, subjects_of
from web.staff.drafts import DRAFT_PAGE, ONE_FORM, PRESSED, may_be_kept, resume_at
from web.staff.forgotten import by_mail
from web.staff.guessing import guessed
from web.staff.pages import go
from web.staff.visitors import VisitorForm, set_cookie, visitor_page

router = APIRouter()

ENDED = "Votre session était finie. Connectez-vous: ce que vous aviez écrit sera là."
UNNAMED = tuple(ROLE_NAMES.values())  # a first account made on the server has the name of its role
MAX_NAME = 120
WRONG = "L'adresse, le mot de passe ou le code ne convient pas."


def _safe_path(path: str) -> str:
    """A path of the desk, and nothing that could lead elsewhere."""
    inside = path == ROOT or path.startswith(ROOT + "/")
    return path if inside and "\\" not in path and ".." not in path and path.isprintable() else ROOT


@router.get("/connexion")
def sign_in_page(request: Request, suite: str = ROOT) -> Response:
    """The form; straight to the desk when one is signed in already."""
    if current(request):
        return RedirectResponse(_safe_path(suite), status_code=303)
    return visitor_page(
        request, "sign_in.html", suite=_safe_path(suite), email="", error="", **by_mail(request)
    )


def sign_in_again(request: Request, path: str, typed: FormData) -> Response:
    """The form to sign in, with what somebody had typed when their session ended, to be found again after."""
    fields = [
        (PRESSED if name == "do" else name, value)
        for name, value in typed.multi_items()
        if isinstance(value, str) and (name in ("do", DRAFT_PAGE) or name not in drafts.LEFT_OUT)
    ]
    shown = {"suite": _safe_path(path), "email": "", "error": ENDED, **by_mail(request)}
    return visitor_page(request, "sign_in.html", status=401, kept=json.dumps(fields), **shown)


def _keep_typed(session: Session, user: StaffUser, path: str, kept: str) -> str:
    """Keep what was typed before the session ended; where it is taken up again."""
    try:
        read = json.loads(kept)
        fields = [(str(name), str(value)) for name, value in read if isinstance(name, str)]
    except (ValueError, TypeError):
        return path
    page = path.removeprefix(ROOT)
    form = dict(fields).get(DRAFT_PAGE, page if page.startswith(ONE_FORM) else "")
    keeps = may_be_kept(form or page) and may_be_kept(page)
    row = drafts.keep(session, form or page, user.id, fields) if keeps else None
    if row is None:
        return path
    return ROOT + (resume_at(row) if form else f"/reprendre?{urlencode({'de': page})}")


@router.post("/connexion")
def sign_in(request: Request, data: VisitorForm) -> Response:
    """Open a session. A right and a wrong address are told nothing different, and take as long."""
    email, password, code = (str(data.get(name) or "") for name in ("email", "password", "code"))
    suite = _safe_path(str(data.get("suite") or ROOT))
    subjects = subjects_of(request, email)
    error, wait, token = WRONG, 0, ""
    try:
        with guessed(request, *subjects) as session:
            user = find_user(session, email)
            if check_password(user, password) and user is not None and check_code(user, code):
                throttle.succeeded(session, *subjects)
                token = _open(session, request, user)
                if data.get("kept"):
                    suite = _keep_typed(session, user, suite, str(data["kept"]))
    except throttle.MustWaitError as waiting:
        error, wait = str(waiting), waiting.seconds
    if token:
        response: Response = RedirectResponse(suite, status_code=303)
        set_cookie(request, response, COOKIE, token, LONGEST_DAYS * 24 * 3600)
        set_cookie(request, response, DEVICE_COOKIE, device_token(request, email), DEVICE_SECONDS)
        return response
    response = visitor_page(
        request,
        "sign_in.html",
        status=429 if wait else 401,
        suite=suite,
        email=email[:200],
        error=error,
        kept=str(data.get("kept") or ""),
        **by_mail(request),
    )
    if wait:
        response.headers["Retry-After"] = str(wait)
    return response


def _open(session: Session, request: Request, user: StaffUser) -> str:
    note(session, user.email, "connexion", f"compte:{user.email}")
    return open_session(session, user, request.headers.get("user-agent", "appareil inconnu"))


@router.post("/deconnexion")
def sign_out(request: Request, form: ReaderForm) -> Response:
    """End this session, here and on the server."""
    with database(request) as session:
        end_sessions(session, own_account(session, form.staff), only=form.staff.digest)
    response = go("/connexion", "sorti")
    response.delete_cookie(COOKIE, path=ROOT)
    return response


@router.get("/invitation/{token}")
def invitation_page(request: Request, token: str) -> Response:
    """Where one chooses a password; opening the page uses nothing up."""
    with database(request) as session:
        user = _known(session, token).user
        shown: dict[str, Any] = {"email": user.email, "name": user.name, "unnamed": UNNAMED}
    return visitor_page(request, "invitation.html", error="", min_chars=MIN_PASSWORD_CHARS, **shown)


@router.post("/invitation/{token}")
def accept_invitation(request: Request, token: str, data: VisitorForm) -> Response:
    """Choose the password."""
    password, again = str(data.get("password") or ""), str(data.get("again") or "")
    with database(request) as session:
        invitation = _known(session, token)
        own = " ".join(str(data.get("name") or "").split())[:MAX_NAME] or invitation.user.name
        shown: dict[str, Any] = {"email": invitation.user.email, "name": own, "unnamed": UNNAMED}
        error = "" if password == again else "Les deux mots de passe ne sont pas pareils."
        try:
            if not error:
                accept(session, invitation, password).name = own
                throttle.succeeded(session, *subjects_of(request, shown["email"]))
        except AccountError as refusal:
            error = refusal.args[0]
    if error:
        return visitor_page(
            request, "invitation.html", status=422, error=error, min_chars=MIN_PASSWORD_CHARS, **shown
        )
    return go("/connexion", "bienvenue")


def _known(session: Session, token: str) -> StaffInvitation:
    found = find_invitation(session, token)
    if found is None:
        raise RefusedError(
            404,
            "Ce lien n'est plus bon",
            "Un lien d'invitation sert une seule fois et expire après sept jours. "
            "Demandez-en un nouveau à l'administration.",
        )
    return found
