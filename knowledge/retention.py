"""Erasing what is due. One function, run by the web process at its start and every quarter of an hour.

What stays is counts without any person.
"""

from __future__ import annotations

import datetime as dt
import logging
import sqlite3
from contextlib import closing
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from sqlalchemy import CursorResult, delete, or_, select
from sqlalchemy.orm import Session, sessionmaker

from knowledge.feedback import count
from knowledge.models import ContactRequest, OpenQuestion, SharedPage, now
from knowledge.requests import PENDING, WITHDRAWN
from knowledge.settings import var_dir

# Told to people in the privacy text: a change here is a change there.
CONVERSATION_HOURS = 24
QUESTION_MONTHS = 24

CONVERSATIONS_FILE = "conversations.db"
BUSY_SECONDS = 5

_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Erased:
    """How many rows were erased, by kind."""

    events: int = 0
    requests: int = 0
    pages: int = 0
    questions: int = 0

    @property
    def total(self) -> int:
        return sum(asdict(self).values())

    def __str__(self) -> str:
        return (
            f"{self.events} événement(s) de conversation, {self.requests} demande(s), "
            f"{self.pages} page(s) partagée(s), {self.questions} question(s)"
        )


def conversations_path() -> Path:
    """Where Rasa keeps the thread of each conversation (see endpoints.yml)."""
    return var_dir() / CONVERSATIONS_FILE


def erase_due(
    factory: sessionmaker[Session], conversations: Path | None = None, moment: dt.datetime | None = None
) -> Erased:
    """Erase all that is past its time; how much that was.

    Input: the base, Rasa's conversations (SQLite file), and the present instant.
    """
    moment = moment or now()
    with factory() as session, session.begin():
        oldest = months_before(moment, QUESTION_MONTHS)
        erased = Erased(
            requests=_erase_requests(session, moment),
            pages=_rows(session.execute(delete(SharedPage).where(SharedPage.expires_at <= moment))),
            questions=_rows(session.execute(delete(OpenQuestion).where(OpenQuestion.last_at < oldest))),
        )
    # Last: Rasa may hold its file, and that must not keep the rest from being erased.
    before = moment - dt.timedelta(hours=CONVERSATION_HOURS)
    erased = replace(erased, events=erase_conversations(conversations or conversations_path(), before))
    if erased.total:
        _log.info("Retention erased: %s.", erased)
    return erased


def erase_conversations(path: Path, before: dt.datetime) -> int:
    """Erase Rasa's events older than an instant, hence whole conversations that ended before it.

    The deleted text is overwritten in the file. A missing file or table has nothing to erase.
    """
    if not path.exists():
        return 0
    with closing(sqlite3.connect(path, timeout=BUSY_SECONDS)) as connection, connection:
        connection.execute("PRAGMA secure_delete=ON")
        known = connection.execute("SELECT 1 FROM sqlite_master WHERE type='table' AND name='events'")
        if known.fetchone() is None:
            return 0
        return connection.execute("DELETE FROM events WHERE timestamp < ?", (before.timestamp(),)).rowcount


def months_before(moment: dt.datetime, months: int) -> dt.datetime:
    """The same hour some months earlier; the last day of the month where the day does not exist."""
    index = moment.year * 12 + moment.month - 1 - months
    year, month = divmod(index, 12)
    last = (dt.date(year + (month == 11), (month + 1) % 12 + 1, 1) - dt.timedelta(days=1)).day
    return moment.replace(year=year, month=month + 1, day=min(moment.day, last))


def _erase_requests(session: Session, moment: dt.datetime) -> int:
    """Delete the requests past their time, and the emptied rows of withdrawn ones once the team was told."""
    told = (ContactRequest.status == WITHDRAWN) & (ContactRequest.mail_status != PENDING)
    due = session.scalars(select(ContactRequest).where(or_(ContactRequest.erase_after <= moment, told))).all()
    for request in due:
        if request.status != WITHDRAWN:  # a withdrawal was counted when it happened
            count(session, "request", "expired")
        session.delete(request)
    session.flush()
    return len(due)


def _rows(result: Any) -> int:
    return result.rowcount if isinstance(result, CursorResult) else 0
