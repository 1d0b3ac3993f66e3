"""A project sent to an organization and followed: with consent, answered, reminded, withdrawn, erased.

What is counted names no person: so many by MRC and by organization, and what became of them.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Literal

from sqlalchemy import select
from sqlalchemy.orm import Session

from knowledge.backup.erasures import FOLLOWED, note_erasure
from knowledge.feedback import count
from knowledge.models import FollowedReferral, OutgoingMail, now
from knowledge.network.delays import REFERRAL as DELAYS
from knowledge.network.links import close_links, make_link, opened
from knowledge.network.receivers import Receiver
from knowledge.outgoing import PENDING, REFERRAL, REFERRAL_BACK, REFERRAL_TOLD, find, forget, put
from knowledge.reference_number import new_reference
from knowledge.shared_pages import token_digest

Author = Literal["person", "adviser"]
MAX_REACH, MAX_STORY, MAX_ANSWER = 200, 4_000, 1_000
SENT, MORE, TAKEN, DECLINED, WITHDRAWN = "sent", "more", "taken", "declined", "withdrawn"
OPEN = (SENT, MORE)
MAILS = (REFERRAL, REFERRAL_TOLD, REFERRAL_BACK)
BY_MRC, BY_DOOR = "followed_mrc", "followed_door"  # the kinds of the counts
UNKNOWN = "unknown"


def create(
    session: Session,
    receiver: Receiver,
    *,
    author: Author,
    reach: str,
    story: str,
    mrc: str | None,
    told: str | None,
    consent_text: str,
    prefix: str,
    adviser: int | None = None,
) -> tuple[FollowedReferral, str]:
    """Keep a referral and make its mail due, in the caller's transaction; it, and the token of its page.

    Input: who receives it, whether the person or an adviser sends it, how to reach the person, what they
    chose to tell, the project's MRC, the address that is told of the answer, and the sentence agreed to.
    `adviser`: the space it is sent from.
    """
    created = now()
    row = FollowedReferral(
        reference=new_reference(session, FollowedReferral.reference, f"{prefix}-R"),
        digest="",
        organization=receiver.organization,
        recipient=receiver.address,
        author=author,
        adviser_id=adviser,
        told=told,
        reach=reach[:MAX_REACH],
        story=story[:MAX_STORY],
        mrc=mrc,
        consent_text=consent_text,
        consent_at=created,
        created_at=created,
        erase_after=created + dt.timedelta(days=DELAYS.kept_days),
        next_step_at=created + DELAYS.patience,
    )
    session.add(row)
    session.flush()
    token = make_link(session, "follow", row.id, DELAYS.kept_days)
    row.digest = token_digest(token)
    put(session, REFERRAL, row.id)
    _count(session, row, SENT)
    return row, token


def find_followed(session: Session, token: str) -> FollowedReferral | None:
    """The referral of a link to its page, unless it was withdrawn."""
    number = opened(session, "follow", token)
    row = None if number is None else session.get(FollowedReferral, number)
    return row if row and row.status != WITHDRAWN else None


def sent_by(session: Session, adviser: int) -> Sequence[FollowedReferral]:
    """What was sent from an adviser's space and stands, the last sent first."""
    own = (FollowedReferral.adviser_id == adviser) & (FollowedReferral.status != WITHDRAWN)
    return session.scalars(select(FollowedReferral).where(own).order_by(FollowedReferral.id.desc())).all()


def find_asked(session: Session, token: str) -> FollowedReferral | None:
    """The referral that an organization's link asks about, while it waits for an answer."""
    number = opened(session, "referral", token)
    row = None if number is None else session.get(FollowedReferral, number)
    return row if row and row.status == SENT else None


def answer(
    session: Session, row: FollowedReferral, status: str, text: str, instead: str | None = None
) -> None:
    """Note what an organization answers, in the caller's transaction: taken, declined (and whom then), or
    that it needs to know more. Its links are then worth nothing, and the sender is told."""
    row.status, row.answer, row.instead = status, text[:MAX_ANSWER], instead
    row.answered_at = now()
    close_links(session, "referral", row.id)
    forget(session, (REFERRAL,), row.id)
    _count(session, row, status)
    if row.told:
        put(session, REFERRAL_TOLD, row.id)
    session.flush()


def add_to(session: Session, row: FollowedReferral, text: str) -> bool:
    """Send an organization what it asked for, in the caller's transaction; False when it asked nothing."""
    if row.status != MORE:
        return False
    row.story = f"{row.story}\n\nPrécision du {now().date().isoformat()}:\n{text}"[:MAX_STORY]
    row.status, row.reminders, row.next_step_at = SENT, 0, now() + DELAYS.patience
    put(session, REFERRAL, row.id)
    session.flush()
    return True


def withdraw(session: Session, row: FollowedReferral) -> None:
    """Erase what a person gave, at once, in the caller's transaction.

    An organization that may have been e-mailed is asked to erase its copy; until then an empty row stays.
    """
    mail = find(session, REFERRAL, row.id)
    unread = (
        row.status == SENT and mail is not None and mail.attempts == 0 and "Précision du" not in row.story
    )
    note_erasure(session, FOLLOWED, row.digest)
    _count(session, row, WITHDRAWN)
    _close(session, row)
    if unread:
        session.delete(row)
        session.flush()
        return
    row.status = WITHDRAWN
    row.reach = row.story = row.consent_text = row.answer = ""
    row.told = row.mrc = row.instead = None
    put(session, REFERRAL_BACK, row.id)
    session.flush()


def follow_up(session: Session, moment: dt.datetime) -> int:
    """Remind organizations that do not answer, in the caller's transaction; how many."""
    in_line = select(OutgoingMail.about).where(OutgoingMail.kind == REFERRAL, OutgoingMail.status == PENDING)
    late = select(FollowedReferral).where(
        FollowedReferral.status == SENT,
        FollowedReferral.next_step_at <= moment,
        FollowedReferral.reminders < DELAYS.reminders,
        FollowedReferral.id.not_in(in_line),
    )
    rows = session.scalars(late).all()
    for row in rows:
        row.reminders += 1
        row.next_step_at = moment + DELAYS.patience
        put(session, REFERRAL, row.id)
    return len(rows)


def stalled(row: FollowedReferral, moment: dt.datetime) -> bool:
    """Whether an organization was reminded enough, and is silent."""
    return row.status == SENT and row.reminders >= DELAYS.reminders and row.next_step_at <= moment


def all_of(session: Session) -> list[FollowedReferral]:
    """Every referral that was not withdrawn, the oldest first."""
    query = select(FollowedReferral).where(FollowedReferral.status != WITHDRAWN)
    return list(session.scalars(query.order_by(FollowedReferral.created_at)))


def erase_due(session: Session, moment: dt.datetime) -> int:
    """Erase the referrals past their day, and the empty rows of those withdrawn once the organization was
    told, in the caller's transaction; how many."""
    still = select(OutgoingMail.about).where(
        OutgoingMail.kind == REFERRAL_BACK, OutgoingMail.status == PENDING
    )
    told = (FollowedReferral.status == WITHDRAWN) & FollowedReferral.id.not_in(still)
    due = session.scalars(
        select(FollowedReferral).where((FollowedReferral.erase_after <= moment) | told)
    ).all()
    for row in due:
        _close(session, row)
        session.delete(row)
    session.flush()
    return len(due)


def _close(session: Session, row: FollowedReferral) -> None:
    close_links(session, "referral", row.id)
    close_links(session, "follow", row.id)
    forget(session, MAILS, row.id)


def _count(session: Session, row: FollowedReferral, outcome: str) -> None:
    count(session, BY_MRC, f"{row.mrc or UNKNOWN}/{outcome}")
    count(session, BY_DOOR, f"{row.organization}/{outcome}")
