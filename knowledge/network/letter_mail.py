"""The letter to an organization as it leaves, with a link of its own each time it is tried."""

from __future__ import annotations

import datetime as dt
from functools import partial

from sqlalchemy.orm import Session

from knowledge import clock
from knowledge.mail import Mail
from knowledge.models import OrganizationLetter, OutgoingMail, Resource, now
from knowledge.network.delays import LETTER as DELAYS
from knowledge.network.links import make_link
from knowledge.network.mail_texts import mail_text
from knowledge.outgoing import LETTER, Composer, Letterhead
from knowledge.referral.criteria import french_date

PATH = "/organisme"
NAMED = 6  # sheets named in the mail; the page shows them all


def composers(head: Letterhead) -> dict[str, Composer]:
    """What makes the letters to organizations."""
    return {LETTER: partial(_letter, head)}


def _letter(head: Letterhead, session: Session, row: OutgoingMail) -> Mail | None:
    letter = session.get(OrganizationLetter, row.about)
    about = session.get(Resource, letter.organization) if letter else None
    if letter is None or about is None or letter.status != "waiting":
        return None
    token = make_link(session, "letter", letter.id, DELAYS.link_days)
    named = [one.name for one in (session.get(Resource, name) for name in letter.sheets) if one is not None]
    more = [f"et {len(named) - NAMED} autres"] if len(named) > NAMED else []
    missing = not (about.content.get("contact") or {}).get("phone")
    text = mail_text(
        "letter",
        "text",
        pole=head.pole,
        address=head.address,
        organization=about.name,
        link=f"{head.site}{PATH}/{token}",
        asked=mail_text("letter", "missing_phone") + "\n" if missing else "",
        sheets=", ".join([*named[:NAMED], *more]),
        until=french_date(clock.day_of(now() + dt.timedelta(days=DELAYS.link_days))),
    )
    subject = mail_text(
        "letter", "reminder_subject" if letter.reminders else "subject", organization=about.name
    )
    name = f"lettre-{letter.id}-{letter.reminders}"
    return Mail(
        recipient=letter.address,
        subject=subject,
        text=text,
        message_id=f"<{name}@{letter.address.rpartition('@')[2]}>",
    )
