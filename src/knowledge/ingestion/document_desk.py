"""What staff do with published documents: look, limit their use, index them anew."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import datetime

from knowledge.ingestion.encoding import register_model
from knowledge.ingestion.indexing import index_words, read_cut, sentences_of
from knowledge.ingestion.suspicions import suspicions_in
from knowledge.model.audit import StaffAct
from knowledge.model.corpus import Document, DocumentUse
from knowledge.model.drafts import Dependents, DocumentFile, Suspicion
from knowledge.retrieval.embedder import Embedder
from knowledge.storage import (
    audit,
    courses,
    document_files,
    documents,
    passages,
    quotes,
    vectors,
    words,
)
from knowledge.storage.database import Database, WriteSession


class DocumentDesk:
    """Every act is in the audit, in the transaction of the act itself."""

    def __init__(
        self, database: Database, embedder: Embedder, clock: Callable[[], datetime]
    ) -> None:
        self._database = database
        self._embedder = embedder
        self._clock = clock
        self._reindexing = set[int]()

    async def find(self, course_id: int, document_id: int) -> DocumentFile | None:
        async with self._database.read() as session:
            listed = await documents.list_documents(session, course_id)
            document = next((d for d in listed if d.id == document_id), None)
            if document is None:
                return None
            versions = await document_files.list_versions(session, document_id)
            dependents = await document_files.count_dependents(session, document_id)
        return DocumentFile(document, tuple(versions), dependents)

    async def count_flags(self, course_id: int) -> dict[int, int]:
        """How many notices the current version of each document brought up, where it did."""
        async with self._database.read() as session:
            return await document_files.count_notices(session, course_id)

    async def suspicions(self, document: Document) -> list[Suspicion]:
        """The words of its current version that address a machine, in reading order."""
        async with self._database.read() as session:
            texts = await quotes.texts_of(session, {document.version_id})
            pages = await passages.list_pages(session, document.version_id)
        return await asyncio.to_thread(suspicions_in, texts.get(document.version_id, ""), pages)

    async def put_use(
        self,
        course_id: int,
        document_id: int,
        use: DocumentUse,
        *,
        by: int,
        server_id: int | None,
    ) -> bool:
        """Say what a document may be used for; ``False`` if it is gone.

        Items that quote it keep their quotations.
        """
        async with self._database.write() as session:
            name = await document_files.put_use(session, course_id, document_id, use)
            if name is None:
                return False
            await courses.raise_revision(session, course_id)
            await self._note(session, StaffAct.MARKED, name, by, server_id, use=use.value)
        return True

    async def dependents(self, document_id: int) -> Dependents:
        """What rests on a document, also on one in the bin."""
        async with self._database.read() as session:
            return await document_files.count_dependents(session, document_id)

    async def reindex(
        self,
        course_id: int,
        *,
        by: int,
        server_id: int | None,
        progress: Callable[[int, int], None] = lambda _done, _all: None,
    ) -> int | None:
        """Encode every document again, and write its words anew; how many there were.

        Each in a transaction of its own, so that questions are answered all the while; that it
        was begun is in the audit before the first. Passages stay as they were cut: cutting them
        anew needs the file.

        Returns:
            ``None``, and nothing is done, while the course is being indexed anew already.

        Raises:
            NotSaved: the database cannot be written; the documents before this one are done.
        """
        if course_id in self._reindexing:
            return None
        self._reindexing.add(course_id)
        try:
            async with self._database.write() as session:
                listed = await documents.list_documents(session, course_id)
                await self._note(
                    session, StaffAct.REINDEXED, "", by, server_id, documents=len(listed)
                )
            await self._reindex_all(listed, progress)
        finally:
            self._reindexing.discard(course_id)
        return len(listed)

    async def _reindex_all(
        self, listed: list[Document], progress: Callable[[int, int], None]
    ) -> None:
        sentences = await self._count_sentences(listed)
        total = sum(sentences)
        done = 0
        for document, count in zip(listed, sentences, strict=True):
            await self._reindex(document, _moved(progress, done, total))
            done += count

    async def _count_sentences(self, listed: list[Document]) -> list[int]:
        async with self._database.read() as session:
            return [
                sum(len(cut.sentences) for cut in await passages.list_cut(session, d.version_id))
                for d in listed
            ]

    async def _reindex(self, document: Document, progress: Callable[[int], None]) -> None:
        version_id = document.version_id
        async with self._database.read() as session:
            cuts, text = await read_cut(session, version_id)
        texts = sentences_of(cuts, text)
        embedded = await self._embedder.embed_documents(
            [sentence for sentences in texts for sentence in sentences], progress=progress
        )
        matrices, first = {}, 0
        for cut, sentences in zip(cuts, texts, strict=True):
            matrices[cut.id] = embedded[first : first + len(sentences)]
            first += len(sentences)
        async with self._database.write() as session:
            if version_id not in await quotes.current_among(session, {version_id}):
                return
            await words.remove(session, [cut.id for cut in cuts])
            await index_words(session, document.course_id, document.title, cuts, text)
            await vectors.remove(session, version_id)
            model_id = await register_model(session, self._embedder)
            await vectors.add(session, model_id, matrices)
            await courses.raise_revision(session, document.course_id)

    async def _note(
        self,
        session: WriteSession,
        act: StaffAct,
        name: str,
        by: int,
        server_id: int | None,
        **detail: str | int,
    ) -> None:
        await audit.append(
            session,
            at=self._clock(),
            server_id=server_id,
            actor_id=by,
            act=act,
            target=name,
            detail=detail,
        )


def _moved(progress: Callable[[int, int], None], before: int, total: int) -> Callable[[int], None]:
    """Tells of one document's sentences as of a part of all."""

    def tell(done: int) -> None:
        progress(before + done, total)

    return tell
