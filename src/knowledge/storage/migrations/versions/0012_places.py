"""Courses of servers, where they belong, roles of staff, and who used which course where."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"


def upgrade() -> None:
    op.add_column("courses", sa.Column("server_id", sa.BigInteger(), nullable=True))
    op.create_table(
        "course_places",
        sa.Column("server_id", sa.BigInteger(), nullable=False),
        sa.Column("course_id", sa.Integer(), nullable=False),
        sa.Column("target", sa.Text(), nullable=False),
        sa.Column("target_id", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["course_id"], ["courses.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("server_id", "course_id", "target", "target_id"),
    )
    op.create_table(
        "staff_roles",
        sa.Column("server_id", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("role_id", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("server_id", "kind", "role_id"),
    )
    op.create_table(
        "course_uses",
        sa.Column("user_id", sa.BigInteger(), nullable=False),
        sa.Column("server_id", sa.BigInteger(), nullable=False),
        sa.Column("course_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["course_id"], ["courses.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("user_id", "server_id", "course_id"),
    )


def downgrade() -> None:
    op.drop_table("course_uses")
    op.drop_table("staff_roles")
    op.drop_table("course_places")
    op.drop_column("courses", "server_id")
