"""A forgotten password: a link by e-mail, where a mail server is set; else the administration is asked."""

from __future__ import annotations

import logging
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import Response
from starlette.background import BackgroundTask

from knowledge.contacts import load_contacts
from knowledge.mail import Mail, MailError
from knowledge.shared_pages import new_token
from knowledge.staff import throttle
from knowledge.staff.accounts import FORGOTTEN_HOURS, forgotten
from web.background import mailer, with_sender
from web.staff.access import ROOT, RefusedError, database
from web.staff.devices import asking_subject
from web.staff.pages import go
from web.staff.visitors import VisitorForm, visitor_page

router = APIRouter()

_log = logging.getLogger(__name__)

SUBJECT = "Choisir un nouveau mot de passe"
TEXT = """Bonjour {name},

Quelqu'un, sans doute vous, a demandé à choisir un nouveau mot de passe pour l'espace équipe.
Ouvrez ce lien dans les {hours} heures (il sert une seule fois):

{link}

Si ce n'est pas vous, ne faites rien: votre mot de passe reste le même.
"""


def by_mail(request: Request) -> dict[str, bool]:
    """Whether somebody who forgot their password can have a link e-mailed, for the page."""
    return {"by_mail": mailer(request.app.state.settings) is not None}


@router.get("/mot-de-passe-oublie")
def forgotten_page(request: Request) -> Response:
    """Where one asks for a link."""
    return _page(request)


@router.post("/mot-de-passe-oublie")
def ask_for_link(request: Request, data: VisitorForm) -> Response:
    """E-mail a link, if the address has an account; the page says the same when it has none."""
    email = str(data.get("email") or "")
    if mailer(request.app.state.settings) is None:
        raise RefusedError(404, "Aucun courriel ne part d'ici", "Demandez un lien à l'administration.")
    try:
        with database(request) as session:
            throttle.attempt(session, asking_subject(request))
    except throttle.MustWaitError as waiting:
        response = _page(request, status=429, error=str(waiting))
        response.headers["Retry-After"] = str(waiting.seconds)
        return response
    response = go("/connexion", "lien")
    # After the reply: how long a link takes does not tell whether the address has an account.
    response.background = BackgroundTask(_send, request, email)
    return response


def _page(request: Request, *, status: int = 200, error: str = "") -> Response:
    shown: dict[str, Any] = {"error": error, "hours": FORGOTTEN_HOURS, **by_mail(request)}
    return visitor_page(request, "forgotten.html", status=status, **shown)


def _send(request: Request, email: str) -> None:
    settings = request.app.state.settings
    sender = mailer(settings)
    with database(request) as session:
        found = forgotten(session, email)
        if found is None or sender is None:
            return
        user, token = found
        link = f"{settings.address}{ROOT}/invitation/{token}"
        text = TEXT.format(name=user.name, hours=FORGOTTEN_HOURS, link=link)
        domain = user.email.rpartition("@")[2]
        mail = Mail(user.email, SUBJECT, text, f"<mot-de-passe-{new_token()[:16]}@{domain}>")
    try:
        sender.send(mail, with_sender(settings, load_contacts()).sender)
    except MailError as error:
        _log.warning("The link for a forgotten password could not be e-mailed (%s).", error.args[0])
