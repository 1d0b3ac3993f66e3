"""The self-test tells what got worse since the last time, and nothing else."""

from __future__ import annotations

import datetime as dt

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session, sessionmaker

from knowledge.answers import store as answers
from knowledge.models import OpenQuestion, SelfTest
from knowledge.search.service import AnswerSearch
from knowledge.staff.selftest import is_due, probes, run, runs, worse_of
from tests.web.staff.content import answer, ask, fill


def no_pause(_seconds: float) -> None:
    """Tests do not wait."""


def once(database: sessionmaker[Session]) -> SelfTest:
    return run(database, AnswerSearch(database, patience=30).snapshot(), no_pause)


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_what_got_worse_is_told_once_with_what_it_gets_now(database: sessionmaker[Session]) -> None:
    fill(database)
    ask(database, "combien de monde pour une coop", "question jamais réglée")
    with database() as session, session.begin():
        row = session.scalars(select(OpenQuestion).order_by(OpenQuestion.id)).first()
        assert row is not None
        row.status, row.answer_id = "answered", "membres"
    with database() as session:
        asked = {one.text: one.answer for one in probes(session)}
    assert asked["faut être combien pour partir une coop"] == "membres"
    assert asked["Bonjour, Un OBNL paie-t-il de l'impôt?"] == "impots"
    assert asked["combien de monde pour une coop"] == "membres"
    assert "question jamais réglée" not in asked
    first = once(database)
    assert first.asked == len(asked) and first.worse == []
    assert first.results["faut être combien pour partir une coop"] == "right"
    greeted = "Bonjour, Combien de membres faut-il pour une coopérative?"
    assert first.results[greeted] == "right"
    with database() as session, session.begin():  # another answer takes a way of asking
        other = answer("zones", "Où sont les zones agricoles?", greeted)
        answers.save(session, other, author="editor", action="publish")
    second = once(database)
    (told,) = [one for one in worse_of(second) if one.text == greeted]
    assert (told.answer, told.before, told.now) == ("membres", "right", "lost")
    assert told.got == "Où sont les zones agricoles?"
    assert greeted not in {one.text for one in worse_of(once(database))}, "told once"
    with database() as session:
        kept = runs(session)
    assert [bool(row.results) for row in kept] == [True, False, False], "only the newest is compared with"


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_it_runs_once_a_night_by_the_clock_of_quebec(database: sessionmaker[Session]) -> None:
    night = dt.datetime(2026, 12, 1, 8, 0, tzinfo=dt.timezone.utc)  # 3 in the morning there
    with database() as session, session.begin():
        assert is_due(session, night) and not is_due(session, night + dt.timedelta(hours=6))
        session.add(SelfTest(at=night, asked=1, right=1, results={}, worse=[]))
        session.flush()
        assert not is_due(session, night + dt.timedelta(hours=1))
        assert is_due(session, night + dt.timedelta(days=1))
