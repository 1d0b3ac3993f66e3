"""Alembic's entry: runs the migrations on the address it is given."""

from typing import Any, Literal

from alembic import context

from knowledge.database import engine_for
from knowledge.models import Base
from knowledge.models.base import Instant
from knowledge.settings import database_url


def render_item(kind: str, item: Any, _context: Any) -> str | Literal[False]:
    """Write our instants as plain columns, so that a migration does not depend on today's models."""
    return "sa.DateTime(timezone=True)" if kind == "type" and isinstance(item, Instant) else False


url = context.config.attributes.get("url") or database_url()

with engine_for(url).connect() as connection:
    context.configure(
        connection=connection,
        target_metadata=Base.metadata,
        render_as_batch=True,
        render_item=render_item,
        compare_type=False,
    )
    with context.begin_transaction():
        context.run_migrations()
    connection.commit()
