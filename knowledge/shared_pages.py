"""Pages with an unguessable address that expire by themselves: roadmaps, reference sheets.

The address is given once and kept nowhere: the base has only its digest.
"""

from __future__ import annotations

import base64
import datetime as dt
import hashlib
import secrets
from collections.abc import Sequence
from typing import Any

from sqlalchemy import CursorResult, delete, select
from sqlalchemy.orm import Session

from knowledge.backup.erasures import PAGE, note_erasure
from knowledge.models import SharedPage, now

TOKEN_BYTES = 24  # 192 random bits: 32 characters in an address


def new_token() -> str:
    """A new unguessable part of an address."""
    return secrets.token_urlsafe(TOKEN_BYTES)


def token_of(secret: str) -> str:
    """The part of an address that what only its author knows always gives."""
    made = hashlib.sha256(b"token\n" + secret.encode()).digest()[:TOKEN_BYTES]
    return base64.urlsafe_b64encode(made).decode()


def token_digest(token: str) -> str:
    """What is stored of a token."""
    return hashlib.sha256(token.encode()).hexdigest()


def share_page(session: Session, kind: str, content: dict[str, Any], days: int) -> str:
    """Keep a page for some days, in the caller's transaction; its token, which nothing else can tell.

    Input: what kind of page it is, its content as plain data, and how many days it lives.
    """
    token = new_token()
    created = now()
    session.add(
        SharedPage(
            digest=token_digest(token),
            kind=kind,
            content=content,
            created_at=created,
            expires_at=created + dt.timedelta(days=days),
        )
    )
    session.flush()
    return token


def find_page(session: Session, kind: str, token: str) -> SharedPage | None:
    """The page of a token, or None when it is unknown, expired or of another kind."""
    page = session.get(SharedPage, token_digest(token))
    if page is None or page.kind != kind or page.expires_at <= now():
        return None
    return page


def erase_pages(session: Session, digests: Sequence[str]) -> int:
    """Erase pages by the digests of their tokens, in the caller's transaction; how many there were."""
    standing = session.scalars(select(SharedPage.digest).where(SharedPage.digest.in_(list(digests)))).all()
    for digest in standing:
        note_erasure(session, PAGE, digest)
    gone = session.execute(delete(SharedPage).where(SharedPage.digest.in_(standing)))
    return gone.rowcount if isinstance(gone, CursorResult) else 0
