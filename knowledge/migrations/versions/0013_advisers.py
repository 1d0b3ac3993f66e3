"""the advisers' own space, entered by a link and without a password

Revision ID: 0013
Revises: 0012
"""

import datetime as dt

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

TOLD_BY = ("followed_referral", "error_report")  # what an adviser sent, and sees the end of


def instant(name: str, *, nullable: bool = False) -> "sa.Column[dt.datetime]":
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def of_adviser(table: str) -> "tuple[sa.Column[int], sa.ForeignKeyConstraint]":
    return (
        sa.Column("adviser_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["adviser_id"], ["adviser.id"], name=f"fk_{table}_adviser_id_adviser", ondelete="CASCADE"
        ),
    )


def upgrade() -> None:
    op.create_table(
        "adviser",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("address", sa.String(length=200), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        instant("asked_at"),
        instant("confirm_by"),
        instant("consent_at", nullable=True),
        instant("seen_at"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_adviser")),
        sa.UniqueConstraint("address", name=op.f("uq_adviser_address")),
        sa.UniqueConstraint("digest", name=op.f("uq_adviser_digest")),
    )
    op.create_index(op.f("ix_adviser_confirm_by"), "adviser", ["confirm_by"])
    op.create_index(op.f("ix_adviser_seen_at"), "adviser", ["seen_at"])
    op.create_table(
        "adviser_session",
        sa.Column("digest", sa.String(length=64), nullable=False),
        *of_adviser("adviser_session"),
        instant("opened_at"),
        instant("expires_at"),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_adviser_session")),
    )
    op.create_index(op.f("ix_adviser_session_adviser_id"), "adviser_session", ["adviser_id"])
    op.create_index(op.f("ix_adviser_session_expires_at"), "adviser_session", ["expires_at"])
    op.create_table(
        "kept_search",
        sa.Column("id", sa.Integer(), nullable=False),
        *of_adviser("kept_search"),
        sa.Column("digest", sa.String(length=32), nullable=False),
        sa.Column("search", sa.JSON(), nullable=False),
        instant("kept_at"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_kept_search")),
        sa.UniqueConstraint("adviser_id", "digest", name=op.f("uq_kept_search_adviser_id")),
    )
    op.create_index(op.f("ix_kept_search_adviser_id"), "kept_search", ["adviser_id"])
    op.create_table(
        "client_sheet",
        sa.Column("id", sa.Integer(), nullable=False),
        *of_adviser("client_sheet"),
        sa.Column("reference", sa.String(length=20), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("search", sa.JSON(), nullable=False),
        sa.Column("consent_text", sa.Text(), nullable=False),
        instant("consent_at"),
        instant("erase_after"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_client_sheet")),
        sa.UniqueConstraint("reference", name=op.f("uq_client_sheet_reference")),
        sa.UniqueConstraint("digest", name=op.f("uq_client_sheet_digest")),
    )
    op.create_index(op.f("ix_client_sheet_adviser_id"), "client_sheet", ["adviser_id"])
    op.create_index(op.f("ix_client_sheet_erase_after"), "client_sheet", ["erase_after"])
    for table in TOLD_BY:
        with op.batch_alter_table(table) as batch:
            batch.add_column(sa.Column("adviser_id", sa.Integer(), nullable=True))
            batch.create_foreign_key(
                batch.f(f"fk_{table}_adviser_id_adviser"),
                "adviser",
                ["adviser_id"],
                ["id"],
                ondelete="SET NULL",
            )
            batch.create_index(batch.f(f"ix_{table}_adviser_id"), ["adviser_id"])


def downgrade() -> None:
    for table in TOLD_BY:
        with op.batch_alter_table(table) as batch:
            batch.drop_index(batch.f(f"ix_{table}_adviser_id"))
            batch.drop_constraint(batch.f(f"fk_{table}_adviser_id_adviser"), type_="foreignkey")
            batch.drop_column("adviser_id")
    for table in ("client_sheet", "kept_search", "adviser_session", "adviser"):
        op.drop_table(table)
