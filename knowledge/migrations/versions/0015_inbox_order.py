"""the order of the inbox: what was asked most, and last, without reading every question

Revision ID: 0015
Revises: 0014
"""

from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("ix_open_question_status_count_last_at", "open_question", ["status", "count", "last_at"])
    op.create_index("ix_open_question_status_last_at", "open_question", ["status", "last_at"])
    op.drop_index(op.f("ix_open_question_status"), "open_question")


def downgrade() -> None:
    op.create_index(op.f("ix_open_question_status"), "open_question", ["status"])
    op.drop_index("ix_open_question_status_last_at", "open_question")
    op.drop_index("ix_open_question_status_count_last_at", "open_question")
