"""What tests share: a fresh migrated base, on SQLite and on a throw-away PostgreSQL."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.orm import Session, sessionmaker

from knowledge.database import engine_for, migrate, sessions
from tests.postgresql import running_cluster

QUIET = "e2e"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The whole house is driven while nothing else runs."""
    for item in items:
        if item.path.parent.name == QUIET:
            item.add_marker(pytest.mark.quiet)


@pytest.fixture(scope="session")
def postgresql_url() -> Iterator[str]:
    """The address of a PostgreSQL cluster of this run alone, without a database name."""
    with running_cluster() as url:
        yield url


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of an empty base, on each of the two systems."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'knowledge.sqlite3'}"
        return
    server = request.getfixturevalue("postgresql_url")
    name = f"test_{uuid4().hex}"
    admin = create_engine(f"{server}/postgres", isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    url = f"{server}/{name}"
    yield url
    engine_for(url).dispose()
    with admin.connect() as connection:
        connection.execute(text(f"DROP DATABASE {name}"))
    admin.dispose()


@pytest.fixture
def database(database_url: str) -> sessionmaker[Session]:
    """Sessions on a migrated base, on each of the two systems."""
    migrate(database_url)
    return sessions(database_url)
