"""Private links: unguessable, stored as a digest, good until a day or until what they open is done.

Opening one changes nothing: each act is a form. Once the act is done, all the links to it are erased.
"""

from __future__ import annotations

import datetime as dt
from typing import Literal

from sqlalchemy import delete
from sqlalchemy.orm import Session

from knowledge.models import PrivateLink, now
from knowledge.shared_pages import new_token, token_digest

Kind = Literal["letter", "referral", "follow", "alert", "sign_in", "sheet", "table"]


def make_link(session: Session, kind: Kind, about: int, days: float) -> str:
    """A new link to something, in the caller's transaction: its token, which nothing else can tell."""
    token = new_token()
    created = now()
    session.add(
        PrivateLink(
            digest=token_digest(token),
            kind=kind,
            about=about,
            created_at=created,
            expires_at=created + dt.timedelta(days=days),
        )
    )
    session.flush()
    return token


def opened(session: Session, kind: Kind, token: str) -> int | None:
    """The row that a link opens, or None when it is unknown, expired, used, or of another kind."""
    found = session.get(PrivateLink, token_digest(token))
    if found is None or found.kind != kind or found.expires_at <= now():
        return None
    return found.about


def close_links(session: Session, kind: Kind, about: int) -> None:
    """Erase all the links to something, in the caller's transaction."""
    session.execute(delete(PrivateLink).where(PrivateLink.kind == kind, PrivateLink.about == about))


def erase_expired(session: Session, moment: dt.datetime) -> None:
    """Erase the links past their day, in the caller's transaction."""
    session.execute(delete(PrivateLink).where(PrivateLink.expires_at <= moment))
