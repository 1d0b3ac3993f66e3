"""what each question was last held against: one asked before an answer was live is no proof against it

Revision ID: 0016
Revises: 0015
"""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("open_question", sa.Column("held_against", sa.Integer(), nullable=True))


def downgrade() -> None:
    op.drop_column("open_question", "held_against")
