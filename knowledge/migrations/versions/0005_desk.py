"""the desk loses nothing: drafts, undoing, answers to look at again, what was said to a question

Revision ID: 0005
Revises: 0004
"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

OF_QUESTION = ("reply", "shown", "turns")


def upgrade() -> None:
    op.create_table(
        "answer_review",
        sa.Column("answer_id", sa.String(length=80), nullable=False),
        sa.Column("cause", sa.String(length=100), nullable=False),
        sa.Column("who", sa.String(length=200), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("answer_id", "cause", name=op.f("pk_answer_review")),
    )
    op.create_table(
        "watch_note",
        sa.Column("subject", sa.String(length=100), nullable=False),
        sa.Column("waiting_since", sa.DateTime(timezone=True), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("who", sa.String(length=200), nullable=False),
        sa.Column("checked", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("subject", name=op.f("pk_watch_note")),
    )
    op.create_table(
        "desk_draft",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("page", sa.String(length=200), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("fields", sa.JSON(), nullable=False),
        sa.Column("kept", sa.Boolean(), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["user_id"],
            ["staff_user.id"],
            name=op.f("fk_desk_draft_user_id_staff_user"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_desk_draft")),
    )
    with op.batch_alter_table("desk_draft", schema=None) as batch_op:
        batch_op.create_index("ix_desk_draft_page_user_id", ["page", "user_id"], unique=True)
        batch_op.create_index(batch_op.f("ix_desk_draft_saved_at"), ["saved_at"], unique=False)
    op.create_table(
        "undoable",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("rows", sa.JSON(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["user_id"],
            ["staff_user.id"],
            name=op.f("fk_undoable_user_id_staff_user"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_undoable")),
    )
    with op.batch_alter_table("undoable", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_undoable_at"), ["at"], unique=False)
    op.add_column("open_question", sa.Column("reply", sa.Text(), nullable=True))
    op.add_column("open_question", sa.Column("shown", sa.String(length=100), nullable=True))
    op.add_column("open_question", sa.Column("turns", sa.JSON(), nullable=True))


def downgrade() -> None:
    for name in reversed(OF_QUESTION):
        with op.batch_alter_table("open_question", schema=None) as batch_op:
            batch_op.drop_column(name)
    for table in ("undoable", "desk_draft", "watch_note", "answer_review"):
        op.drop_table(table)
