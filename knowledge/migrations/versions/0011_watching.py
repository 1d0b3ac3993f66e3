"""who asked to be told when a fund, an organization or a MRC changes

Revision ID: 0011
Revises: 0010
"""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "watching",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("address", sa.String(length=200), nullable=False),
        sa.Column("about", sa.String(length=110), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("confirm_by", sa.DateTime(timezone=True), nullable=False),
        sa.Column("consent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_watching")),
        sa.UniqueConstraint("address", "about", name=op.f("uq_watching_address")),
        sa.UniqueConstraint("digest", name=op.f("uq_watching_digest")),
    )
    op.create_index(op.f("ix_watching_about"), "watching", ["about"])
    op.create_index(op.f("ix_watching_confirm_by"), "watching", ["confirm_by"])


def downgrade() -> None:
    op.drop_table("watching")
