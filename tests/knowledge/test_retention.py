"""What is erased, when, and what stays."""

from __future__ import annotations

import datetime as dt
import os
from pathlib import Path

import pytest
from sqlalchemy import delete, select
from sqlalchemy.orm import Session, sessionmaker

from knowledge.clock import months_before
from knowledge.feedback import remember_question
from knowledge.models import (
    AuditEntry,
    ContactRequest,
    DailyCount,
    ErrorReport,
    OpenQuestion,
    Revision,
    SharedPage,
    Topic,
    now,
)
from knowledge.requests import withdraw
from knowledge.retention import Erased, erase_due
from knowledge.shared_pages import share_page
from knowledge.staff.inbox import decline_from_now_on
from tests.knowledge.test_conversations import add_events, make_events
from tests.knowledge.test_requests import as_sent, ask

NOW = dt.datetime(2026, 11, 23, 12, tzinfo=dt.timezone.utc)


@pytest.fixture
def conversations(tmp_path: Path) -> str:
    """The address of a file as Rasa's tracker store makes it."""
    url = f"sqlite:///{tmp_path / 'conversations.db'}"
    make_events(url)
    return url


def test_what_is_due_goes_and_the_rest_stays(
    database: sessionmaker[Session], conversations: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("VAR_DIR", str(tmp_path))
    mails = tmp_path / "mail"
    mails.mkdir()
    moment = now()
    add_events(conversations, "old", [48], moment)
    with database() as session, session.begin():
        share_page(session, "roadmap", {}, days=30)
        share_page(session, "roadmap", {}, days=0)
        ask(session)
        expired, _ = ask(session)
        expired.erase_after = moment - dt.timedelta(days=1)
        for name, age in (("a", 23 * 30), ("b", 25 * 31)):
            last = moment - dt.timedelta(days=age)
            session.add(OpenQuestion(digest=name, text=name, outcome="none", last_at=last))
            session.add(ErrorReport(subject="fund:a", reason="Autre chose", note=name, created_at=last))
            session.add(AuditEntry(who="moi", action="connexion", subject=name, at=last))
            (mails / f"{name}.eml").write_text(name)
            os.utime(mails / f"{name}.eml", (last.timestamp() + 24 * 3600 * 620,) * 2)
    expected = Erased(events=1, requests=1, pages=1, questions=1, reports=1, entries=1, mails=1)
    assert erase_due(database, conversations) == expected
    with database() as session:
        assert len(session.scalars(select(SharedPage)).all()) == 1
        assert len(session.scalars(select(ContactRequest)).all()) == 1
        assert [row.text for row in session.scalars(select(OpenQuestion))] == ["a"]
        counts = {row.key: row.count for row in session.scalars(select(DailyCount))}
        assert counts == {"received": 2, "expired": 1}
    assert erase_due(database, conversations) == Erased()


def test_a_question_copied_by_out_of_scope_goes_from_the_topic_its_history_and_the_log(
    database: sessionmaker[Session], conversations: str
) -> None:
    own = ["a b", "c d", "e f"]
    with database() as session, session.begin():
        content = {"id": "chats", "label": "les chats", "phrasings": own}
        session.add(Topic(id="chats", content=content))
        for text in ("combien coûte un chat zibeline", "un chat récent"):
            remember_question(session, text, "none")
            question = session.scalars(select(OpenQuestion).where(OpenQuestion.text == text)).one()
            assert decline_from_now_on(session, "chats", [question], "moi")
    with database() as session, session.begin():
        first = session.scalars(select(AuditEntry).order_by(AuditEntry.id)).first()
        assert first is not None
        first.at = now() - dt.timedelta(days=25 * 31)
        session.execute(delete(OpenQuestion))
    assert erase_due(database, conversations).entries == 1
    with database() as session:
        assert session.get_one(Topic, "chats").content["phrasings"] == [*own, "un chat récent"]
        kept = [row.content for row in session.scalars(select(Revision))]
        assert kept and "zibeline" not in str(kept)
        assert "récent" in str([entry.after for entry in session.scalars(select(AuditEntry))])


def test_a_withdrawn_request_goes_once_the_team_was_told(
    database: sessionmaker[Session], conversations: str
) -> None:
    with database() as session, session.begin():
        request, _ = ask(session)
        as_sent(session)
        withdraw(session, request)
    assert erase_due(database, conversations).requests == 0
    with database() as session, session.begin():
        as_sent(session)
    assert erase_due(database, conversations).requests == 1


@pytest.mark.parametrize(
    ("day", "months", "earlier"),
    [
        ("2026-11-23", 24, "2024-11-23"),
        ("2024-02-29", 12, "2023-02-28"),
        ("2026-01-31", 2, "2025-11-30"),
        ("2026-12-31", 12, "2025-12-31"),
    ],
)
def test_months_are_counted_on_the_calendar(day: str, months: int, earlier: str) -> None:
    moment = dt.datetime.fromisoformat(day).replace(tzinfo=dt.timezone.utc)
    assert months_before(moment, months).date().isoformat() == earlier
