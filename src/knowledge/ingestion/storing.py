"""One file that was read, into its course. Every step belongs to the caller's transaction."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from datetime import datetime

from knowledge.errors import UnreadableFile
from knowledge.ingestion.batch import AlreadyThere
from knowledge.ingestion.content import Content
from knowledge.ingestion.limits import MEBIBYTE
from knowledge.model.corpus import ParsedDocument
from knowledge.retrieval.representation import heading_line
from knowledge.storage import courses, documents, passages, vectors, words
from knowledge.storage.database import ReadSession, WriteSession
from knowledge.storage.documents import CurrentVersion
from knowledge.storage.vectors import FloatArray


async def refuse_same_content(
    session: ReadSession, course_id: int, name: str, content: Content
) -> None:
    """A known name with other content is a correction, even if another document says the same.

    Raises AlreadyThere.
    """
    same = await documents.find_current(session, course_id, name=name)
    if same is None:
        same = await documents.find_same_content(session, course_id, content_hash=content.sha256)
    if same is not None and same.content_hash == content.sha256:
        raise AlreadyThere(same.created_at)


async def refuse_over_quota(
    session: ReadSession, course_id: int, name: str, content: Content, most: int
) -> None:
    """Raises UnreadableFile where the course would hold more than ``most`` bytes of files."""
    held = await documents.stored_bytes(session, course_id)
    replaced = await documents.find_current(session, course_id, name=name)
    freed = 0 if replaced is None else replaced.file_bytes
    if held - freed + len(content.data) > most:
        raise UnreadableFile(
            f"the course holds {held // MEBIBYTE} MB of {most // MEBIBYTE} MB. "
            "Remove something with `/docs remove`."
        )


def embedded_hashes(parsed: ParsedDocument) -> list[str]:
    """What tells the vectors of each passage from all others: the words that are encoded."""
    return [
        hashlib.sha256(
            json.dumps([sentence.of(parsed.text) for sentence in passage.sentences]).encode()
        ).hexdigest()
        for passage in parsed.passages
    ]


async def put_document(
    session: WriteSession,
    *,
    course_id: int,
    model_id: int,
    name: str,
    title: str,
    content: Content,
    parsed: ParsedDocument,
    embedded: Sequence[tuple[str, FloatArray]],
    at: datetime,
) -> CurrentVersion:
    """Store and index the document's new current version, and retire the one before.

    Args:
        embedded: For each passage the hash and the vectors of its sentences.
    """
    before = await documents.find_current(session, course_id, name=name)
    if before is not None:
        await _retire(session, before)
    version, passage_ids = await documents.add_version(
        session,
        course_id=course_id,
        name=name,
        parsed=parsed,
        title=title,
        content_hash=content.sha256,
        file_bytes=len(content.data),
        embedded_hashes=[hash_ for hash_, _ in embedded],
        at=at,
    )
    await words.add(session, course_id, _indexed_words(parsed, title, passage_ids))
    matrices = (matrix for _, matrix in embedded)
    await vectors.add(session, model_id, dict(zip(passage_ids, matrices, strict=True)))
    await courses.raise_revision(session, course_id)
    return version


async def _retire(session: WriteSession, version: CurrentVersion) -> None:
    """Take a version out of retrieval; its text and passages stay for old citations."""
    await words.remove(session, await passages.list_ids(session, version.version_id))
    await vectors.remove(session, version.version_id)


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
