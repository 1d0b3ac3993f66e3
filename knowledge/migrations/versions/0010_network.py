"""the network: letters to organizations and their answers, followed referrals, private links

Revision ID: 0010
Revises: 0009
"""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

TABLES = (
    "sheet_proposal",
    "organization_letter",
    "organization_contact",
    "followed_referral",
    "private_link",
)


def _text(name: str, length: int | None = None, *, nullable: bool = False) -> sa.Column[Any]:
    return sa.Column(name, sa.String(length=length) if length else sa.Text(), nullable=nullable)


def _instant(name: str, *, nullable: bool = False) -> sa.Column[Any]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def _number(name: str) -> sa.Column[Any]:
    return sa.Column(name, sa.Integer(), nullable=False)


def upgrade() -> None:
    op.create_table(
        "private_link",
        _text("digest", 64),
        _text("kind", 20),
        _number("about"),
        _instant("created_at"),
        _instant("expires_at"),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_private_link")),
    )
    op.create_index("ix_private_link_kind_about", "private_link", ["kind", "about"])
    op.create_index(op.f("ix_private_link_expires_at"), "private_link", ["expires_at"])
    op.create_table(
        "organization_contact",
        _text("organization", 100),
        _text("address", 200, nullable=True),
        _instant("refused_at", nullable=True),
        _instant("unreachable_at", nullable=True),
        _instant("updated_at"),
        _text("updated_by", 200),
        sa.PrimaryKeyConstraint("organization", name=op.f("pk_organization_contact")),
    )
    op.create_table(
        "organization_letter",
        _number("id"),
        _text("organization", 100),
        _text("address", 200),
        sa.Column("sheets", sa.JSON(), nullable=False),
        _text("status", 20),
        _number("reminders"),
        _instant("created_at"),
        _text("created_by", 200),
        _instant("next_step_at"),
        _instant("answered_at", nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organization_letter")),
    )
    for column in ("organization", "status", "created_at"):
        op.create_index(op.f(f"ix_organization_letter_{column}"), "organization_letter", [column])
    op.create_table(
        "sheet_proposal",
        _number("id"),
        _number("letter_id"),
        _text("subject", 100),
        sa.Column("changes", sa.JSON(), nullable=False),
        _text("note"),
        _text("status", 20),
        _instant("at"),
        _instant("decided_at", nullable=True),
        _text("decided_by", 200, nullable=True),
        sa.ForeignKeyConstraint(
            ["letter_id"],
            ["organization_letter.id"],
            name=op.f("fk_sheet_proposal_letter_id_organization_letter"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sheet_proposal")),
    )
    for column in ("letter_id", "subject", "status"):
        op.create_index(op.f(f"ix_sheet_proposal_{column}"), "sheet_proposal", [column])
    op.create_table(
        "followed_referral",
        _number("id"),
        _text("reference", 20),
        _text("digest", 64),
        _text("organization", 100),
        _text("recipient", 200),
        _text("author", 20),
        _text("told", 200, nullable=True),
        _text("reach", 200),
        _text("story"),
        _text("mrc", 80, nullable=True),
        _text("consent_text"),
        _instant("consent_at"),
        _instant("created_at"),
        _instant("erase_after"),
        _text("status", 20),
        _number("reminders"),
        _instant("next_step_at"),
        _instant("answered_at", nullable=True),
        _text("answer"),
        _text("instead", 100, nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_followed_referral")),
        sa.UniqueConstraint("reference", name=op.f("uq_followed_referral_reference")),
        sa.UniqueConstraint("digest", name=op.f("uq_followed_referral_digest")),
    )
    for column in ("organization", "erase_after", "status"):
        op.create_index(op.f(f"ix_followed_referral_{column}"), "followed_referral", [column])


def downgrade() -> None:
    for table in TABLES:
        op.drop_table(table)
