"""The mails of a followed referral: to the organization, to its sender once answered, and its withdrawal."""

from __future__ import annotations

from functools import partial

from sqlalchemy.orm import Session

from knowledge import clock
from knowledge.mail import Mail
from knowledge.models import FollowedReferral, OutgoingMail, Resource
from knowledge.network.delays import REFERRAL as DELAYS
from knowledge.network.links import make_link
from knowledge.network.mail_texts import mail_text
from knowledge.network.referrals import SENT, WITHDRAWN
from knowledge.outgoing import REFERRAL, REFERRAL_BACK, REFERRAL_TOLD, Composer, Letterhead
from knowledge.reach import email_in
from knowledge.referral.criteria import french_date

ANSWER_PATH, FOLLOW_PATH = "/reponse", "/suivi"
MAIL_NAMES = ("reference", "suivi")  # how the names of the mails with something of the person begin


def composers(head: Letterhead) -> dict[str, Composer]:
    """What makes the mails about referrals."""
    return {
        REFERRAL: partial(_referral, head),
        REFERRAL_TOLD: partial(_told, head),
        REFERRAL_BACK: partial(_back, head),
    }


def mail_names(reference: str) -> tuple[str, ...]:
    """How the names of the mails about a referral begin, in development's folder."""
    return tuple(f"{name}-{reference}" for name in MAIL_NAMES)


def _referral(head: Letterhead, session: Session, row: OutgoingMail) -> Mail | None:
    found = session.get(FollowedReferral, row.about)
    if found is None or found.status != SENT:
        return None
    token = make_link(session, "referral", found.id, DELAYS.link_days)
    name = _name(session, found)
    subject = "reminder_subject" if found.reminders else "subject"
    text = mail_text(
        "referral",
        "text",
        sender=mail_text("referral", f"by_{found.author}"),
        pole=head.pole,
        address=head.address,
        organization=name,
        reference=found.reference,
        reach=found.reach,
        story=found.story,
        link=f"{head.site}{ANSWER_PATH}/{token}",
        erased=french_date(clock.day_of(found.erase_after)),
    )
    return Mail(
        recipient=found.recipient,
        subject=mail_text("referral", subject, reference=found.reference, organization=name),
        text=text,
        message_id=f"<reference-{found.reference}-{row.id}@{found.recipient.rpartition('@')[2]}>",
        reply_to=email_in(found.reach),
    )


def _told(head: Letterhead, session: Session, row: OutgoingMail) -> Mail | None:
    found = session.get(FollowedReferral, row.about)
    if found is None or found.told is None or found.status in (SENT, WITHDRAWN):
        return None
    token = make_link(session, "follow", found.id, DELAYS.kept_days)
    name = _name(session, found)
    text = mail_text(
        "told",
        "text",
        organization=name,
        reference=found.reference,
        outcome=mail_text("told", found.status),
        link=f"{head.site}{FOLLOW_PATH}/{token}",
        pole=head.pole,
        address=head.address,
    )
    return Mail(
        recipient=found.told,
        subject=mail_text("told", "subject", reference=found.reference, organization=name),
        text=text,
        message_id=f"<suivi-{found.reference}-{row.id}@{found.told.rpartition('@')[2]}>",
    )


def _back(head: Letterhead, session: Session, row: OutgoingMail) -> Mail | None:
    found = session.get(FollowedReferral, row.about)
    if found is None or found.status != WITHDRAWN:
        return None
    values = {"reference": found.reference, "pole": head.pole, "address": head.address}
    return Mail(
        recipient=found.recipient,
        subject=mail_text("back", "subject", reference=found.reference),
        text=mail_text("back", "text", **values),
        message_id=f"<retrait-{found.reference}@{found.recipient.rpartition('@')[2]}>",
    )


def _name(session: Session, found: FollowedReferral) -> str:
    row = session.get(Resource, found.organization)
    return row.name if row else found.organization
