"""A client's sheet in an adviser's space: kept by a number, with consent, erased by either of them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from knowledge.backup.erasures import CLIENT_SHEET, note_erasure
from knowledge.models import ClientSheet, now
from knowledge.network.delays import ADVISER as DELAYS
from knowledge.network.links import Kind, close_links, make_link, opened
from knowledge.records import AnyResource
from knowledge.reference_number import new_reference
from knowledge.referral.reference import ReferenceSheet, kept_content
from knowledge.referral.saved_search import SavedSearch
from knowledge.room import take_room
from knowledge.shared_pages import new_token, token_digest

LINK: Kind = "sheet"
MOST = 200  # sheets of one adviser


def keep(
    session: Session,
    adviser: int,
    sheet: ReferenceSheet,
    search: SavedSearch,
    resources: Mapping[str, AnyResource],
    *,
    consent_text: str,
    prefix: str,
) -> ClientSheet | None:
    """Keep a sheet, in the caller's transaction; None when the space, or the day, has had enough of them.

    Input: whose space, the sheet, the project without an age, the base's resources (their names are
    nobody's), the sentence agreed to, and how reference numbers begin.
    """
    kept = select(func.count()).select_from(ClientSheet).where(ClientSheet.adviser_id == adviser)
    if (session.scalar(kept) or 0) >= MOST or not take_room(session, "kept"):
        return None
    moment = now()
    row = ClientSheet(
        adviser_id=adviser,
        reference=new_reference(session, ClientSheet.reference, f"{prefix}-F"),
        digest=token_digest(new_token()),
        content=kept_content(sheet, resources),
        search=search.stored(),
        consent_text=consent_text,
        consent_at=moment,
        erase_after=moment + dt.timedelta(days=DELAYS.sheet_days),
    )
    session.add(row)
    session.flush()
    return row


def sheets_of(session: Session, adviser: int) -> Sequence[ClientSheet]:
    """The sheets of a space, the last kept first."""
    own = select(ClientSheet).where(ClientSheet.adviser_id == adviser)
    return session.scalars(own.order_by(ClientSheet.id.desc())).all()


def find(session: Session, adviser: int, reference: str) -> ClientSheet | None:
    """A sheet of a space, by its number."""
    own = (ClientSheet.adviser_id == adviser) & (ClientSheet.reference == reference)
    return session.scalar(select(ClientSheet).where(own))


def link_for_client(session: Session, row: ClientSheet) -> str:
    """The link that lets the client see and erase a sheet: its token. The former one is worth nothing."""
    close_links(session, LINK, row.id)
    return make_link(session, LINK, row.id, max(0.0, (row.erase_after - now()) / dt.timedelta(days=1)))


def find_by_link(session: Session, token: str) -> ClientSheet | None:
    """The sheet of a client's link."""
    number = opened(session, LINK, token)
    return None if number is None else session.get(ClientSheet, number)


def erase(session: Session, row: ClientSheet) -> None:
    """Erase a sheet and its link, in the caller's transaction."""
    note_erasure(session, CLIENT_SHEET, row.digest)
    close_links(session, LINK, row.id)
    session.delete(row)
    session.flush()


def erase_due(session: Session, moment: dt.datetime) -> int:
    """Erase the sheets past their day, in the caller's transaction; how many."""
    rows = session.scalars(select(ClientSheet).where(ClientSheet.erase_after <= moment)).all()
    for row in rows:
        erase(session, row)
    return len(rows)
