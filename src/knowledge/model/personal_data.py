"""What the database holds of people: which rows name a user, and what erasing does to them.

The one list that export, erasure and retention work through. Every column that could hold an id or
words is declared in `personal_columns`; what staff did is in `staff_holdings`.
"""

from __future__ import annotations

from knowledge.model.holdings import Erasing, Holding
from knowledge.model.staff_holdings import OF_THE_COURSE, STAFF_HOLDINGS

__all__ = ["HOLDINGS", "PERSONAL_MEMOS", "Erasing", "Holding"]

_SCORES = "The scores are part of a game that others played, too."

HOLDINGS: tuple[Holding, ...] = (
    Holding(
        "records",
        "user_id",
        "Questions you asked, and the answers you got",
        Erasing.DELETES,
        (
            "receipt", "asked_at", "surface", "server_id", "channel_id", "message_id",
            "shared_at", "course", "question", "mode", "source", "decision", "confidence",
            "shown", "citations", "places",
        ),
    ),
    Holding(
        "feedback",
        "user_id",
        "Your ratings of answers",
        Erasing.DELETES,
        ("records.receipt", "rating", "complaint", "at"),
    ),
    Holding(
        "record_reports",
        "user_id",
        "Answers you reported",
        Erasing.DELETES,
        ("records.receipt", "note", "at"),
    ),
    Holding(
        "record_reviews",
        "reviewer_id",
        "Answers you reviewed",
        Erasing.UNNAMES,
        ("records.receipt", "status", "note", "at"),
        blanked=("note",),
        why=OF_THE_COURSE,
    ),
    Holding(
        "human_requests",
        "user_id",
        "Questions you asked a person",
        Erasing.DELETES,
        ("records.receipt", "asked_at", "state", "decided_at"),
    ),
    Holding(
        "human_requests",
        "decided_by",
        "Questions of others that you answered or closed",
        Erasing.UNNAMES,
        ("records.receipt", "state", "decided_at"),
        renamed=("decider",),
        why=OF_THE_COURSE,
    ),
    Holding(
        "tidings",
        "user_id",
        "What you were told of answers, or are to be told",
        Erasing.DELETES,
        ("receipt", "kind", "note", "created_at", "told_at"),
    ),
    Holding(
        "log_searches",
        "user_id",
        "Your searches of the log",
        Erasing.DELETES,
        ("server_id", "filters", "at"),
    ),
    Holding(
        "alerts",
        "user_id",
        "Times you were asked to slow down again and again",
        Erasing.DELETES,
        ("server_id", "at"),
    ),
    Holding("log_searches", "filters.reader", "Searches for you", Erasing.DELETES),
    Holding(
        "quiz_players",
        "user_id",
        "Quizzes you played",
        Erasing.UNNAMES,
        (
            "quizzes.receipt", "quizzes.course", "quizzes.server_id", "name", "team",
            "joined_at", "left_at", "is_kicked", "is_catching_up",
        ),
        renamed=("name",),
        why=_SCORES,
    ),
    Holding(
        "quiz_responses",
        "user_id",
        "Your answers in quizzes",
        Erasing.UNNAMES,
        ("quiz_questions.draft.stem", "response", "before", "changes", "at", "score", "points"),
        emptied=("response.text", "before.text"),
        why=_SCORES,
    ),
    Holding(
        "quiz_log",
        "user_id",
        "What you did in and around quizzes",
        Erasing.UNNAMES,
        ("quiz_id", "question_id", "kind", "detail.response", "at"),
        emptied=("detail.response.text",),
        why=_SCORES,
    ),
    Holding(
        "quiz_log",
        "detail.learner",
        "What a host did that concerns you",
        Erasing.UNNAMES,
        ("quiz_id", "kind", "at"),
        why=_SCORES,
    ),
    Holding("quiz_log", "detail.by", "Scores you changed", Erasing.UNNAMES, why=_SCORES),
    Holding(
        "quiz_learners",
        "user_id",
        "Your name, time and tries in a server's quizzes",
        Erasing.DELETES,
        ("server_id", "alias", "is_hidden", "time_factor", "more_attempts"),
    ),
    Holding(
        "quizzes",
        "host_id",
        "Quizzes you hosted",
        Erasing.UNNAMES,
        ("receipt", "course", "server_id", "channel_id", "host_name", "created_at", "finished_at"),
        renamed=("host_name",),
        why=_SCORES,
    ),
    Holding(
        "course_uses",
        "user_id",
        "When you last used a course in a server",
        Erasing.DELETES,
        ("server_id", "courses.title", "at"),
    ),
    Holding(
        "study_sessions",
        "user_id",
        "Your self-study",
        Erasing.DELETES,
        ("id", "kind", "subject", "started_at", "ended_at"),
    ),
    Holding(
        "study_turns",
        "user_id",
        "Questions you studied",
        Erasing.DELETES,
        ("session_id", "draft.stem", "asked_at", "hint", "answered_at", "response", "score"),
    ),
    Holding(
        "study_cards",
        "user_id",
        "When a question is due again for you",
        Erasing.DELETES,
        ("items.stem", "due_at", "is_right"),
    ),
    Holding(
        "study_reminders",
        "user_id",
        "Your reminders",
        Erasing.DELETES,
        ("zone", "quiet_from", "quiet_to", "claimed_at"),
    ),
    Holding(
        "appeals",
        "user_id",
        "Your appeals",
        Erasing.DELETES,
        ("items.stem", "text", "state", "made_at", "decided_at"),
    ),
    Holding(
        "appeals",
        "decided_by",
        "Appeals you decided",
        Erasing.UNNAMES,
        ("items.stem", "state", "decided_at"),
        why=OF_THE_COURSE,
    ),
    Holding(
        "regrade_notices",
        "user_id",
        "What you were told of decisions",
        Erasing.DELETES,
        ("tried_at", "told_at"),
    ),
    Holding(
        "item_flags",
        "user_id",
        "Quiz questions you flagged",
        Erasing.DELETES,
        ("items.stem", "reason", "at", "cleared_at"),
    ),
    Holding(
        "items",
        "author_id",
        "Quiz questions you wrote or suggested",
        Erasing.UNNAMES,
        ("name", "type", "stem", "options", "rationale", "status", "author", "created_at"),
        renamed=("author",),
        why="A question that you gave to the course stays in the course.",
    ),
    Holding(
        "pending_imports",
        "user_id",
        "Files of questions you uploaded and did not import yet",
        Erasing.DELETES,
        ("file_name", "created_at"),
    ),
    *STAFF_HOLDINGS,
)  # fmt: skip

PERSONAL_MEMOS = ("typed_item_*_{user_id}", "approved_last_{user_id}")
"""Keys of memos that belong to a user, deleted with them: forms not saved, what was approved."""
