"""A base of their own for the actions of one test."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlalchemy.orm import Session, sessionmaker

from actions import library


@pytest.fixture
def base(
    database_url: str, database: sessionmaker[Session], monkeypatch: pytest.MonkeyPatch
) -> Iterator[sessionmaker[Session]]:
    """The base that the actions of this test use: migrated, without content."""
    monkeypatch.setenv("DATABASE_URL", database_url)
    monkeypatch.delenv("CONTACT_EMAIL", raising=False)
    for shared in (library.database, library.answer_search):
        shared.cache_clear()
    yield database
    for shared in (library.database, library.answer_search):
        shared.cache_clear()
