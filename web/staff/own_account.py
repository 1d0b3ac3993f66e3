"""One's own account: its password, its authentication app, its open sessions."""

from __future__ import annotations

import pyotp
from fastapi import APIRouter, Request
from fastapi.responses import Response

from knowledge.staff import throttle
from knowledge.staff.accounts import (
    MIN_PASSWORD_CHARS,
    AccountError,
    accepted_step,
    check_password,
    set_password,
)
from knowledge.staff.audit import note
from knowledge.staff.sessions import end_sessions, sessions_of
from web.staff.access import Form, Reader, ReaderForm, Staff, database, own_account
from web.staff.devices import own_subject
from web.staff.guessing import guessed
from web.staff.pages import go, render

router = APIRouter()


@router.get("/compte")
def account_page(request: Request, staff: Reader) -> Response:
    """One's own account: password, authentication app, open sessions."""
    return _account(request, staff)


@router.post("/compte/mot-de-passe")
def change_password(request: Request, form: ReaderForm) -> Response:
    """Change one's password: the other sessions end."""
    try:
        _confirm(request, form, "Le mot de passe actuel ne convient pas.")
        with database(request) as session:
            user = own_account(session, form.staff)
            set_password(user, form.password("password"))
            end_sessions(session, user, but=form.staff.digest)
            note(session, user.email, "mot de passe changé", f"compte:{user.email}")
    except (AccountError, throttle.MustWaitError) as refusal:
        return _refused(request, form.staff, refusal)
    return go("/compte", "motdepasse")


@router.post("/compte/code")
def activate_code(request: Request, form: ReaderForm) -> Response:
    """Turn the authentication app on once a first code shows that it works, or off with the password.

    An app that is on is replaced only with the password: an open session alone does not take the account.
    """
    removing = form.text("do") == "remove"
    secret = form.text("secret")
    try:
        with database(request) as session:
            active = own_account(session, form.staff).totp_secret is not None
        if removing or active:
            _confirm(request, form, "Le mot de passe ne convient pas.")
        step = None if removing else _confirmed_step(secret, form.text("code"))
        with database(request) as session:
            user = own_account(session, form.staff)
            user.totp_secret, user.totp_step = (None, user.totp_step) if step is None else (secret, step)
            note(session, user.email, "code retiré" if removing else "code activé", f"compte:{user.email}")
    except (AccountError, throttle.MustWaitError) as refusal:
        return _refused(request, form.staff, refusal, secret)
    return go("/compte", "code-retire" if removing else "code-actif")


def _confirm(request: Request, form: Form, refusal: str) -> None:
    """Check the password of who is signed in. Raises `AccountError` or `MustWaitError`."""
    with guessed(request, own_subject(form.staff)) as session:
        right = check_password(own_account(session, form.staff), form.password("current"))
        if right:
            throttle.succeeded(session, own_subject(form.staff))
    if not right:
        raise AccountError(refusal)


def _confirmed_step(secret: str, code: str) -> int:
    """The time step of a first code. Raises `AccountError` when it is not one of this secret."""
    step = accepted_step(secret, code) if _is_secret(secret) else None
    if step is None:
        raise AccountError("Le code ne convient pas. Vérifiez la clé et l'heure de l'appareil.")
    return step


@router.post("/compte/session")
def close_session(request: Request, form: ReaderForm) -> Response:
    """End one of one's own sessions."""
    with database(request) as session:
        end_sessions(session, own_account(session, form.staff), only=form.text("digest"))
    return go("/compte", "session")


def _refused(request: Request, staff: Staff, refusal: Exception, secret: str = "") -> Response:
    """The account's page with what was refused. The failed attempt stays counted."""
    if isinstance(refusal, throttle.MustWaitError):
        response = _account(request, staff, status=429, error=str(refusal), secret=secret)
        response.headers["Retry-After"] = str(refusal.seconds)
        return response
    return _account(request, staff, status=422, error=refusal.args[0], secret=secret)


def _is_secret(secret: str) -> bool:
    return len(secret) == 32 and set(secret) <= set("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567")


def _account(
    request: Request, staff: Staff, *, status: int = 200, error: str = "", secret: str = ""
) -> Response:
    with database(request) as session:
        user = own_account(session, staff)
        secret = secret if _is_secret(secret) else pyotp.random_base32()
        shown = {
            "has_code": user.totp_secret is not None,
            "secret": secret,
            "key": " ".join(secret[start : start + 4] for start in range(0, len(secret), 4)),
            "open_sessions": sessions_of(session, user),
            "min_chars": MIN_PASSWORD_CHARS,
            "error": error,
        }
    return render(request, staff, "account.html", status=status, **shown)
