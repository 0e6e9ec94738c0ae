"""Every error that `knowledge` raises.

    KnowledgeError
    ├── UnreadableFile      a file cannot become a document; the message says why and what to do
    ├── CourseNotFound      no course of that name
    ├── DocumentNotFound    no such document in the course
    ├── DatabaseUnusable    the database cannot be opened: damaged, newer, unwritable
    ├── NotSaved            a write failed; nothing of it is stored; trying again may help
    └── ModelUnusable       the embedding model is missing or damaged, or did not write the vectors

Each message is meant for a person: it says what is wrong and what to do. Refusals that are a
normal outcome (not in the documents, too late) are return values, not errors.
"""

from __future__ import annotations


class KnowledgeError(Exception):
    """Base of all; its message may be shown to the user."""


class UnreadableFile(KnowledgeError):
    """Raised by readers. ``str(error)`` completes "I couldn't add **file**: …"; skip the file."""


class CourseNotFound(KnowledgeError):
    """No course has that name. Retrying does not help."""


class DocumentNotFound(KnowledgeError):
    """No such document in the course. Retrying does not help."""


class DatabaseUnusable(KnowledgeError):
    """Raised while opening. Retrying does not help until the operator has acted."""


class NotSaved(KnowledgeError):
    """A write failed and was rolled back as a whole. Retrying may help."""


class ModelUnusable(KnowledgeError):
    """The embedding model cannot be used. Word search still works."""
