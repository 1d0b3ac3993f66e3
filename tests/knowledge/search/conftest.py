"""The real content pack in a base of its own, searched as the chat does."""

from __future__ import annotations

import pytest
from sqlalchemy.orm import Session, sessionmaker

from knowledge.database import migrate, sessions
from knowledge.pack.importer import import_folder
from knowledge.search.service import AnswerSearch
from knowledge.settings import DEFAULT_CONTENT_DIR


@pytest.fixture(scope="session")
def pack_sessions(tmp_path_factory: pytest.TempPathFactory) -> sessionmaker[Session]:
    """A base with the content pack."""
    url = f"sqlite:///{tmp_path_factory.mktemp('search') / 'base.sqlite3'}"
    migrate(url)
    factory = sessions(url)
    with factory() as session, session.begin():
        import_folder(session, DEFAULT_CONTENT_DIR)
    return factory


@pytest.fixture(scope="session")
def search(pack_sessions: sessionmaker[Session]) -> AnswerSearch:
    """A search over it, ready."""
    found = AnswerSearch(pack_sessions)
    found.snapshot()
    return found
