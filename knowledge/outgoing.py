"""The line of the e-mails to send: what is due is sent, what fails is tried again, nothing is lost.

A mail is in the base before it is tried, and one process at a time takes it. A failure waits longer each
time; after `MAX_ATTEMPTS` the mail is marked `failed`. What it says is made when it leaves, by the function
of its kind: nothing of anybody is kept in the line.
"""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass

from sqlalchemy import ColumnElement, CursorResult, delete, func, or_, select, update
from sqlalchemy.orm import Session, sessionmaker

from knowledge.mail import Mail, Mailer, MailError
from knowledge.models import OutgoingMail, now

# 10 s, 20 s, 40 s … up to 6 h: about two and a half days in all, the length of a weekend's outage.
FIRST_WAIT_SECONDS = 10
LONGEST_WAIT_SECONDS = 6 * 3600
MAX_ATTEMPTS = 20
# While one process sends, the others leave the mail alone; longer than a mail server's timeout.
CLAIM_SECONDS = 120
NOT_YET_SECONDS = 30  # a mail that has nobody to go to yet lets the others pass
BATCH = 20
PENDING, SENT, FAILED = "pending", "sent", "failed"

# The kinds of mail; those to many people leave after the others.
REQUEST, WITHDRAWAL, SUBSCRIPTION, BULLETIN = "request", "withdrawal", "subscription", "bulletin"
ASSIGNED = "assigned"  # to whom a request is given to look after
LETTER, ALERT_CONFIRM, ALERT = "letter", "alert_confirm", "alert"
REFERRAL, REFERRAL_TOLD, REFERRAL_BACK = "referral", "referral_told", "referral_back"
SIGN_IN, TABLE = "sign_in", "table"
KINDS = (
    *(REQUEST, WITHDRAWAL, ASSIGNED, REFERRAL, REFERRAL_TOLD, REFERRAL_BACK),
    *(SIGN_IN, SUBSCRIPTION, ALERT_CONFIRM, LETTER, TABLE, ALERT, BULLETIN),
)
TO_MANY = (LETTER, TABLE, ALERT, BULLETIN)

Line = Mapping[tuple[str, str], int]  # kind and state of mails -> how many
Composer = Callable[[Session, OutgoingMail], Mail | None]

_log = logging.getLogger(__name__)


def in_line(session: Session) -> Line:
    """How many mails wait or have failed, by kind and state."""
    query = select(OutgoingMail.kind, OutgoingMail.status, func.count())
    rows = session.execute(query.group_by(OutgoingMail.kind, OutgoingMail.status))
    return {(kind, status): number for kind, status, number in rows}


class NotYetError(Exception):
    """A mail cannot leave yet (nobody to receive it is known): it waits, and no attempt is counted."""


@dataclass(frozen=True)
class Letterhead:
    """Who writes, and where the links lead: the site's own address, without a slash at its end."""

    pole: str
    address: str
    site: str
    to_html: Callable[[str], str]  # Markdown as safe HTML
    sender: str | None = None


def put(session: Session, kind: str, about: int, part: int | None = None) -> OutgoingMail:
    """Make a mail due, in the caller's transaction; a former one of the same kind about the same goes."""
    session.execute(delete(OutgoingMail).where(*_same(kind, about, part)))
    made = OutgoingMail(kind=kind, about=about, part=part)
    session.add(made)
    session.flush()
    return made


def find(session: Session, kind: str, about: int, part: int | None = None) -> OutgoingMail | None:
    """The mail of a kind about something."""
    return session.scalar(select(OutgoingMail).where(*_same(kind, about, part)))


def forget(session: Session, kinds: Collection[str], about: int) -> None:
    """Take the mails about something out of the line, in the caller's transaction."""
    session.execute(delete(OutgoingMail).where(OutgoingMail.kind.in_(kinds), OutgoingMail.about == about))


def forget_told(session: Session, before: dt.datetime) -> None:
    """Forget, in the caller's transaction, which mails were sent or failed before an instant."""
    session.execute(
        delete(OutgoingMail).where(OutgoingMail.status != PENDING, OutgoingMail.next_attempt_at < before)
    )


def wait_before(attempt: int) -> dt.timedelta:
    """How long to wait after this many failed attempts (1 and more)."""
    return dt.timedelta(seconds=min(FIRST_WAIT_SECONDS * 2 ** (attempt - 1), LONGEST_WAIT_SECONDS))


def send_due(
    factory: sessionmaker[Session], mailer: Mailer, composers: Mapping[str, Composer], sender: str | None
) -> int:
    """E-mail what is due; how many were handed over.

    Input: the base, what sends, the function that makes the mail of each kind (None: there is nothing left to
    say, and the mail goes from the line), and the address that mails come from.
    """
    moment = now()
    with factory() as session:
        due = session.scalars(
            select(OutgoingMail.id)
            .where(
                OutgoingMail.status == PENDING,
                _due(moment),
                OutgoingMail.kind.in_(composers),
            )
            .order_by(OutgoingMail.kind.in_(TO_MANY), OutgoingMail.next_attempt_at, OutgoingMail.id)
            .limit(BATCH)
        ).all()
    return sum(_send_one(factory, number, moment, mailer, composers, sender) for number in due)


def claim(session: Session, number: int, moment: dt.datetime) -> bool:
    """Take a mail for this process: one alone can change it from due to claimed."""
    claimed = session.execute(
        update(OutgoingMail)
        .where(OutgoingMail.id == number, OutgoingMail.status == PENDING)
        .where(_due(moment))
        .values(
            next_attempt_at=now() + dt.timedelta(seconds=CLAIM_SECONDS), attempts=OutgoingMail.attempts + 1
        )
    )
    return isinstance(claimed, CursorResult) and claimed.rowcount == 1


def _send_one(
    factory: sessionmaker[Session],
    number: int,
    moment: dt.datetime,
    mailer: Mailer,
    composers: Mapping[str, Composer],
    sender: str | None,
) -> bool:
    with factory() as session, session.begin():
        if not claim(session, number, moment):
            return False
        row = session.get_one(OutgoingMail, number)
        try:
            mail = composers[row.kind](session, row)
        except NotYetError:
            row.attempts -= 1
            row.next_attempt_at = now() + dt.timedelta(seconds=NOT_YET_SECONDS)
            return False
        if mail is None:
            session.delete(row)
            return False
        session.flush()
        kind, attempts = row.kind, row.attempts
    try:
        mailer.send(mail, sender)
    except MailError as error:
        _log.warning("A mail (%s) could not be sent (%s); it stays in line.", kind, error.args[0])
        return _settle(factory, number, kind, attempts, sent=False)
    return _settle(factory, number, kind, attempts, sent=True)


def _settle(factory: sessionmaker[Session], number: int, kind: str, attempts: int, *, sent: bool) -> bool:
    """Note what came of an attempt, unless the mail went from the line meanwhile (its author took it back).
    The number alone would not tell: a base gives it again."""
    with factory() as session, session.begin():
        row = session.get(OutgoingMail, number)
        if row is None or (row.kind, row.attempts, row.status) != (kind, attempts, PENDING):
            return sent
        if sent:
            row.status = SENT
        elif row.attempts >= MAX_ATTEMPTS:
            row.status = FAILED
        else:
            row.next_attempt_at = now() + wait_before(row.attempts)
    return sent


def _due(moment: dt.datetime) -> ColumnElement[bool]:
    """What may leave at an instant: also what a clock that was ahead would have wait longer than any wait."""
    latest = moment + dt.timedelta(seconds=2 * LONGEST_WAIT_SECONDS)
    return or_(OutgoingMail.next_attempt_at <= moment, OutgoingMail.next_attempt_at > latest)


def _same(kind: str, about: int, part: int | None) -> list[ColumnElement[bool]]:
    of_part = OutgoingMail.part.is_(None) if part is None else OutgoingMail.part == part
    return [OutgoingMail.kind == kind, OutgoingMail.about == about, of_part]
