"""What the team is e-mailed of a request for a person, and of its withdrawal (see knowledge.outgoing)."""

from __future__ import annotations

from functools import partial

from sqlalchemy.orm import Session

from knowledge import clock
from knowledge.contacts import Contacts
from knowledge.mail import REQUEST_MAIL, Mail
from knowledge.models import ContactRequest, OutgoingMail, StaffUser
from knowledge.outgoing import ASSIGNED, REQUEST, WITHDRAWAL, Composer, NotYetError
from knowledge.reach import email_in
from knowledge.referral.criteria import french_date
from knowledge.requests import OPEN, WITHDRAWN

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


ASSIGNED_SUBJECT = "Demande {reference}: elle vous est confiée"
ASSIGNED_TEXT = """Bonjour {name},

La demande {reference}, d'une personne qui souhaite être jointe, vous est confiée.
Elle est dans l'espace équipe, avec ce qu'il faut pour la joindre: {desk}
"""


def composers(contacts: Contacts, fallback: str | None = None, site: str = "") -> dict[str, Composer]:
    """What makes the mails about requests.

    Input: the addresses, and the recipient where none is configured (development's catcher). Without a
    recipient a request waits. `site`: the site's own address.
    """
    return {
        REQUEST: partial(_request_mail, contacts, fallback),
        WITHDRAWAL: partial(_withdrawal_mail, contacts, fallback),
        ASSIGNED: partial(_assigned_mail, site),
    }


def _request_mail(
    contacts: Contacts, fallback: str | None, session: Session, row: OutgoingMail
) -> Mail | None:
    request = session.get(ContactRequest, row.about)
    if request is None or request.status != OPEN:  # a request that the team closed is known to it
        return None
    recipient = contacts.recipient(request.mrc) or fallback
    if recipient is None:
        raise NotYetError
    request.recipient = recipient
    values = {
        "reference": request.reference,
        "reach": request.reach,
        "story": request.story,
        "erased": french_date(clock.day_of(request.erase_after)),
    }
    return Mail(
        recipient=recipient,
        subject=SUBJECT.format(**values),
        text=TEXT.format(**values),
        message_id=f"<{REQUEST_MAIL}-{request.reference}@{recipient.rpartition('@')[2]}>",
        reply_to=email_in(request.reach),
    )


def _assigned_mail(site: str, session: Session, row: OutgoingMail) -> Mail | None:
    """Told to who looks after a request, if they still do; nothing of the person is in it."""
    request, user = session.get(ContactRequest, row.about), session.get(StaffUser, row.part or 0)
    if request is None or user is None or not user.active:
        return None
    if request.status != OPEN or request.assigned_to != user.name:
        return None
    values = {"reference": request.reference, "name": user.name, "desk": f"{site}/equipe/demandes?qui=moi"}
    return Mail(
        recipient=user.email,
        subject=ASSIGNED_SUBJECT.format(**values),
        text=ASSIGNED_TEXT.format(**values),
        message_id=f"<confiee-{request.reference}-{user.id}@{user.email.rpartition('@')[2]}>",
    )


def _withdrawal_mail(
    contacts: Contacts, fallback: str | None, session: Session, row: OutgoingMail
) -> Mail | None:
    """A withdrawal goes where the request went."""
    request = session.get(ContactRequest, row.about)
    if request is None or request.status != WITHDRAWN:
        return None
    recipient = request.recipient or contacts.recipient(None) or fallback
    if recipient is None:
        raise NotYetError
    return Mail(
        recipient=recipient,
        subject=WITHDRAWN_SUBJECT.format(reference=request.reference),
        text=WITHDRAWN_TEXT.format(reference=request.reference),
        message_id=f"<retrait-{request.reference}@{recipient.rpartition('@')[2]}>",
        takes_back=f"{REQUEST_MAIL}-{request.reference}",
    )
