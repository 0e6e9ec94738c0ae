"""From the passages that somebody names to the words of the documents that they rest on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from knowledge.model.corpus import Passage, Span, cite
from knowledge.model.record import Record
from knowledge.model.verified import VerifiedQuote
from knowledge.retrieval.embedder import Embedder
from knowledge.storage import passages
from knowledge.storage.database import Database, ReadSession

NEAREST = 5
"""Passages that whoever answers is shown, and may cite."""


async def quotable(
    session: ReadSession, course_id: int, passage_ids: Sequence[int]
) -> list[Passage]:
    """Those of the passages that can be quoted as the documents are now, in the order given."""
    held = {
        passage.id: passage
        for passage in await passages.list_current(session, course_id, passage_ids)
        if passage.is_quotable
    }
    return [held[id_] for id_ in dict.fromkeys(passage_ids) if id_ in held]


def quotes_shown(record: Record) -> tuple[VerifiedQuote, ...]:
    """What a record's answer quotes, with who says it; without remarks about its question."""
    leads = {said.citation: said.lead.splitlines() or [""] for said in record.sentences}
    return tuple(
        VerifiedQuote(leads.get(citation.number, [""])[-1], citation)
        for citation in record.citations
    )


class Quoting:
    """Chooses the sentence of a passage that comes closest to what somebody wrote."""

    def __init__(self, database: Database, embedder: Embedder) -> None:
        self._database = database
        self._embedder = embedder

    async def quotes_for(
        self, course_id: int, words: str, passage_ids: Sequence[int]
    ) -> tuple[VerifiedQuote, ...] | None:
        """A sentence of each passage; ``None`` if one of them cannot be quoted any more."""
        if not passage_ids:
            return ()
        async with self._database.read() as session:
            found = await quotable(session, course_id, passage_ids)
        if len(found) < len(set(passage_ids)):
            return None
        spans = [(passage, span) for passage in found for span in passage.sentences]
        texts = [passage.slice(span) for passage, span in spans]
        vectors = await self._embedder.embed_documents([words, *texts])
        closeness = vectors[1:] @ vectors[0]
        best: dict[int, tuple[float, Passage, Span]] = {}
        for (passage, span), close in zip(spans, closeness, strict=True):
            if passage.id not in best or float(close) > best[passage.id][0]:
                best[passage.id] = (float(close), passage, span)
        chosen = [cite(passage, span) for _, passage, span in best.values()]
        return tuple(
            VerifiedQuote("", replace(citation, number=number))
            for number, citation in enumerate(chosen, start=1)
        )
