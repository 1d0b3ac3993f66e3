"""What is said to be erased is in no file any more: not in the base, its log, Rasa's file or the mails."""

from __future__ import annotations

import asyncio
import json
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import httpx
import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from sqlalchemy.orm import Session, sessionmaker

from knowledge.contacts import Contacts
from knowledge.database import migrate, sessions
from knowledge.mail import MAIL_FOLDER, MailFolder
from knowledge.outgoing import send_due
from knowledge.request_mail import composers
from knowledge.shared_pages import find_page, share_page
from tests.knowledge.test_requests import ask
from web import erasure
from web.app import create_app
from web.dialogue import Dialogue
from web.erasure import NOT_ERASED
from web.replays import Replays
from web.settings import Settings

WORDS = "zibeline.totem@exemple.ca"
STORY = "- Mot de la personne: «fabriquer des hallebardes violettes»"
TRACES = (WORDS, "hallebardes")
MAILS = composers(Contacts(), "equipe@localhost")


@pytest.fixture
def var(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of what a run writes, with Rasa's file as its tracker store makes it."""
    monkeypatch.setenv("VAR_DIR", str(tmp_path))
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path / 'knowledge.sqlite3'}")
    with closing(sqlite3.connect(tmp_path / "conversations.db")) as connection, connection:
        connection.execute(
            "CREATE TABLE events (id INTEGER PRIMARY KEY, sender_id VARCHAR(255) NOT NULL, "
            "type_name VARCHAR(255) NOT NULL, timestamp FLOAT, intent_name VARCHAR(255), "
            "action_name VARCHAR(255), data TEXT)"
        )
    migrate()
    return tmp_path


@pytest.fixture
def database(var: Path) -> sessionmaker[Session]:
    return sessions()


def remember(var: Path, sender: str, *texts: str) -> None:
    """What Rasa writes of a conversation."""
    with closing(sqlite3.connect(var / "conversations.db")) as connection, connection:
        for text in texts:
            row = (sender, "user", time.time(), json.dumps({"text": text}))
            connection.execute(
                "INSERT INTO events (sender_id, type_name, timestamp, data) VALUES (?, ?, ?, ?)", row
            )


def conversations(var: Path) -> set[str]:
    with closing(sqlite3.connect(var / "conversations.db")) as connection:
        return {row[0] for row in connection.execute("SELECT sender_id FROM events")}


def found(var: Path, *texts: str) -> list[str]:
    """The files of the folder that hold one of the texts, in any place of theirs."""
    return [
        path.name
        for path in sorted(var.rglob("*"))
        if path.is_file() and any(text.encode() in path.read_bytes() for text in texts)
    ]


@pytest.fixture
def app(var: Path) -> Iterator[FastAPI]:
    """The application, before a Rasa that remembers what it is told and asks for its erasure when told so."""

    def rasa(request: httpx.Request) -> httpx.Response:
        told = json.loads(request.content)
        remember(var, told["sender"], told["message"])
        part = {"text": "D'accord.", "buttons": [{"title": "Suite", "payload": "/greet"}]}
        if "efface" in told["message"]:
            part["erase"] = True
        return httpx.Response(200, json=[{"custom": part}])

    app = create_app(Settings(secret_key="a" * 40, rate_limit_per_minute=0))
    app.state.dialogue = Dialogue(["http://rasa"], httpx.AsyncClient(transport=httpx.MockTransport(rasa)))
    yield app


def say(client: TestClient, message: str, session: str | None) -> dict[str, object]:
    reply = client.post("/api/chat", json={"message": message, "session": session})
    assert reply.status_code == 200, reply.text
    body: dict[str, object] = reply.json()
    return body


def test_what_was_written_is_in_no_file_once_the_chat_says_that_it_is_erased(app: FastAPI, var: Path) -> None:
    client = TestClient(app)
    first = say(client, f"mon adresse est {WORDS}", None)
    other = say(client, "bonjour", None)
    assert found(var, WORDS) == ["conversations.db"]
    reply = say(client, f"efface ce que j'ai écrit, {WORDS}", str(first["session"]))
    assert found(var, WORDS) == []
    assert len(conversations(var)) == 1, "somebody else's conversation stays"
    assert "erase" not in str(reply["messages"])
    tokens = app.state.sessions
    assert tokens.conversation(reply["session"]) != tokens.conversation(first["session"])
    assert tokens.conversation(other["session"]) in conversations(var)


def test_a_button_of_the_reply_belongs_to_the_new_conversation(app: FastAPI) -> None:
    client = TestClient(app)
    reply = say(client, "efface ce que j'ai écrit", None)
    (part,) = reply["messages"]  # type: ignore[misc]
    name = app.state.sessions.conversation(reply["session"])
    assert app.state.sessions.command(name, part["buttons"][0]["payload"]) == "/greet"


def test_the_button_to_start_over_erases_without_asking_rasa(app: FastAPI, var: Path) -> None:
    client = TestClient(app)
    session = say(client, WORDS, None)["session"]
    assert client.post("/api/forget", json={"session": session}).json() == {"erased": True}
    assert found(var, WORDS) == []
    assert client.post("/api/forget", json={"session": "forged"}).json() == {"erased": True}
    assert client.post("/api/forget", json={}).status_code == 422


def test_it_is_never_said_to_be_erased_when_it_could_not_be(
    app: FastAPI, var: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("knowledge.conversations.BUSY_SECONDS", 0.1)
    client = TestClient(app)
    session = say(client, WORDS, None)["session"]
    with closing(sqlite3.connect(var / "conversations.db")) as holder:
        holder.execute("BEGIN EXCLUSIVE")
        replies = [client.post("/api/forget", json={"session": session})]
        holder.rollback()
    assert [reply.status_code for reply in replies] == [503]
    assert replies[0].json()["error"]["message"] == NOT_ERASED


def test_what_a_message_on_its_way_writes_after_the_erasure_goes_too(
    var: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(erasure, "LATER_SECONDS", (0.05,))

    async def erased_while_a_turn_goes_on() -> None:
        await erasure.erase("theirs", Replays())
        remember(var, "theirs", WORDS)
        assert found(var, WORDS)
        await asyncio.gather(*erasure._running)

    asyncio.run(erased_while_a_turn_goes_on())
    assert found(var, WORDS) == []


@pytest.mark.parametrize("mailed", [False, True])
def test_a_withdrawn_request_is_in_no_file_any_more(
    app: FastAPI, var: Path, database: sessionmaker[Session], mailed: bool
) -> None:
    with database() as session, session.begin():
        request, token = ask(session, reach=WORDS, story=STORY)
        for _ in range(30):
            ask(session)
        reference = request.reference
    remember(var, "theirs", WORDS, STORY, f"Votre demande est enregistrée, sous le numéro {reference}")
    remember(var, "another", "bonjour")
    if mailed:
        send_due(database, MailFolder(var / MAIL_FOLDER), MAILS, None)
    assert len(found(var, *TRACES)) >= 2
    page = TestClient(app).post(f"/demande/{token}", headers={"Accept": "text/html"})
    assert page.status_code == 200
    assert "est effacée aussi" in page.text
    assert found(var, *TRACES) == []
    assert conversations(var) == {"another"}


def test_a_mail_that_was_on_its_way_when_the_request_was_withdrawn_goes_with_the_withdrawal(
    var: Path, database: sessionmaker[Session]
) -> None:
    folder = MailFolder(var / MAIL_FOLDER)
    with database() as session, session.begin():
        request, _ = ask(session, reach=WORDS)
    send_due(database, folder, MAILS, None)
    with database() as session, session.begin():
        from knowledge.requests import find_by_reference, withdraw

        row = find_by_reference(session, request.reference)
        assert row is not None
        withdraw(session, row)
    send_due(database, folder, MAILS, None)
    assert [path.name.partition("-")[0] for path in folder.folder.iterdir()] == ["retrait"]


def test_a_roadmap_is_erased_from_its_own_page(
    app: FastAPI, var: Path, database: sessionmaker[Session]
) -> None:
    content = {"where_you_are": [{"label": "Lieu", "value": TRACES[1]}], "steps": [], "doors": []}
    with database() as session, session.begin():
        token = share_page(session, "roadmap", content, 30)
    client = TestClient(app, headers={"Accept": "text/html"})
    assert "Effacer cette page" in client.get(f"/feuille-de-route/{token}").text
    assert "est effacée" in client.post(f"/feuille-de-route/{token}").text
    assert client.get(f"/feuille-de-route/{token}").status_code == 404
    assert client.post(f"/feuille-de-route/{token}").status_code == 404
    with database() as session:
        assert find_page(session, "roadmap", token) is None
    assert found(var, *TRACES) == []
