"""Everyone reads what is kept of them, takes it along, erases it; a manager says for how long."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import discord
import pytest
from sqlalchemy import update

from bot.cards import privacy_ids
from bot.cards.layout import TEXT_LIMIT
from bot.cards.privacy import CONFIRMING_WORD, policy_card
from bot.cogs.privacy_night import AT, SOON, next_night
from knowledge.model.record import Rating
from knowledge.model.server import LogMode, ServerSettings
from knowledge.storage.tables import RecordRow
from tests.cogs.conftest import World
from tests.cogs.quizzes import launch, stock
from tests.cogs.reading import labels, receipt, text
from tests.cogs.test_answer_buttons import LANTERNS, OPENED


def _sent_files(world: World, result: Any) -> dict[str, bytes]:
    cdn = world.env.backend.cdn
    found = {file.filename: cdn.get(file.url) for file in result.response.attachments}
    return {name: content for name, content in found.items() if content is not None}


async def _age(world: World, days: int) -> None:
    """As if everything had been asked so many days earlier."""
    async with world.knowledge.database.write() as session:
        await session.execute(
            update(RecordRow).values(asked_at=discord.utils.utcnow() - timedelta(days=days))
        )


async def test_the_policy_says_what_holds_here_now(world: World) -> None:
    before = await world.ana.slash(world.private, "privacy policy")
    offered = await world.max.slash(
        world.private, "privacy retention", questions="90", askers="never"
    )
    await world.max.click(offered.response, label="Change it")
    after = await world.ana.slash(world.private, "privacy policy")

    assert "deleted after 180 days" in text(before.response)
    assert "After 30 days nobody can tell who asked" in text(before.response)
    assert "made-up name" in text(before.response)
    assert "deleted after 90 days" in text(after.response)
    assert "nobody can tell who asked" not in text(after.response)
    assert before.ephemeral


@pytest.mark.parametrize("mode", LogMode)
@pytest.mark.parametrize("days", [None, 30, 3_650])
def test_every_policy_fits_on_a_card(mode: LogMode, days: int | None) -> None:
    settings = ServerSettings(log_mode=mode, log_days=days, text_days=days)
    for in_server, server in ((True, "x" * 100), (False, "*" * 100), (False, None)):
        card = policy_card(settings, in_server=in_server, server=server)
        assert card.content_length() <= TEXT_LIMIT


async def test_an_export_holds_what_its_reader_did_and_nothing_of_others(world: World) -> None:
    asked = await world.ana.slash(world.private, "ask", question=OPENED)
    await world.ben.slash(world.private, "ask", question=LANTERNS)

    sent = await world.ana.slash(world.private, "privacy export")

    assert sent.ephemeral
    assert "Questions you asked, and the answers you got: 1" in text(sent.response)
    files = _sent_files(world, sent)
    assert set(files) == {"my-data.json", "my-data.html"}
    content = json.loads(files["my-data.json"])
    assert content["user_id"] == str(world.ana.id)
    ((question,),) = [s["rows"] for s in content["sections"] if s["table"] == "records"]
    assert (question["receipt"], question["question"]) == (receipt(asked.response), OPENED)
    for file in files.values():
        assert OPENED.encode() in file
        assert LANTERNS.encode() not in file


async def test_erasing_takes_the_typed_word_and_survives_a_restart(world: World) -> None:
    asked = await world.ana.slash(world.private, "ask", question=OPENED)
    await world.knowledge.logbook.rate(receipt(asked.response), world.ben.id, Rating.UP)
    await world.ben.slash(world.private, "ask", question=LANTERNS)
    offered = await world.ana.slash(world.private, "privacy erase")
    assert "Deleted: 2" in text(offered.response)
    await world.restart()

    form = await world.ana.click(offered.response, label="Erase…")
    refused = await world.ana.submit_modal(form, {"word": "yes"})
    assert "nothing was erased" in text(refused.response)
    assert len(await world.records()) == 2
    form = await world.ana.click(offered.response, label="Erase…")
    await world.restart()
    done = await world.ana.submit_modal(form, {"word": f" {CONFIRMING_WORD.upper()} "})

    assert "It is erased" in text(done.response)
    assert done.ephemeral
    assert [record.question for record in await world.records()] == [LANTERNS]
    nothing = await world.ana.slash(world.private, "privacy export")
    assert "Nothing is stored of you" in text(nothing.response)


async def test_a_quiz_goes_on_without_whoever_was_erased_in_it(world: World) -> None:
    await stock(world)
    game = await launch(world)
    await world.ana.click(await game.lobby(), label="Join")
    await game.host("Open next")
    await game.answer(world.ana)
    await game.answer(world.ben)
    await world.knowledge.personal_data.erase(world.ana.id)
    await game.host("Reveal")
    for _ in range(2):
        await game.host("Open next")
        again = await game.answer(world.ana)
        assert "Recorded" in text(again.response)
        await game.host("Reveal")
    await game.host("Finish")
    await world.env.advance_time(2)

    board = text(world.public.last_message)
    assert "Ana · 2 points" in board
    assert "deleted user · 1 point" in board
    assert "Ben · 1 point" in board
    results = await world.max.slash(world.public, "quiz results")
    assert "Something went wrong" not in text(results.response)


async def test_buttons_under_an_erased_answer_say_that_it_is_gone(world: World) -> None:
    asked = await world.ana.slash(world.public, "ask", question=OPENED)
    await world.knowledge.personal_data.erase(world.ana.id)
    source = await world.ben.click(asked.response, label="Show source")
    assert "no longer on record" in text(source.response)


async def test_rights_hold_in_a_direct_message_too(world: World) -> None:
    policy = await world.ana.user.slash("privacy policy")
    assert "direct message" in text(policy.response)


async def test_a_change_shows_first_what_would_go_and_changes_nothing_until_pressed(
    world: World,
) -> None:
    await world.ana.slash(world.private, "ask", question=OPENED)
    await _age(world, 40)
    offered = await world.max.slash(world.private, "privacy retention", questions="30")
    assert "Questions deleted: 1." in text(offered.response)
    assert (await world.knowledge.retention.settings(world.guild.id)).log_days == 180
    assert len(await world.records()) == 1
    await world.restart()

    done = await world.max.click(offered.response, label="Change it")

    assert "### Saved" in text(done.response)
    assert (await world.knowledge.retention.settings(world.guild.id)).log_days == 30
    await world.knowledge.retention.run()
    assert await world.records() == []


async def test_without_options_it_shows_what_holds(world: World) -> None:
    shown = await world.max.slash(world.private, "privacy retention")
    assert "180 days" in text(shown.response)
    assert "Nothing is old enough to go" in text(shown.response)
    assert labels(shown.response) == []


async def test_students_do_not_decide_how_long_things_are_kept(world: World) -> None:
    refused = await world.ana.slash(world.private, "privacy retention", questions="7")
    assert "Manage Server" in text(refused.response)
    assert await world.knowledge.retention.settings(world.guild.id) == ServerSettings()


async def test_old_questions_go_soon_after_a_start_and_every_night(world: World) -> None:
    await world.ana.slash(world.private, "ask", question=OPENED)
    await _age(world, 31)
    await world.env.advance_time(SOON.total_seconds())
    (record,) = await world.records()
    assert record.occasion.user_id is not None
    assert record.occasion.user_id != world.ana.id
    await _age(world, 181)
    now = discord.utils.utcnow()
    await world.env.advance_time((next_night(now) - now).total_seconds())
    assert await world.records() == []


def test_a_night_is_never_now() -> None:
    night = datetime(2026, 11, 22, AT.hour, AT.minute, tzinfo=UTC)
    assert next_night(night - timedelta(seconds=1)) == night
    assert next_night(night) == night + timedelta(days=1)


def test_ids_hold_every_choice_and_fit() -> None:
    longest = privacy_ids.keep(3_650, None)
    assert len(longest) <= 100
    assert privacy_ids.read_days(privacy_ids.days(None)) is None
    assert privacy_ids.read_days(privacy_ids.days(90)) == 90
