"""a search can be watched too

Revision ID: 0012
Revises: 0011
"""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("watching", sa.Column("search", sa.JSON(), nullable=True))


def downgrade() -> None:
    op.execute("DELETE FROM watching WHERE about LIKE 'search:%'")
    op.drop_column("watching", "search")
