"""A private answer is its asker's, whatever receipt somebody else's client sends."""

from __future__ import annotations

from typing import Any

import discord
import pytest
from sqlalchemy import text as sql

from bot.cards import answers_ids
from bot.cards.feedback import GONE
from tests.cogs.conftest import World
from tests.cogs.moderating import press_forged
from tests.cogs.reading import components, receipt, text
from tests.cogs.setting_up import to_step
from tests.cogs.standing import ask, fix, found, instructor
from tests.cogs.two_courses import ORCHIDS, add_two, lose_roles

PRIVATE = "How much did the Tollan Bridge cost in pounds?"
FEE = "Is there a fee for the museum visit?"
PAY = "Do I have to pay for the museum visit?"
FREE = "No, the museum is free for students."


@pytest.mark.parametrize("form", ["answer:next:{}:0", "answer:source:{}", "source:next:{}:0"])
async def test_no_button_opens_a_private_answer_for_another(world: World, form: str) -> None:
    asked = await ask(world, PRIVATE, world.ana)
    custom_id = form.format(receipt(asked.response))
    own = await press_forged(world, world.ana, custom_id)
    assert "48,000" in text(own.response)
    got = await press_forged(world, world.ben, custom_id)
    assert "48,000" not in text(got.response)
    assert "in pounds?" not in text(got.response)


async def test_the_pointer_that_a_channel_sees_opens_for_its_asker_alone(world: World) -> None:
    await world.ana.send(world.private, world.to_bot(PRIVATE))
    pointer = world.private.history(viewer=world.ben)[-1]
    assert "Only you can open it" in text(pointer)
    (seen,) = [c["custom_id"] for c in components(pointer) if c.get("custom_id")]
    got = await press_forged(world, world.ben, seen.replace("show", "next") + ":0")
    assert "48,000" not in text(got.response)


async def test_nobody_rates_a_private_answer_of_another(world: World) -> None:
    asked = await ask(world, PRIVATE, world.ana)
    number = receipt(asked.response)
    await press_forged(world, world.ben, f"answer:down:{number}")
    assert not (await found(world, number)).feedback


async def test_an_offer_under_a_private_answer_opens_for_its_asker_alone(world: World) -> None:
    ida = instructor(world)
    asked = await ask(world, FEE)
    await fix(world, ida, receipt(asked.response), FREE, question=FEE)
    similar = await ask(world, PAY, world.ana)
    custom_id = answers_ids.show_offered(receipt(similar.response))
    own = await press_forged(world, world.ana, custom_id)
    assert FREE in text(own.response)
    got = await press_forged(world, world.ben, custom_id)
    assert FREE not in text(got.response)


async def keep_no_places(world: World) -> None:
    """The table of records takes no message any more, as if its disk were full just then."""
    async with world.knowledge.database.write() as session:
        await session.execute(
            sql(
                "CREATE TRIGGER no_places BEFORE UPDATE OF message_id ON records "
                "BEGIN SELECT RAISE(ABORT, 'no room'); END"
            )
        )


async def test_a_private_answer_stays_private_though_its_place_could_not_be_kept(
    world: World,
) -> None:
    ida = instructor(world)
    await fix(world, ida, receipt((await ask(world, FEE)).response), FREE, question=FEE)
    await keep_no_places(world)
    asked = await ask(world, PRIVATE, world.ana)
    await world.ana.send(world.private, world.to_bot(PRIVATE))
    similar = await ask(world, PAY, world.ana)
    opened = await world.ana.click(similar.response, label="Show that answer")
    pointed = (await world.records())[2].receipt
    of = [*map(receipt, (asked.response, similar.response, opened.response)), pointed]

    for number in of:
        kept = await found(world, number)
        assert kept.message_id is None
        got = await press_forged(world, world.ben, f"answer:next:{number}:0")
        assert text(got.response) == GONE
        own = await press_forged(world, world.ana, f"answer:next:{number}:0")
        assert text(own.response) != GONE


async def test_what_a_manager_tries_in_setup_is_nobody_elses(world: World) -> None:
    last = await to_step(world, world.max, world.private, 5)
    form = await world.max.click(last, label="Ask a test question")
    tried = await world.max.submit_modal(form, {"question": PRIVATE})
    assert "48,000" in text(tried.response)

    got = await press_forged(world, world.ben, f"answer:next:{receipt(tried.response)}:0")

    assert text(got.response) == GONE


async def test_an_answer_whose_sharing_could_not_be_kept_is_shared_all_the_same(
    world: World,
) -> None:
    asked = await ask(world, PRIVATE, world.ana)
    await keep_no_places(world)
    await world.ana.click(asked.response, label="Share")
    got = await press_forged(world, world.ben, f"answer:source:{receipt(asked.response)}")
    assert "48,000" in text(got.response)


async def test_a_shared_answer_is_everybodys(world: World) -> None:
    asked = await ask(world, PRIVATE, world.ana)
    await world.ana.click(asked.response, label="Share")
    got = await press_forged(world, world.ben, f"answer:source:{receipt(asked.response)}")
    assert "48,000" in text(got.response)


async def test_what_only_some_may_see_stays_theirs_when_its_course_is_gone(world: World) -> None:
    two = await add_two(world)
    asked = await two.bo.slash(two.hall, "ask", question=ORCHIDS)
    custom_id = f"answer:show:{receipt(asked.response)}"
    assert "forty hours" in text((await forged_in(world, two.hall, two.bo, custom_id)).response)
    lose_roles(world, two, two.bo)
    (one,) = await world.knowledge.library.list_documents(two.botany)
    await world.knowledge.removals.erase(two.botany, one.id, by=1, server_id=two.guild.id)
    assert await world.knowledge.servers.remove_course(two.guild.id, two.botany, by=1)
    after = await forged_in(world, two.hall, two.bo, custom_id)
    assert "forty hours" not in text(after.response)


async def forged_in(world: World, channel: Any, who: Any, custom_id: str) -> Any:
    place: Any = world.bot.get_channel(channel.id)
    view: Any = discord.ui.LayoutView(timeout=None)
    view.add_item(discord.ui.ActionRow(discord.ui.Button(label="Forged", custom_id=custom_id)))
    return await who.click(await place.send(view=view), label="Forged")
