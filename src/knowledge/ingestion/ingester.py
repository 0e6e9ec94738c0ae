"""Files → documents of a course that can be asked."""

from __future__ import annotations

import asyncio
import hashlib
import json
import time
from collections.abc import AsyncGenerator, Callable, Sequence
from contextlib import aclosing
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import TypeAlias

from knowledge.errors import UnreadableFile
from knowledge.ingestion.batch import (
    AlreadyThere,
    IngestedDocument,
    IngestProgress,
    IngestReport,
    SourceFile,
)
from knowledge.ingestion.content import Content
from knowledge.ingestion.course_folder import CourseFolder
from knowledge.ingestion.limits import MEBIBYTE
from knowledge.ingestion.sandbox import ReaderProcess
from knowledge.model.corpus import Course, ParsedDocument, PassageSpan
from knowledge.retrieval.embedder import Embedder
from knowledge.retrieval.representation import heading_line
from knowledge.storage import courses, documents, passages, vectors, words
from knowledge.storage.database import Database, ReadSession, WriteSession
from knowledge.storage.documents import CurrentVersion
from knowledge.storage.vectors import FloatArray


class Ingester:
    """Adds files to courses. Files are independent: one that is refused changes nothing."""

    def __init__(
        self,
        database: Database,
        embedder: Embedder,
        reader: ReaderProcess,
        clock: Callable[[], datetime],
        *,
        course_max_bytes: int,
    ) -> None:
        self._database = database
        self._embedder = embedder
        self._reader = reader
        self._clock = clock
        self._course_max_bytes = course_max_bytes

    async def ingest(
        self,
        course: Course,
        files: Sequence[SourceFile],
        *,
        progress: Callable[[IngestProgress], None] = lambda _: None,
    ) -> IngestReport:
        """Read, embed and store ``files``, each in a transaction of its own.

        Content that the course already has is left alone. A file of a known name with new
        content becomes the document's next version: passages whose words are the same keep
        their vectors, and the version before stays for the citations that point to it.

        Raises:
            ModelUnusable: the database's vectors were written by another model.
            NotSaved: the database cannot be written; the files before this one are stored.
        """
        started = time.perf_counter()
        run = _Run(course, await self._register_model(), files, progress)
        async with aclosing(self._read_all(run)) as readings:
            async for file, reading in readings:
                if isinstance(reading, UnreadableFile):
                    run.report.note(file, reading)
                else:
                    run.report.note(file, await self._store(run, file, *reading))
                run.files_done += 1
        run.report.seconds = time.perf_counter() - started
        return run.report

    async def plant(
        self,
        folder: CourseFolder,
        *,
        progress: Callable[[IngestProgress], None] = lambda _: None,
    ) -> tuple[Course, IngestReport]:
        """Make the folder's course exist with the folder's documents, as they are now."""
        async with self._database.write() as session:
            course = await courses.put_course(
                session,
                name=folder.name,
                title=folder.title,
                description=folder.description,
                language=folder.language,
                strictness=folder.strictness,
                created_at=self._clock(),
            )
        return course, await self.ingest(course, folder.documents, progress=progress)

    async def _register_model(self) -> int:
        identity = self._embedder.identity
        async with self._database.write() as session:
            return await vectors.register_model(
                session,
                name=identity.name,
                sha256=identity.sha256,
                dimension=identity.dimension,
            )

    async def _read_all(self, run: _Run) -> AsyncGenerator[tuple[SourceFile, _Reading], None]:
        """Yield each file with what was read, reading one file ahead of the embedding."""
        ahead: asyncio.Task[_Reading] | None = None
        try:
            for number, file in enumerate(run.files):
                run.progress(IngestProgress("reading", file.name, number, len(run.files)))
                reading = await (ahead or asyncio.create_task(self._read(run, file)))
                ahead = None
                if number + 1 < len(run.files):
                    ahead = asyncio.create_task(self._read(run, run.files[number + 1]))
                yield file, reading
        finally:
            if ahead is not None:
                ahead.cancel()
                await asyncio.gather(ahead, return_exceptions=True)

    async def _read(self, run: _Run, file: SourceFile) -> _Reading:
        if file.name in run.names:
            return UnreadableFile("another file of this run has the same name. Rename one of them.")
        run.names.add(file.name)
        try:
            content = await asyncio.to_thread(Content.of, file, self._reader.limits)
            async with self._database.read() as session:
                await _refuse_same_content(session, run.course, file, content)
            return content, await self._reader.parse(content.data, file.name)
        except UnreadableFile as error:
            return error
        except OSError as error:
            return UnreadableFile(f"it cannot be opened ({error.strerror}).")

    async def _store(
        self, run: _Run, file: SourceFile, content: Content, parsed: ParsedDocument
    ) -> IngestedDocument | UnreadableFile:
        title = parsed.metadata.title or Path(file.name).stem
        hashes = [_embedded_hash(parsed, passage) for passage in parsed.passages]
        async with self._database.read() as session:
            known = await vectors.find_embedded(
                session, run.course.id, hashes, self._embedder.identity.dimension
            )
        fresh = await self._embed(run, file, parsed, hashes, known)
        try:
            async with self._database.write() as session:
                # Asked again: another upload may have been faster than the embedding.
                await _refuse_same_content(session, run.course, file, content)
                before = await documents.find_current(session, run.course.id, name=file.name)
                await self._refuse_over_quota(session, run.course, content, before)
                if before is not None:
                    await _retire(session, before)
                version, passage_ids = await documents.add_version(
                    session,
                    course_id=run.course.id,
                    name=file.name,
                    parsed=parsed,
                    title=title,
                    content_hash=content.sha256,
                    file_bytes=len(content.data),
                    embedded_hashes=hashes,
                    at=self._clock(),
                )
                indexed = _indexed_words(parsed, title, passage_ids)
                await words.add(session, run.course.id, indexed)
                by_passage = zip(passage_ids, map((known | fresh).__getitem__, hashes), strict=True)
                await vectors.add(session, run.model_id, dict(by_passage))
                await courses.raise_revision(session, run.course.id)
        except UnreadableFile as error:
            return error
        return IngestedDocument(
            file=file.name,
            title=title,
            document_id=version.document_id,
            version=version.number,
            passages=len(parsed.passages),
            passages_embedded=sum(hash_ in fresh for hash_ in hashes),
            notices=parsed.notices,
        )

    async def _refuse_over_quota(
        self,
        session: WriteSession,
        course: Course,
        content: Content,
        replaced: CurrentVersion | None,
    ) -> None:
        held = await documents.stored_bytes(session, course.id)
        freed = 0 if replaced is None else replaced.file_bytes
        if held - freed + len(content.data) > self._course_max_bytes:
            raise UnreadableFile(
                f"the course holds {held // MEBIBYTE} MB of "
                f"{self._course_max_bytes // MEBIBYTE} MB. Remove something with `/docs remove`."
            )

    async def _embed(
        self,
        run: _Run,
        file: SourceFile,
        parsed: ParsedDocument,
        hashes: Sequence[str],
        known: dict[str, FloatArray],
    ) -> dict[str, FloatArray]:
        """The vectors of the passages that are not ``known``, by hash."""
        wanted = {
            hash_: passage
            for hash_, passage in zip(hashes, parsed.passages, strict=True)
            if hash_ not in known
        }
        texts = [
            sentence.of(parsed.text)
            for passage in wanted.values()
            for sentence in passage.sentences
        ]

        def embedding(count: int) -> None:
            run.progress(
                IngestProgress(
                    "embedding", file.name, run.files_done, len(run.files), count, len(texts)
                )
            )

        embedded = await self._embedder.embed_documents(texts, progress=embedding)
        found: dict[str, FloatArray] = {}
        first = 0
        for hash_, passage in wanted.items():
            last = first + len(passage.sentences)
            found[hash_] = embedded[first:last]
            first = last
        return found


_Reading: TypeAlias = tuple[Content, ParsedDocument] | UnreadableFile


@dataclass(slots=True)
class _Run:
    """One call of :meth:`Ingester.ingest`."""

    course: Course
    model_id: int
    files: Sequence[SourceFile]
    progress: Callable[[IngestProgress], None]
    files_done: int = 0
    names: set[str] = field(default_factory=set)
    """Of the files met so far: a second one would silently retire the first."""
    report: IngestReport = field(default_factory=IngestReport)


async def _refuse_same_content(
    session: ReadSession, course: Course, file: SourceFile, content: Content
) -> None:
    """A known name with other content is a correction, even if another document says the same."""
    same = await documents.find_current(session, course.id, name=file.name)
    if same is None:
        same = await documents.find_same_content(session, course.id, content_hash=content.sha256)
    if same is not None and same.content_hash == content.sha256:
        raise AlreadyThere(same.created_at)


def _embedded_hash(parsed: ParsedDocument, passage: PassageSpan) -> str:
    sentences = [sentence.of(parsed.text) for sentence in passage.sentences]
    return hashlib.sha256(json.dumps(sentences).encode()).hexdigest()


def _indexed_words(
    parsed: ParsedDocument, title: str, passage_ids: Sequence[int]
) -> list[tuple[int, str, list[str]]]:
    return [
        (
            id_,
            heading_line(title, parsed.sections[passage.section].path),
            [sentence.of(parsed.text) for sentence in passage.sentences],
        )
        for id_, passage in zip(passage_ids, parsed.passages, strict=True)
    ]


async def _retire(session: WriteSession, version: CurrentVersion) -> None:
    """Take a version out of retrieval; its text and passages stay for old citations."""
    await words.remove(session, await passages.list_ids(session, version.version_id))
    await vectors.remove(session, version.version_id)
