"""E-mailing requests to the team: what is due is sent, what fails is tried again, nothing is lost.

The request is in the base before any e-mail is tried. A failure waits longer each time; after
`MAX_ATTEMPTS` the request is marked `failed`, and stays visible to staff.
"""

from __future__ import annotations

import datetime as dt
import logging

from sqlalchemy import CursorResult, or_, select, update
from sqlalchemy.orm import Session, sessionmaker

from knowledge import clock
from knowledge.contacts import Contacts
from knowledge.mail import REQUEST_MAIL, Mail, Mailer, MailError
from knowledge.models import ContactRequest, now
from knowledge.reach import email_in
from knowledge.referral.criteria import french_date
from knowledge.requests import FAILED, OPEN, PENDING, SENT, WITHDRAWN

# 10 s, 20 s, 40 s … up to 6 h: about two and a half days in all, the length of a weekend's outage.
FIRST_WAIT_SECONDS = 10
LONGEST_WAIT_SECONDS = 6 * 3600
MAX_ATTEMPTS = 20
# While one process sends, the others leave the request alone; longer than a mail server's timeout.
CLAIM_SECONDS = 120
BATCH = 20

# In development, mail goes to a local catcher: an address that no real mail server delivers to.
DEVELOPMENT_RECIPIENT = "equipe@localhost"

SUBJECT = "Demande {reference}: une personne souhaite être jointe"
TEXT = """Bonjour,

Une personne a demandé à être jointe par l'équipe. Elle a accepté que ceci vous soit envoyé.

Numéro de la demande: {reference}
Pour la joindre: {reach}

{story}

Cette demande est effacée de notre base le {erased}. Effacez aussi ce courriel quand il ne sert plus.
Ces renseignements ne servent qu'à répondre à cette personne.
"""
WITHDRAWN_SUBJECT = "Demande {reference}: retirée par la personne"
WITHDRAWN_TEXT = """Bonjour,

La personne qui avait fait la demande {reference} l'a retirée. Ses renseignements sont effacés de notre base.
Effacez aussi le courriel que vous avez reçu à ce sujet, et n'y donnez pas suite.
"""

_log = logging.getLogger(__name__)


def wait_before(attempt: int) -> dt.timedelta:
    """How long to wait after this many failed attempts (1 and more)."""
    return dt.timedelta(seconds=min(FIRST_WAIT_SECONDS * 2 ** (attempt - 1), LONGEST_WAIT_SECONDS))


def send_due(
    factory: sessionmaker[Session], mailer: Mailer, contacts: Contacts, fallback: str | None = None
) -> int:
    """E-mail the requests whose time has come; how many were handed over.

    Input: the base, what sends, the addresses, and the recipient where none is configured (development's
    catcher). Without a recipient a request waits, and no attempt is counted.
    """
    moment = now()
    with factory() as session:
        due = session.scalars(
            select(ContactRequest.id)
            .where(ContactRequest.mail_status == PENDING, ContactRequest.next_attempt_at <= moment)
            .where(or_(ContactRequest.status == OPEN, ContactRequest.status == WITHDRAWN))
            .order_by(ContactRequest.next_attempt_at)
            .limit(BATCH)
        ).all()
    return sum(_send_one(factory, number, moment, mailer, contacts, fallback) for number in due)


def _send_one(
    factory: sessionmaker[Session],
    number: int,
    moment: dt.datetime,
    mailer: Mailer,
    contacts: Contacts,
    fallback: str | None,
) -> bool:
    with factory() as session, session.begin():
        request = session.get(ContactRequest, number)
        if request is None:
            return False
        recipient = _recipient(request, contacts, fallback)
        if recipient is None or not _claim(session, number, moment, recipient):
            return False
        session.refresh(request)
        mail = _mail(request, recipient)
        status = request.status
    try:
        mailer.send(mail, contacts.sender)
    except MailError as error:
        _log.warning("A request could not be e-mailed (%s); it stays in the base.", error.args[0])
        return _settle(factory, number, status, sent=False)
    return _settle(factory, number, status, sent=True)


def _recipient(request: ContactRequest, contacts: Contacts, fallback: str | None) -> str | None:
    """Where a request goes by today's addresses; a withdrawal goes where the request went."""
    if request.status == WITHDRAWN and request.recipient:
        return request.recipient
    return contacts.recipient(request.mrc) or fallback


def _claim(session: Session, number: int, moment: dt.datetime, recipient: str) -> bool:
    """Take a request for this process: one alone can change it from due to claimed."""
    claimed = session.execute(
        update(ContactRequest)
        .where(ContactRequest.id == number, ContactRequest.mail_status == PENDING)
        .where(ContactRequest.next_attempt_at <= moment)
        .values(
            next_attempt_at=now() + dt.timedelta(seconds=CLAIM_SECONDS),
            mail_attempts=ContactRequest.mail_attempts + 1,
            recipient=recipient,
        )
    )
    return isinstance(claimed, CursorResult) and claimed.rowcount == 1


def _settle(factory: sessionmaker[Session], number: int, status: str, *, sent: bool) -> bool:
    """Note what came of an attempt, unless the request changed meanwhile (withdrawn while it was sent)."""
    with factory() as session, session.begin():
        request = session.get(ContactRequest, number)
        if request is None or request.status != status or request.mail_status != PENDING:
            return sent
        if sent:
            request.mail_status = SENT
        elif request.mail_attempts >= MAX_ATTEMPTS:
            request.mail_status = FAILED
        else:
            request.next_attempt_at = now() + wait_before(request.mail_attempts)
    return sent


def _mail(request: ContactRequest, recipient: str) -> Mail:
    withdrawn = request.status == WITHDRAWN
    subject, text = (WITHDRAWN_SUBJECT, WITHDRAWN_TEXT) if withdrawn else (SUBJECT, TEXT)
    values = {
        "reference": request.reference,
        "reach": request.reach,
        "story": request.story,
        "erased": french_date(clock.day_of(request.erase_after)),
    }
    first = f"{REQUEST_MAIL}-{request.reference}"
    name = f"retrait-{request.reference}" if withdrawn else first
    return Mail(
        recipient=recipient,
        subject=subject.format(**values),
        text=text.format(**values),
        message_id=f"<{name}@{recipient.rpartition('@')[2]}>",
        reply_to=None if withdrawn else email_in(request.reach),
        takes_back=first if withdrawn else None,
    )
