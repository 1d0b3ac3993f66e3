"""The table of experts: members whom the team admits, cases without a name, replies, what becomes of them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from knowledge.clock import months_before
from knowledge.masking import mask
from knowledge.models import Adviser, ExpertCase, ExpertReply, OutgoingMail, TableMeeting, now
from knowledge.network.delays import TABLE as DELAYS
from knowledge.network.links import Kind, close_links, make_link, opened
from knowledge.outgoing import PENDING, TABLE, forget, put
from knowledge.records import ActivitySession
from knowledge.room import take_room

ASKED, MEMBER = "asked", "member"
OPEN, CLOSED = "open", "closed"
MAX_QUESTION, MAX_REPLY, MAX_DOOR, MAX_SHOWN, MAX_FIELD = 1_000, 1_500, 120, 80, 160
SHOWN_CLOSED = 30  # closed cases on the page
LINK: Kind = "table"


def ask_to_join(row: Adviser, shown_as: str, field: str, *, mails: bool) -> None:
    """Ask to be a member, or change what the others see, in the caller's transaction."""
    row.shown_as, row.field = shown_as[:MAX_SHOWN], field[:MAX_FIELD]
    row.seat = row.seat or ASKED
    row.told_at = (row.told_at or now()) if mails else None


def admit(row: Adviser) -> None:
    """Make a member of who asked, in the caller's transaction."""
    row.seat = MEMBER


def quit_table(session: Session, row: Adviser) -> None:
    """End a membership, or a request for one, in the caller's transaction. What was said stays, without an
    author."""
    row.seat = row.shown_as = row.field = ""
    stop_mails(session, row)
    for case in session.scalars(select(ExpertCase).where(ExpertCase.adviser_id == row.id)).all():
        case.adviser_id = None
    for reply in session.scalars(select(ExpertReply).where(ExpertReply.adviser_id == row.id)).all():
        reply.adviser_id = None
    session.flush()


def link_to_stop(session: Session, row: Adviser) -> str:
    """A new link to receive no more of the mails, in the caller's transaction: its token."""
    return make_link(session, LINK, row.id, DELAYS.link_days)


def find_stopping(session: Session, token: str) -> Adviser | None:
    """Whose mails a link stops, or None when it is unknown, expired or used."""
    number = opened(session, LINK, token)
    return None if number is None else session.get(Adviser, number)


def stop_mails(session: Session, row: Adviser) -> None:
    """Send a member nothing more, in the caller's transaction; the seat stays. The links are then worth
    nothing."""
    row.told_at = None
    forget(session, (TABLE,), row.id)
    close_links(session, LINK, row.id)
    session.flush()


def around_the_table(session: Session, seat: str = MEMBER) -> Sequence[Adviser]:
    """The members, or those who asked to be, by what they are shown as."""
    return session.scalars(
        select(Adviser).where(Adviser.seat == seat).order_by(func.lower(Adviser.shown_as), Adviser.id)
    ).all()


def put_case(
    session: Session, row: Adviser, question: str, mrc: str | None, names: frozenset[str]
) -> ExpertCase | None:
    """Put a case to the others, in the caller's transaction; None when the day has had enough of them.

    `names`: lower case, those of the base, which are nobody's; what names or reaches a person is masked.
    """
    if not take_room(session, "table"):
        return None
    case = ExpertCase(adviser_id=row.id, question=mask(question[:MAX_QUESTION], names), mrc=mrc)
    session.add(case)
    session.flush()
    return case


def reply(
    session: Session, row: Adviser, case: ExpertCase, text: str, door: str, names: frozenset[str]
) -> ExpertReply | None:
    """Answer a case, in the caller's transaction; None when the day has had enough."""
    if not take_room(session, "table"):
        return None
    made = ExpertReply(
        case_id=case.id,
        adviser_id=row.id,
        text=mask(text[:MAX_REPLY], names),
        door=mask(door[:MAX_DOOR], names),
    )
    case.replies.append(made)
    case.said_at = now()
    session.flush()
    return made


def cases(session: Session, status: str = OPEN) -> Sequence[ExpertCase]:
    """The cases of a state, the last put first."""
    asked = select(ExpertCase).where(ExpertCase.status == status).order_by(ExpertCase.id.desc())
    return session.scalars(asked.limit(SHOWN_CLOSED) if status == CLOSED else asked).all()


def meetings(session: Session) -> Sequence[TableMeeting]:
    """The meetings, the farthest ahead first."""
    return session.scalars(select(TableMeeting).order_by(TableMeeting.day.desc(), TableMeeting.id)).all()


def when_of(row: TableMeeting) -> ActivitySession:
    """When and where a meeting is, as an activity's session says it. Raises `ValueError` when its hours are
    not written as there."""
    hours = row.hours.replace("–", "-").replace(" ", "")
    time, _, until = hours.partition("-")
    return ActivitySession.model_validate(
        {
            "day": row.day,
            "time": time.zfill(5) if time else None,
            "until": until.zfill(5) if until else None,
            "place": row.place or None,
            "link": row.link or None,
        }
    )


def news_for(session: Session, row: Adviser) -> tuple[int, int]:
    """How many open cases of others, and replies to one's own, came since the member was last told."""
    if row.seat != MEMBER or row.told_at is None:
        return 0, 0
    others = ExpertCase.adviser_id.is_(None) | (ExpertCase.adviser_id != row.id)
    new = select(func.count()).select_from(ExpertCase)
    new = new.where(ExpertCase.asked_at > row.told_at, ExpertCase.status == OPEN, others)
    answered = select(func.count()).select_from(ExpertReply).join(ExpertCase)
    by_others = ExpertReply.adviser_id.is_(None) | (ExpertReply.adviser_id != row.id)
    answered = answered.where(ExpertReply.said_at > row.told_at, ExpertCase.adviser_id == row.id, by_others)
    return session.scalar(new) or 0, session.scalar(answered) or 0


def make_due(session: Session) -> int:
    """Make a mail due to each member who has something new to read, in the caller's transaction; to how
    many. What it counts is counted when it leaves."""
    in_line = select(OutgoingMail.about).where(OutgoingMail.kind == TABLE, OutgoingMail.status == PENDING)
    told = select(Adviser).where(Adviser.seat == MEMBER, Adviser.told_at.is_not(None))
    due = 0
    for row in session.scalars(told.where(Adviser.id.not_in(in_line))).all():
        if any(news_for(session, row)):
            put(session, TABLE, row.id)
            due += 1
    return due


def erase_due(session: Session, moment: dt.datetime) -> int:
    """Erase the cases without a word for long and the old meetings, in the caller's transaction; how many
    cases."""
    silent = ExpertCase.said_at <= months_before(moment, DELAYS.case_months)
    rows = session.scalars(select(ExpertCase).where(silent)).all()
    for row in rows:
        session.delete(row)
    old = months_before(moment, DELAYS.meeting_months).date()
    session.execute(delete(TableMeeting).where(TableMeeting.day <= old))
    session.flush()
    return len(rows)
