"""The year on each of the two bases: asked, confirmed, written, sent, left, reported, forgotten."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import select
from sqlalchemy.orm import Session, sessionmaker

from knowledge import clock
from knowledge.bulletin_mail import composers
from knowledge.bulletins import begin, deliveries, find_sent, news_since, send
from knowledge.mail import SmtpServer
from knowledge.models import OutgoingMail, Subscriber, now
from knowledge.outgoing import Letterhead, send_due
from knowledge.retention import erase_due
from knowledge.staff.members import enter
from knowledge.staff.report import report
from knowledge.subscribers import ask, confirm, find, how_many, leave, read_address
from tests.mailbox import free_port, listening
from tests.web.staff.content import MRC, fill

HEAD = Letterhead("Pôle", "1, rue Principale", "https://pole.example.org", str.upper, "pole@example.org")


def test_a_year_is_the_same_on_both_bases(database: sessionmaker[Session]) -> None:
    fill(database)
    with database() as session, session.begin():
        for address in ("a@example.org", "b@example.org", "jamais@example.org"):
            assert ask(session, address)
        assert not ask(session, "a@example.org"), "nobody is written to twice in a day"
    server = SmtpServer("127.0.0.1", free_port())
    with listening(server.port) as mailbox:
        assert send_due(database, server, composers(HEAD), HEAD.sender) == 3
        token = mailbox.messages[0].get_content().split("/bulletin/confirmer/")[1].split()[0]
        with database() as session, session.begin():
            first = find(session, token)
            assert first is not None and first.address == "a@example.org"
            confirm(first)
            confirm(session.scalars(select(Subscriber).where(Subscriber.address == "b@example.org")).one())
            assert how_many(session) == (2, 1)
        with database() as session, session.begin():
            bulletin = begin(session, "editor", "Pôle")
            assert begin(session, "editor", "Pôle") is bulletin
            assert news_since(session).day == 1
            assert send(session, bulletin, "editor") == 2
            name = bulletin.name
        with database() as session, session.begin():
            left = find(session, token)
            assert left is not None
            leave(session, left)
        assert send_due(database, server, composers(HEAD), HEAD.sender) == 1, (
            "who left meanwhile receives nothing"
        )
    assert mailbox.recipients[-1] == ["b@example.org"]
    with database() as session, session.begin():
        sent = find_sent(session, name)
        assert sent is not None and deliveries(session, sent) == {"sent": 1}
        assert news_since(session) == sent.sent_at
        assert enter(session, clock.today(), 40, 41, "editor") and not enter(
            session, clock.today(), 40, 30, "editor"
        )
    with database() as session:
        found = report(session, clock.today(), clock.today())
        assert [one.name for one in found.bulletins] == [name]
        assert found.members is not None and (found.members.members, found.members.renewed) == (40, 30)
        assert [(row.name, row.now) for row in found.mrcs] == [("MRC du Haut-Saint-Laurent", 0)], MRC
    later = now() + dt.timedelta(days=200)
    assert erase_due(database, moment=later).subscribers == 1
    with database() as session:
        assert [row.address for row in session.scalars(select(Subscriber))] == ["b@example.org"]
        assert session.scalars(select(OutgoingMail)).all() == [], "who received what is forgotten"


def test_an_address_is_one_whole_address() -> None:
    assert read_address(" Nom.Prenom@Exemple.ORG ") == "nom.prenom@exemple.org"
    for text in ("nom", "nom@exemple", "a@b.ca, c@d.ca", "a@b.ca\nBcc: c@d.ca", "x" * 200 + "@b.ca"):
        assert read_address(text) is None
