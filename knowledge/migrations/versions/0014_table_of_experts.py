"""the table of experts: its members, their cases and replies, its meetings

Revision ID: 0014
Revises: 0013
"""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def text(name: str, length: int | None = None) -> "sa.Column[str]":
    return sa.Column(name, sa.String(length=length) if length else sa.Text(), nullable=False)


def author(table: str) -> tuple["sa.Column[int]", sa.ForeignKeyConstraint]:
    return (
        sa.Column("adviser_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["adviser_id"], ["adviser.id"], name=f"fk_{table}_adviser_id_adviser", ondelete="SET NULL"
        ),
    )


def upgrade() -> None:
    for name, length in (("seat", 20), ("shown_as", 80), ("field", 160)):
        made = sa.Column(name, sa.String(length=length), nullable=False, server_default="")
        op.add_column("adviser", made)
    op.add_column("adviser", sa.Column("told_at", sa.DateTime(timezone=True), nullable=True))
    op.create_table(
        "expert_case",
        sa.Column("id", sa.Integer(), nullable=False),
        *author("expert_case"),
        text("question"),
        sa.Column("mrc", sa.String(length=80), nullable=True),
        text("status", 20),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("said_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_expert_case")),
    )
    for column in ("adviser_id", "status", "asked_at", "said_at"):
        op.create_index(op.f(f"ix_expert_case_{column}"), "expert_case", [column])
    op.create_table(
        "expert_reply",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        *author("expert_reply"),
        text("text"),
        text("door", 120),
        sa.Column("said_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["case_id"], ["expert_case.id"], name="fk_expert_reply_case_id_expert_case", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_expert_reply")),
    )
    for column in ("adviser_id", "case_id"):
        op.create_index(op.f(f"ix_expert_reply_{column}"), "expert_reply", [column])
    op.create_table(
        "table_meeting",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        text("hours", 11),
        text("place", 200),
        text("link", 500),
        text("agenda"),
        text("minutes"),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        text("updated_by", 200),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_table_meeting")),
    )
    op.create_index(op.f("ix_table_meeting_day"), "table_meeting", ["day"])


def downgrade() -> None:
    for table in ("table_meeting", "expert_reply", "expert_case"):
        op.drop_table(table)
    for name in ("told_at", "field", "shown_as", "seat"):
        op.drop_column("adviser", name)
