"""A reply as it goes on record, but for its receipt."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from knowledge.model.answer import Abstention, Answer, Place, Reply, ScoredPassage, Whereabouts
from knowledge.model.record import Occasion, Record, RetrievedPassage, decision_of
from knowledge.model.verified import VerifiedAnswer
from knowledge.storage.records import Circumstances


def draft_record(
    reply: Reply,
    offered: VerifiedAnswer | None,
    occasion: Occasion,
    around: Circumstances,
    versions: Mapping[str, str],
    *,
    asked_at: datetime,
    latency_ms: float,
) -> Record:
    """The record of a reply, and of what was offered beside it.

    Args:
        versions: Those of the program and its model.
    """
    question = reply.question
    answer = reply if isinstance(reply, Answer) else None
    return Record(
        receipt="",
        asked_at=asked_at,
        occasion=occasion,
        course=around.course,
        question=question.text,
        mode=question.mode,
        source=around.source,
        decision=decision_of(reply),
        confidence=reply.confidence,
        shown=reply.text,
        sentences=() if answer is None else answer.sentences,
        places=tuple(map(str, _places_of(reply))),
        citations=() if answer is None else answer.citations,
        passages=tuple(_retrieved(scored) for scored in reply.retrieved),
        versions={
            **versions,
            **_document_versions(reply),
            **_version("verified answer", None if answer is None else answer.verified),
            **_version("offered answer", offered),
        },
        latency_ms=latency_ms,
        follows=question.follows,
        verified=None if answer is None else answer.verified,
        offered=offered,
    )


def versions_of(reply: Reply) -> set[int]:
    """The versions that it rests on. Events, notices and what is said of a document itself are
    quoted from where nothing need have been retrieved; a person's answer is checked by itself.
    """
    versions = {scored.passage.version_id for scored in reply.retrieved}
    if isinstance(reply, Answer) and reply.verified is None:
        versions |= {citation.version_id for citation in reply.citations}
    return versions


def _retrieved(scored: ScoredPassage) -> RetrievedPassage:
    return RetrievedPassage(
        passage_id=scored.passage.id,
        document=scored.passage.document_title,
        section=scored.passage.section,
        score=scored.score,
        parts=scored.parts,
    )


def _version(name: str, answer: VerifiedAnswer | None) -> dict[str, str]:
    """Which answer of a person was shown or offered; its author's name stands with it alone."""
    return {} if answer is None else {name: f"#{answer.id}"}


def _document_versions(reply: Reply) -> dict[str, str]:
    return {
        f"document {passage.document_id}": f"{passage.document_title} (version {passage.version})"
        for passage in (scored.passage for scored in reply.retrieved)
    }


def _places_of(reply: Reply) -> tuple[Place, ...]:
    match reply:
        case Abstention():
            return reply.nearest
        case Whereabouts():
            return reply.places
        case Answer():
            return ()
