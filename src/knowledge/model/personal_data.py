"""What the database holds of people: which rows name a user, and what erasing does to them.

The one list that export, erasure and retention work through. Every column that could hold an id or
words is declared in `personal_columns`.
"""

from __future__ import annotations

import enum
from dataclasses import dataclass


class Erasing(enum.Enum):
    """What erasing a user does to the rows that name them."""

    DELETES = "deleted, with all that hangs on them"
    UNNAMES = "kept, without who it was"
    KEEPS = "kept as they are"


@dataclass(frozen=True, slots=True)
class Holding:
    """The rows of a table that name a user in one column."""

    table: str
    person: str
    """The column with the user's id; ``detail.learner``: a key within JSON."""
    what: str
    """For the reader of an export or of the policy."""
    erasing: Erasing
    exported: tuple[str, ...] = ()
    """Columns, keys within JSON after a dot, and columns of the table that a row belongs to after
    its name. Empty: another holding of the table shows them."""
    renamed: tuple[str, ...] = ()
    """Columns that say "deleted user" afterwards."""
    emptied: tuple[str, ...] = ()
    """Texts within JSON that are emptied."""
    blanked: tuple[str, ...] = ()
    """Columns of text that are emptied."""
    why: str = ""
    """Why it is kept, where it is."""


_SCORES = "The scores are part of a game that others played, too."
_OF_THE_COURSE = "What staff did to the course stays in the course."

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
        why=_OF_THE_COURSE,
    ),
    Holding(
        "log_searches",
        "user_id",
        "Your searches of the log",
        Erasing.DELETES,
        ("server_id", "filters", "at"),
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
        why=_OF_THE_COURSE,
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
    Holding(
        "timeline_edits",
        "user_id",
        "Themes and events you changed",
        Erasing.UNNAMES,
        ("action", "subject", "value", "at"),
        why=_OF_THE_COURSE,
    ),
    Holding(
        "audit",
        "actor_id",
        "What you did as staff",
        Erasing.KEEPS,
        ("at", "server_id", "act", "target", "detail"),
        why="Who looked at what as staff must stay on record: it protects those who were looked "
        "at, and a list with a gap could hide anything.",
    ),
)  # fmt: skip

PERSONAL_MEMOS = ("typed_item_*_{user_id}", "approved_last_{user_id}")
"""Keys of memos that belong to a user, deleted with them: forms not saved, what was approved."""
