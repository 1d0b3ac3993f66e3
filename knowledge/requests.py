"""Requests of people who asked for a person: stored with their consent, withdrawn when they say so.

Every request is erased after `KEPT_DAYS`, whatever became of it; only a count of the day stays.
"""

from __future__ import annotations

import datetime as dt

from sqlalchemy import select
from sqlalchemy.orm import Session

from knowledge.backup.erasures import REQUEST, note_erasure
from knowledge.feedback import count
from knowledge.models import ContactRequest, now
from knowledge.outgoing import ASSIGNED, WITHDRAWAL, find, forget, put
from knowledge.outgoing import REQUEST as REQUEST_MAILS
from knowledge.reference_number import new_reference
from knowledge.shared_pages import new_token, token_digest, token_of

KEPT_DAYS = 90  # told to the person before they agree; also in the privacy text

OPEN, WITHDRAWN = "open", "withdrawn"


def create_request(
    session: Session,
    *,
    reach: str,
    story: str,
    mrc: str | None,
    consent_text: str,
    consent_at: dt.datetime,
    prefix: str,
    once: str | None = None,
) -> tuple[ContactRequest, str]:
    """Store a request, in the caller's transaction; the request and the token of its withdrawal page.

    Input: how to reach the person, what they told, the MRC of the project, the sentence that they agreed
    to and when, and the start of the reference number. Its e-mail is due from then on. `once`: what the
    person sent, which nobody else can tell; the same again is the same request, not another one.
    """
    token = token_of(once) if once else new_token()
    same = select(ContactRequest).where(ContactRequest.withdrawal_digest == token_digest(token))
    known = session.scalar(same) if once else None
    if known is not None and known.status != WITHDRAWN:
        return known, token
    if known is not None:
        token = new_token()
    created = now()
    request = ContactRequest(
        reference=new_reference(session, ContactRequest.reference, f"{prefix}-"),
        withdrawal_digest=token_digest(token),
        reach=reach[:200],
        story=story,
        mrc=mrc,
        consent_text=consent_text,
        consent_at=consent_at,
        created_at=created,
        erase_after=created + dt.timedelta(days=KEPT_DAYS),
    )
    session.add(request)
    count(session, "request", "received")
    session.flush()
    put(session, REQUEST_MAILS, request.id)
    return request, token


def find_request(session: Session, token: str) -> ContactRequest | None:
    """The request of a withdrawal token, unless it was withdrawn."""
    query = select(ContactRequest).where(
        ContactRequest.withdrawal_digest == token_digest(token), ContactRequest.status != WITHDRAWN
    )
    return session.scalar(query)


def find_by_reference(session: Session, reference: str) -> ContactRequest | None:
    """The request of a reference number, unless it was withdrawn. Only for its author or for staff."""
    query = select(ContactRequest).where(
        ContactRequest.reference == reference, ContactRequest.status != WITHDRAWN
    )
    return session.scalar(query)


def withdraw(session: Session, request: ContactRequest) -> None:
    """Erase what a person gave, at once, in the caller's transaction.

    A request that may already have been e-mailed stays as an empty row until the team has been told, by
    e-mail, to erase its copy; then retention deletes the row. Otherwise the row is deleted now.
    """
    count(session, "request", "withdrawn")
    note_erasure(session, REQUEST, request.withdrawal_digest)
    if not was_mailed(session, request):
        erase(session, request)
        return
    request.status = WITHDRAWN
    request.reach = request.story = request.consent_text = ""
    request.mrc = request.assigned_to = request.staff_note = None
    forget(session, (REQUEST_MAILS, ASSIGNED), request.id)
    put(session, WITHDRAWAL, request.id)


def was_mailed(session: Session, request: ContactRequest) -> bool:
    """Whether the team may have been e-mailed a request."""
    mail = find(session, REQUEST_MAILS, request.id)
    return mail is None or mail.attempts > 0


def erase(session: Session, request: ContactRequest) -> None:
    """Erase a request and the mails about it, in the caller's transaction."""
    forget(session, (REQUEST_MAILS, WITHDRAWAL, ASSIGNED), request.id)
    session.delete(request)
    session.flush()
