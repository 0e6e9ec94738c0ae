"""What servers have set up, in memory as it is stored."""

from __future__ import annotations

import asyncio

import pytest
from sqlalchemy import select

from knowledge.bootstrap import Knowledge
from knowledge.model.places import Binding, Host, Layout, Place, Target
from knowledge.storage import places
from knowledge.storage.database import ReadSession
from knowledge.storage.place_tables import BindingRow

SERVER, ROLE = 111, 5
STUDENT = Place(SERVER, frozenset({1}))


async def _bound(knowledge: Knowledge) -> int:
    course = await knowledge.servers.add_course(SERVER, "Botany", by=1)
    assert course is not None
    return course.id


async def _bind(knowledge: Knowledge, course_id: int) -> None:
    bound = [Binding(SERVER, course_id, Target.ROLE, ROLE)]
    await knowledge.servers.bind(SERVER, course_id, bound, [Target.ROLE], by=1)


async def _is_bound(knowledge: Knowledge) -> bool:
    async with knowledge.database.read() as session:
        return await session.scalar(select(BindingRow)) is not None


def _may_see(layout: Layout, course_id: int) -> bool:
    course = layout.course(course_id)
    assert course is not None
    return layout.may_see(course, STUDENT, Host(None, ""))


async def test_what_was_read_before_a_restriction_is_not_kept_after_it(
    knowledge: Knowledge, monkeypatch: pytest.MonkeyPatch
) -> None:
    course_id = await _bound(knowledge)
    read, go_on, real = asyncio.Event(), asyncio.Event(), places.layout

    async def slow(session: ReadSession) -> Layout:
        found = await real(session)
        if not read.is_set():
            read.set()
            await go_on.wait()
        return found

    monkeypatch.setattr(places, "layout", slow)
    early = asyncio.create_task(knowledge.servers.load())
    await read.wait()
    binding = asyncio.create_task(_bind(knowledge, course_id))
    for _ in range(1_000):
        if await _is_bound(knowledge):
            break
        await asyncio.sleep(0.01)
    go_on.set()
    await asyncio.gather(early, binding)

    assert not _may_see(knowledge.servers.layout, course_id)


async def test_a_restriction_that_could_not_be_read_back_is_read_at_the_next_use(
    knowledge: Knowledge, monkeypatch: pytest.MonkeyPatch
) -> None:
    course_id, real = await _bound(knowledge), places.layout

    async def broken(session: ReadSession) -> Layout:
        raise OSError("the disk is away")

    monkeypatch.setattr(places, "layout", broken)
    with pytest.raises(OSError, match="away"):
        await _bind(knowledge, course_id)
    monkeypatch.setattr(places, "layout", real)

    assert not _may_see(await knowledge.servers.current(), course_id)
