"""What the public process does by itself."""

from __future__ import annotations

import asyncio
import datetime as dt
import threading
import time
from pathlib import Path

import pytest
from fastapi import FastAPI
from sqlalchemy import select
from sqlalchemy.orm import Session, sessionmaker

from knowledge import clock
from knowledge.contacts import Contacts
from knowledge.lease import Duty
from knowledge.mail import DEVELOPMENT_SENDER, MailFolder, SmtpServer
from knowledge.models import ContactRequest
from tests.knowledge.test_requests import ask
from web import background
from web.background import RETENTION_SECONDS, Task, mailer, running, tasks, with_sender
from web.mailing import MAIL_SECONDS, mail_tasks
from web.settings import Settings, SettingsError, load_settings
from web.staff.selftest import nightly

SITE = {"name": "Pôle", "address": "1, rue Principale"}


@pytest.fixture(autouse=True)
def var(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VAR_DIR", str(tmp_path))
    monkeypatch.delenv("CONTACT_EMAIL", raising=False)


def test_retention_runs_at_start_then_every_quarter_of_an_hour(database: sessionmaker[Session]) -> None:
    each = [*tasks(database), *mail_tasks(Settings(), database, Contacts, SITE)]
    due = {task.name: task for task in each}
    assert due["retention"].every_seconds == RETENTION_SECONDS == 15 * 60
    assert due["mail"].every_seconds == MAIL_SECONDS
    for task in due.values():
        task.run()


def test_a_clock_that_is_set_ahead_erases_nothing(
    database: sessionmaker[Session], monkeypatch: pytest.MonkeyPatch
) -> None:
    (retention,) = tasks(database)
    with database() as session, session.begin():
        ask(session)
    real = clock.now
    monkeypatch.setattr(clock, "now", lambda: real() + dt.timedelta(days=1000))
    monkeypatch.setattr("knowledge.retention.now", clock.now)
    retention.run()
    with database() as session:
        assert session.scalars(select(ContactRequest)).all()
    monkeypatch.setattr(clock, "DOUBT_SECONDS", 0.0)
    (another,) = tasks(database)
    another.run()  # a process that begins has no other clock to go by
    with database() as session:
        assert not session.scalars(select(ContactRequest)).all()


def test_a_failing_task_runs_again_and_does_not_stop_the_others() -> None:
    turns = {"bad": 0, "good": 0}
    enough = threading.Event()

    def bad() -> None:
        turns["bad"] += 1
        raise ValueError

    def good() -> None:
        turns["good"] += 1
        if min(turns.values()) >= 2:
            enough.set()

    async def watch() -> None:
        async with running([Task("bad", 0.01, bad), Task("good", 0.01, good)]):
            assert await asyncio.to_thread(enough.wait, 10)

    asyncio.run(watch())


def test_what_takes_minutes_waits_until_the_house_is_no_longer_new() -> None:
    done: list[str] = []
    due = [
        Task("night", 0.01, lambda: done.append("night"), after_seconds=0.2),
        Task("mail", 0.01, lambda: done.append("mail")),
    ]

    async def watch() -> None:
        async with running(due):
            while "night" not in done:
                await asyncio.sleep(0.01)

    asyncio.run(asyncio.wait_for(watch(), 10))
    assert done[:2] == ["mail", "mail"]
    assert nightly(FastAPI()).after_seconds >= 15 * 60


def test_of_two_processes_one_works_and_the_other_takes_over_when_it_leaves(
    database: sessionmaker[Session], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(background, "LOOK_SECONDS", 0.01)
    monkeypatch.setattr(background, "KEEP_SECONDS", 0.05)
    done: list[str] = []

    def working(name: str) -> Task:
        return Task(name, 0.01, lambda: done.append(name))

    async def watch() -> list[set[str]]:
        seen = []
        first = running([working("first")], Duty(database, "work"))
        await first.__aenter__()
        while not done:
            await asyncio.sleep(0.01)
        async with running([working("second")], Duty(database, "work")):
            await asyncio.sleep(0.3)
            seen.append(set(done))
            await first.__aexit__(None, None, None)
            for _ in range(2):  # what the first had begun may end meanwhile
                done.clear()
                deadline = time.monotonic() + 10
                while "second" not in done and time.monotonic() < deadline:
                    await asyncio.sleep(0.01)
            seen.append(set(done))
        return seen

    assert asyncio.run(watch()) == [{"first"}, {"second"}]


def test_development_without_a_mail_server_writes_messages_to_a_folder(
    database: sessionmaker[Session], tmp_path: Path
) -> None:
    assert mailer(Settings()) == MailFolder(tmp_path / "mail")
    with database() as session, session.begin():
        request, _ = ask(session)
    mail, _ = mail_tasks(Settings(), database, Contacts, SITE)
    mail.run()
    (path,) = (tmp_path / "mail").iterdir()
    assert request.reference in path.name


def test_production_without_a_mail_server_leaves_requests_to_the_staff_desk(
    database: sessionmaker[Session],
) -> None:
    settings = Settings(environment="production")
    assert [task.name for task in tasks(database)] == ["retention"]
    assert mail_tasks(settings, database, Contacts, SITE) == []


def test_a_mail_server_is_used_when_there_is_one() -> None:
    assert mailer(Settings(smtp_url="smtp://127.0.0.1:2525")) == SmtpServer("127.0.0.1", 2525)


@pytest.mark.parametrize(
    ("name", "value"), [("SMTP_URL", "mail.exemple.org"), ("CONTACT_EMAIL", "pas une adresse")]
)
def test_a_wrong_mail_setting_is_said_in_french_at_start(name: str, value: str) -> None:
    with pytest.raises(SettingsError, match=name):
        load_settings({name: value})


def test_production_does_not_send_mail_without_a_sender() -> None:
    production = {"ENVIRONMENT": "production", "SECRET_KEY": "kJ8-qT5wZr2_vX9mBn4cLs7dFg1hPy6a"}
    with pytest.raises(SettingsError, match="MAIL_SENDER"):
        load_settings({**production, "SMTP_URL": "smtp://mail.exemple.org"})
    for own in (
        {"MAIL_SENDER": "pole@exemple.org"},
        {"SMTP_URL": "smtp://pole%40exemple.org:x@mail.exemple.org"},
    ):
        assert load_settings({**production, "SMTP_URL": "smtp://mail.exemple.org", **own}).smtp_url


def test_development_has_a_sender_of_its_own() -> None:
    settings = Settings(smtp_url="smtp://127.0.0.1:2525")
    assert with_sender(settings, Contacts()).sender == DEVELOPMENT_SENDER
    assert with_sender(settings, Contacts(sender="a@exemple.org")).sender == "a@exemple.org"
