"""The bulletins kept in the base: a draft that is written, then sent once, then archived as it was sent."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import Session
from sqlalchemy.orm.exc import StaleDataError

from knowledge import clock
from knowledge.models import Bulletin, OutgoingMail, Subscriber, now
from knowledge.outgoing import BULLETIN
from knowledge.revisions import EditConflictError
from knowledge.staff.bulletin import Block, as_markdown, propose

MONTHS = (
    "janvier", "février", "mars", "avril", "mai", "juin",
    "juillet", "août", "septembre", "octobre", "novembre", "décembre",
)  # fmt: skip


def month_name(day: dt.date) -> str:
    """«novembre 2026»."""
    return f"{MONTHS[day.month - 1]} {day.year}"


def begin(session: Session, who: str, pole: str) -> Bulletin:
    """The draft underway, or a new one proposed from the base, in the caller's transaction."""
    standing = session.scalar(select(Bulletin).where(Bulletin.sent_at.is_(None)).order_by(Bulletin.id))
    if standing is not None:
        return standing
    today = clock.today()
    made = Bulletin(
        name=_new_name(session, today),
        title=f"{pole}: le bulletin de {month_name(today)}",
        blocks=[block.plain() for block in propose(session, news_since(session), today)],
        updated_by=who,
    )
    session.add(made)
    session.flush()
    return made


def news_since(session: Session) -> dt.datetime:
    """Since when something is news: the last bulletin, or the first of this month when none was sent."""
    newest = select(Bulletin.sent_at).where(Bulletin.sent_at.is_not(None)).order_by(Bulletin.sent_at.desc())
    last = session.scalar(newest.limit(1))
    if last is not None:
        return last
    first = clock.today().replace(day=1)
    return dt.datetime.combine(first, dt.time(), clock.MONTREAL)


def blocks_of(bulletin: Bulletin) -> list[Block]:
    """Its blocks, in their order."""
    return [Block(**block) for block in bulletin.blocks]


def text_of(bulletin: Bulletin) -> str:
    """The whole bulletin, as Markdown."""
    return as_markdown(bulletin.title, bulletin.opening, blocks_of(bulletin))


def save(
    bulletin: Bulletin, *, title: str, opening: str, blocks: Sequence[Block], who: str, version: int
) -> None:
    """Keep what was written, in the caller's transaction. Raises `EditConflictError` when somebody else wrote
    it since, or when it left meanwhile."""
    if bulletin.version != version or bulletin.sent_at is not None:
        raise EditConflictError(f"bulletin:{bulletin.name}")
    bulletin.title, bulletin.opening = title, opening
    bulletin.blocks = [block.plain() for block in blocks]
    bulletin.updated_by = who


def send(session: Session, bulletin: Bulletin, who: str) -> int:
    """Archive a bulletin and make its mails due, in the caller's transaction; to how many it goes.

    Raises `EditConflictError` when it was sent already.
    """
    if bulletin.sent_at is not None:
        raise EditConflictError(f"bulletin:{bulletin.name}")
    receiving = session.scalars(select(Subscriber.id).where(Subscriber.consent_at.is_not(None))).all()
    session.add_all(OutgoingMail(kind=BULLETIN, about=number, part=bulletin.id) for number in receiving)
    bulletin.sent_at, bulletin.sent_by, bulletin.recipients = now(), who, len(receiving)
    try:
        session.flush()
    except StaleDataError:
        raise EditConflictError(f"bulletin:{bulletin.name}") from None
    return len(receiving)


def sent(session: Session) -> list[Bulletin]:
    """The bulletins that were sent, the newest first."""
    query = select(Bulletin).where(Bulletin.sent_at.is_not(None)).order_by(Bulletin.sent_at.desc())
    return list(session.scalars(query))


def find_sent(session: Session, name: str) -> Bulletin | None:
    """A bulletin that was sent, by its name."""
    return session.scalar(select(Bulletin).where(Bulletin.name == name, Bulletin.sent_at.is_not(None)))


def deliveries(session: Session, bulletin: Bulletin) -> dict[str, int]:
    """How many of its mails are pending, sent, failed; those of who left since are gone."""
    query = select(OutgoingMail.status, func.count()).where(
        OutgoingMail.kind == BULLETIN, OutgoingMail.part == bulletin.id
    )
    return {row[0]: row[1] for row in session.execute(query.group_by(OutgoingMail.status))}


def _new_name(session: Session, today: dt.date) -> str:
    """«2026-11», then «2026-11-2» for a second one of the month."""
    base = f"{today.year}-{today.month:02}"
    taken = set(session.scalars(select(Bulletin.name).where(Bulletin.name.startswith(base))))
    number, name = 1, base
    while name in taken:
        number += 1
        name = f"{base}-{number}"
    return name
