"""Open sessions, kept by the server: they expire, and ending one is deleting its row."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from knowledge.models import StaffSession, StaffUser, now
from knowledge.shared_pages import new_token, token_digest

IDLE_HOURS = 8  # a working day: one logs in every morning
LONGEST_DAYS = 7  # however active
SEEN_EVERY = dt.timedelta(minutes=5)  # not a write at each page


def open_session(session: Session, user: StaffUser, device: str) -> str:
    """Open a session; the token for the cookie. What has expired is deleted on the way."""
    moment = now()
    session.execute(delete(StaffSession).where(StaffSession.expires_at <= moment))
    token = new_token()
    row = StaffSession(
        digest=token_digest(token),
        user_id=user.id,
        device=device[:200],
        expires_at=moment + dt.timedelta(days=LONGEST_DAYS),
    )
    session.add(row)
    user.last_login_at = moment
    session.flush()
    return token


def find_session(session: Session, token: str, moment: dt.datetime | None = None) -> StaffSession | None:
    """The session of a cookie, unless it expired, was idle too long, or its user was disabled."""
    moment = moment or now()
    row = session.get(StaffSession, token_digest(token))
    if row is None or not row.user.active:
        return None
    if row.expires_at <= moment or row.seen_at + dt.timedelta(hours=IDLE_HOURS) <= moment:
        return None
    if moment - row.seen_at > SEEN_EVERY:
        row.seen_at = moment
    return row


def sessions_of(session: Session, user: StaffUser) -> list[StaffSession]:
    """The sessions of a person that still work, the last used first."""
    idle = now() - dt.timedelta(hours=IDLE_HOURS)
    query = select(StaffSession).where(StaffSession.user_id == user.id, StaffSession.expires_at > now())
    return list(
        session.scalars(query.where(StaffSession.seen_at > idle).order_by(StaffSession.seen_at.desc()))
    )


def end_sessions(
    session: Session, user: StaffUser, *, but: str | None = None, only: str | None = None
) -> None:
    """End a person's sessions: all, all but one digest, or one alone."""
    query = delete(StaffSession).where(StaffSession.user_id == user.id)
    if but is not None:
        query = query.where(StaffSession.digest != but)
    if only is not None:
        query = query.where(StaffSession.digest == only)
    session.execute(query)
