"""Forms being written at the desk: kept as they are typed, found again after a crash or a session's end, and
set aside for later. Who else is writing on a page is told from them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from knowledge.models import DeskDraft, now

Fields = Sequence[tuple[str, str]]

WRITING = dt.timedelta(minutes=10)  # since the last key: longer, they have left the page
KEPT_DAYS = 90
MAX_FIELDS = 400
MAX_PAGE = 200  # characters of an address
PART = "#"  # before the name of a form, where a page has several
MAX_CHARS = 60_000  # in all: the longest form is about 10,000
# Of this session or of the button pressed, and what is secret: never kept.
LEFT_OUT = {"csrf", "do", "draft_page", "password", "again", "current", "code", "secret", "file"}


def keep(
    session: Session, page: str, user_id: int, fields: Fields, *, aside: bool = False
) -> DeskDraft | None:
    """Keep a form as it stands, in place of the one kept for this page and person; None when it is too big.

    `aside`: on purpose, for later or for a colleague.
    """
    page = page[:MAX_PAGE]
    written = [[name, value] for name, value in fields if name not in LEFT_OUT]
    if len(written) > MAX_FIELDS or sum(len(value) for _, value in written) > MAX_CHARS:
        return None
    row = own(session, page, user_id)
    if row is None:
        row = DeskDraft(page=page, user_id=user_id, fields=written)
        session.add(row)
    row.fields, row.saved_at, row.kept = written, now(), aside or bool(row.kept)
    session.flush()
    return row


def own(session: Session, page: str, user_id: int) -> DeskDraft | None:
    """What this person has kept for a page."""
    return session.scalar(select(DeskDraft).where(DeskDraft.page == page, DeskDraft.user_id == user_id))


def of_page(session: Session, page: str) -> dict[str, list[DeskDraft]]:
    """What anybody has kept for the forms of a page, by form: empty for the page that is one form."""
    beside = DeskDraft.page.startswith(page + PART, autoescape=True)
    found: dict[str, list[DeskDraft]] = {}
    for row in session.scalars(
        select(DeskDraft).where((DeskDraft.page == page) | beside).order_by(DeskDraft.id)
    ):
        found.setdefault(row.page.partition(PART)[2], []).append(row)
    return found


def others(session: Session, page: str, user_id: int) -> list[DeskDraft]:
    """What colleagues are writing on a page now, or have set aside for it."""
    rows = session.scalars(select(DeskDraft).where(DeskDraft.page == page, DeskDraft.user_id != user_id))
    return to_tell(list(rows))


def to_tell(rows: Sequence[DeskDraft]) -> list[DeskDraft]:
    """Those of colleagues that are told of: being written now, or set aside."""
    since = now() - WRITING
    return [row for row in rows if row.kept or row.saved_at > since]


def writing_now(rows: Sequence[DeskDraft]) -> list[DeskDraft]:
    """Those who are writing at this moment."""
    return [row for row in rows if row.saved_at > now() - WRITING]


def forget(session: Session, page: str, user_id: int, number: int = 0) -> None:
    """What was kept for a page is saved for good, or thrown away. `number`: a colleague's, taken over."""
    session.execute(delete(DeskDraft).where(DeskDraft.page == page, DeskDraft.user_id == user_id))
    if number:
        session.execute(delete(DeskDraft).where(DeskDraft.page == page, DeskDraft.id == number))


def forget_old(session: Session, moment: dt.datetime) -> None:
    """Erase what nobody took up again."""
    session.execute(delete(DeskDraft).where(DeskDraft.saved_at < moment - dt.timedelta(days=KEPT_DAYS)))
