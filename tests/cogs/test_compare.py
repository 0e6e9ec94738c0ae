"""`/explore compare`, and the notice where documents give different dates or numbers."""

from __future__ import annotations

from typing import Any

import pytest

from bot.cards import gaps_ids
from bot.cards.contradictions import PAIR_DISMISSED, PAIR_GONE
from bot.cards.shown import SIDE_BY_SIDE
from knowledge.ingestion.batch import SourceFile
from knowledge.model.audit import StaffAct
from knowledge.model.record import Decision
from tests.cogs.conftest import World
from tests.cogs.moderating import press_forged, trail
from tests.cogs.reading import custom_id, labels, text

OPENED = "When was the Tollan Bridge opened?"
OTHER = """---
title: "Crossings of the Tollan"
author: Jonas Reed
cited_as: Reed
---

# Crossings of the Tollan

## The bridge

The engineer Ruth Calder opened the Tollan Bridge on 2 June 1933. The toll was paid in coins.
"""


async def add_other(world: World, content: str = OTHER) -> None:
    """A second document on the bridge, which dates its opening otherwise."""
    course = await world.knowledge.library.find_course(world.course)
    assert course is not None
    report = await world.knowledge.ingester.ingest(
        course, [SourceFile("crossings.md", content.encode())]
    )
    assert not report.skipped


async def compare(world: World, topic: str) -> Any:
    return (await world.ana.slash(world.private, "explore compare", topic=topic)).response


@pytest.mark.parametrize("course", ["people-to-people-diplomacy"])
async def test_each_document_speaks_for_itself(world: World) -> None:
    shown = await compare(world, "civil diplomacy")

    assert "civil diplomacy: side by side" in text(shown)
    assert "Hong" in text(shown)
    assert "Zhao" in text(shown)
    assert SIDE_BY_SIDE in text(shown)
    (record,) = await world.records()
    assert record.decision is Decision.ANSWERED
    assert len({citation.document_id for citation in record.citations}) == 2
    assert all(c.quote in c.passage for c in record.citations)


@pytest.mark.parametrize("course", ["people-to-people-diplomacy"])
async def test_a_document_that_says_nothing_is_named(world: World) -> None:
    shown = await compare(world, "friendship")

    assert "Nothing on this in: “" in text(shown)
    (record,) = await world.records()
    assert len({citation.document_id for citation in record.citations}) == 1


async def test_nothing_is_made_up_where_no_document_speaks(world: World) -> None:
    shown = await compare(world, "quantum physics")

    assert "I can't find that" in text(shown)
    assert (await world.records())[0].decision is Decision.ABSTAINED


async def test_its_sources_open_after_a_restart(world: World) -> None:
    await add_other(world)
    shown = await compare(world, "the toll")
    await world.restart()

    source = await world.ana.click(shown, label="Show source")

    assert "Source [1]" in text(source.response)


async def test_an_answer_shows_both_sides_once_the_course_is_read(world: World) -> None:
    await add_other(world)
    before = (await world.ana.slash(world.private, "ask", question=OPENED)).response
    await world.env.advance_time(121)
    after = (await world.ana.slash(world.private, "ask", question=OPENED)).response

    notice = (
        "The documents give different dates: “A Short History of the Tollan Bridge” (version 1) "
        "has May 14, 1932, “Crossings of the Tollan” (version 1) has June 2, 1933."
    )
    assert notice not in text(before)
    assert notice in text(after).replace("\n", " ")
    assert "14 May 1932" in text(after)
    assert "2 June 1933" in text(after)
    records = await world.records()
    assert {c.document for c in records[-1].citations} == {
        "A Short History of the Tollan Bridge",
        "Crossings of the Tollan",
    }


async def alarmed(world: World) -> Any:
    """The channel that heard of the contradiction."""
    room = world.guild.create_text_channel("staff-room")
    await world.max.slash(world.private, "logs setup", alerts=room)
    await add_other(world)
    await world.env.advance_time(121)
    await world.ben.slash(world.private, "help")
    await world.env.advance_time(61)
    return room


async def test_staff_hear_once_and_can_put_it_away(world: World) -> None:
    room = await alarmed(world)
    (alert,) = room.history()
    await world.restart()

    shown = await world.max.click(alert, label="See both sides")
    sides = text(shown.response)
    done = await world.max.click(shown.response, label="Not a contradiction")
    await world.env.advance_time(300)
    answer = (await world.ana.slash(world.private, "ask", question=OPENED)).response
    again = await world.max.click(alert, label="See both sides")

    assert "Two documents give different dates" in text(alert)
    assert "The Tollan Bridge was opened on 14 May 1932" in sides
    assert "The engineer Ruth Calder opened" in sides
    assert "version 1" in sides
    assert text(done.response) == PAIR_DISMISSED
    assert "different dates" not in text(answer)
    assert text(again.response) == PAIR_GONE
    assert len(room.history()) == 1
    assert [entry.act for entry in await trail(world)][-1] is StaffAct.DISMISSED


async def test_a_student_can_neither_see_nor_put_away(world: World) -> None:
    room = await alarmed(world)
    (alert,) = room.history()
    course, key = custom_id(alert, "See both sides").rsplit(":", 2)[1:]

    for made in (gaps_ids.show_pair(int(course), key), gaps_ids.dismiss_pair(int(course), key)):
        heard = await press_forged(world, world.ana, made)
        assert "**Manage Events** permission" in text(heard.response)
    assert StaffAct.DISMISSED not in [entry.act for entry in await trail(world)]


async def test_only_the_server_that_owns_the_course_can_put_it_away(world: World) -> None:
    heard = await press_forged(world, world.max, gaps_ids.dismiss_pair(987_654, "0" * 12))

    assert text(heard.response) == PAIR_GONE
    assert labels(heard.response) == []
