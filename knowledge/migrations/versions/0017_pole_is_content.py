"""what the team sets of the Pôle is content: its words read questions, its texts are in answers; taking it
back is a change like another

Revision ID: 0017
Revises: 0016
"""

from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

TABLE = "pole_setting"
RAISE_NUMBER = "UPDATE content_version SET number = number + 1 WHERE id = 1"
EVENTS = ("insert", "update", "delete")


def upgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        for event in EVENTS:
            op.execute(
                f"CREATE TRIGGER watch_{TABLE}_{event} AFTER {event.upper()} ON {TABLE} "
                f"BEGIN {RAISE_NUMBER}; END"
            )
        return
    op.execute(
        f"CREATE TRIGGER watch_{TABLE} AFTER INSERT OR UPDATE OR DELETE ON {TABLE} "
        "FOR EACH STATEMENT EXECUTE FUNCTION watch_content()"
    )


def downgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        for event in EVENTS:
            op.execute(f"DROP TRIGGER watch_{TABLE}_{event}")
        return
    op.execute(f"DROP TRIGGER watch_{TABLE} ON {TABLE}")
