"""Receiving the bulletin: asked twice, confirmed from one's own mailbox, left in one act, forgotten."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from sqlalchemy import select, update
from sqlalchemy.orm import Session, sessionmaker

from knowledge.models import OutgoingMail, Subscriber, now
from knowledge.retention import erase_due
from tests import prepared
from web.app import create_app
from web.settings import Settings

GOOD = {"courriel": "Personne@Example.org", "accord": "1"}


@pytest.fixture
def app(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> FastAPI:
    monkeypatch.setenv("VAR_DIR", str(tmp_path))
    monkeypatch.setenv("DATABASE_URL", prepared.copy_to(prepared.migrated(), tmp_path))
    return create_app(Settings(secret_key="a" * 40))


@pytest.fixture
def browser(app: FastAPI) -> TestClient:
    return TestClient(app, headers={"Accept": "text/html"})


def factory(app: FastAPI) -> sessionmaker[Session]:
    found: sessionmaker[Session] = app.state.sessions_factory
    return found


def rows(app: FastAPI) -> list[Subscriber]:
    with factory(app)() as session:
        return list(session.scalars(select(Subscriber)))


def test_an_address_is_kept_only_once_its_own_mailbox_confirms(app: FastAPI, browser: TestClient) -> None:
    assert "Regardez vos courriels" in browser.post("/bulletin", data=GOOD).text
    (row,) = rows(app)
    assert (row.address, row.consent_at) == ("personne@example.org", None)
    confirming = f"/bulletin/confirmer/{row.token}"
    opened = browser.get(confirming)
    assert "Je confirme" in opened.text and opened.headers["Cache-Control"] == "no-store"
    assert rows(app)[0].consent_at is None, "opening a link is not consenting"
    assert "C'est confirmé" in browser.post(confirming).text
    assert rows(app)[0].consent_at is not None
    again = browser.post("/bulletin", data=GOOD)
    assert "Regardez vos courriels" in again.text, "nobody learns who receives it"
    with factory(app)() as session:
        assert len(session.scalars(select(OutgoingMail)).all()) == 1, "and nobody is written to twice"


@pytest.mark.parametrize(
    "typed", [{"courriel": "pas une adresse", "accord": "1"}, {"courriel": "a@example.org"}, {}]
)
def test_without_an_address_or_a_tick_nothing_is_kept(
    app: FastAPI, browser: TestClient, typed: dict[str, str]
) -> None:
    page = browser.post("/bulletin", data=typed)
    assert page.status_code == 422 and 'role="alert"' in page.text
    assert rows(app) == []


def test_another_site_subscribes_nobody_and_one_client_not_many(app: FastAPI, browser: TestClient) -> None:
    foreign = browser.post("/bulletin", data=GOOD, headers={"Sec-Fetch-Site": "cross-site"})
    assert foreign.status_code == 403
    for number in range(8):
        browser.post("/bulletin", data={"courriel": f"a{number}@example.org", "accord": "1"})
    assert len(rows(app)) == 6


def test_an_address_that_is_not_confirmed_in_time_is_erased(app: FastAPI, browser: TestClient) -> None:
    browser.post("/bulletin", data=GOOD)
    browser.post("/bulletin", data={"courriel": "reste@example.org", "accord": "1"})
    with factory(app)() as session, session.begin():
        late = update(Subscriber).where(Subscriber.address == "personne@example.org")
        session.execute(late.values(confirm_by=now() - dt.timedelta(seconds=1)))
    token = next(row.token for row in rows(app) if row.address == "personne@example.org")
    assert browser.get(f"/bulletin/confirmer/{token}").status_code == 404
    assert erase_due(factory(app)).subscribers == 1
    assert [row.address for row in rows(app)] == ["reste@example.org"]
    with factory(app)() as session:
        assert len(session.scalars(select(OutgoingMail)).all()) == 1


def test_leaving_erases_the_address_and_what_was_due_to_it(app: FastAPI, browser: TestClient) -> None:
    browser.post("/bulletin", data=GOOD)
    leaving = f"/bulletin/quitter/{rows(app)[0].token}"
    assert "Ne plus le recevoir" in browser.get(leaving).text and rows(app)
    assert "effacée" in browser.post(leaving).text
    assert rows(app) == []
    with factory(app)() as session:
        assert session.scalars(select(OutgoingMail)).all() == []
    assert browser.post(leaving).status_code == 200, "twice is just as well"


def test_the_privacy_text_tells_of_it(browser: TestClient) -> None:
    assert "Si vous demandez le bulletin" in browser.get("/").text
    assert browser.get("/bulletin/2020-01").status_code == 404
