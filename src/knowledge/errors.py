"""Every error that `knowledge` raises.

    KnowledgeError
    ├── UnreadableFile      a file cannot become a document; the message says why and what to do
    ├── CourseFolderFaulty  a course folder cannot be read; every fault is named
    ├── QuestionsFaulty     a questions file cannot be read; every faulty line is named
    ├── DatabaseUnusable    the database cannot be opened: damaged, newer, unwritable
    ├── NotSaved            a write failed; nothing of it is stored; trying again may help
    ├── NotGraded           what was answered is stored and waits for its grade
    └── ModelUnusable       the embedding model is missing or damaged, or did not write the vectors

Each message is meant for a person: it says what is wrong and what to do. Refusals that are a
normal outcome (not in the documents, too late) are return values, not errors.
"""

from __future__ import annotations


class KnowledgeError(Exception):
    """Base of all; its message may be shown to the user."""


class UnreadableFile(KnowledgeError):
    """Raised by readers. ``str(error)`` completes "I couldn't add **file**: …"; skip the file."""


class CourseFolderFaulty(KnowledgeError):
    """A course folder's `course.yaml` is missing or wrong. Retrying does not help."""


class QuestionsFaulty(KnowledgeError):
    """A questions file has faulty lines. Retrying does not help."""


class DatabaseUnusable(KnowledgeError):
    """Raised while opening. Retrying does not help until the operator has acted."""


class NotSaved(KnowledgeError):
    """A write failed and was rolled back as a whole. Retrying may help."""


class NotGraded(KnowledgeError):
    """Responses are stored, and wait for their outcomes. Whoever asks next has them graded."""


class ModelUnusable(KnowledgeError):
    """The embedding model cannot be used. Word search still works."""
