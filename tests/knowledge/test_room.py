"""What people who are not signed in can have stored in a day is bounded."""

from __future__ import annotations

import threading

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session, sessionmaker

from knowledge import feedback, room
from knowledge.counting import count
from knowledge.feedback import remember_question
from knowledge.models import DailyCount, ErrorReport, OpenQuestion
from knowledge.reports import report_error


@pytest.fixture(autouse=True)
def plain(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without the model that masks names, which has tests of its own."""
    monkeypatch.setattr(feedback, "mask", lambda text: text)


def test_a_flood_of_new_questions_is_let_go_and_one_asked_before_is_still_counted(
    database: sessionmaker[Session], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(room.ROOM, "question", 5)
    with database() as session, session.begin():
        for number in range(20):
            remember_question(session, f"charabia {number}", "none")
        remember_question(session, "charabia 3", "none")
    with database() as session:
        rows = session.scalars(select(OpenQuestion).order_by(OpenQuestion.id)).all()
        assert [row.text for row in rows] == [f"charabia {number}" for number in range(5)]
        assert [row.count for row in rows] == [1, 1, 1, 2, 1]


def test_the_room_is_the_days_own(database: sessionmaker[Session], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(room.ROOM, "page", 1)
    with database() as session, session.begin():
        assert [room.take_room(session, "page") for _ in range(3)] == [True, False, False]
        assert room.take_room(session, "request")
        tomorrow = room.clock.today() + room.clock.dt.timedelta(days=1)
        monkeypatch.setattr(room.clock, "today", lambda: tomorrow)
        assert room.take_room(session, "page")


def test_reports_on_many_resources_are_bounded_together(
    database: sessionmaker[Session], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(room.ROOM, "report", 3)
    with database() as session, session.begin():
        kept = [report_error(session, f"fund:{number}", "other", "") for number in range(6)]
        assert kept == [True] * 3 + [False] * 3
        assert session.scalar(select(func.count(ErrorReport.id))) == 3


def test_two_who_count_at_once_are_both_counted(database: sessionmaker[Session]) -> None:
    def add() -> None:
        for _ in range(10):
            with database() as session, session.begin():
                count(session, "decision", "answer")

    threads = [threading.Thread(target=add) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with database() as session:
        assert session.scalars(select(DailyCount.count)).all() == [40]
