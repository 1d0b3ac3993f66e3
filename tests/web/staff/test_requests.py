"""Requests at the desk: who looks after one is told, finds theirs, and sees who has waited too long."""

from __future__ import annotations

import datetime as dt

import pytest
from fastapi import FastAPI
from sqlalchemy import delete
from sqlalchemy.orm import Session, sessionmaker

from knowledge.models import ContactRequest, OutgoingMail, now
from tests.mailbox import Mailbox
from tests.web.staff.conftest import EMAILS, Desk
from tests.web.staff.content import fill
from tests.web.staff.posting import deliver
from tests.web.staff.test_freshness import make_request


@pytest.fixture
def number(database: sessionmaker[Session]) -> int:
    fill(database)
    made = make_request(database)
    with database() as session, session.begin():
        session.execute(delete(OutgoingMail))  # its own mail left long ago
        session.get_one(ContactRequest, made).created_at = now() - dt.timedelta(days=5)
    return made


def test_who_is_given_a_request_is_told_by_mail_and_finds_it_apart(
    editor: Desk, administrator: Desk, app: FastAPI, number: int, mailbox: Mailbox
) -> None:
    page = administrator.get("/equipe/demandes").text
    assert "Cette personne attend depuis 5 jours" in page and "Les miennes" not in page
    given = {"assigned_to": "Editor", "staff_note": ""}
    administrator.submit(f"/equipe/demandes/{number}", do="save", **given)
    administrator.submit(f"/equipe/demandes/{number}", do="save", **given)
    assert deliver(app) == 1, "told once"
    assert mailbox.recipients == [[EMAILS["editor"]]]
    text = mailbox.messages[0].get_content()
    assert "vous est confiée" in text and "/equipe/demandes?qui=moi" in text
    assert "555-0142" not in text and "café" not in text, "nothing of the person"
    assert "Les miennes (1)" in editor.get("/equipe/demandes").text
    assert "450 555-0142" in editor.get("/equipe/demandes?qui=moi").text
    assert "450 555-0142" not in administrator.get("/equipe/demandes?qui=moi").text


def test_a_request_taken_by_oneself_or_closed_meanwhile_sends_nothing(
    editor: Desk, app: FastAPI, number: int, mailbox: Mailbox
) -> None:
    editor.submit(f"/equipe/demandes/{number}", do="save", assigned_to="Editor", staff_note="")
    assert deliver(app) == 0
    editor.submit(f"/equipe/demandes/{number}", do="save", assigned_to="Administrator", staff_note="")
    editor.submit(f"/equipe/demandes/{number}", do="close", assigned_to="Administrator", staff_note="")
    assert deliver(app) == 0 and mailbox.messages == []


def test_without_a_mail_server_no_request_is_said_to_have_been_mailed(
    editor: Desk, database: sessionmaker[Session], number: int
) -> None:
    with database() as session, session.begin():
        session.add(OutgoingMail(kind="request", about=number, status="sent"))
    page = editor.get("/equipe/demandes").text
    assert "personne ne l&#39;a reçu" in page and "Courriel envoyé" not in page
