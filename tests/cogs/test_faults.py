"""When Discord or the disk fails: the record is kept, the user is told, nobody is left waiting."""

from __future__ import annotations

import asyncio
import logging
import re
import time
from typing import Any

import pytest
from sqlalchemy import text as sql

from knowledge.errors import NotSaved
from tests.cogs.conftest import World
from tests.cogs.reading import receipt, text
from tests.cogs.test_answer_buttons import OPENED

ORIGINAL = "/webhooks/*/messages/@original"


async def test_when_the_answer_cannot_be_sent_it_is_kept_and_the_asker_told(world: World) -> None:
    world.env.inject_error("PATCH", ORIGINAL, status=500)

    result = await world.ana.slash(world.private, "ask", question=OPENED)

    (record,) = await world.records()
    said = text(result.response)
    assert f"Discord is having trouble. The answer **is saved** as `{record.receipt}`." in said
    assert "Try again in a minute." in said
    assert re.search(r"-# ref [2-9A-Z]{4}$", said)


async def test_the_reference_is_in_the_log(world: World, caplog: pytest.LogCaptureFixture) -> None:
    world.env.inject_error("PATCH", ORIGINAL, status=503)

    with caplog.at_level(logging.ERROR, logger="bot.errors"):
        result = await world.ana.slash(world.private, "ask", question=OPENED)

    ref = text(result.response).rsplit(" ", 1)[1]
    assert any(ref in entry.getMessage() for entry in caplog.records)
    assert not any(OPENED in entry.getMessage() for entry in caplog.records)


@pytest.mark.parametrize(
    ("status", "code"), [(404, 10062), (404, 10015), (401, 50027), (404, 10008)]
)
async def test_an_answer_that_comes_too_late_is_still_on_record(
    world: World, status: int, code: int
) -> None:
    world.env.inject_error("PATCH", ORIGINAL, status=status, code=code, times=None)

    await world.ana.slash(world.private, "ask", question=OPENED)

    assert len(await world.records()) == 1


async def test_a_public_answer_that_comes_too_late_is_posted_instead(world: World) -> None:
    world.env.inject_error("PATCH", ORIGINAL, status=404, code=10015)

    await world.ana.slash(world.public, "ask", question=OPENED)

    (record,) = await world.records()
    assert record.message_id == world.public.last_message.id
    assert "14 May 1932" in text(world.public.last_message)


async def test_an_interaction_that_discord_gave_up_is_not_answered_twice(world: World) -> None:
    world.env.inject_error("POST", "/interactions/*/callback", status=404, code=10062)

    result = await world.ana.slash(world.public, "ask", question=OPENED)

    assert result.response is None
    assert world.public.history() == []
    # Discord took no acknowledgement: there is nothing left to acknowledge.
    world.env.backend.interactions.clear()


@pytest.mark.parametrize("status", [403, 429, 500, 502, 503])
async def test_a_mention_that_cannot_be_answered_is_still_on_record(
    world: World, status: int
) -> None:
    world.env.inject_error("POST", "/channels/*/messages", status=status, code=50013)

    await world.ana.send(world.public, world.to_bot(OPENED))

    (record,) = await world.records()
    said = text(world.public.last_message)
    assert f"**is saved** as `{record.receipt}`" in said


async def test_a_mention_where_the_bot_may_not_speak_ends_quietly(world: World) -> None:
    world.env.inject_error("POST", "/channels/*/messages", status=403, code=50013, times=None)

    await world.ana.send(world.public, world.to_bot(OPENED))

    assert len(await world.records()) == 1
    assert len(world.public.history()) == 1


async def test_a_share_that_fails_can_be_tried_again(world: World) -> None:
    asked = await world.ana.slash(world.private, "ask", question=OPENED)
    world.env.inject_error("POST", "/webhooks/*", status=500)

    failed = await world.ana.click(asked.response, label="Share")
    assert "Nothing was changed." in text((failed.followups or [failed.response])[0])
    await world.ana.click(asked.response, label="Share")

    (posted,) = world.private.history(viewer=world.ben)
    assert "Shared by Ana" in text(posted)


async def test_a_thumb_is_kept_though_the_thanks_cannot_be_sent(world: World) -> None:
    asked = await world.ana.slash(world.private, "ask", question=OPENED)
    world.env.inject_error("POST", "/interactions/*/callback", status=500)

    result = await world.ana.click(asked.response, label="Helpful 👍")

    assert len((await world.records())[0].feedback) == 1
    assert "Your thumb **is saved**." in text(result.response)


async def test_what_could_not_be_saved_does_not_count_and_says_so(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = await world.ana.slash(world.private, "ask", question=OPENED)

    async def full(*_: Any, **__: Any) -> bool:
        raise NotSaved("the disk is full")

    monkeypatch.setattr(type(world.knowledge.logbook), "rate", full)
    result = await world.ana.click(asked.response, label="Helpful 👍")

    said = text(result.response)
    assert said.startswith("I couldn't save that. It does **not** count. Try again in a minute.")
    assert "the disk is full" not in said


async def test_a_bug_in_a_button_is_owned_up_to(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = await world.ana.slash(world.private, "ask", question=OPENED)

    async def broken(*_: Any) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(type(world.knowledge.logbook), "find", broken)
    result = await world.ana.click(asked.response, label="Show source")

    assert text(result.response).startswith("Something went wrong on my side. Nothing was changed.")
    assert result.ephemeral


async def test_when_the_setting_cannot_be_read_nobody_is_exposed(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def down(*_: Any) -> None:
        raise OSError("database is locked")

    monkeypatch.setattr(type(world.knowledge.library), "channel_visibility", down)
    result = await world.ana.slash(world.public, "ask", question=OPENED)

    assert result.ephemeral
    assert receipt(result.response)


async def test_autocomplete_is_empty_rather_than_late(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def slow(*_: Any) -> None:
        await asyncio.to_thread(time.sleep, 1.3)

    async def down(*_: Any) -> None:
        raise OSError("database is locked")

    for failing in (slow, down):
        monkeypatch.setattr(type(world.knowledge.library), "list_documents", failing)
        assert await world.ana.autocomplete(world.private, "ask", "source", "a") == []


async def test_an_answer_that_was_forgotten_says_so(world: World) -> None:
    asked = await world.ana.slash(world.private, "ask", question=OPENED)
    async with world.knowledge.database.write() as session:
        await session.execute(sql("DELETE FROM records"))

    for label in ("Show source", "Helpful 👍", "Not helpful 👎", "Share"):
        result = await world.ana.click(asked.response, label=label)
        assert "no longer on record" in text(result.response)
