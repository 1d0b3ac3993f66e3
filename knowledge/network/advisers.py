"""An adviser's own space: entered by a link sent to the mailbox, without a password; left with all in it.

A space gives no right but over what was put in it: any mailbox may have one.
"""

from __future__ import annotations

import datetime as dt

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from knowledge.backup.erasures import ADVISER, note_erasure
from knowledge.clock import months_before
from knowledge.models import Adviser, AdviserSession, ClientSheet, FollowedReferral, Watching, now
from knowledge.network import client_sheets, experts, watching
from knowledge.network.delays import ADVISER as DELAYS
from knowledge.network.links import Kind, close_links, make_link, opened
from knowledge.outgoing import SIGN_IN, TABLE, forget, put
from knowledge.room import take_room
from knowledge.shared_pages import new_token, token_digest

LINK: Kind = "sign_in"
SEEN_EVERY = dt.timedelta(days=1)  # not a write at each page; a space is erased by months


def ask_to_enter(session: Session, address: str) -> bool:
    """Make a link to enter due to a mailbox, in the caller's transaction; False when nothing is: it was
    written to minutes ago, or the day has had enough of new ones."""
    moment = now()
    row = session.scalar(select(Adviser).where(Adviser.address == address))
    until = moment + dt.timedelta(days=DELAYS.confirm_days)
    if row is None:
        if not take_room(session, "space"):
            return False
        digest = token_digest(new_token())  # names it in the list of erasures, and opens nothing
        row = Adviser(address=address, digest=digest, asked_at=moment, confirm_by=until)
        session.add(row)
        session.flush()
    elif row.asked_at > moment - dt.timedelta(minutes=DELAYS.again_minutes):
        return False
    else:
        row.asked_at, row.confirm_by = moment, until
    put(session, SIGN_IN, row.id)
    return True


def link_to_enter(session: Session, row: Adviser) -> str:
    """A new link to enter: its token."""
    return make_link(session, LINK, row.id, DELAYS.link_minutes / (24 * 60))


def find_entering(session: Session, token: str) -> Adviser | None:
    """Whose space a link opens, or None when it is unknown, expired or used."""
    number = opened(session, LINK, token)
    return None if number is None else session.get(Adviser, number)


def enter(session: Session, row: Adviser) -> str:
    """Open a session, in the caller's transaction; the token for its cookie. The links to it are then worth
    nothing."""
    moment = now()
    close_links(session, LINK, row.id)
    forget(session, (SIGN_IN,), row.id)
    row.consent_at = row.consent_at or moment
    row.seen_at = moment
    token = new_token()
    session.add(
        AdviserSession(
            digest=token_digest(token),
            adviser_id=row.id,
            expires_at=moment + dt.timedelta(days=DELAYS.session_days),
        )
    )
    session.flush()
    return token


def find_session(session: Session, token: str) -> AdviserSession | None:
    """The open session of a cookie, or None."""
    row = session.get(AdviserSession, token_digest(token))
    moment = now()
    if row is None or row.expires_at <= moment:
        return None
    if moment - row.adviser.seen_at > SEEN_EVERY:
        row.adviser.seen_at = moment
    return row


def end_sessions(session: Session, adviser: int, only: str | None = None) -> None:
    """End a session by its digest, or all of a space, in the caller's transaction."""
    query = delete(AdviserSession).where(AdviserSession.adviser_id == adviser)
    session.execute(query if only is None else query.where(AdviserSession.digest == only))


def leave(session: Session, row: Adviser) -> None:
    """Erase a space with all that is in it, and what the address asked to be told, in the caller's
    transaction. What was sent to an organization for a client stays the client's, on its own page."""
    for watched in session.scalars(select(Watching).where(Watching.address == row.address)).all():
        watching.leave(session, watched)
    own = (FollowedReferral.adviser_id == row.id) & (FollowedReferral.told == row.address)
    session.execute(update(FollowedReferral).where(own).values(told=None))
    note_erasure(session, ADVISER, row.digest)
    _erase(session, row)


def erase_due(session: Session, moment: dt.datetime) -> int:
    """Erase, in the caller's transaction, the spaces that nobody entered in time or for long, the sheets past
    their day, and the sessions that ended; how many spaces and sheets."""
    unused = Adviser.seen_at <= months_before(moment, DELAYS.unused_months)
    late = Adviser.consent_at.is_(None) & (Adviser.confirm_by <= moment)
    rows = session.scalars(select(Adviser).where(unused | late)).all()
    for row in rows:
        _erase(session, row)
    session.execute(delete(AdviserSession).where(AdviserSession.expires_at <= moment))
    return len(rows) + client_sheets.erase_due(session, moment)


def _erase(session: Session, row: Adviser) -> None:
    for sheet in session.scalars(select(ClientSheet).where(ClientSheet.adviser_id == row.id)).all():
        client_sheets.erase(session, sheet)
    for kind in (LINK, experts.LINK):
        close_links(session, kind, row.id)
    forget(session, (SIGN_IN, TABLE), row.id)
    session.delete(row)
    session.flush()
