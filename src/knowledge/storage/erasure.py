"""Takes a user out of the database, by the declarations of `model.personal_data`."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import case, delete, func, select, text, update
from sqlalchemy.dialects.sqlite import insert

from knowledge.model.personal_data import HOLDINGS, Erasing, Holding
from knowledge.model.pseudonym import DELETED_USER
from knowledge.storage import words
from knowledge.storage.database import ReadSession, WriteSession
from knowledge.storage.personal_rows import is_memo_of, names_one_of, table_of
from knowledge.storage.privacy_tables import ErasureRow
from knowledge.storage.tables import MemoRow

COMPACTION_DUE = "compaction_due"
"""The memo that says that the file still has to be written anew."""


async def erase(session: WriteSession, user_ids: Collection[int], nobody: int) -> int:
    """Delete the rows that name a user, or what they say of who it was.

    Args:
        user_ids: The user's own id and stand-ins.
        nobody: What stands in place of the id where a row is kept.

    Returns:
        How many rows were deleted or changed, what hangs on them not counted.
    """
    touched = 0
    for holding in HOLDINGS:
        if holding.erasing is Erasing.DELETES:
            done = await session.execute(
                delete(table_of(holding)).where(names_one_of(holding, user_ids))
            )
            touched += _rows(done)
        elif holding.erasing is Erasing.UNNAMES:
            touched += await unname(session, holding, user_ids, nobody)
    touched += _rows(await session.execute(delete(MemoRow).where(is_memo_of(user_ids))))
    return touched


async def unname(
    session: WriteSession, holding: Holding, user_ids: Collection[int], nobody: int, *where: Any
) -> int:
    """Keep a holding's rows and take out who it was; how many there were."""
    table = table_of(holding)
    name, _, key = holding.person.partition(".")
    column = table.c[name]
    values: dict[str, Any] = {}
    if key:
        values[name] = func.json_set(column, f"$.{key}", nobody)
    else:
        values[name] = None if column.nullable and not _is_told_apart(holding) else nobody
    values |= dict.fromkeys(holding.renamed, DELETED_USER)
    values |= dict.fromkeys(holding.blanked, "")
    for path in holding.emptied:
        emptied, _, keys = path.partition(".")
        stored, at = table.c[emptied], f"$.{keys}"
        has_it = func.json_type(stored, at).is_not(None)
        values[emptied] = case((has_it, func.json_set(stored, at, "")), else_=stored)
    done = await session.execute(
        update(table).where(names_one_of(holding, user_ids), *where).values(values)
    )
    return _rows(done)


async def list_marks(session: ReadSession) -> set[tuple[str, datetime]]:
    """The erasures that this database has carried out."""
    rows = await session.execute(select(ErasureRow.mark, ErasureRow.at))
    return {(mark, at) for mark, at in rows}


async def put_marks(session: WriteSession, marks: Iterable[tuple[str, datetime]]) -> None:
    values = [{"mark": mark, "at": at} for mark, at in marks]
    if values:
        await session.execute(insert(ErasureRow).on_conflict_do_nothing(), values)


async def forget_words(session: WriteSession) -> None:
    """Drop from the indexes of words, the log's and the documents', those of what was deleted.

    FTS5 only marks a deleted entry; its words stay in the index until it is merged.
    """
    await session.execute(text("INSERT INTO record_words(record_words) VALUES ('optimize')"))
    await words.merge(session)


def _is_told_apart(holding: Holding) -> bool:
    """In a quiz's log two erased players must not become one."""
    return holding.table == "quiz_log"


def _rows(done: Any) -> int:
    return int(done.rowcount)
