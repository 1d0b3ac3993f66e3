"""The mails to who asked to be told: the link to confirm, then what changed, each with its link to leave."""

from __future__ import annotations

from functools import partial

from sqlalchemy.orm import Session

from knowledge.asked_twice import CONFIRM_DAYS
from knowledge.mail import Mail
from knowledge.models import Mrc, OutgoingMail, Resource, Watching
from knowledge.network.mail_texts import mail_text
from knowledge.network.watching import MRC, Told, link_of, told_to
from knowledge.outgoing import ALERT, ALERT_CONFIRM, Composer, Letterhead

PATH = "/alertes"


def composers(head: Letterhead) -> dict[str, Composer]:
    """What makes the mails of alerts."""
    return {ALERT_CONFIRM: partial(_confirmation, head), ALERT: partial(_alert, head)}


def name_of(session: Session, about: str) -> str:
    """What is watched, as people name it."""
    if about.startswith(MRC):
        mrc = session.get(Mrc, about.removeprefix(MRC))
        return mrc.name if mrc else about
    row = session.get(Resource, about)
    return row.name if row else about


def page_of(about: str) -> str:
    """The page of what is watched."""
    return f"/portes/{about.removeprefix(MRC)}" if about.startswith(MRC) else f"/ressources/{about}"


def _confirmation(head: Letterhead, session: Session, row: OutgoingMail) -> Mail | None:
    asked = session.get(Watching, row.about)
    if asked is None or asked.consent_at is not None:
        return None
    token, name = link_of(session, asked), name_of(session, asked.about)
    text = mail_text(
        "alert_confirm",
        "text",
        pole=head.pole,
        address=head.address,
        name=name,
        days=str(CONFIRM_DAYS),
        confirm=f"{head.site}{PATH}/confirmer/{token}",
        leave=f"{head.site}{PATH}/quitter/{token}",
    )
    return Mail(
        recipient=asked.address,
        subject=mail_text("alert_confirm", "subject", name=name),
        text=text,
        message_id=f"<alerte-{row.id}@{asked.address.rpartition('@')[2]}>",
    )


def _alert(head: Letterhead, session: Session, row: OutgoingMail) -> Mail | None:
    asked = session.get(Watching, row.about)
    if asked is None or asked.consent_at is None:
        return None
    told, name = told_to(session, asked), name_of(session, asked.about)
    if not told:  # put back as it was meanwhile
        return None
    leave = f"{head.site}{PATH}/quitter/{link_of(session, asked)}"
    text = mail_text(
        "alert",
        "text",
        name=name,
        lines=_lines(told),
        page=f"{head.site}{page_of(asked.about)}",
        leave=leave,
        pole=head.pole,
        address=head.address,
    )
    return Mail(
        recipient=asked.address,
        subject=mail_text("alert", "subject", name=name),
        text=text,
        message_id=f"<alerte-{asked.id}-{row.id}@{asked.address.rpartition('@')[2]}>",
        unsubscribe=leave,
    )


def _lines(told: Told) -> str:
    parts = (("calls", told.calls), ("new", told.new), ("changed", told.changed))
    return "\n\n".join(
        "\n".join([mail_text("alert", part), *(f"- {line}" for line in lines)])
        for part, lines in parts
        if lines
    )
