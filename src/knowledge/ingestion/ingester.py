"""Files → documents of a course that can be asked."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncGenerator, Callable, Sequence
from contextlib import aclosing
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import TypeAlias

from knowledge.errors import UnreadableFile
from knowledge.ingestion.batch import (
    IngestedDocument,
    IngestProgress,
    IngestReport,
    SourceFile,
)
from knowledge.ingestion.content import Content
from knowledge.ingestion.course_folder import CourseFolder
from knowledge.ingestion.sandbox import ReaderProcess
from knowledge.ingestion.storing import (
    embedded_hashes,
    put_document,
    refuse_over_quota,
    refuse_same_content,
)
from knowledge.model.corpus import Course, ParsedDocument
from knowledge.retrieval.embedder import Embedder
from knowledge.storage import courses, vectors
from knowledge.storage.database import Database, WriteSession
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
        return await self._carry_out(_Run(files, progress, course.id))

    async def plant(
        self,
        folder: CourseFolder,
        *,
        progress: Callable[[IngestProgress], None] = lambda _: None,
    ) -> tuple[Course | None, IngestReport]:
        """Make the course exist with these documents and settings, as :meth:`ingest` does.

        The settings are stored with the first file, or where every file is there already. A run
        that refuses every file leaves them as they were: a new course then does not exist.
        """
        async with self._database.read() as session:
            course = await courses.find_course(session, folder.name)
        run = _Run(folder.documents, progress, None if course is None else course.id, folder)
        report = await self._carry_out(run)
        if run.stated is not None and report.unchanged:
            async with self._database.write() as session:
                await self._put_course(session, run)
        async with self._database.read() as session:
            return await courses.find_course(session, folder.name), report

    async def _carry_out(self, run: _Run) -> IngestReport:
        started = time.perf_counter()
        identity = self._embedder.identity
        async with self._database.read() as session:
            await vectors.require_model(session, name=identity.name, sha256=identity.sha256)
        async with aclosing(self._read_all(run)) as readings:
            async for file, reading in readings:
                if isinstance(reading, UnreadableFile):
                    run.report.note(file, reading)
                else:
                    run.report.note(file, await self._store(run, file, *reading))
                run.files_done += 1
        run.report.seconds = time.perf_counter() - started
        return run.report

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
            if run.course_id is not None:
                async with self._database.read() as session:
                    await refuse_same_content(session, run.course_id, file.name, content)
            return content, await self._reader.parse(content.data, file.name)
        except UnreadableFile as error:
            return error
        except OSError as error:
            return UnreadableFile(f"it cannot be opened ({error.strerror}).")

    async def _store(
        self, run: _Run, file: SourceFile, content: Content, parsed: ParsedDocument
    ) -> IngestedDocument | UnreadableFile:
        title = parsed.metadata.title or Path(file.name).stem
        hashes = embedded_hashes(parsed)
        known: dict[str, FloatArray] = {}
        if run.course_id is not None:
            async with self._database.read() as session:
                known = await vectors.find_embedded(
                    session, run.course_id, hashes, self._embedder.identity.dimension
                )
        fresh = await self._embed(run, file, parsed, hashes, known)
        try:
            async with self._database.write() as session:
                course_id = await self._put_course(session, run)
                # Asked again: another upload may have been faster than the embedding.
                await refuse_same_content(session, course_id, file.name, content)
                await refuse_over_quota(
                    session, course_id, file.name, content, self._course_max_bytes
                )
                version = await put_document(
                    session,
                    course_id=course_id,
                    model_id=await self._register_model(session),
                    name=file.name,
                    title=title,
                    content=content,
                    parsed=parsed,
                    embedded=[(hash_, (known | fresh)[hash_]) for hash_ in hashes],
                    at=self._clock(),
                )
        except UnreadableFile as error:
            return error
        run.course_id, run.stated = course_id, None
        return IngestedDocument(
            file=file.name,
            title=title,
            document_id=version.document_id,
            version=version.number,
            passages=len(parsed.passages),
            passages_embedded=sum(hash_ in fresh for hash_ in hashes),
            notices=parsed.notices,
        )

    async def _put_course(self, session: WriteSession, run: _Run) -> int:
        """The id of the run's course, which gets its settings if it has not got them yet."""
        stated = run.stated
        if stated is None:
            assert run.course_id is not None, "a run without settings to store has a course"
            return run.course_id
        course = await courses.put_course(
            session,
            name=stated.name,
            title=stated.title,
            description=stated.description,
            language=stated.language,
            strictness=stated.strictness,
            created_at=self._clock(),
        )
        return course.id

    async def _register_model(self, session: WriteSession) -> int:
        identity = self._embedder.identity
        return await vectors.register_model(
            session, name=identity.name, sha256=identity.sha256, dimension=identity.dimension
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
    """One call of :meth:`Ingester.ingest` or :meth:`Ingester.plant`."""

    files: Sequence[SourceFile]
    progress: Callable[[IngestProgress], None]
    course_id: int | None
    """``None`` until the first file makes the course."""
    stated: CourseFolder | None = None
    """What the course shall be, until that is stored."""
    files_done: int = 0
    names: set[str] = field(default_factory=set)
    """Of the files met so far: a second one would silently retire the first."""
    report: IngestReport = field(default_factory=IngestReport)
