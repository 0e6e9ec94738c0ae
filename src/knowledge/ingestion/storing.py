"""One file that was read, into its course. Every step belongs to the caller's transaction."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from knowledge.errors import UnreadableFile
from knowledge.ingestion import protocol
from knowledge.ingestion.batch import AlreadyThere, InBin, Uploader
from knowledge.ingestion.content import Content
from knowledge.ingestion.indexing import index_words
from knowledge.ingestion.limits import MEBIBYTE
from knowledge.model.audit import StaffAct
from knowledge.model.corpus import ParsedDocument
from knowledge.storage import (
    audit,
    courses,
    document_bin,
    documents,
    drafts,
    passages,
    vectors,
    words,
)
from knowledge.storage.database import ReadSession, WriteSession
from knowledge.storage.documents import CurrentVersion
from knowledge.storage.passages import Cut
from knowledge.storage.vectors import FloatArray


@dataclass(frozen=True, slots=True)
class Prepared:
    """A file that was read and encoded, ready to be stored."""

    name: str
    title: str
    sha256: str
    file_bytes: int
    parsed: ParsedDocument
    embedded: tuple[tuple[str, FloatArray], ...]
    """For each passage the hash and the vectors of its sentences."""


async def refuse_same_content(
    session: ReadSession, course_id: int, name: str, content: Content, *, under_any_name: bool
) -> None:
    """A known name with other content is a correction, even if another document says the same.

    What is in the bin would be a second document, and all that rests on the first stay behind.

    Args:
        session: Where the documents are.
        course_id: Whose.
        name: The file's.
        content: The file's.
        under_any_name: Also refuse what is there under another name alone.

    Raises AlreadyThere, InBin.
    """
    same = await documents.find_current(session, course_id, name=name)
    if same is None and under_any_name:
        same = await documents.find_same_content(session, course_id, content_hash=content.sha256)
    if same is not None and same.content_hash == content.sha256:
        raise AlreadyThere(same.created_at)
    sha256 = content.sha256
    if same is None and await document_bin.find_same_content(
        session, course_id, content_hash=sha256
    ):
        raise InBin


async def refuse_same_draft(session: ReadSession, course_id: int, content: Content) -> None:
    """Raises AlreadyThere where the very same file waits to be published."""
    waiting = await drafts.find_same_content(session, course_id, content.sha256)
    if waiting is not None:
        raise AlreadyThere(waiting)


async def refuse_over_quota(
    session: ReadSession, course_id: int, content: Content, most: int
) -> None:
    """Raises UnreadableFile where the course would hold more than ``most`` bytes of files.

    What waits to be published counts, too, and so do earlier versions: their words are kept. So
    publishing a draft changes nothing, whether it replaces a version or stands beside it.
    """
    held = await documents.stored_bytes(session, course_id)
    held += await drafts.stored_bytes(session, course_id)
    if held + len(content.data) > most:
        raise UnreadableFile(
            f"the course holds {held // MEBIBYTE} MB of {most // MEBIBYTE} MB. "
            "Remove something with `/docs remove`; what is in the bin counts, too."
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
    prepared: Prepared,
    *,
    course_id: int,
    model_id: int,
    by: int | None,
    at: datetime,
) -> CurrentVersion:
    """Store and index the document's new current version, and retire the one before.

    ``by`` is who added it; ``None`` for whoever runs the bot.
    """
    before = await documents.find_current(session, course_id, name=prepared.name)
    if before is not None:
        await _retire(session, before)
    version, passage_ids = await documents.add_version(
        session,
        course_id=course_id,
        name=prepared.name,
        parsed=prepared.parsed,
        title=prepared.title,
        content_hash=prepared.sha256,
        file_bytes=prepared.file_bytes,
        embedded_hashes=[hash_ for hash_, _ in prepared.embedded],
        by=by,
        at=at,
    )
    cuts = _cuts(prepared.parsed, passage_ids)
    await index_words(session, course_id, prepared.title, cuts, prepared.parsed.text)
    matrices = (matrix for _, matrix in prepared.embedded)
    await vectors.add(session, model_id, dict(zip(passage_ids, matrices, strict=True)))
    await courses.raise_revision(session, course_id)
    return version


async def put_draft(
    session: WriteSession,
    prepared: Prepared,
    *,
    course_id: int,
    model_id: int,
    by: Uploader,
    at: datetime,
) -> int:
    """Keep a file where nothing finds it, in place of the draft of its name; the draft's id."""
    await audit.append(
        session,
        at=at,
        server_id=by.server_id,
        actor_id=by.user_id,
        act=StaffAct.ADDED,
        target=prepared.name,
    )
    return await drafts.put(
        session,
        course_id=course_id,
        name=prepared.name,
        title=prepared.title,
        content_hash=prepared.sha256,
        file_bytes=prepared.file_bytes,
        parsed=prepared.parsed,
        written=protocol.encode_document(prepared.parsed),
        model_id=model_id,
        matrices=[matrix for _, matrix in prepared.embedded],
        by=by.user_id,
        at=at,
    )


async def _retire(session: WriteSession, version: CurrentVersion) -> None:
    """Take a version out of retrieval; its text and passages stay for old citations."""
    await words.remove(session, await passages.list_ids(session, version.version_id))
    await vectors.remove(session, version.version_id)


def _cuts(parsed: ParsedDocument, passage_ids: Sequence[int]) -> list[Cut]:
    return [
        Cut(id_, tuple(parsed.sections[passage.section].path), tuple(passage.sentences))
        for id_, passage in zip(passage_ids, parsed.passages, strict=True)
    ]
