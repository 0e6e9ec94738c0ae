"""Rows that name those who did something for a course: a part of `personal_data`'s list."""

from __future__ import annotations

from knowledge.model.holdings import Erasing, Holding

OF_THE_COURSE = "What staff did to the course stays in the course."

STAFF_HOLDINGS: tuple[Holding, ...] = (
    Holding(
        "verified_answers",
        "verified_by",
        "Answers you confirmed or wrote",
        Erasing.UNNAMES,
        ("receipt", "question", "answer", "verifier", "verified_at", "retired_at"),
        renamed=("verifier",),
        why=OF_THE_COURSE,
    ),
    Holding(
        "golden_questions",
        "asker_id",
        "Questions of yours that staff ask again after each change of the documents",
        Erasing.DELETES,
        ("receipt", "question", "starred_at"),
    ),
    Holding(
        "golden_questions",
        "starred_by",
        "Answers you starred",
        Erasing.UNNAMES,
        ("receipt", "starred_at"),
        why=OF_THE_COURSE,
    ),
    Holding(
        "gap_closures",
        "closed_by",
        "Questions of others that you closed",
        Erasing.UNNAMES,
        ("records.receipt", "closed_at"),
        why=OF_THE_COURSE,
    ),
    Holding(
        "contradictions",
        "dismissed_by",
        "Contradictions you put away",
        Erasing.UNNAMES,
        ("key", "dismissed_at"),
        why=OF_THE_COURSE,
    ),
    Holding(
        "document_versions",
        "added_by",
        "Documents you added",
        Erasing.UNNAMES,
        ("documents.name", "title", "number", "created_at"),
        why=OF_THE_COURSE,
    ),
    Holding(
        "documents",
        "binned_by",
        "Documents you moved to the bin",
        Erasing.UNNAMES,
        ("name", "binned_at"),
        why=OF_THE_COURSE,
    ),
    Holding(
        "document_drafts",
        "added_by",
        "Documents you added that are not published yet",
        Erasing.UNNAMES,
        ("name", "title", "added_at"),
        why=OF_THE_COURSE,
    ),
    Holding(
        "impact_kept",
        "kept_by",
        "What you kept after a document had changed",
        Erasing.UNNAMES,
        ("kind", "kept_at"),
        why=OF_THE_COURSE,
    ),
    Holding(
        "timeline_edits",
        "user_id",
        "Themes and events you changed",
        Erasing.UNNAMES,
        ("action", "subject", "value", "at"),
        why=OF_THE_COURSE,
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
