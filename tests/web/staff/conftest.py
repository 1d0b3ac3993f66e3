"""The desk as a browser meets it: an application on a fresh base, and somebody of each role signed in."""

from __future__ import annotations

import re
import shutil
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import httpx
import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from httpx import Response
from sqlalchemy.orm import Session, sessionmaker

from knowledge.database import engine_for, sessions
from knowledge.search.service import AnswerSearch
from knowledge.staff.accounts import accept, find_invitation, invite
from tests import prepared
from tests.mailbox import Mailbox, free_port, listening
from tests.web.staff.posting import SITE
from web.app import create_app
from web.dialogue import Dialogue
from web.settings import Settings
from web.staff.access import COOKIE

LIVE_SECONDS = 5.0
PASSWORD = "quatre mots bien choisis"
EMAILS = {role: f"{role}@pole.example.org" for role in ("administrator", "editor", "reader")}


class Desk(TestClient):
    """A browser on the desk."""

    def token(self, page: str = "/equipe/compte") -> str:
        """The token of a page's forms."""
        found = re.search(r'name="csrf" value="([^"]+)"', self.get(page).text)
        assert found, f"no form on {page}"
        return found[1]

    def answered(self, question: str, good: Callable[[dict[str, Any]], bool]) -> dict[str, Any]:
        """What `/api/answers` says of a question once it is as wanted: what was just saved is found in
        seconds, while the former index answers."""
        deadline = time.monotonic() + LIVE_SECONDS
        while True:
            found: dict[str, Any] = self.get("/api/answers", params={"q": question}).json()
            if good(found) or time.monotonic() > deadline:
                return found
            time.sleep(0.05)

    def submit(self, path: str, page: str = "/equipe/compte", **fields: object) -> Response:
        """Send a form with its token, without following where it leads."""
        data = {"csrf": self.token(page), **fields}
        return self.post(path, data=data, follow_redirects=False)


@pytest.fixture(scope="session")
def accounts(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A base with an account of each role, made once: passwords are slow to hash on purpose."""
    folder: Path = tmp_path_factory.mktemp("accounts")
    url = prepared.copy_to(prepared.migrated(), folder)
    with sessions(url)() as session, session.begin():
        for role, email in EMAILS.items():
            _, token = invite(session, email=email, name=role.title(), role=role, by="tests")
            invitation = find_invitation(session, token)
            assert invitation is not None
            accept(session, invitation, PASSWORD)
    engine_for(url).dispose()
    return folder / "knowledge.sqlite3"


@pytest.fixture
def app(accounts: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> FastAPI:
    """The application on a base of its own, with an account of each role."""
    shutil.copy(accounts, tmp_path)
    monkeypatch.setenv("VAR_DIR", str(tmp_path))
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path / accounts.name}")
    made = create_app(Settings(secret_key="a" * 40, rate_limit_per_minute=0))
    # These tests look at once at what they save, where nothing follows the base.
    made.state.search = AnswerSearch(made.state.sessions_factory, patience=30)
    made.state.try_links = lambda urls: dict.fromkeys(urls, ("réponse 200", True))
    return without_rasa(made)


def without_rasa(made: FastAPI) -> FastAPI:
    """The application as it is asked without being begun: what would speak to Rasa finds nobody."""
    made.state.client = httpx.AsyncClient()
    made.state.dialogue = Dialogue(made.state.settings.rasa_urls, made.state.client)
    return made


@pytest.fixture
def database(app: FastAPI) -> sessionmaker[Session]:
    """Sessions on the application's base."""
    factory: sessionmaker[Session] = app.state.sessions_factory
    return factory


@pytest.fixture
def mailbox(app: FastAPI) -> Iterator[Mailbox]:
    """A mail server that the application is set to."""
    port = free_port()
    app.state.settings = replace(app.state.settings, smtp_url=f"smtp://127.0.0.1:{port}", site_url=SITE)
    with listening(port) as box:
        yield box


@pytest.fixture
def anonymous(app: FastAPI) -> Desk:
    return Desk(app)


@pytest.fixture
def signed_in(app: FastAPI) -> Callable[[str], Desk]:
    """A browser signed in with a role."""

    def open_as(role: str) -> Desk:
        desk = Desk(app)
        reply = sign_in(desk, EMAILS[role])
        assert reply.status_code == 303, reply.text
        assert desk.cookies.get(COOKIE)
        return desk

    return open_as


def sign_in(desk: Desk, email: str, password: str = PASSWORD, code: str = "") -> Response:
    return desk.submit(
        "/equipe/connexion", page="/equipe/connexion", email=email, password=password, code=code
    )


@pytest.fixture
def editor(signed_in: Callable[[str], Desk]) -> Iterator[Desk]:
    yield signed_in("editor")


@pytest.fixture
def administrator(signed_in: Callable[[str], Desk]) -> Iterator[Desk]:
    yield signed_in("administrator")


@pytest.fixture
def reader(signed_in: Callable[[str], Desk]) -> Iterator[Desk]:
    yield signed_in("reader")
