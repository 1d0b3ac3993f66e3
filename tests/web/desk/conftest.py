"""The referral aid on the content pack's resources, with a few answers: one base for all these tests."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from sqlalchemy import delete, select
from sqlalchemy.orm import Session, sessionmaker

from knowledge.database import engine_for, sessions
from knowledge.models import Answer, Topic
from knowledge.search.service import AnswerSearch
from tests import prepared
from web.app import create_app
from web.settings import Settings

KEPT = 4  # written answers and declined topics that are kept: each costs time to index
BROWSER = {"Accept": "text/html"}


@pytest.fixture(scope="session")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a base that holds the pack."""
    folder: Path = tmp_path_factory.mktemp("desk")
    url = prepared.copy_to(prepared.filled(), folder)
    with sessions(url)() as session, session.begin():
        for kind in (Answer, Topic):
            kept = session.scalars(select(kind.id).order_by(kind.id).limit(KEPT)).all()
            session.execute(delete(kind).where(kind.id.not_in(kept)))
    engine_for(url).dispose()
    prepared.remember()
    return folder


@pytest.fixture(scope="session")
def indexed(filled: Path) -> AnswerSearch:
    """A search over that base, its index ready."""
    search = AnswerSearch(prepared.reading(filled / "knowledge.sqlite3"))
    search.refresh()
    return search


@pytest.fixture
def app(filled: Path, indexed: AnswerSearch, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> FastAPI:
    """The application on a copy of that base."""
    folder = tmp_path / "var"
    shutil.copytree(filled, folder)
    monkeypatch.setenv("VAR_DIR", str(folder))
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{folder / 'knowledge.sqlite3'}")
    made = create_app(Settings(secret_key="a" * 40, rate_limit_per_minute=10_000))
    # These tests look at once at what they save, where nothing follows the base.
    made.state.search = prepared.as_indexed(indexed, made.state.sessions_factory, patience=30)
    return made


@pytest.fixture
def desk(app: FastAPI) -> TestClient:
    """A browser."""
    return TestClient(app, headers=BROWSER)


@pytest.fixture
def database(app: FastAPI) -> sessionmaker[Session]:
    factory: sessionmaker[Session] = app.state.sessions_factory
    return factory
