"""Sentence vectors as BLOBs, and which model wrote them."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt
from sqlalchemy import delete, func, insert, select

from knowledge.errors import ModelUnusable
from knowledge.storage.database import ReadSession, WriteSession
from knowledge.storage.tables import (
    DocumentRow,
    EmbeddingModelRow,
    PassageRow,
    VectorsRow,
    VersionRow,
)

FloatArray = npt.NDArray[np.float32]

_STORED = np.dtype("<f4")


async def require_model(session: ReadSession, *, name: str, sha256: str) -> None:
    """Refuse to compare a model's vectors with those of another.

    Raises:
        ModelUnusable: another model wrote this database's vectors.
    """
    written_by = (await session.scalars(select(EmbeddingModelRow))).first()
    if written_by is not None and written_by.sha256 != sha256:
        raise _mixed(written_by, name)


def _mixed(written_by: EmbeddingModelRow, name: str) -> ModelUnusable:
    return ModelUnusable(
        f"This database's vectors were written by {written_by.name} "
        f"({written_by.dimension} numbers each) and cannot be mixed with those of {name}. Set "
        "EMBEDDING_MODEL back, or ingest the documents into a new database."
    )


async def register_model(session: WriteSession, *, name: str, sha256: str, dimension: int) -> int:
    """The id of the model that writes this database's vectors, set by the first that writes.

    Raises:
        ModelUnusable: another model has written vectors here; the two must not be mixed.
    """
    known = (await session.scalars(select(EmbeddingModelRow))).all()
    for row in known:
        if row.sha256 == sha256:
            return row.id
    if known:
        raise _mixed(known[0], name)
    row = EmbeddingModelRow(name=name, sha256=sha256, dimension=dimension)
    session.add(row)
    await session.flush()
    return row.id


async def add(session: WriteSession, model_id: int, vectors: Mapping[int, FloatArray]) -> None:
    """Store the vectors of passages: by passage id, one row for each sentence, in order."""
    if vectors:
        await session.execute(
            insert(VectorsRow),
            [
                {"passage_id": id_, "model_id": model_id, "vectors": to_blob(matrix)}
                for id_, matrix in vectors.items()
            ],
        )


async def remove(session: WriteSession, version_id: int) -> None:
    """Drop the vectors of a document version, which then can no longer be retrieved."""
    passages = select(PassageRow.id).where(PassageRow.version_id == version_id)
    await session.execute(delete(VectorsRow).where(VectorsRow.passage_id.in_(passages)))


async def find_embedded(
    session: ReadSession, course_id: int, hashes: Sequence[str], dimension: int
) -> dict[str, FloatArray]:
    """Vectors that the course already has, by the hash of what the model was given."""
    rows = await session.execute(
        select(PassageRow.embedded_hash, VectorsRow.vectors)
        .join(VectorsRow, VectorsRow.passage_id == PassageRow.id)
        .join(VersionRow, VersionRow.id == PassageRow.version_id)
        .join(DocumentRow, DocumentRow.id == VersionRow.document_id)
        .where(
            DocumentRow.course_id == course_id,
            VersionRow.is_current,
            PassageRow.embedded_hash.in_(
                select(func.json_each(json.dumps(hashes)).table_valued("value").c.value)
            ),
        )
    )
    return {hash_: from_blob(blob, dimension) for hash_, blob in rows}


async def list_vectors(
    session: ReadSession, course_id: int, dimension: int
) -> dict[int, FloatArray]:
    """The vectors of every passage of the course's current versions, by passage id."""
    rows = await session.execute(
        select(VectorsRow.passage_id, VectorsRow.vectors)
        .join(PassageRow, PassageRow.id == VectorsRow.passage_id)
        .join(VersionRow, VersionRow.id == PassageRow.version_id)
        .join(DocumentRow, DocumentRow.id == VersionRow.document_id)
        .where(DocumentRow.course_id == course_id, VersionRow.is_current)
    )
    return {id_: from_blob(blob, dimension) for id_, blob in rows}


def to_blob(matrix: FloatArray) -> bytes:
    """As it is stored: little-endian float32, row after row."""
    return matrix.astype(_STORED).tobytes()


def from_blob(blob: bytes, dimension: int) -> FloatArray:
    return np.frombuffer(blob, dtype=_STORED).reshape(-1, dimension).astype(np.float32, copy=False)
