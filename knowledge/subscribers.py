"""Who receives the bulletin: addresses that asked for it twice, and that leave in one act.

Asking makes a link due to the mailbox itself; only what is done from there is consent. Leaving erases.
"""

from __future__ import annotations

import datetime as dt
import re

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from knowledge.asked_twice import confirm_by, may_write
from knowledge.backup.erasures import SUBSCRIBER, note_erasure
from knowledge.models import Subscriber, now
from knowledge.outgoing import BULLETIN, SUBSCRIPTION, forget, put
from knowledge.reach import EMAIL
from knowledge.shared_pages import new_token, token_digest

MAX_ADDRESS = 200

_ADDRESS = re.compile(EMAIL)


def read_address(text: str) -> str | None:
    """The e-mail address that a text is, in small letters; None when it is not one."""
    text = text.strip()
    return text.lower() if len(text) <= MAX_ADDRESS and _ADDRESS.fullmatch(text) else None


def ask(session: Session, address: str) -> bool:
    """Make the link to confirm due to an address, in the caller's transaction; False when nothing is: it
    receives the bulletin already, was written to lately, or the day has had enough of them."""
    standing = session.scalar(select(Subscriber).where(Subscriber.address == address))
    moment = now()
    if not may_write(session, standing):
        return False
    until = confirm_by(moment)
    if standing is None:
        standing = Subscriber(address=address, token=new_token(), asked_at=moment, confirm_by=until)
        session.add(standing)
        session.flush()
    else:
        standing.asked_at, standing.confirm_by = moment, until
    put(session, SUBSCRIPTION, standing.id)
    return True


def find(session: Session, token: str) -> Subscriber | None:
    """The subscriber of a link, or None when it is unknown, erased, or was not confirmed in time."""
    found = session.scalar(select(Subscriber).where(Subscriber.token == token))
    if found is None or (found.consent_at is None and found.confirm_by <= now()):
        return None
    return found


def confirm(subscriber: Subscriber) -> None:
    """Note the consent, in the caller's transaction; a second time changes nothing."""
    if subscriber.consent_at is None:
        subscriber.consent_at = now()


def leave(session: Session, subscriber: Subscriber) -> None:
    """Erase an address and the mails due to it, in the caller's transaction."""
    note_erasure(session, SUBSCRIBER, token_digest(subscriber.token))
    forget(session, (SUBSCRIPTION, BULLETIN), subscriber.id)
    session.delete(subscriber)
    session.flush()


def erase_unconfirmed(session: Session, moment: dt.datetime) -> int:
    """Erase the addresses that nobody confirmed in time, in the caller's transaction; how many."""
    late = session.scalars(
        select(Subscriber).where(Subscriber.consent_at.is_(None), Subscriber.confirm_by <= moment)
    ).all()
    for one in late:
        leave(session, one)
    return len(late)


def how_many(session: Session) -> tuple[int, int]:
    """How many receive the bulletin, and how many have not confirmed yet."""
    active = session.scalar(select(func.count()).where(Subscriber.consent_at.is_not(None)))
    waiting = session.scalar(select(func.count()).where(Subscriber.consent_at.is_(None)))
    return active or 0, waiting or 0


def all_of(session: Session) -> list[Subscriber]:
    """Every address, those that confirmed first, in the order of the alphabet."""
    return list(
        session.scalars(select(Subscriber).order_by(Subscriber.consent_at.is_(None), Subscriber.address))
    )
