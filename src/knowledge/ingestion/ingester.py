"""Files → documents of a course that can be asked."""

from __future__ import annotations

import asyncio
import hashlib
import json
import time
from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

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
        model_id = await self._register_model()
        report = IngestReport()
        done = 0
        async for file, outcome in self._read_all(course, files, report, progress):
            done += 1
            if isinstance(outcome, UnreadableFile):
                report.skipped.append(_skipped(file, outcome))
            elif outcome is not None:
                content, parsed = outcome

                def embedding(count: int, of: int, name: str = file.name, at: int = done) -> None:
                    progress(IngestProgress("embedding", name, at - 1, len(files), count, of))

                document = await self._store(course, file, content, parsed, model_id, embedding)
                (report.added if document.version == 1 else report.replaced).append(document)
        report.seconds = time.perf_counter() - started
        return report

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

    async def _read_all(
        self,
        course: Course,
        files: Sequence[SourceFile],
        report: IngestReport,
        progress: Callable[[IngestProgress], None],
    ) -> AsyncIterator[tuple[SourceFile, tuple[_Content, ParsedDocument] | UnreadableFile | None]]:
        """Yield each file with what was read, reading one file ahead of the embedding."""
        ahead: asyncio.Task[tuple[_Content, ParsedDocument] | UnreadableFile | None] | None = None
        try:
            for number, file in enumerate(files):
                progress(IngestProgress("reading", file.name, number, len(files)))
                reading = ahead or asyncio.create_task(self._read(course, file, report))
                outcome = await reading
                ahead = None
                if number + 1 < len(files):
                    ahead = asyncio.create_task(self._read(course, files[number + 1], report))
                yield file, outcome
        finally:
            if ahead is not None:
                ahead.cancel()

    async def _read(
        self, course: Course, file: SourceFile, report: IngestReport
    ) -> tuple[_Content, ParsedDocument] | UnreadableFile | None:
        try:
            content = await asyncio.to_thread(_Content.of, file)
        except OSError as error:
            return UnreadableFile(f"it cannot be opened ({error.strerror}).")
        async with self._database.read() as session:
            same = await documents.find_same_content(
                session, course.id, content_hash=content.sha256
            )
            held = await documents.stored_bytes(session, course.id)
        if same is not None:
            report.unchanged.append(
                _skipped(file, UnreadableFile(f"already there (added {same.created_at:%Y-%m-%d})."))
            )
            return None
        if held + len(content.data) > self._course_max_bytes:
            return UnreadableFile(
                f"the course holds {held // _MEGABYTE} MB of "
                f"{self._course_max_bytes // _MEGABYTE} MB. Remove something with `/docs remove`."
            )
        try:
            return content, await self._reader.parse(content.data, file.name)
        except UnreadableFile as error:
            return error

    async def _store(
        self,
        course: Course,
        file: SourceFile,
        content: _Content,
        parsed: ParsedDocument,
        model_id: int,
        progress: Callable[[int, int], None],
    ) -> IngestedDocument:
        title = parsed.metadata.title or Path(file.name).stem
        hashes = [_embedded_hash(parsed, passage) for passage in parsed.passages]
        async with self._database.read() as session:
            known = await vectors.find_embedded(
                session, course.id, hashes, self._embedder.identity.dimension
            )
        fresh = await self._embed(parsed, hashes, known, progress)
        async with self._database.write() as session:
            before = await documents.find_current(session, course.id, name=file.name)
            if before is not None:
                await _retire(session, before)
            version, passage_ids = await documents.add_version(
                session,
                course_id=course.id,
                name=file.name,
                parsed=parsed,
                title=title,
                content_hash=content.sha256,
                file_bytes=len(content.data),
                embedded_hashes=hashes,
                at=self._clock(),
            )
            await words.add(session, course.id, _indexed_words(parsed, title, passage_ids))
            all_vectors = known | fresh
            await vectors.add(
                session,
                model_id,
                {id_: all_vectors[hash_] for id_, hash_ in zip(passage_ids, hashes, strict=True)},
            )
            await courses.raise_revision(session, course.id)
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
        parsed: ParsedDocument,
        hashes: Sequence[str],
        known: dict[str, FloatArray],
        progress: Callable[[int, int], None],
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
        embedded = await self._embedder.embed_documents(
            texts, progress=lambda count: progress(count, len(texts))
        )
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
