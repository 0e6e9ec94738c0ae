"""What every column of ids, names and words holds.

A test walks the schema and fails on one that is not declared here; what is a user's id must have a
holding in `personal_data`.
"""

from __future__ import annotations

import enum
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType


class Holds(enum.Enum):
    """What stands in a column that could hold an id, a name or words."""

    PERSON = "the id of a user"
    NAME = "what a user goes by"
    WORDS = "what a user wrote, or what repeats it"
    DEED = "what a user did or was shown, in the program's own terms"
    PLACE = "an id of Discord that is no user's: a server, a channel, a message, an event"
    COURSE = "the course's material, or what its staff made of it"
    TERMS = "the program's own terms: a state, a kind, a receipt, a hash"


@dataclass(frozen=True, slots=True)
class Contents:
    """What stands in a table's columns of ids and words: names with spaces between them."""

    columns: Mapping[Holds, str]

    def of(self, column: str) -> Holds | None:
        """``None`` if it is not declared."""
        return next((what for what, names in self.columns.items() if column in names.split()), None)


def _has(**columns: str) -> Contents:
    return Contents({Holds[kind.upper()]: names for kind, names in columns.items()})


CONTENTS: Mapping[str, Contents] = MappingProxyType(
    {
        "courses": _has(
            course="name title description", place="server_id", terms="language strictness"
        ),
        "course_places": _has(place="server_id target_id", terms="target"),
        "staff_roles": _has(place="server_id role_id", terms="kind"),
        "course_uses": _has(person="user_id", place="server_id"),
        "documents": _has(person="binned_by", course="name", terms="use"),
        "document_versions": _has(
            person="added_by",
            course="title author cited_as affiliation published address note text "
            "unreadable_pages notices",
            terms="content_hash media_type language",
        ),
        "document_drafts": _has(
            person="added_by",
            course="name title parsed unreadable_pages notices vectors",
            terms="content_hash",
        ),
        "impact_kept": _has(person="kept_by", terms="kind"),
        "pages": _has(course="label"),
        "passages": _has(course="section sentences", terms="embedded_hash"),
        "embedding_models": _has(terms="name sha256"),
        "passage_vectors": _has(course="vectors"),
        "channels": _has(place="server_id channel_id", terms="visibility"),
        "memos": _has(person="key", words="value"),
        "records": _has(
            person="user_id",
            words="question shown",
            deed="surface mode source decision sentences places citations passages",
            place="server_id channel_id event_id message_id",
            course="course",
            terms="receipt versions follows",
        ),
        "feedback": _has(person="user_id", deed="rating complaint"),
        "record_reports": _has(person="user_id", words="note"),
        "record_reviews": _has(person="reviewer_id", words="note", terms="status"),
        "verified_answers": _has(
            person="verified_by", name="verifier", course="question answer", place="server_id",
            terms="receipt",
        ),
        "shown_answers": _has(),
        "offered_answers": _has(),
        "verified_citations": _has(course="quote lead citation"),
        "human_requests": _has(person="user_id decided_by", name="decider", terms="state"),
        "tidings": _has(
            person="user_id", words="note", place="server_id", terms="kind receipt"
        ),
        "contradictions": _has(person="dismissed_by", terms="key"),
        "gap_closures": _has(person="closed_by"),
        "golden_questions": _has(
            person="asker_id starred_by", words="question", deed="mode decision", terms="receipt"
        ),
        "golden_citations": _has(course="quote"),
        "golden_runs": _has(course="outcomes", terms="model"),
        "log_searches": _has(person="user_id", words="filters", place="server_id"),
        "alerts": _has(person="user_id", place="server_id", terms="kind target detail"),
        "audit": _has(
            person="actor_id", deed="act target detail", place="server_id",
            terms="previous_hash hash",
        ),
        "items": _has(
            person="author_id",
            name="author",
            course="name stem options key rationale citation themes note",
            terms="type difficulty flags status origin",
        ),
        "item_flags": _has(person="user_id", deed="reason"),
        "pending_imports": _has(person="user_id", words="file_name content"),
        "quizzes": _has(
            person="host_id",
            name="host_name",
            course="course plan",
            place="server_id channel_id event_id lobby_message_id board_message_id",
            terms="receipt state",
        ),
        "quiz_questions": _has(
            course="draft", place="message_id", terms="order state allowed halted"
        ),
        "quiz_players": _has(person="user_id", name="name"),
        "quiz_learners": _has(person="user_id", name="alias", place="server_id"),
        "quiz_responses": _has(
            person="user_id",
            words="response before",
            place="event_id",
            terms="halted allowed_us",
        ),
        "quiz_log": _has(person="user_id", words="detail", place="event_id", terms="kind"),
        "study_sessions": _has(
            person="user_id", deed="kind subject items", place="event_id"
        ),
        "study_turns": _has(
            person="user_id", words="response", course="draft", place="event_id", terms="order"
        ),
        "study_cards": _has(person="user_id", deed="card"),
        "study_reminders": _has(person="user_id", deed="zone"),
        "appeals": _has(person="user_id decided_by", words="text", terms="source state"),
        "regrade_notices": _has(person="user_id"),
        "timeline_edits": _has(person="user_id", course="action subject value"),
        "servers": _has(
            place="server_id log_channel_id alert_channel_id", terms="log_mode"
        ),
        "erasures": _has(terms="mark"),
    }
)  # fmt: skip
"""By table: every column of ids, text, JSON and bytes."""
