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
from knowledge.referral.doors import load_doors
from knowledge.referral.saved_search import SavedSearch

PATH = "/alertes"


def composers(head: Letterhead) -> dict[str, Composer]:
    """What makes the mails of alerts."""
    return {ALERT_CONFIRM: partial(_confirmation, head), ALERT: partial(_alert, head)}


def name_of(session: Session, about: str, search: SavedSearch | None = None) -> str:
    """What is watched, as people name it."""
    if search is not None:
        return search.title(load_doors(session).mrc_names)
    if about.startswith(MRC):
        mrc = session.get(Mrc, about.removeprefix(MRC))
        return mrc.name if mrc else about
    row = session.get(Resource, about)
    return row.name if row else about


def name_of_row(session: Session, row: Watching) -> str:
    """What a row watches, as people name it."""
    return name_of(session, row.about, _search(row))


def page_of(about: str, search: SavedSearch | None = None) -> str:
    """The page of what is watched."""
    if search is not None:
        return search.address()
    return f"/portes/{about.removeprefix(MRC)}" if about.startswith(MRC) else f"/ressources/{about}"


def _search(row: Watching) -> SavedSearch | None:
    return SavedSearch.restored(row.search) if row.search is not None else None


def _confirmation(head: Letterhead, session: Session, row: OutgoingMail) -> Mail | None:
    asked = session.get(Watching, row.about)
    if asked is None or asked.consent_at is not None:
        return None
    token, name = link_of(session, asked), name_of_row(session, asked)
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
    told, name = told_to(session, asked), name_of_row(session, asked)
    if not told:  # put back as it was meanwhile
        return None
    leave = f"{head.site}{PATH}/quitter/{link_of(session, asked)}"
    text = mail_text(
        "alert",
        "text",
        name=name,
        lines=_lines(told),
        page=f"{head.site}{page_of(asked.about, _search(asked))}",
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
