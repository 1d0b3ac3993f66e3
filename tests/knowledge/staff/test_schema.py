"""The migrations make the very tables that the models describe, on both databases."""

from __future__ import annotations

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from knowledge.database import engine_for, migrate
from knowledge.models import Base


def test_migrating_leaves_no_difference_with_the_models(database_url: str) -> None:
    migrate(database_url)
    with engine_for(database_url).connect() as connection:
        context = MigrationContext.configure(connection)
        assert compare_metadata(context, Base.metadata) == []
