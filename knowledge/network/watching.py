"""Told when it changes: who asked for what (twice), what there is to tell them, and leaving in one act."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from sqlalchemy import select
from sqlalchemy.orm import Session

from knowledge import clock
from knowledge.asked_twice import confirm_by, may_write
from knowledge.backup.erasures import WATCHING, note_erasure
from knowledge.models import OutgoingMail, Watching, now
from knowledge.network.links import close_links, make_link, opened
from knowledge.outgoing import ALERT, ALERT_CONFIRM, PENDING, forget, put
from knowledge.records import AnyResource
from knowledge.referral.criteria import french_date
from knowledge.resources.store import load_resources
from knowledge.shared_pages import new_token, token_digest
from knowledge.staff.news import News, news

LINK_DAYS = 400  # the link to leave outlives the mail that nobody throws away
CLOSING_DAYS = 7  # how long before its last day a call is told of once more
MRC = "mrc:"
MAILS = (ALERT, ALERT_CONFIRM)


@dataclass
class Told:
    """What there is to tell, as lines: new doors, sheets put right, calls that open or soon close."""

    new: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    calls: list[str] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.new or self.changed or self.calls)


def ask(session: Session, address: str, about: str) -> bool:
    """Make the link to confirm due to an address, in the caller's transaction; False when nothing is: it is
    told already, was written to lately, or the day has had enough of them."""
    standing = session.scalar(select(Watching).where(Watching.address == address, Watching.about == about))
    moment = now()
    if not may_write(session, standing):
        return False
    until = confirm_by(moment)
    if standing is None:
        digest = token_digest(new_token())  # names it in the list of erasures, and opens nothing
        standing = Watching(address=address, about=about, digest=digest, asked_at=moment, confirm_by=until)
        session.add(standing)
        session.flush()
    else:
        standing.asked_at, standing.confirm_by = moment, until
    put(session, ALERT_CONFIRM, standing.id)
    return True


def find(session: Session, token: str) -> Watching | None:
    """The row of a link, or None when it is unknown, expired, erased, or was not confirmed in time."""
    number = opened(session, "alert", token)
    row = None if number is None else session.get(Watching, number)
    return None if row is None or (row.consent_at is None and row.confirm_by <= now()) else row


def confirm(row: Watching) -> None:
    """Note the consent, in the caller's transaction; what changes from now on is told."""
    if row.consent_at is None:
        row.consent_at = row.since = row.until = now()


def link_of(session: Session, row: Watching) -> str:
    """A new link to confirm or leave: its token."""
    return make_link(session, "alert", row.id, LINK_DAYS)


def leave(session: Session, row: Watching) -> None:
    """Erase an address and all that was due to it, in the caller's transaction."""
    note_erasure(session, WATCHING, row.digest)
    close_links(session, "alert", row.id)
    forget(session, MAILS, row.id)
    session.delete(row)
    session.flush()


def erase_unconfirmed(session: Session, moment: dt.datetime) -> int:
    """Erase the addresses that nobody confirmed in time, in the caller's transaction; how many."""
    late = select(Watching).where(Watching.consent_at.is_(None), Watching.confirm_by <= moment)
    rows = session.scalars(late).all()
    for row in rows:
        leave(session, row)
    return len(rows)


def make_due(session: Session, moment: dt.datetime) -> int:
    """Make a mail due to who has something to be told, in the caller's transaction; to how many."""
    in_line = select(OutgoingMail.about).where(OutgoingMail.kind == ALERT, OutgoingMail.status == PENDING)
    waiting = select(Watching).where(Watching.consent_at.is_not(None), Watching.id.not_in(in_line))
    rows = session.scalars(waiting).all()
    if not rows:
        return 0
    resources, due = load_resources(session), 0
    found: dict[dt.datetime, News] = {}
    for row in rows:
        row.since, row.until = row.until, moment
        changed = found.setdefault(row.since, news(session, row.since))
        if told(row.about, resources, changed, row.since, row.until):
            put(session, ALERT, row.id)
            due += 1
    return due


def told_to(session: Session, row: Watching) -> Told:
    """What a mail that is due tells."""
    return told(row.about, load_resources(session), news(session, row.since), row.since, row.until)


def told(
    about: str,
    resources: Mapping[str, AnyResource],
    changed: News,
    since: dt.datetime,
    until: dt.datetime,
) -> Told:
    """What happened to a resource, or to those of a MRC, between two instants."""
    names = _named(about, resources)
    found = Told()
    found.new = [resources[name].name for name in changed.created if name in names]
    found.changed = [
        f"{resources[name].name}: {', '.join(what)}"
        for name, what in changed.changed.items()
        if name in names
    ]
    first, last = clock.day_of(since), clock.day_of(until)
    found.calls = [line for name in names for line in _calls(resources[name], first, last)]
    return found


def _named(about: str, resources: Mapping[str, AnyResource]) -> Sequence[str]:
    if not about.startswith(MRC):
        return [about] if about in resources else []
    mrc = about.removeprefix(MRC)
    return [name for name, record in resources.items() if mrc in record.eligibility.territory.mrc]


def _calls(record: AnyResource, first: dt.date, last: dt.date) -> list[str]:
    """The days of a call that came after the first day and until the last one."""
    rule = record.eligibility.calls
    if rule is None:
        return []
    sure = "" if rule.confirmed else " (à confirmer)"
    lines = []
    if rule.opens and first < rule.opens <= last:
        lines.append(f"{record.name}: ouvert depuis le {french_date(rule.opens)}{sure}")
    if rule.closes and first < rule.closes - dt.timedelta(days=CLOSING_DAYS) <= last:
        lines.append(f"{record.name}: ferme le {french_date(rule.closes)}{sure}")
    if rule.closes and first <= rule.closes < last:
        lines.append(f"{record.name}: fermé depuis le {french_date(rule.closes)}{sure}")
    return lines
