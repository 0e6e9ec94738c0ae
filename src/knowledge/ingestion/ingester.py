"""Files → documents of a course that can be asked."""

from __future__ import annotations

import asyncio
import hashlib
import json
import time
from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import TypeAlias

from knowledge.errors import UnreadableFile
from knowledge.ingestion import refusals
from knowledge.ingestion.batch import (
    IngestedDocument,
    IngestProgress,
    IngestReport,
    SkippedFile,
    SourceFile,
)
from knowledge.ingestion.course_folder import CourseFolder
from knowledge.ingestion.sandbox import ReaderProcess
from knowledge.model.corpus import Course, ParsedDocument, PassageSpan
from knowledge.retrieval.embedder import Embedder
from knowledge.retrieval.representation import heading_line
from knowledge.storage import courses, documents, vectors, words
from knowledge.storage.database import Database, WriteSession
from knowledge.storage.documents import CurrentVersion
from knowledge.storage.vectors import FloatArray

_MEGABYTE = 1024 * 1024


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
        model_id, held_bytes = await self._prepare(course)
        run = _Run(course, model_id, held_bytes, files, progress)
        async for file, outcome in self._read_all(run):
            if isinstance(outcome, UnreadableFile):
                run.report.skipped.append(_skipped(file, outcome))
            elif outcome is not None:
                document = await self._store(run, file, *outcome)
                first = document.version == 1
                (run.report.added if first else run.report.replaced).append(document)
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

    async def _prepare(self, course: Course) -> tuple[int, int]:
        """The id of the model that will write, and the bytes that the course holds."""
        identity = self._embedder.identity
        async with self._database.write() as session:
            model_id = await vectors.register_model(
                session,
                name=identity.name,
                sha256=identity.sha256,
                dimension=identity.dimension,
            )
            return model_id, await documents.stored_bytes(session, course.id)

    async def _read_all(self, run: _Run) -> AsyncIterator[tuple[SourceFile, _Outcome]]:
        """Yield each file with what was read, reading one file ahead of the embedding."""
        ahead: asyncio.Task[_Outcome] | None = None
        try:
            for number, file in enumerate(run.files):
                run.progress(IngestProgress("reading", file.name, number, len(run.files)))
                outcome = await (ahead or asyncio.create_task(self._read(run, file)))
                ahead = None
                if number + 1 < len(run.files):
                    ahead = asyncio.create_task(self._read(run, run.files[number + 1]))
                yield file, outcome
        finally:
            if ahead is not None:
                ahead.cancel()

    async def _read(self, run: _Run, file: SourceFile) -> _Outcome:
        try:
            content = await asyncio.to_thread(_Content.of, file)
        except OSError as error:
            return UnreadableFile(f"it cannot be opened ({error.strerror}).")
        async with self._database.read() as session:
            same = await documents.find_same_content(
                session, run.course.id, content_hash=content.sha256
            )
        # The file before this one may still be on its way into the database.
        since = same.created_at if same is not None else run.seen.get(content.sha256)
        if since is not None:
            run.report.unchanged.append(
                _skipped(file, UnreadableFile(f"already there (added {since:%Y-%m-%d})."))
            )
            return None
        run.seen[content.sha256] = self._clock()
        if run.held_bytes + len(content.data) > self._course_max_bytes:
            return UnreadableFile(
                f"the course holds {run.held_bytes // _MEGABYTE} MB of "
                f"{self._course_max_bytes // _MEGABYTE} MB. Remove something with `/docs remove`."
            )
        try:
            parsed = await self._reader.parse(content.data, file.name)
        except UnreadableFile as error:
            return error
        run.held_bytes += len(content.data)
        return content, parsed

    async def _store(
        self, run: _Run, file: SourceFile, content: _Content, parsed: ParsedDocument
    ) -> IngestedDocument:
        title = parsed.metadata.title or Path(file.name).stem
        hashes = [_embedded_hash(parsed, passage) for passage in parsed.passages]
        async with self._database.read() as session:
            known = await vectors.find_embedded(
                session, run.course.id, hashes, self._embedder.identity.dimension
            )
        fresh = await self._embed(run, file, parsed, hashes, known)
        async with self._database.write() as session:
            before = await documents.find_current(session, run.course.id, name=file.name)
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
            await words.add(session, run.course.id, _indexed_words(parsed, title, passage_ids))
            all_vectors = known | fresh
            await vectors.add(
                session,
                run.model_id,
                {id_: all_vectors[hash_] for id_, hash_ in zip(passage_ids, hashes, strict=True)},
            )
            await courses.raise_revision(session, run.course.id)
        return IngestedDocument(
            file=file.name,
            title=title,
            document_id=version.document_id,
            version=version.number,
            passages=len(parsed.passages),
            passages_embedded=sum(hash_ in fresh for hash_ in hashes),
            notices=parsed.notices,
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


@dataclass(frozen=True, slots=True)
class _Content:
    data: bytes
    sha256: str

    @classmethod
    def of(cls, file: SourceFile) -> _Content:
        data = file.content if isinstance(file.content, bytes) else file.content.read_bytes()
        return cls(data, hashlib.sha256(data).hexdigest())


_Outcome: TypeAlias = tuple[_Content, ParsedDocument] | UnreadableFile | None
"""What reading a file came to; ``None`` for content that the course already has."""


@dataclass(slots=True)
class _Run:
    """One call of :meth:`Ingester.ingest`."""

    course: Course
    model_id: int
    held_bytes: int
    """Of files: the course's before the run, and those read in it."""
    files: Sequence[SourceFile]
    progress: Callable[[IngestProgress], None]
    files_done: int = 0
    seen: dict[str, datetime] = field(default_factory=dict)
    """When each content of this run was met first, by its SHA-256."""
    report: IngestReport = field(default_factory=IngestReport)


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
    await words.remove(session, await documents.list_passage_ids(session, version.version_id))
    await vectors.remove(session, version.version_id)


def _skipped(file: SourceFile, error: UnreadableFile) -> SkippedFile:
    return SkippedFile(file.name, str(error), refusals.refusal_sentence(file.name, error))
