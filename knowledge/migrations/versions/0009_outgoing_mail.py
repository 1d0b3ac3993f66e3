"""one line for all the e-mails to send, in place of two

Revision ID: 0009
Revises: 0008
"""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

COLUMNS = "kind, about, part, status, attempts, next_attempt_at"
OF_REQUEST = (
    sa.Column("mail_status", sa.String(length=20), nullable=False, server_default="sent"),
    sa.Column("mail_attempts", sa.Integer(), nullable=False, server_default="1"),
    sa.Column("next_attempt_at", sa.DateTime(timezone=True), nullable=False, server_default=sa.func.now()),
)


def upgrade() -> None:
    op.create_table(
        "outgoing_mail",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("about", sa.Integer(), nullable=False),
        sa.Column("part", sa.Integer(), nullable=True),
        sa.Column("status", sa.String(length=20), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("next_attempt_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outgoing_mail")),
    )
    op.create_index("ix_outgoing_mail_kind_about", "outgoing_mail", ["kind", "about"])
    op.create_index(op.f("ix_outgoing_mail_status"), "outgoing_mail", ["status"])
    op.execute(
        f"INSERT INTO outgoing_mail ({COLUMNS}) "  # noqa: S608 (our own words)
        "SELECT CASE WHEN bulletin_id IS NULL THEN 'subscription' ELSE 'bulletin' END, subscriber_id, "
        "bulletin_id, status, attempts, next_attempt_at FROM bulletin_mail ORDER BY id"
    )
    op.execute(
        f"INSERT INTO outgoing_mail ({COLUMNS}) "  # noqa: S608 (our own words)
        "SELECT CASE WHEN status = 'withdrawn' THEN 'withdrawal' ELSE 'request' END, id, NULL, "
        "mail_status, mail_attempts, next_attempt_at FROM contact_request ORDER BY id"
    )
    op.drop_table("bulletin_mail")
    with op.batch_alter_table("contact_request", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_contact_request_mail_status"))
        for column in OF_REQUEST:
            batch_op.drop_column(column.name)


def downgrade() -> None:
    with op.batch_alter_table("contact_request", schema=None) as batch_op:
        for column in OF_REQUEST:
            batch_op.add_column(column)
        batch_op.create_index(batch_op.f("ix_contact_request_mail_status"), ["mail_status"], unique=False)
    op.create_table(
        "bulletin_mail",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column(
            "subscriber_id", sa.Integer(), sa.ForeignKey("subscriber.id", ondelete="CASCADE"), nullable=False
        ),
        sa.Column(
            "bulletin_id", sa.Integer(), sa.ForeignKey("bulletin.id", ondelete="CASCADE"), nullable=True
        ),
        sa.Column("status", sa.String(length=20), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("next_attempt_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bulletin_mail")),
    )
    op.drop_table("outgoing_mail")
