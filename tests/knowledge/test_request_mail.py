"""Telling the team: a mail server that is down loses nothing."""

from __future__ import annotations

import datetime as dt

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session, sessionmaker

from knowledge.contacts import Contacts
from knowledge.mail import SmtpServer
from knowledge.models import ContactRequest, OutgoingMail, now
from knowledge.outgoing import LONGEST_WAIT_SECONDS, MAX_ATTEMPTS, claim, send_due, wait_before
from knowledge.request_mail import composers
from knowledge.requests import withdraw
from tests.knowledge.test_requests import ask
from tests.mailbox import free_port, listening

CONTACTS = Contacts(
    default="equipe@exemple.org",
    by_mrc={"roussillon": "roussillon@exemple.org"},
    sender="assistant@exemple.org",
)


@pytest.fixture
def server() -> SmtpServer:
    return SmtpServer("127.0.0.1", free_port())


def make_due(database: sessionmaker[Session]) -> None:
    """As if the wait of every request were over."""
    with database() as session, session.begin():
        session.execute(update(OutgoingMail).values(next_attempt_at=now() - dt.timedelta(seconds=1)))


def only(database: sessionmaker[Session]) -> ContactRequest:
    with database() as session:
        return session.scalars(select(ContactRequest)).one()


def in_line(database: sessionmaker[Session]) -> OutgoingMail:
    with database() as session:
        return session.scalars(select(OutgoingMail)).one()


def send(database: sessionmaker[Session], server: SmtpServer, contacts: Contacts) -> int:
    return send_due(database, server, composers(contacts), contacts.sender)


def test_the_team_gets_what_the_person_told_and_can_reply(
    database: sessionmaker[Session], server: SmtpServer
) -> None:
    with database() as session, session.begin():
        ask(session, reach="moi@exemple.ca · 450 555-0123", mrc="roussillon")
    with listening(server.port) as mailbox:
        assert send(database, server, CONTACTS) == 1
        assert send(database, server, CONTACTS) == 0
    (message,) = mailbox.messages
    body = message.get_content()
    assert mailbox.recipients == [["roussillon@exemple.org"]]
    assert message["Reply-To"] == "moi@exemple.ca"
    assert "moi@exemple.ca · 450 555-0123" in body
    assert "Huntingdon" in body
    row = only(database)
    assert row.reference in message["Subject"]
    assert (in_line(database).status, row.recipient) == ("sent", "roussillon@exemple.org")


def test_a_server_down_then_up_gets_the_request_once(
    database: sessionmaker[Session], server: SmtpServer
) -> None:
    with database() as session, session.begin():
        ask(session)
    assert send(database, server, CONTACTS) == 0
    row = in_line(database)
    assert (row.status, row.attempts) == ("pending", 1)
    assert row.next_attempt_at > now() + dt.timedelta(seconds=5)
    with listening(server.port) as mailbox:
        assert send(database, server, CONTACTS) == 0, "its wait is not over"
        make_due(database)
        assert send(database, server, CONTACTS) == 1
        make_due(database)
        assert send(database, server, CONTACTS) == 0
    assert len(mailbox.messages) == 1
    assert in_line(database).status == "sent"


def test_after_the_last_try_the_request_is_marked_for_staff_and_still_there(
    database: sessionmaker[Session], server: SmtpServer
) -> None:
    with database() as session, session.begin():
        ask(session)
        session.execute(update(OutgoingMail).values(attempts=MAX_ATTEMPTS - 1))
    with listening(server.port) as mailbox:
        mailbox.refuse = True
        send(database, server, CONTACTS)
    assert (in_line(database).status, only(database).reach) == ("failed", "450 555-0123")


def test_waits_grow_and_cover_a_weekend() -> None:
    waits = [wait_before(attempt).total_seconds() for attempt in range(1, MAX_ATTEMPTS)]
    assert waits == sorted(waits)
    assert waits[0] <= 10
    assert waits[-1] == LONGEST_WAIT_SECONDS
    assert sum(waits) > 2 * 24 * 3600


def test_without_any_address_the_request_waits_and_leaves_as_soon_as_one_is_given(
    database: sessionmaker[Session], server: SmtpServer
) -> None:
    with database() as session, session.begin():
        ask(session)
    with listening(server.port) as mailbox:
        assert send(database, server, Contacts()) == 0
        assert in_line(database).attempts == 0
        make_due(database)
        assert send(database, server, CONTACTS) == 1
    assert mailbox.recipients == [["equipe@exemple.org"]]


def test_a_wrong_address_that_is_corrected_gets_the_requests_that_wait(
    database: sessionmaker[Session], server: SmtpServer
) -> None:
    with database() as session, session.begin():
        ask(session)
    send(database, server, Contacts(default="fautive@exemple.org", sender="assistant@exemple.org"))
    make_due(database)
    with listening(server.port) as mailbox:
        assert send(database, server, CONTACTS) == 1
    assert mailbox.recipients == [["equipe@exemple.org"]]


def test_a_withdrawn_request_is_not_sent_but_its_withdrawal_is_when_the_team_had_it(
    database: sessionmaker[Session], server: SmtpServer
) -> None:
    with listening(server.port) as mailbox:
        with database() as session, session.begin():
            ask(session, reach="moi@exemple.ca")
        send(database, server, CONTACTS)
        with database() as session, session.begin():
            withdraw(session, session.scalars(select(ContactRequest)).one())
        assert send(database, server, CONTACTS) == 1
    notice = mailbox.messages[1]
    assert "retirée" in notice["Subject"]
    assert "moi@exemple.ca" not in notice.as_string()
    assert notice["Reply-To"] is None


def test_two_processes_do_not_both_send(database: sessionmaker[Session], server: SmtpServer) -> None:
    with database() as session, session.begin():
        ask(session)
    moment = now() + dt.timedelta(seconds=1)
    number = in_line(database).id
    with database() as session, session.begin():
        assert claim(session, number, moment)
    with database() as session, session.begin():
        assert not claim(session, number, moment)
