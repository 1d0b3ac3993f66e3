"""The line of mails: what was in the two former ones goes on, and a number given again tells nothing."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import delete, select, text
from sqlalchemy.orm import Session, sessionmaker

from knowledge import outgoing
from knowledge.database import engine_for, sessions
from knowledge.mail import Mail, MailError
from knowledge.models import OutgoingMail, now
from knowledge.outgoing import NotYetError, put, send_due

MAIL = Mail("a@example.org", "Sujet", "texte", "<a@example.org>")


class Server:
    """What sends, or refuses; `meanwhile` is done while it does."""

    def __init__(self, refuses: bool = False) -> None:
        self.sent: list[Mail] = []
        self.refuses = refuses
        self.meanwhile = lambda: None

    def send(self, mail: Mail, _sender: str | None) -> None:
        self.meanwhile()
        if self.refuses:
            raise MailError("refused")
        self.sent.append(mail)


def rows(database: sessionmaker[Session]) -> list[tuple[str, str, int]]:
    with database() as session:
        return [(row.kind, row.status, row.attempts) for row in session.scalars(select(OutgoingMail))]


def test_a_mail_that_was_taken_back_while_it_left_does_not_count_for_the_one_that_took_its_number(
    database: sessionmaker[Session],
) -> None:
    server = Server()

    def meanwhile() -> None:
        with database() as session, session.begin():
            session.execute(delete(OutgoingMail))
            put(session, "withdrawal", 1)

    server.meanwhile = meanwhile
    with database() as session, session.begin():
        put(session, "request", 1)
    assert send_due(database, server, {"request": lambda _session, _row: MAIL}, None) == 1
    assert rows(database) == [("withdrawal", "pending", 0)]


def test_what_has_nobody_to_go_to_lets_the_rest_pass_and_what_has_nothing_to_say_leaves(
    database: sessionmaker[Session], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(outgoing, "BATCH", 2)

    def not_yet(_session: Session, _row: OutgoingMail) -> Mail | None:
        raise NotYetError

    made = {"request": not_yet, "withdrawal": lambda _s, _r: None, "subscription": lambda _s, _r: MAIL}
    with database() as session, session.begin():
        for number in range(2):
            put(session, "request", number)
        put(session, "withdrawal", 7)
        put(session, "subscription", 8)
        put(session, "unheard", 9)
    server = Server()
    assert [send_due(database, server, made, None) for _ in range(2)] == [0, 1]
    assert sorted(rows(database)) == [
        ("request", "pending", 0),
        ("request", "pending", 0),
        ("subscription", "sent", 1),
        ("unheard", "pending", 0),
    ]


def test_what_waited_in_the_two_former_lines_leaves_from_the_new_one(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'base.sqlite3'}"
    config = Config()
    config.set_main_option("script_location", str(Path(outgoing.__file__).parent / "migrations"))
    config.attributes["url"] = url
    command.upgrade(config, "0008")
    at = now()
    request = (
        "INSERT INTO contact_request (id, reference, withdrawal_digest, reach, story, consent_text, "
        "consent_at, created_at, erase_after, mail_status, mail_attempts, next_attempt_at, status) VALUES "
        "(:id, :id, :id, '', '', '', :at, :at, :at, :mail, :tries, :at, :status)"
    )
    others = (
        "INSERT INTO subscriber (id, address, token, asked_at, confirm_by) "
        "VALUES (5, 'a@b.ca', 't', :at, :at)",
        "INSERT INTO bulletin (id, name, title, opening, blocks, version, updated_at, updated_by, "
        "recipients) VALUES (6, '2026-11', 'Titre', '', '[]', 1, :at, 'moi', 1)",
        "INSERT INTO bulletin_mail (subscriber_id, bulletin_id, status, attempts, next_attempt_at) VALUES "
        "(5, NULL, 'pending', 0, :at), (5, 6, 'failed', 20, :at)",
    )
    with engine_for(url).begin() as connection:
        for values in (
            {"id": 1, "mail": "pending", "tries": 3, "status": "open"},
            {"id": 2, "mail": "sent", "tries": 1, "status": "withdrawn"},
        ):
            connection.execute(text(request), {**values, "at": at.isoformat()})
        for statement in others:
            connection.execute(text(statement), {"at": at.isoformat()})
    command.upgrade(config, "0009")
    with sessions(url)() as session:
        found = {
            (row.kind, row.about, row.part, row.status, row.attempts)
            for row in session.scalars(select(OutgoingMail))
        }
    assert found == {
        ("request", 1, None, "pending", 3),
        ("withdrawal", 2, None, "sent", 1),
        ("subscription", 5, None, "pending", 0),
        ("bulletin", 5, 6, "failed", 20),
    }
    command.downgrade(config, "0008")
    engine_for(url).dispose()


def test_a_mail_written_while_the_clock_was_ahead_leaves_once_it_is_right(
    database: sessionmaker[Session],
) -> None:
    with database() as session, session.begin():
        put(session, "request", 1).next_attempt_at = now() + dt.timedelta(days=400)
        put(session, "request", 2).next_attempt_at = now() + dt.timedelta(hours=6)  # one that failed often
    server = Server()
    assert send_due(database, server, {"request": lambda *_: MAIL}, None) == 1
    assert send_due(database, server, {"request": lambda *_: MAIL}, None) == 0
    assert sorted(rows(database)) == [("request", "pending", 0), ("request", "sent", 1)]
