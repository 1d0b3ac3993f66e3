"""The searches that an adviser keeps, and those whose changes the proven mailbox is told of at once."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from knowledge.models import KeptSearch, Watching
from knowledge.network.watching import about_search, confirm, has_enough, new_row
from knowledge.referral.saved_search import SavedSearch
from knowledge.room import take_room

MOST = 50  # searches of one adviser


def keep(session: Session, adviser: int, search: SavedSearch) -> bool:
    """Keep a search, in the caller's transaction; False when the space, or the day, has had enough of them.
    One that is kept already stays as it is."""
    own = select(KeptSearch).where(KeptSearch.adviser_id == adviser)
    if session.scalar(own.where(KeptSearch.digest == search.digest)) is not None:
        return True
    kept = session.scalar(select(func.count()).select_from(own.subquery())) or 0
    if kept >= MOST or not take_room(session, "kept"):
        return False
    session.add(KeptSearch(adviser_id=adviser, digest=search.digest, search=search.stored()))
    session.flush()
    return True


def searches_of(session: Session, adviser: int) -> Sequence[KeptSearch]:
    """The searches of a space, the last kept first."""
    own = select(KeptSearch).where(KeptSearch.adviser_id == adviser)
    return session.scalars(own.order_by(KeptSearch.id.desc())).all()


def watch(session: Session, address: str, search: SavedSearch) -> bool:
    """Tell a mailbox that proved itself by entering, and asks by a button, of what changes; False when it has
    enough to be told of."""
    about = about_search(search)
    row = session.scalar(select(Watching).where(Watching.address == address, Watching.about == about))
    if row is None:
        if has_enough(session, address):
            return False
        row = new_row(session, address, about, search)
    confirm(row)
    session.flush()
    return True


def watched_by(session: Session, address: str) -> Sequence[Watching]:
    """What a mailbox is told of."""
    of_address = select(Watching).where(Watching.address == address, Watching.consent_at.is_not(None))
    return session.scalars(of_address.order_by(Watching.id)).all()
