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
from knowledge.ingestion import refusals
from knowledge.ingestion.batch import (
    DraftedFile,
    IngestedDocument,
    IngestProgress,
    IngestReport,
    SourceFile,
    Uploader,
)
from knowledge.ingestion.content import Content
from knowledge.ingestion.course_folder import CourseFolder
from knowledge.ingestion.encoding import embed_passages, register_model
from knowledge.ingestion.sandbox import ReaderProcess
from knowledge.ingestion.storing import (
    Prepared,
    embedded_hashes,
    put_document,
    put_draft,
    refuse_over_quota,
    refuse_same_content,
    refuse_same_draft,
)
from knowledge.model.corpus import Course, ParsedDocument
from knowledge.retrieval.embedder import Embedder
from knowledge.storage import courses, vectors
from knowledge.storage.database import Database, ReadSession, WriteSession
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

    async def draft(
        self,
        course: Course,
        files: Sequence[SourceFile],
        *,
        by: int,
        server_id: int | None,
        progress: Callable[[IngestProgress], None] = lambda _: None,
    ) -> IngestReport:
        """Read and embed ``files`` as :meth:`ingest` does, and publish none of them.

        Nothing finds a draft before :class:`.drafts.Drafts` publishes it. A file takes the place
        of the draft of its name.

        Args:
            course: Whose documents they may become.
            files: What was uploaded.
            by: The user who uploads them.
            server_id: Where.
            progress: Told how far it is.

        Raises:
            ModelUnusable: the database's vectors were written by another model.
            NotSaved: the database cannot be written; the files before this one are stored.
        """
        return await self._carry_out(
            _Run(files, progress, course.id, uploader=Uploader(by, server_id))
        )

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
        if file.refusal is not None:
            return file.refusal
        if file.name in run.names:
            return UnreadableFile("another file of this run has the same name. Rename one of them.")
        run.names.add(file.name)
        try:
            content = await asyncio.to_thread(Content.of, file, self._reader.limits)
            if run.course_id is not None:
                async with self._database.read() as session:
                    await self._refuse_known(session, run, run.course_id, file.name, content)
            return content, await self._reader.parse(content.data, file.name)
        except UnreadableFile as error:
            return error
        except OSError as error:
            return refusals.unopened(error)

    async def _refuse_known(
        self, session: ReadSession, run: _Run, course_id: int, name: str, content: Content
    ) -> None:
        # Whoever publishes a draft is asked what to do with the document that says the same.
        any_name = run.uploader is None
        await refuse_same_content(session, course_id, name, content, under_any_name=any_name)
        if run.uploader is not None:
            await refuse_same_draft(session, course_id, content)

    async def _store(
        self, run: _Run, file: SourceFile, content: Content, parsed: ParsedDocument
    ) -> IngestedDocument | DraftedFile | UnreadableFile:
        hashes = embedded_hashes(parsed)
        known: dict[str, FloatArray] = {}
        if run.course_id is not None:
            async with self._database.read() as session:
                known = await vectors.find_embedded(
                    session, run.course_id, hashes, self._embedder.identity.dimension
                )

        def embedding(done: int, total: int) -> None:
            run.progress(
                IngestProgress("embedding", file.name, run.files_done, len(run.files), done, total)
            )

        fresh = await embed_passages(self._embedder, parsed, hashes, known, embedding)
        prepared = Prepared(
            name=file.name,
            title=parsed.metadata.title or Path(file.name).stem,
            sha256=content.sha256,
            file_bytes=len(content.data),
            parsed=parsed,
            embedded=tuple((hash_, (known | fresh)[hash_]) for hash_ in hashes),
        )
        try:
            async with self._database.write() as session:
                course_id = await self._put_course(session, run)
                # Asked again: another upload may have been faster than the embedding.
                await self._refuse_known(session, run, course_id, file.name, content)
                await refuse_over_quota(session, course_id, content, self._course_max_bytes)
                outcome = await self._put(
                    session, run, course_id, prepared, sum(hash_ in fresh for hash_ in hashes)
                )
        except UnreadableFile as error:
            return error
        run.course_id, run.stated = course_id, None
        return outcome

    async def _put(
        self, session: WriteSession, run: _Run, course_id: int, prepared: Prepared, fresh: int
    ) -> IngestedDocument | DraftedFile:
        """``fresh`` passages have words that are new to the course."""
        model_id, at = await register_model(session, self._embedder), self._clock()
        if run.uploader is not None:
            draft_id = await put_draft(
                session,
                prepared,
                course_id=course_id,
                model_id=model_id,
                by=run.uploader,
                at=at,
            )
            return DraftedFile(prepared.name, draft_id)
        version = await put_document(
            session, prepared, course_id=course_id, model_id=model_id, by=None, at=at
        )
        return IngestedDocument(
            file=prepared.name,
            title=prepared.title,
            document_id=version.document_id,
            version=version.number,
            passages=len(prepared.parsed.passages),
            passages_embedded=fresh,
            notices=prepared.parsed.notices,
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


_Reading: TypeAlias = tuple[Content, ParsedDocument] | UnreadableFile


@dataclass(slots=True)
class _Run:
    """One call of :meth:`Ingester.ingest`, :meth:`Ingester.draft` or :meth:`Ingester.plant`."""

    files: Sequence[SourceFile]
    progress: Callable[[IngestProgress], None]
    course_id: int | None
    """``None`` until the first file makes the course."""
    stated: CourseFolder | None = None
    """What the course shall be, until that is stored."""
    uploader: Uploader | None = None
    """Who uploads files that are not to be published yet."""
    files_done: int = 0
    names: set[str] = field(default_factory=set)
    """Of the files met so far: a second one would silently retire the first."""
    report: IngestReport = field(default_factory=IngestReport)
