"""The watch: what shows up in it, confirming, links, the weekly e-mail; and the requests of people."""

from __future__ import annotations

import datetime as dt
from contextlib import AbstractContextManager
from http.server import BaseHTTPRequestHandler
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session, sessionmaker

from knowledge.clock import today
from knowledge.contacts import Contacts
from knowledge.mail import smtp_server
from knowledge.models import (
    Answer,
    AuditEntry,
    ContactRequest,
    ErrorReport,
    LinkCheck,
    PackChange,
    Resource,
    now,
)
from knowledge.requests import create_request
from knowledge.resources import store
from knowledge.staff.digest import send_weekly
from knowledge.staff.freshness import CHECKED, watch
from knowledge.staff.links import dead_links
from tests.mailbox import free_port, listening
from tests.serving import answering
from tests.web.staff.conftest import EMAILS, Desk
from tests.web.staff.content import fill, fund
from web.staff.link_check import check_links

TODAY = dt.date(2026, 11, 23)
MONDAY = dt.datetime(2026, 11, 23, 9, tzinfo=ZoneInfo("America/Montreal"))


@pytest.fixture(autouse=True)
def base(database: sessionmaker[Session]) -> None:
    fill(database)


def put(database: sessionmaker[Session], **changes: object) -> None:
    with database() as session, session.begin():
        store.save(
            session, fund("coup-de-pouce", "Fonds Coup de pouce", **changes), author="t", action="edit"
        )


def reasons(database: sessionmaker[Session]) -> dict[str, list[str]]:
    with database() as session:
        return {one.identifier: one.reasons for one in watch(session, TODAY)}


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"review_by": "2026-10"}, ["late"]),
        ({"review_by": "2027-01"}, ["soon"]),
        ({"review_by": "2027-02"}, None),
        ({"confidence": "low"}, ["low"]),
        ({"status": "to_verify", "review_by": "2026-10"}, ["late", "low"]),
        ({"review_by": "2026-10", "archived": True}, None),
    ],
)
def test_what_is_late_near_or_unsure_shows_up(
    database: sessionmaker[Session], changes: dict[str, object], expected: list[str] | None
) -> None:
    put(database, **changes)
    assert reasons(database).get("fund:coup-de-pouce") == expected


def test_one_click_confirms_with_todays_date(editor: Desk, database: sessionmaker[Session]) -> None:
    put(
        database,
        status="to_verify",
        confidence="low",
        review_by="2026-01",
        contact={"phone": "1", "as_of": "2018"},
    )
    with database() as session, session.begin():
        session.add(ErrorReport(subject="fund:coup-de-pouce", reason="montant", note="Le montant a changé"))
    assert "Le montant a changé" in editor.get("/equipe/veille").text
    assert editor.submit("/equipe/veille", subject="fund:coup-de-pouce", do="confirm").status_code == 303
    with database() as session:
        row = session.get_one(Resource, "fund:coup-de-pouce")
    assert row.as_of == today().isoformat()
    assert (row.status, row.confidence, row.content["contact"]["as_of"]) == ("active", "high", None)
    assert row.review_by > today().isoformat()[:7]
    assert row.content["sources"][-1] == {"title": CHECKED, "url": None, "as_of": row.as_of}
    assert "fund:coup-de-pouce" not in reasons(database)
    shown = editor.get("/api/resources", params={"q": "coup de pouce"}).json()["results"][0]
    assert shown["to_confirm"] is False, "live at once"


def test_an_answer_is_confirmed_too(editor: Desk, database: sessionmaker[Session]) -> None:
    with database() as session, session.begin():
        session.get_one(Answer, "membres").review_by = "2026-01"
    editor.submit("/equipe/veille", subject="answer:membres", do="confirm")
    with database() as session:
        assert session.get_one(Answer, "membres").as_of == today().isoformat()


class Site(BaseHTTPRequestHandler):
    """A site with a live page, a dead one, one that knows no HEAD, and one that moves."""

    def do_HEAD(self) -> None:
        self.answer(405 if self.path == "/sans-head" else None)

    def do_GET(self) -> None:
        self.answer(None)

    def answer(self, status: int | None) -> None:
        known = {"/vivante": 200, "/morte": 404, "/sans-head": 200, "/gardee": 403, "/demenagee": 302}
        self.send_response(status or known.get(self.path, 500))
        if self.path == "/demenagee":
            self.send_header("Location", "/vivante")
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_: object) -> None:
        pass


def site() -> AbstractContextManager[str]:
    return answering(Site)


def only_links(database: sessionmaker[Session], *urls: str) -> None:
    """The base gives these addresses and no other."""
    with database() as session, session.begin():
        for row in session.scalars(select(Resource)):
            row.content = {**row.content, "website": None, "sources": [{"title": "Page", "url": None}]}
        row = session.get_one(Resource, "fund:coup-de-pouce")
        row.content = {**row.content, "sources": [{"title": "Page", "url": url} for url in urls]}


def test_a_dead_link_is_found_after_two_tries_and_a_live_one_never(
    editor: Desk, database: sessionmaker[Session]
) -> None:
    pauses: list[float] = []
    with site() as root:
        paths = ("/vivante", "/morte", "/sans-head", "/gardee", "/demenagee")
        only_links(database, *(root + path for path in paths))
        assert check_links(database, public_only=False, pause=pauses.append) == 5
        assert len(pauses) == 4, "politely, one at a time"
        assert check_links(database, public_only=False, pause=pauses.append) == 0, "not again at once"
        with database() as session, session.begin():
            assert dead_links(session) == {}
            for row in session.scalars(select(LinkCheck)):
                row.checked_at = now() - dt.timedelta(days=2)
        check_links(database, public_only=False, pause=pauses.append)
    with database() as session:
        assert dead_links(session) == {"fund:coup-de-pouce": [f"{root}/morte (réponse 404)"]}
    assert "/morte (réponse 404)" in editor.get("/equipe/veille?raison=dead").text


def test_when_our_own_network_is_down_no_link_is_called_dead(database: sessionmaker[Session]) -> None:
    only_links(database, f"http://127.0.0.1:{free_port()}/a", f"http://127.0.0.1:{free_port()}/b")
    assert check_links(database, public_only=False, pause=lambda _: None) == 0
    with database() as session:
        assert session.scalars(select(LinkCheck)).all() == []


def test_an_address_of_the_inner_network_is_never_fetched(database: sessionmaker[Session]) -> None:
    with site() as root:
        only_links(database, f"{root}/vivante")
        check_links(database, pause=lambda _: None)
    with database() as session:
        assert session.scalars(select(LinkCheck.outcome)).all() == ["adresse non publique"]


def test_the_weekly_email_goes_once_to_those_who_edit(editor: Desk, database: sessionmaker[Session]) -> None:
    put(database, review_by="2026-10")
    port = free_port()
    server = smtp_server(f"smtp://127.0.0.1:{port}")
    early = MONDAY.replace(hour=6)
    assert send_weekly(database, server, Contacts(sender="assistant@exemple.org"), early) == 0
    assert send_weekly(database, server, Contacts(sender="assistant@exemple.org"), MONDAY) == 0, (
        "the server is down: still due"
    )
    with listening(port) as mailbox:
        assert send_weekly(database, server, Contacts(sender="assistant@exemple.org"), MONDAY) == 2
        assert (
            send_weekly(
                database, server, Contacts(sender="assistant@exemple.org"), MONDAY + dt.timedelta(days=2)
            )
            == 0
        )
    assert sorted(one for many in mailbox.recipients for one in many) == sorted(
        [EMAILS["administrator"], EMAILS["editor"]]
    )
    text = mailbox.messages[0].get_content()
    assert "Fonds Coup de pouce: à revoir, date passée" in text


def make_request(database: sessionmaker[Session]) -> int:
    with database() as session, session.begin():
        row, _ = create_request(
            session,
            reach="450 555-0142",
            story="Un projet de café.",
            mrc=None,
            consent_text="Oui.",
            consent_at=now(),
            prefix="VHSL",
        )
        return row.id


def test_a_request_is_taken_noted_closed_and_erased(editor: Desk, database: sessionmaker[Session]) -> None:
    number = make_request(database)
    assert "450 555-0142" in editor.get("/equipe/demandes").text
    fields = {"assigned_to": "Editor", "staff_note": "Rappeler mardi."}
    editor.submit(f"/equipe/demandes/{number}", do="save", **fields)
    editor.submit(f"/equipe/demandes/{number}", do="close", **fields)
    assert "450 555-0142" not in editor.get("/equipe/demandes").text
    assert "Rappeler mardi." in editor.get("/equipe/demandes?etat=closed").text
    assert editor.submit(f"/equipe/demandes/{number}", do="erase").status_code == 303
    with database() as session:
        assert session.scalars(select(ContactRequest)).all() == []
        log = session.scalars(select(AuditEntry).where(AuditEntry.subject.startswith("demande:"))).all()
    assert [entry.action for entry in log] == ["demande modifiée", "demande modifiée", "demande effacée"]
    told = str([(entry.before, entry.after) for entry in log])
    assert "555-0142" not in told and "Rappeler" not in told


def test_a_reader_never_sees_how_to_reach_a_person(reader: Desk, database: sessionmaker[Session]) -> None:
    make_request(database)
    page = reader.get("/equipe/demandes")
    assert page.status_code == 403 and "555-0142" not in page.text


def test_a_sheet_that_the_common_pack_and_the_team_both_changed_is_brought_together(
    editor: Desk, database: sessionmaker[Session]
) -> None:
    name = "fund:coup-de-pouce"
    first = fund("coup-de-pouce", "Fonds Coup de pouce")
    coming = store.content_of(fund("coup-de-pouce", "Fonds Coup de pouce", amount_max=9000))
    with database() as session, session.begin():
        store.save(session, first, author="import", action="import", from_pack=True)
        session.add(PackChange(subject=name, kind="changed", coming=coming))
    put(database, nature="bourse de départ")
    assert "Réunir les deux" in editor.get("/equipe/veille").text
    settled = editor.submit("/equipe/veille/dossier", subject=name, do="merge")
    assert settled.headers["location"] == f"/equipe/ressources/{name}?fait=reuni"
    with database() as session:
        found = session.get_one(Resource, name).content
        assert (found["amount_max"], found["nature"]) == (9000, "bourse de départ")
        assert session.scalars(select(PackChange)).all() == []
        journal = session.scalars(select(AuditEntry).where(AuditEntry.subject == name)).all()
        assert "dossier commun: les deux versions réunies" in [one.action for one in journal]
