"""what was erased on request, so that no copy brings it back

Revision ID: 0007
Revises: 0006
"""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "erasure_note",
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("kind", "digest", name=op.f("pk_erasure_note")),
    )
    op.create_index(op.f("ix_erasure_note_at"), "erasure_note", ["at"])


def downgrade() -> None:
    op.drop_table("erasure_note")
