"""The audit only grows, and shows what was done to it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from knowledge.model.audit import AuditEntry, StaffAct, broken_links
from knowledge.reviewing.auditing import Auditing
from knowledge.storage import audit
from knowledge.storage.database import Database

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)


async def fill(database: Database) -> list[AuditEntry]:
    for number in range(4):
        async with database.write() as session:
            await audit.append(
                session,
                at=NOON + timedelta(minutes=number),
                server_id=number % 2,
                actor_id=2**62 + number,
                act=StaffAct.REVIEWED,
                target=f"A-000{number}",
                detail={"to": "größer", "note": number},
            )
    async with database.read() as session:
        return await audit.list_entries(session)


async def test_what_was_appended_is_read_back_and_its_chain_is_whole(database: Database) -> None:
    entries = await fill(database)

    assert [entry.number for entry in entries] == [1, 2, 3, 4]
    assert entries[1].actor_id == 2**62 + 1
    assert entries[1].at == NOON + timedelta(minutes=1)
    assert entries[1].detail == {"to": "größer", "note": 1}
    assert broken_links(entries) == []


async def test_each_change_breaks_the_chain_where_it_was_made(database: Database) -> None:
    entries = await fill(database)

    for changed in (
        replace(entries[1], actor_id=1),
        replace(entries[1], at=NOON),
        replace(entries[1], act=StaffAct.VIEWED),
        replace(entries[1], target="A-9999"),
        replace(entries[1], detail={}),
        replace(entries[1], server_id=None),
    ):
        assert broken_links([entries[0], changed, *entries[2:]]) == [2]
    assert broken_links([entries[0], *entries[2:]]) == [3], "one was taken out"
    assert broken_links(entries[1:]) == [2], "the first was taken out"


@pytest.mark.parametrize("statement", ["DELETE FROM audit", "UPDATE audit SET target = 'other'"])
async def test_the_database_refuses_to_change_an_entry(database: Database, statement: str) -> None:
    entries = await fill(database)

    with pytest.raises(IntegrityError, match="append-only"):
        async with database.write() as session:
            await session.execute(text(statement))
    async with database.read() as session:
        assert await audit.list_entries(session) == entries


async def test_an_act_that_is_rolled_back_leaves_no_entry(database: Database) -> None:
    before = await fill(database)

    async def act() -> None:
        async with database.write() as session:
            await audit.append(
                session, at=NOON, server_id=1, actor_id=1, act=StaffAct.REMOVED, target="x"
            )
            raise RuntimeError

    with pytest.raises(RuntimeError):
        await act()
    async with database.read() as session:
        assert await audit.list_entries(session) == before


async def test_a_servers_entries_are_read_alone_and_from_any_number_on(database: Database) -> None:
    await fill(database)

    async with database.read() as session:
        ours = await audit.list_entries(session, server_id=1)
        later = await audit.list_entries(session, after=3)

    assert [entry.number for entry in ours] == [2, 4]
    assert [entry.number for entry in later] == [4]


async def test_a_page_is_read_alone_newest_first_and_the_last_one_past_the_end(
    database: Database,
) -> None:
    for _ in range(6):
        await fill(database)
    auditing = Auditing(database)

    first = await auditing.page(1)
    last = await auditing.page(1, 99)

    assert [entry.number for entry in first.entries] == list(range(24, 4, -2))
    assert [entry.number for entry in last.entries] == [4, 2]
    assert (last.page, last.pages) == (1, 2)


async def test_the_check_finds_a_change_however_the_entries_are_read(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    await fill(database)
    await fill(database)
    monkeypatch.setattr("knowledge.reviewing.auditing._LINKS", 3)
    whole = await Auditing(database).check()
    async with database.write() as session:
        await session.execute(text("DROP TRIGGER audit_is_not_changed"))
        await session.execute(text("UPDATE audit SET target = 'x' WHERE number IN (3, 4)"))

    broken = await Auditing(database).check()

    assert (whole.entries, whole.broken) == (8, ())
    assert broken.broken == (3, 4), "the last of one reading, the first of the next"
