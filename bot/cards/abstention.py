"""What is said where the documents do not answer: the same on a card and in the terminal."""

from __future__ import annotations

from knowledge.model.record import Record

NOT_FOUND = "I can't find that in this course's documents."
_NOT_FOUND_THERE = "I can't find that in the document that was chosen for the question."
CLOSEST = "The closest headings, in case they help:"
NOTHING_CLOSE = "No part of them comes close to your question."


def not_found(record: Record) -> str:
    """What an abstention begins with. Of one document it does not speak for the others."""
    return NOT_FOUND if record.source is None else _NOT_FOUND_THERE


def remark_of(record: Record) -> str:
    """What an abstention said before its headings: "The documents do not mention “Brazil”."."""
    return record.shown.removesuffix("\n".join(record.places)).strip()
