"""A save while the base is held: nothing is stored, nothing typed is lost, one button sends it again."""

from __future__ import annotations

import html
import re

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session, sessionmaker

from knowledge import database as base
from knowledge.models import Answer
from tests.holding import held
from tests.web.staff.conftest import Desk
from tests.web.staff.content import fill
from tests.web.staff.test_answers import QUESTION, typed

TEXT = "Appelez l'équipe: «lundi» & mardi, <b>le matin</b>.\n\nÀ bientôt!"
FIELD = re.compile(r'<textarea name="([^"]+)" hidden>\n(.*?)</textarea>', re.DOTALL)


@pytest.fixture(autouse=True)
def soon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(base, "SQLITE_BUSY_MS", 100)


@pytest.fixture
def content(database: sessionmaker[Session]) -> None:
    fill(database)


def stored(database: sessionmaker[Session]) -> int:
    with database() as session:
        return len(session.scalars(select(Answer).where(Answer.question == QUESTION)).all())


@pytest.mark.usefixtures("content")
def test_what_was_typed_is_sent_again_as_it_was(editor: Desk, database: sessionmaker[Session]) -> None:
    fields = typed(text=TEXT)
    token = editor.token()
    with held(database):
        reply = editor.post("/equipe/reponses/nouvelle", data={"csrf": token, **fields})
    assert reply.status_code == 503
    assert int(reply.headers["Retry-After"]) >= 1
    assert "réessayez" in reply.text
    assert "<b>le matin" not in reply.text
    assert stored(database) == 0
    kept = {name: html.unescape(value) for name, value in FIELD.findall(reply.text)}
    assert kept == {"csrf": token, **{name: str(value) for name, value in fields.items()}}
    again = editor.post("/equipe/reponses/nouvelle", data=kept, follow_redirects=False)
    assert again.status_code == 303
    assert stored(database) == 1


def test_a_password_is_never_written_back_into_a_page(editor: Desk, database: sessionmaker[Session]) -> None:
    fields = {"csrf": editor.token(), "current": "mon mot de passe", "password": "un tout autre mot"}
    with held(database):
        reply = editor.post("/equipe/compte/mot-de-passe", data=fields)
    assert reply.status_code == 503
    assert "réessayez" in reply.text
    assert not any(typed in reply.text for typed in ("mon mot de passe", "un tout autre mot"))


def test_a_visitor_is_told_to_come_back_rather_than_that_something_broke(
    anonymous: Desk, database: sessionmaker[Session]
) -> None:
    fill(database)
    found = re.search(r"/ressources/((?:fund|organization):[\w-]+)", anonymous.get("/ressources").text)
    assert found
    with held(database):
        reply = anonymous.post(
            f"/ressources/{found[1]}/signaler",
            data={"reason": "contact", "note": "le numéro a changé"},
            headers={"Accept": "text/html"},
        )
    assert reply.status_code == 503
    assert "Rien n'a été enregistré" in reply.text


def test_pages_and_searches_without_a_result_are_shown_meanwhile(
    anonymous: Desk, database: sessionmaker[Session]
) -> None:
    with held(database):
        assert anonymous.get("/ressources", params={"q": "zzz rien"}).status_code == 200
        assert anonymous.get("/api/resources", params={"q": "zzz rien"}).status_code == 200
