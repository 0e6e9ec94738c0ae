"""The live quizzes."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    op.create_table(
        "quiz_learners",
        sa.Column("server_id", sa.BigInteger(), nullable=False),
        sa.Column("user_id", sa.BigInteger(), nullable=False),
        sa.Column("alias", sa.Text(), nullable=True),
        sa.Column("is_hidden", sa.Boolean(), nullable=False),
        sa.Column("time_factor", sa.Double(), nullable=False),
        sa.Column("more_attempts", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("server_id", "user_id"),
    )
    op.create_table(
        "quizzes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("receipt", sa.Text(), nullable=False),
        sa.Column("course_id", sa.Integer(), nullable=True),
        sa.Column("course", sa.Text(), nullable=False),
        sa.Column("plan", sa.JSON(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("server_id", sa.BigInteger(), nullable=False),
        sa.Column("channel_id", sa.BigInteger(), nullable=False),
        sa.Column("host_id", sa.BigInteger(), nullable=False),
        sa.Column("host_name", sa.Text(), nullable=False),
        sa.Column("event_id", sa.BigInteger(), nullable=False),
        sa.Column("questions", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("lobby_message_id", sa.BigInteger(), nullable=True),
        sa.Column("board_message_id", sa.BigInteger(), nullable=True),
        sa.Column("starts_at", sa.DateTime(), nullable=True),
        sa.Column("remind_at", sa.DateTime(), nullable=True),
        sa.Column("window_until", sa.BigInteger(), nullable=True),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("finished_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(["course_id"], ["courses.id"], ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("event_id"),
        sa.UniqueConstraint("receipt"),
    )
    op.create_index(op.f("ix_quizzes_channel_id"), "quizzes", ["channel_id"], unique=False)
    op.create_index(op.f("ix_quizzes_course_id"), "quizzes", ["course_id"], unique=False)
    op.create_index(op.f("ix_quizzes_state"), "quizzes", ["state"], unique=False)
    op.create_index(
        "one_live_quiz",
        "quizzes",
        ["channel_id"],
        unique=True,
        sqlite_where=sa.text("state IN ('lobby', 'running', 'paused')"),
    )
    op.create_table(
        "quiz_players",
        sa.Column("quiz_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.BigInteger(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("team", sa.Integer(), nullable=True),
        sa.Column("from_ordinal", sa.Integer(), nullable=False),
        sa.Column("joined_at", sa.DateTime(), nullable=False),
        sa.Column("left_at", sa.DateTime(), nullable=True),
        sa.Column("is_kicked", sa.Boolean(), nullable=False),
        sa.Column("is_catching_up", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["quiz_id"], ["quizzes.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("quiz_id", "user_id"),
    )
    op.create_table(
        "quiz_questions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("quiz_id", sa.Integer(), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=True),
        sa.Column("draft", sa.JSON(), nullable=False),
        sa.Column("order", sa.JSON(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("message_id", sa.BigInteger(), nullable=True),
        sa.Column("allowed", sa.BigInteger(), nullable=True),
        sa.Column("halted", sa.BigInteger(), nullable=False),
        sa.Column("opened_at", sa.BigInteger(), nullable=True),
        sa.Column("paused_at", sa.BigInteger(), nullable=True),
        sa.Column("closed_at", sa.BigInteger(), nullable=True),
        sa.Column("closed_by_timer", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["item_id"], ["items.id"], ondelete="SET NULL"),
        sa.ForeignKeyConstraint(["quiz_id"], ["quizzes.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("quiz_id", "ordinal"),
    )
    op.create_index(op.f("ix_quiz_questions_item_id"), "quiz_questions", ["item_id"], unique=False)
    op.create_table(
        "quiz_log",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("quiz_id", sa.Integer(), nullable=True),
        sa.Column("question_id", sa.Integer(), nullable=True),
        sa.Column("user_id", sa.BigInteger(), nullable=True),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("detail", sa.JSON(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("event_id", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["question_id"], ["quiz_questions.id"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["quiz_id"], ["quizzes.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("event_id"),
    )
    op.create_index(op.f("ix_quiz_log_question_id"), "quiz_log", ["question_id"], unique=False)
    op.create_index(op.f("ix_quiz_log_quiz_id"), "quiz_log", ["quiz_id"], unique=False)
    op.create_index(op.f("ix_quiz_log_user_id"), "quiz_log", ["user_id"], unique=False)
    op.create_table(
        "quiz_responses",
        sa.Column("question_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.BigInteger(), nullable=False),
        sa.Column("response", sa.JSON(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("halted", sa.BigInteger(), nullable=False),
        sa.Column("allowed_us", sa.BigInteger(), nullable=True),
        sa.Column("changes", sa.Integer(), nullable=False),
        sa.Column("before", sa.JSON(), nullable=True),
        sa.Column("event_id", sa.BigInteger(), nullable=False),
        sa.Column("score", sa.Double(), nullable=True),
        sa.Column("points", sa.Double(), nullable=True),
        sa.ForeignKeyConstraint(["question_id"], ["quiz_questions.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("question_id", "user_id"),
    )
    op.create_index(
        "ungraded_responses",
        "quiz_responses",
        ["question_id"],
        unique=False,
        sqlite_where=sa.text("score IS NULL"),
    )


def downgrade() -> None:
    op.drop_index(
        "ungraded_responses", table_name="quiz_responses", sqlite_where=sa.text("score IS NULL")
    )
    op.drop_table("quiz_responses")
    op.drop_index(op.f("ix_quiz_log_user_id"), table_name="quiz_log")
    op.drop_index(op.f("ix_quiz_log_quiz_id"), table_name="quiz_log")
    op.drop_index(op.f("ix_quiz_log_question_id"), table_name="quiz_log")
    op.drop_table("quiz_log")
    op.drop_index(op.f("ix_quiz_questions_item_id"), table_name="quiz_questions")
    op.drop_table("quiz_questions")
    op.drop_table("quiz_players")
    op.drop_index(
        "one_live_quiz",
        table_name="quizzes",
        sqlite_where=sa.text("state IN ('lobby', 'running', 'paused')"),
    )
    op.drop_index(op.f("ix_quizzes_state"), table_name="quizzes")
    op.drop_index(op.f("ix_quizzes_course_id"), table_name="quizzes")
    op.drop_index(op.f("ix_quizzes_channel_id"), table_name="quizzes")
    op.drop_table("quizzes")
    op.drop_table("quiz_learners")
