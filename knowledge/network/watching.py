"""Told when it changes: who asked for what (twice), what there is to tell them, and leaving in one act."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from knowledge import clock
from knowledge.asked_twice import AGAIN_HOURS, confirm_by, may_write
from knowledge.backup.erasures import WATCHING, note_erasure
from knowledge.models import OutgoingMail, Watching, now
from knowledge.network.links import close_links, make_link, opened
from knowledge.outgoing import ALERT, ALERT_CONFIRM, PENDING, forget, put
from knowledge.records import AnyResource
from knowledge.referral.catalogue import Catalogue
from knowledge.referral.criteria import french_date
from knowledge.referral.doors import Doors, load_doors
from knowledge.referral.saved_search import SavedSearch
from knowledge.resources.store import load_resources
from knowledge.shared_pages import new_token, token_digest
from knowledge.staff.news import News, news

LINK_DAYS = 400  # the link to leave outlives the mail that nobody throws away
CLOSING_DAYS = 7  # how long before its last day a call is told of once more
MRC, SEARCH = "mrc:", "search:"
MAILS = (ALERT, ALERT_CONFIRM)
MOST_ASKED = 5  # things one address may be asked to confirm in a day: nobody fills a mailbox with them
MOST_KEPT = 50  # things one address is told of


@dataclass
class Told:
    """What there is to tell, as lines: new doors, sheets put right, calls that open or soon close."""

    new: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    calls: list[str] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.new or self.changed or self.calls)


@dataclass
class Known:
    """What stands in the base; prepared for searching when a search is watched."""

    resources: Mapping[str, AnyResource]
    doors: Doors
    today: dt.date

    @classmethod
    def of(cls, session: Session, moment: dt.datetime) -> Known:
        """All of it, on the day of an instant."""
        return cls(load_resources(session), load_doors(session), clock.day_of(moment))

    @cached_property
    def catalogue(self) -> Catalogue:
        return Catalogue(self.resources, self.doors, self.today)


def ask(session: Session, address: str, about: str, search: SavedSearch | None = None) -> bool:
    """Make the link to confirm due to an address, in the caller's transaction; False when nothing is: it is
    told already, was written to lately, or the day, or the address, has had enough of them.

    `search`: what is watched, when that is a search (`about_search`).
    """
    standing = session.scalar(select(Watching).where(Watching.address == address, Watching.about == about))
    moment = now()
    if (standing is None and has_enough(session, address)) or not may_write(session, standing):
        return False
    until = confirm_by(moment)
    if standing is None:
        standing = new_row(session, address, about, search)
    else:
        standing.asked_at, standing.confirm_by = moment, until
    put(session, ALERT_CONFIRM, standing.id)
    return True


def about_search(search: SavedSearch) -> str:
    """What names a search that is watched."""
    return f"{SEARCH}{search.digest}"


def new_row(session: Session, address: str, about: str, search: SavedSearch | None = None) -> Watching:
    """An address and what it asked to be told of, in the caller's transaction; not confirmed."""
    moment = now()
    row = Watching(
        address=address,
        about=about,
        search=search.stored() if search else None,
        digest=token_digest(new_token()),  # names it in the list of erasures, and opens nothing
        asked_at=moment,
        confirm_by=confirm_by(moment),
    )
    session.add(row)
    session.flush()
    return row


def has_enough(session: Session, address: str) -> bool:
    """Whether an address asked for, or is told of, as much as one may."""
    of_address = select(func.count()).select_from(Watching).where(Watching.address == address)
    lately = Watching.asked_at > now() - dt.timedelta(hours=AGAIN_HOURS)
    asked = session.scalar(of_address.where(Watching.consent_at.is_(None), lately)) or 0
    return asked >= MOST_ASKED or (session.scalar(of_address) or 0) >= MOST_KEPT


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
    known, due = Known.of(session, moment), 0
    found: dict[dt.datetime, News] = {}
    for row in rows:
        row.since, row.until = row.until, moment
        changed = found.setdefault(row.since, news(session, row.since))
        if told(row, known, changed):
            put(session, ALERT, row.id)
            due += 1
    return due


def told_to(session: Session, row: Watching) -> Told:
    """What a mail that is due tells."""
    return told(row, Known.of(session, row.until), news(session, row.since))


def told(row: Watching, known: Known, changed: News) -> Told:
    """What happened to a resource, to those of a MRC, or to those that fit a search, between two instants."""
    first, last = clock.day_of(row.since), clock.day_of(row.until)
    found = Told()
    for name in _named(row, known, changed, first, last):
        record = known.resources[name]
        if name in changed.created:
            found.new.append(record.name)
        elif name in changed.changed:
            found.changed.append(f"{record.name}: {', '.join(changed.changed[name])}")
        found.calls += _calls(record, first, last)
    return found


def _named(row: Watching, known: Known, changed: News, first: dt.date, last: dt.date) -> list[str]:
    """What is watched, of what stands in the base."""
    resources, about = known.resources, row.about
    if row.search is not None:
        touched = {*changed.created, *changed.changed}
        touched |= {name for name, record in resources.items() if _calls(record, first, last)}
        if touched.isdisjoint(resources):  # nothing to look for
            return []
        return [name for name in SavedSearch.restored(row.search).finds(known.catalogue) if name in touched]
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
