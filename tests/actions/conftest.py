"""Bases for the actions: one of their own without content, or one of the whole pack for all of a file."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy.orm import Session, sessionmaker

from actions import library
from tests import prepared
from tests.actions.conversation import Conversation


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


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """The content pack in a base of its own, for all these turns."""
    folder: Path = tmp_path_factory.mktemp("turns")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DATABASE_URL", prepared.copy_to(prepared.filled(), folder))
        patch.delenv("CONTACT_EMAIL", raising=False)
        for shared in (library.database, library.answer_search):
            shared.cache_clear()
        patch.setattr(library, "AnswerSearch", prepared.ready)
        yield
    for shared in (library.database, library.answer_search):
        shared.cache_clear()


@pytest.fixture
def talk(filled: None) -> Conversation:
    return Conversation()
