"""Which sentences of a course hold a word: SQLite's full-text index, asked for postings only.

A row stands for one sentence; its rowid is ``passage id << 10 | ordinal``. Ordinals count from
1; ordinal 0 is the passage's heading line (title and headings). Each course's rows are chosen
by a term of their own inside the index, so another course is never read, counted or scored.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
from sqlalchemy import text

from knowledge.storage.database import ReadSession, WriteSession

ORDINAL_BITS = 10
MOST_SENTENCES = (1 << ORDINAL_BITS) - 1

IntArray = npt.NDArray[np.int64]


async def add(
    session: WriteSession,
    course_id: int,
    passages: Sequence[tuple[int, str, Sequence[str]]],
) -> None:
    """Index passages, each given as its id, its heading line and its sentences."""
    rows = [
        {
            "row": passage_id << ORDINAL_BITS | ordinal,
            "course": f"course{course_id}",
            "words": words,
        }
        for passage_id, heading, sentences in passages
        for ordinal, words in enumerate((heading, *sentences[:MOST_SENTENCES]))
    ]
    if rows:
        await session.execute(
            text("INSERT INTO passage_words(rowid, course, words) VALUES (:row, :course, :words)"),
            rows,
        )


async def remove(session: WriteSession, passage_ids: Sequence[int]) -> None:
    if passage_ids:
        await session.execute(
            text("DELETE FROM passage_words WHERE rowid >= :first AND rowid < :last"),
            [
                {"first": id_ << ORDINAL_BITS, "last": (id_ + 1) << ORDINAL_BITS}
                for id_ in passage_ids
            ],
        )


async def merge(session: WriteSession) -> None:
    """Write the index anew. It only marks what is removed; merged, it holds nothing of it.

    Takes as long as the index is large, whatever was removed.
    """
    await session.execute(text("INSERT INTO passage_words(passage_words) VALUES ('optimize')"))


async def look_up(
    session: ReadSession, course_id: int, terms: Sequence[str]
) -> tuple[int, list[IntArray]]:
    """The course's revision, and for each term the rows of this course that hold it, ascending.

    Terms are single words of letters and digits; the index stems and folds them itself, so
    other forms of a word are found too. One statement, because each costs a thread's turn, with
    a word's rows in one value, because each row costs more than its number.
    """
    query = "SELECT -1, revision FROM courses WHERE id = ?" + "".join(
        f" UNION ALL SELECT {number}, group_concat(rowid) FROM passage_words"
        " WHERE passage_words MATCH ?"
        for number in range(len(terms))
    )
    matches = [f'course:course{course_id} AND words:"{term}"' for term in terms]
    # Straight to the driver: no two questions have a statement in common that could be cached.
    connection = await session.connection()
    rows = (await connection.exec_driver_sql(query, (course_id, *matches))).all()
    found = dict(map(tuple, rows))
    return int(found.get(-1, 0)), [_numbers(found[number]) for number in range(len(terms))]


def _numbers(listed: str | None) -> IntArray:
    """The numbers of a comma-separated list, ascending."""
    return np.sort(np.fromstring(listed or "", dtype=np.int64, sep=","))
