"""E-mailing bulletins and the links to confirm: what is due is sent, what fails is tried again.

As with requests (see knowledge.request_mail): each mail is in the base before it is tried, one process at a
time takes it, and a failure waits longer each time.
"""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy import CursorResult, select, update
from sqlalchemy.orm import Session, sessionmaker

from knowledge.bulletins import text_of
from knowledge.mail import Mail, Mailer, MailError
from knowledge.models import Bulletin, BulletinMail, Subscriber, now
from knowledge.request_mail import CLAIM_SECONDS, MAX_ATTEMPTS, wait_before
from knowledge.subscribers import CONFIRM_DAYS

BATCH = 20
PENDING, SENT, FAILED = "pending", "sent", "failed"

CONFIRM_SUBJECT = "Confirmez votre inscription au bulletin: {pole}"
CONFIRM_TEXT = """Bonjour,

Quelqu'un, sans doute vous, a demandé que cette adresse reçoive le bulletin: {pole}.

Pour confirmer, ouvrez ce lien et appuyez sur le bouton:
{confirm}

Sans confirmation, l'adresse est effacée dans {days} jours et vous ne recevrez rien d'autre.
Si ce n'est pas vous, ne faites rien, ou effacez-la tout de suite: {leave}

{pole}
{address}
"""
FOOT = """
---

Vous recevez ce bulletin parce que vous l'avez demandé et confirmé. [Lire en ligne]({page}).
[Ne plus le recevoir]({leave}): votre adresse est alors effacée.

{pole}, {address}
"""


@dataclass(frozen=True)
class Letterhead:
    """Who writes, and where the links lead: the site's own address, without a slash at its end."""

    pole: str
    address: str
    site: str
    to_html: Callable[[str], str]  # Markdown as safe HTML
    sender: str | None = None

    def leave(self, subscriber: Subscriber) -> str:
        return f"{self.site}/bulletin/quitter/{subscriber.token}"

    def confirm(self, subscriber: Subscriber) -> str:
        return f"{self.site}/bulletin/confirmer/{subscriber.token}"


def send_due(factory: sessionmaker[Session], mailer: Mailer, head: Letterhead) -> int:
    """E-mail what is due; how many were handed over."""
    moment = now()
    with factory() as session:
        due = session.scalars(
            select(BulletinMail.id)
            .where(BulletinMail.status == PENDING, BulletinMail.next_attempt_at <= moment)
            .order_by(BulletinMail.bulletin_id.is_not(None), BulletinMail.id)
            .limit(BATCH)
        ).all()
    return sum(_send_one(factory, number, moment, mailer, head) for number in due)


def bulletin_mail(bulletin: Bulletin, recipient: str, leave: str, head: Letterhead, name: str) -> Mail:
    """A bulletin as it goes to one person. `leave`: where they leave the list."""
    foot = FOOT.format(
        page=f"{head.site}/bulletin/{bulletin.name}", leave=leave, pole=head.pole, address=head.address
    )
    text = text_of(bulletin) + foot
    return Mail(
        recipient=recipient,
        subject=bulletin.title,
        text=text,
        html=head.to_html(text),
        message_id=f"<{name}@{recipient.rpartition('@')[2]}>",
        unsubscribe=leave,
    )


def _send_one(
    factory: sessionmaker[Session], number: int, moment: dt.datetime, mailer: Mailer, head: Letterhead
) -> bool:
    with factory() as session, session.begin():
        if not _claim(session, number, moment):
            return False
        row = session.get_one(BulletinMail, number)
        subscriber = session.get_one(Subscriber, row.subscriber_id)
        mail = _mail(session, row, subscriber, head)
    try:
        mailer.send(mail, head.sender)
    except MailError as error:
        _log.warning("A bulletin could not be e-mailed (%s); it is tried again.", error.args[0])
        return _settle(factory, number, sent=False)
    return _settle(factory, number, sent=True)


def _claim(session: Session, number: int, moment: dt.datetime) -> bool:
    """Take a mail for this process: one alone can change it from due to claimed."""
    claimed = session.execute(
        update(BulletinMail)
        .where(BulletinMail.id == number, BulletinMail.status == PENDING)
        .where(BulletinMail.next_attempt_at <= moment)
        .values(
            next_attempt_at=now() + dt.timedelta(seconds=CLAIM_SECONDS), attempts=BulletinMail.attempts + 1
        )
    )
    return isinstance(claimed, CursorResult) and claimed.rowcount == 1


def _settle(factory: sessionmaker[Session], number: int, *, sent: bool) -> bool:
    """Note what came of an attempt; who left meanwhile has no row any more."""
    with factory() as session, session.begin():
        row = session.get(BulletinMail, number)
        if row is None:
            return sent
        if sent:
            row.status = SENT
        elif row.attempts >= MAX_ATTEMPTS:
            row.status = FAILED
        else:
            row.next_attempt_at = now() + wait_before(row.attempts)
    return sent


def _mail(session: Session, row: BulletinMail, subscriber: Subscriber, head: Letterhead) -> Mail:
    leave = head.leave(subscriber)
    if row.bulletin_id is not None:
        bulletin = session.get_one(Bulletin, row.bulletin_id)
        name = f"bulletin-{bulletin.name}-{subscriber.id}"
        return bulletin_mail(bulletin, subscriber.address, leave, head, name)
    text = CONFIRM_TEXT.format(
        pole=head.pole,
        address=head.address,
        days=CONFIRM_DAYS,
        confirm=head.confirm(subscriber),
        leave=leave,
    )
    return Mail(
        recipient=subscriber.address,
        subject=CONFIRM_SUBJECT.format(pole=head.pole),
        text=text,
        message_id=f"<inscription-{row.id}@{subscriber.address.rpartition('@')[2]}>",
    )


_log = logging.getLogger(__name__)
