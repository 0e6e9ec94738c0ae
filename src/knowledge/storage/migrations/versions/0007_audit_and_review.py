"""What staff did; reviews and reports of answers; what makes the log quick to search."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"

_TRIGGERS = {
    "audit_is_not_changed": "BEFORE UPDATE ON audit BEGIN "
    "SELECT RAISE(ABORT, 'the audit is append-only'); END",
    "audit_is_not_deleted": "BEFORE DELETE ON audit BEGIN "
    "SELECT RAISE(ABORT, 'the audit is append-only'); END",
    "record_words_added": "AFTER INSERT ON records BEGIN "
    "INSERT INTO record_words(rowid, question, shown) "
    "VALUES (new.id, new.question, new.shown); END",
    "record_words_removed": "AFTER DELETE ON records BEGIN "
    "INSERT INTO record_words(record_words, rowid, question, shown) "
    "VALUES ('delete', old.id, old.question, old.shown); END",
    "record_words_changed": "AFTER UPDATE OF question, shown ON records BEGIN "
    "INSERT INTO record_words(record_words, rowid, question, shown) "
    "VALUES ('delete', old.id, old.question, old.shown); "
    "INSERT INTO record_words(rowid, question, shown) "
    "VALUES (new.id, new.question, new.shown); END",
}


def upgrade() -> None:
    op.create_table(
        "audit",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("server_id", sa.BigInteger(), nullable=True),
        sa.Column("actor_id", sa.BigInteger(), nullable=True),
        sa.Column("act", sa.Text(), nullable=False),
        sa.Column("target", sa.Text(), nullable=False),
        sa.Column("detail", sa.JSON(), nullable=False),
        sa.Column("previous_hash", sa.Text(), nullable=False),
        sa.Column("hash", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("number"),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_audit_server_id"), "audit", ["server_id"], unique=False)
    op.create_table(
        "record_reviews",
        sa.Column("record_id", sa.Integer(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("reviewer_id", sa.BigInteger(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["record_id"], ["records.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("record_id"),
    )
    op.create_table(
        "record_reports",
        sa.Column("record_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.BigInteger(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["record_id"], ["records.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("record_id", "user_id"),
    )
    op.create_table(
        "log_searches",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("server_id", sa.BigInteger(), nullable=False),
        sa.Column("user_id", sa.BigInteger(), nullable=False),
        sa.Column("filters", sa.JSON(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "alerts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("server_id", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("target", sa.Text(), nullable=False),
        sa.Column("user_id", sa.BigInteger(), nullable=True),
        sa.Column("detail", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("posted_at", sa.DateTime(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("server_id", "kind", "target"),
    )
    op.create_index(
        "alerts_to_post",
        "alerts",
        ["server_id"],
        unique=False,
        sqlite_where=sa.text("posted_at IS NULL"),
    )
    op.create_index(
        "records_of_a_server",
        "records",
        ["server_id", "asked_at", "user_id", "channel_id", "decision", "latency_ms", "surface"],
        unique=False,
    )
    op.execute(
        "CREATE VIRTUAL TABLE record_words USING fts5("
        "question, shown, content='records', content_rowid='id', "
        "tokenize='unicode61 remove_diacritics 2')"
    )
    op.execute("INSERT INTO record_words(record_words) VALUES ('rebuild')")
    for name, body in _TRIGGERS.items():
        op.execute(f"CREATE TRIGGER {name} {body}")


def downgrade() -> None:
    for name in _TRIGGERS:
        op.execute(f"DROP TRIGGER {name}")
    op.execute("DROP TABLE record_words")
    op.drop_index("records_of_a_server", "records")
    for table in ("alerts", "log_searches", "record_reports", "record_reviews", "audit"):
        op.drop_table(table)
