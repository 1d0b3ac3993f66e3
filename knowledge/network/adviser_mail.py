"""The mail with the link that opens an adviser's space."""

from __future__ import annotations

from functools import partial

from sqlalchemy.orm import Session

from knowledge.mail import Mail
from knowledge.models import Adviser, OutgoingMail
from knowledge.network.advisers import link_to_enter
from knowledge.network.delays import ADVISER as DELAYS
from knowledge.network.mail_texts import mail_text
from knowledge.outgoing import SIGN_IN, Composer, Letterhead

PATH = "/espace"


def composers(head: Letterhead) -> dict[str, Composer]:
    """What makes that mail."""
    return {SIGN_IN: partial(_sign_in, head)}


def _sign_in(head: Letterhead, session: Session, row: OutgoingMail) -> Mail | None:
    adviser = session.get(Adviser, row.about)
    if adviser is None:
        return None
    text = mail_text(
        "sign_in",
        "text",
        link=f"{head.site}{PATH}/entrer/{link_to_enter(session, adviser)}",
        minutes=str(DELAYS.link_minutes),
        pole=head.pole,
        address=head.address,
    )
    return Mail(
        recipient=adviser.address,
        subject=mail_text("sign_in", "subject", pole=head.pole),
        text=text,
        message_id=f"<entrer-{row.id}@{adviser.address.rpartition('@')[2]}>",
    )
