"""The rows that name a user, found and read by the declarations of `model.personal_data`."""

from __future__ import annotations

import json
from collections.abc import Collection
from typing import Any

from sqlalchemy import ColumnElement, Select, Table, Text, cast, func, or_, select

from knowledge.model.personal_data import HOLDINGS, PERSONAL_MEMOS, Erasing, Holding
from knowledge.storage import (  # noqa: F401 - the tables register themselves
    answer_tables,
    audit_tables,
    document_tables,
    golden_tables,
    import_tables,
    item_tables,
    place_tables,
    privacy_tables,
    quiz_tables,
    study_tables,
    timeline_tables,
)
from knowledge.storage.database import ReadSession
from knowledge.storage.tables import Base, MemoRow


def table_of(holding: Holding) -> Table:
    return Base.metadata.tables[holding.table]


def names_one_of(holding: Holding, user_ids: Collection[int]) -> ColumnElement[bool]:
    """Whether a row names one of these users."""
    whom = part(table_of(holding), holding.person)
    if "." not in holding.person:
        return whom.in_(user_ids)
    # Ids within JSON are numbers in one place and texts in another.
    return cast(whom, Text).in_([str(one) for one in user_ids])


def is_memo_of(user_ids: Collection[int]) -> ColumnElement[bool]:
    """Whether a memo belongs to one of these users."""
    return or_(
        *(
            MemoRow.key.op("GLOB")(pattern.format(user_id=user_id))
            for pattern in PERSONAL_MEMOS
            for user_id in user_ids
        )
    )


def part(table: Table, path: str) -> ColumnElement[Any]:
    """A column, or what stands at a key within one of JSON: ``draft.stem``."""
    name, _, keys = path.partition(".")
    return func.json_extract(table.c[name], f"$.{keys}") if keys else table.c[name]


async def read(
    session: ReadSession, holding: Holding, user_ids: Collection[int]
) -> list[dict[str, Any]]:
    """What an export shows of a holding's rows, oldest first: values that fit into JSON."""
    result = await session.execute(_exported(holding).where(names_one_of(holding, user_ids)))
    return [{name: _plain(name, value) for name, value in row._mapping.items()} for row in result]


async def count(session: ReadSession, holding: Holding, user_ids: Collection[int]) -> int:
    found = await session.scalar(
        select(func.count()).select_from(table_of(holding)).where(names_one_of(holding, user_ids))
    )
    return found or 0


async def list_people(session: ReadSession) -> set[int]:
    """The number of every user, and every stand-in, that an erasure could touch."""
    people: set[int] = set()
    for holding in HOLDINGS:
        if holding.erasing is not Erasing.KEEPS:
            whom = part(table_of(holding), holding.person)
            found = await session.scalars(select(whom).distinct())
            people |= {int(one) for one in found if str(one).isdecimal()}
    for key in await session.scalars(select(MemoRow.key)):
        last = key.rpartition("_")[2]
        people |= {int(last)} if last.isdecimal() else set()
    return people


def _exported(holding: Holding) -> Select[Any]:
    table = table_of(holding)
    columns: list[ColumnElement[Any]] = []
    owners: dict[str, Table] = {}
    for path in holding.exported:
        first, _, rest = path.partition(".")
        owner = table
        if first not in table.c:
            owner = owners[first] = Base.metadata.tables[first]
        columns.append(part(owner, path if owner is table else rest).label(path))
    source: Any = table
    for owner in owners.values():
        source = source.join(owner)
    return select(*columns).select_from(source).order_by(*table.primary_key.columns)


def _plain(path: str, value: Any) -> Any:
    """Moments and ids of Discord as text: many readers of JSON round such large numbers."""
    if hasattr(value, "isoformat"):
        return value.isoformat()
    if isinstance(value, int) and path.endswith("_id"):
        return str(value)
    if isinstance(value, str) and "." in path and value[:1] in "{[":
        return json.loads(value)
    return value
