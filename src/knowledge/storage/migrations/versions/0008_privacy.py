"""Servers' own settings, erasures, and the secret behind pseudonyms."""

import secrets

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    op.create_table(
        "servers",
        sa.Column("server_id", sa.BigInteger(), nullable=False),
        sa.Column("log_mode", sa.Text(), nullable=False),
        sa.Column("log_channel_id", sa.BigInteger(), nullable=True),
        sa.Column("alert_channel_id", sa.BigInteger(), nullable=True),
        sa.Column("log_days", sa.Integer(), nullable=True),
        sa.Column("text_days", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("server_id"),
    )
    op.create_table(
        "erasures",
        sa.Column("mark", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("mark", "at"),
    )
    op.execute(
        sa.text("INSERT INTO memos (key, value) VALUES ('pseudonym_secret', :secret)").bindparams(
            secret=secrets.token_hex(32)
        )
    )


def downgrade() -> None:
    op.execute("DELETE FROM memos WHERE key = 'pseudonym_secret'")
    op.drop_table("erasures")
    op.drop_table("servers")
