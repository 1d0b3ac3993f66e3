"""The weekly e-mail to the team: what waits for them. Nothing of any person is in it."""

from __future__ import annotations

import datetime as dt
import logging

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session, sessionmaker

from knowledge import clock
from knowledge.contacts import Contacts
from knowledge.feedback import open_question_count
from knowledge.mail import Mail, Mailer, MailError
from knowledge.models import ContactRequest, DigestSent, StaffUser, now
from knowledge.staff.freshness import REASON_NAMES, watch

MONDAY_HOUR = 7
SHOWN = 15

SUBJECT = "Assistant: ce qui vous attend cette semaine"
TEXT = """Bonjour {name},

Dans l'espace équipe de l'assistant:

- Questions sans réponse sûre, dans la boîte: {questions}
- Demandes de personnes à joindre: {requests}
- Fiches et réponses à revoir, dans la veille: {watched}

{details}
Ouvrez l'espace équipe (/equipe) pour vous en occuper.
"""

_log = logging.getLogger(__name__)


def week_of(moment: dt.datetime) -> str | None:
    """The week whose digest is due (`2026-W48`), or None before Monday morning in Montréal."""
    local = moment.astimezone(clock.MONTREAL)
    if local.weekday() == 0 and local.hour < MONDAY_HOUR:
        return None
    year, week, _ = local.isocalendar()
    return f"{year}-W{week:02}"


def compose(session: Session, name: str, today: dt.date) -> str:
    """The text for one person."""
    watched = watch(session, today)
    requests = session.scalar(
        select(func.count()).select_from(ContactRequest).where(ContactRequest.status == "open")
    )
    lines = [f"- {one.name}: {', '.join(REASON_NAMES[reason] for reason in one.reasons)}" for one in watched]
    if len(lines) > SHOWN:
        lines[SHOWN:] = [f"- et {len(lines) - SHOWN} autres"]
    return TEXT.format(
        name=name,
        questions=open_question_count(session),
        requests=requests,
        watched=len(watched),
        details="\n".join(lines) + "\n" if lines else "",
    )


def send_weekly(
    factory: sessionmaker[Session], mailer: Mailer, contacts: Contacts, moment: dt.datetime | None = None
) -> int:
    """Send this week's digest to editors and administrators, once; how many were handed over.

    When none could be, the week stays due and is tried again at the next turn.
    """
    moment = moment or now()
    week = week_of(moment)
    if week is None or not _claim(factory, week):
        return 0
    today = clock.day_of(moment)
    with factory() as session:
        people = session.scalars(
            select(StaffUser).where(
                StaffUser.active.is_(True),
                StaffUser.role.in_(("editor", "administrator")),
                StaffUser.password_hash.is_not(None),
            )
        ).all()
        mails = [
            Mail(
                recipient=person.email,
                subject=SUBJECT,
                text=compose(session, person.name, today),
                message_id=f"<veille-{week}-{person.id}@{person.email.rpartition('@')[2]}>",
            )
            for person in people
        ]
    sent = sum(_hand_over(mailer, mail, contacts.sender) for mail in mails)
    if not sent:
        with factory() as session, session.begin():
            row = session.get(DigestSent, week)
            if row is not None:
                session.delete(row)
    return sent


def _hand_over(mailer: Mailer, mail: Mail, sender: str | None) -> bool:
    try:
        mailer.send(mail, sender)
    except MailError as error:
        _log.warning("The weekly digest could not be e-mailed (%s).", error.args[0])
        return False
    return True


def _claim(factory: sessionmaker[Session], week: str) -> bool:
    """Take the week for this process: one alone can add its row."""
    try:
        with factory() as session, session.begin():
            if session.get(DigestSent, week) is not None:
                return False
            session.add(DigestSent(week=week))
    except IntegrityError:
        return False
    return True
