"""The mails to who has a space: the link that opens it, and what is new at the table of experts."""

from __future__ import annotations

from functools import partial

from sqlalchemy.orm import Session

from knowledge.mail import Mail
from knowledge.models import Adviser, OutgoingMail, now
from knowledge.network.advisers import link_to_enter
from knowledge.network.delays import ADVISER as DELAYS
from knowledge.network.experts import link_to_stop, news_for
from knowledge.network.mail_texts import mail_text
from knowledge.outgoing import SIGN_IN, TABLE, Composer, Letterhead

PATH = "/espace"
TABLE_PATH = f"{PATH}/table"
STOP_PATH = f"{TABLE_PATH}/courriels"


def composers(head: Letterhead) -> dict[str, Composer]:
    """What makes these mails."""
    return {SIGN_IN: partial(_sign_in, head), TABLE: partial(_table, head)}


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


def _table(head: Letterhead, session: Session, row: OutgoingMail) -> Mail | None:
    adviser = session.get(Adviser, row.about)
    if adviser is None or adviser.told_at is None:
        return None
    new, answered = news_for(session, adviser)
    if not new and not answered:  # read, closed or erased meanwhile
        return None
    adviser.told_at = now()
    said = [_counted(new, "nouveau cas", "nouveaux cas")] if new else []
    said += [_counted(answered, "réponse à un de vos cas", "réponses à vos cas")] if answered else []
    count = ", ".join(said)
    leave = f"{head.site}{STOP_PATH}/{link_to_stop(session, adviser)}"
    values = {"pole": head.pole, "address": head.address, "link": f"{head.site}{TABLE_PATH}", "leave": leave}
    return Mail(
        recipient=adviser.address,
        subject=mail_text("table", "subject", count=count),
        text=mail_text("table", "text", count=count, **values),
        message_id=f"<table-{row.id}@{adviser.address.rpartition('@')[2]}>",
        unsubscribe=leave,
    )


def _counted(number: int, one: str, several: str) -> str:
    return f"{number} {one if number == 1 else several}"
