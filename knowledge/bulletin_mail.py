"""What subscribers are e-mailed: the link to confirm, then the bulletins (see knowledge.outgoing)."""

from __future__ import annotations

from functools import partial

from sqlalchemy.orm import Session

from knowledge.asked_twice import CONFIRM_DAYS
from knowledge.bulletins import text_of
from knowledge.mail import Mail
from knowledge.models import Bulletin, OutgoingMail, Subscriber
from knowledge.outgoing import BULLETIN, SUBSCRIPTION, Composer, Letterhead

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


def composers(head: Letterhead) -> dict[str, Composer]:
    """What makes the mails to subscribers."""
    return {SUBSCRIPTION: partial(_confirmation, head), BULLETIN: partial(_bulletin, head)}


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


def _bulletin(head: Letterhead, session: Session, row: OutgoingMail) -> Mail | None:
    subscriber, bulletin = session.get(Subscriber, row.about), session.get(Bulletin, row.part)
    if subscriber is None or subscriber.consent_at is None or bulletin is None:
        return None
    name = f"bulletin-{bulletin.name}-{subscriber.id}"
    return bulletin_mail(bulletin, subscriber.address, _leave(head, subscriber), head, name)


def _confirmation(head: Letterhead, session: Session, row: OutgoingMail) -> Mail | None:
    subscriber = session.get(Subscriber, row.about)
    if subscriber is None:
        return None
    text = CONFIRM_TEXT.format(
        pole=head.pole,
        address=head.address,
        days=CONFIRM_DAYS,
        confirm=f"{head.site}/bulletin/confirmer/{subscriber.token}",
        leave=_leave(head, subscriber),
    )
    return Mail(
        recipient=subscriber.address,
        subject=CONFIRM_SUBJECT.format(pole=head.pole),
        text=text,
        message_id=f"<inscription-{row.id}@{subscriber.address.rpartition('@')[2]}>",
    )


def _leave(head: Letterhead, subscriber: Subscriber) -> str:
    return f"{head.site}/bulletin/quitter/{subscriber.token}"
