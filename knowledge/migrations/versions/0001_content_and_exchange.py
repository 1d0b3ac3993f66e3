"""content and exchange

Revision ID: 0001
Revises:
"""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


CONTENT_TABLES = ("fact", "answer", "resource", "topic", "mrc", "municipality")
RAISE_NUMBER = "UPDATE content_version SET number = number + 1 WHERE id = 1"


def watch_content() -> None:
    """Raise the number of the content on every change, whoever makes it: our code or plain SQL."""
    op.execute("INSERT INTO content_version (id, number) VALUES (1, 0)")
    if op.get_bind().dialect.name == "sqlite":
        for table in CONTENT_TABLES:
            for event in ("insert", "update", "delete"):
                op.execute(
                    f"CREATE TRIGGER watch_{table}_{event} AFTER {event.upper()} ON {table} "
                    f"BEGIN {RAISE_NUMBER}; END"
                )
        return
    op.execute(
        "CREATE FUNCTION watch_content() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN {RAISE_NUMBER}; RETURN NULL; END $$"
    )
    for table in CONTENT_TABLES:
        op.execute(
            f"CREATE TRIGGER watch_{table} AFTER INSERT OR UPDATE OR DELETE ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION watch_content()"
        )


def upgrade() -> None:
    op.create_table(
        "answer",
        sa.Column("id", sa.String(length=80), nullable=False),
        sa.Column("theme", sa.String(length=80), nullable=False),
        sa.Column("question", sa.String(length=200), nullable=False),
        sa.Column("phrasings", sa.JSON(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.Column("sources", sa.JSON(), nullable=False),
        sa.Column("related", sa.JSON(), nullable=False),
        sa.Column("as_of", sa.String(length=10), nullable=True),
        sa.Column("review_by", sa.String(length=7), nullable=False),
        sa.Column("to_confirm", sa.Boolean(), nullable=False),
        sa.Column("status", sa.String(length=20), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("pack_digest", sa.String(length=64), nullable=True),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_by", sa.String(length=200), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_answer")),
    )
    with op.batch_alter_table("answer", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_answer_review_by"), ["review_by"], unique=False)
        batch_op.create_index(batch_op.f("ix_answer_status"), ["status"], unique=False)
        batch_op.create_index(batch_op.f("ix_answer_theme"), ["theme"], unique=False)

    op.create_table(
        "contact_request",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("reference", sa.String(length=20), nullable=False),
        sa.Column("withdrawal_digest", sa.String(length=64), nullable=False),
        sa.Column("reach", sa.String(length=200), nullable=False),
        sa.Column("story", sa.Text(), nullable=False),
        sa.Column("mrc", sa.String(length=80), nullable=True),
        sa.Column("consent_text", sa.Text(), nullable=False),
        sa.Column("consent_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("erase_after", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recipient", sa.String(length=200), nullable=True),
        sa.Column("mail_status", sa.String(length=20), nullable=False),
        sa.Column("mail_attempts", sa.Integer(), nullable=False),
        sa.Column("next_attempt_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("status", sa.String(length=20), nullable=False),
        sa.Column("assigned_to", sa.String(length=200), nullable=True),
        sa.Column("staff_note", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contact_request")),
        sa.UniqueConstraint("reference", name=op.f("uq_contact_request_reference")),
        sa.UniqueConstraint("withdrawal_digest", name=op.f("uq_contact_request_withdrawal_digest")),
    )
    with op.batch_alter_table("contact_request", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_contact_request_erase_after"), ["erase_after"], unique=False)
        batch_op.create_index(batch_op.f("ix_contact_request_mail_status"), ["mail_status"], unique=False)

    op.create_table(
        "content_version",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_content_version")),
    )
    op.create_table(
        "daily_count",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("key", sa.String(length=200), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_daily_count")),
    )
    with op.batch_alter_table("daily_count", schema=None) as batch_op:
        batch_op.create_index("ix_daily_count_day_kind_key", ["day", "kind", "key"], unique=True)

    op.create_table(
        "fact",
        sa.Column("id", sa.String(length=20), nullable=False),
        sa.Column("theme", sa.String(length=80), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_fact")),
    )
    with op.batch_alter_table("fact", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_fact_theme"), ["theme"], unique=False)

    op.create_table(
        "mrc",
        sa.Column("id", sa.String(length=80), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mrc")),
    )
    op.create_table(
        "open_question",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("text", sa.String(length=600), nullable=False),
        sa.Column("outcome", sa.String(length=20), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("first_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("status", sa.String(length=20), nullable=False),
        sa.Column("answer_id", sa.String(length=80), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_open_question")),
        sa.UniqueConstraint("digest", name=op.f("uq_open_question_digest")),
    )
    with op.batch_alter_table("open_question", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_open_question_last_at"), ["last_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_open_question_status"), ["status"], unique=False)

    op.create_table(
        "resource",
        sa.Column("identifier", sa.String(length=100), nullable=False),
        sa.Column("type", sa.String(length=20), nullable=False),
        sa.Column("name", sa.String(length=300), nullable=False),
        sa.Column("status", sa.String(length=20), nullable=False),
        sa.Column("confidence", sa.String(length=10), nullable=False),
        sa.Column("as_of", sa.String(length=10), nullable=True),
        sa.Column("review_by", sa.String(length=7), nullable=False),
        sa.Column("archived", sa.Boolean(), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("pack_digest", sa.String(length=64), nullable=True),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_by", sa.String(length=200), nullable=False),
        sa.PrimaryKeyConstraint("identifier", name=op.f("pk_resource")),
    )
    with op.batch_alter_table("resource", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_resource_name"), ["name"], unique=False)
        batch_op.create_index(batch_op.f("ix_resource_review_by"), ["review_by"], unique=False)
        batch_op.create_index(batch_op.f("ix_resource_type"), ["type"], unique=False)

    op.create_table(
        "revision",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("subject", sa.String(length=100), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("action", sa.String(length=20), nullable=False),
        sa.Column("author", sa.String(length=200), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_revision")),
    )
    with op.batch_alter_table("revision", schema=None) as batch_op:
        batch_op.create_index("ix_revision_subject_number", ["subject", "number"], unique=True)

    op.create_table(
        "shared_page",
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_shared_page")),
    )
    with op.batch_alter_table("shared_page", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_shared_page_expires_at"), ["expires_at"], unique=False)

    op.create_table(
        "topic",
        sa.Column("id", sa.String(length=80), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_topic")),
    )
    op.create_table(
        "municipality",
        sa.Column("code", sa.String(length=10), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("mrc_id", sa.String(length=80), nullable=True),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["mrc_id"], ["mrc.id"], name=op.f("fk_municipality_mrc_id_mrc")),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_municipality")),
    )
    watch_content()


def downgrade() -> None:
    raise NotImplementedError("The first migration has nothing before it.")
