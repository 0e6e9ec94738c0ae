"""Whatever was sent before a restart works after it."""

from __future__ import annotations

import discord

from bot.cards import custom_ids
from bot.cards.layout import TEXT_LIMIT
from bot.errors import STALE_BUTTON, STALE_MODAL
from knowledge.model.record import Complaint, Visibility
from tests.cogs.conftest import World
from tests.cogs.reading import labels, receipt, text
from tests.cogs.test_answer_buttons import LANTERNS, OPENED, SEASONS


async def test_every_button_of_an_answer_survives(world: World) -> None:
    asked = await world.ana.slash(world.private, "ask", question=SEASONS)
    before = text(asked.response)
    await world.restart()

    turned = await world.ana.click(asked.response, label="Next")
    assert "Page 2 of 2" in text(turned.response)
    back = await world.ana.click(asked.response, label="First")
    assert text(back.response).startswith(before.split("\n-# ")[0])
    source = await world.ana.click(asked.response, label="Show source")
    assert "Source [1]" in text(source.response)
    up = await world.ana.click(asked.response, label="Helpful 👍")
    assert "saved" in text(up.response)
    await world.ana.click(asked.response, label="Share")
    (shared,) = world.private.history(viewer=world.ben)
    assert "Shared by Ana" in text(shared)


async def test_panels_that_were_open_survive(world: World) -> None:
    asked = await world.ana.slash(world.private, "ask", question=SEASONS)
    source = await world.ana.click(asked.response, label="Show source")
    down = await world.ana.click(asked.response, label="Not helpful 👎")
    setup = await world.max.slash(world.private, "setup")
    for _ in range(3):
        setup = await world.max.click(setup.response, label="Next")
    await world.restart()

    turned = await world.ana.click(source.response, label="Next")
    assert "Source [2]" in text(turned.response)
    await world.ana.select(down.response, ["unclear"])
    assert (await world.records())[0].feedback[0].complaint is Complaint.UNCLEAR
    await world.max.select(setup.response, ["public"], custom_id=custom_ids.VISIBILITY)
    kept = await world.knowledge.library.channel_visibility(world.guild.id, world.private.id)
    assert kept is Visibility.PUBLIC


async def test_a_shared_answer_survives_and_is_not_shared_again(world: World) -> None:
    asked = await world.ana.slash(world.private, "ask", question=OPENED)
    await world.ana.send(world.public, "in between")
    await world.ana.click(asked.response, label="Share")
    await world.restart()

    (shared,) = world.private.history(viewer=world.ben)
    source = await world.ben.click(shared, label="Show source")
    assert "Ruth Calder" in text(source.response)
    assert "Share" not in labels(asked.response)


async def test_a_waiting_private_answer_survives(world: World) -> None:
    await world.ana.send(world.private, world.to_bot(LANTERNS))
    pointer = world.private.last_message
    await world.restart()

    opened = await world.ana.click(pointer, label="Show my answer")

    assert "red lantern" in text(opened.response)


async def test_an_abstention_is_the_same_after_a_restart(world: World) -> None:
    question = "What did the Brazilians pay for lanterns at the harbour of Recife?"
    await world.ana.send(world.private, world.to_bot(question))
    pointer = world.private.last_message
    fresh = await world.ana.click(pointer, label="Show my answer")
    await world.restart()

    again = await world.ana.click(pointer, label="Show my answer")

    assert text(again.response) == text(fresh.response)
    assert "1. " in text(again.response)


async def test_what_was_typed_into_a_form_is_not_lost(world: World) -> None:
    message = await world.ben.send(world.private, "About the bridge.")
    shown = await world.ana.context_menu(world.private, "Ask about this", message)
    await world.restart()

    result = await world.ana.submit_modal(shown, {"question": OPENED})

    assert "14 May 1932" in text(result.response)
    assert receipt(result.response)


async def test_a_button_of_another_age_says_so(world: World) -> None:
    view = discord.ui.LayoutView(timeout=None)
    view.add_item(discord.ui.ActionRow(discord.ui.Button(label="Old", custom_id="quiz:0:A")))
    channel = world.env.bot.get_channel(world.public.id)
    assert isinstance(channel, discord.TextChannel)
    sent = await channel.send(view=view)
    await world.restart()

    result = await world.ana.click(sent, label="Old")

    assert text(result.response) == STALE_BUTTON
    assert result.ephemeral


async def test_a_form_of_another_age_gives_the_words_back(world: World) -> None:
    message = await world.ben.send(world.private, "About the bridge.")
    shown = await world.ana.context_menu(world.private, "Ask about this", message)
    assert shown._interaction.modal is not None
    shown._interaction.modal["custom_id"] = "suggest:item:7"

    result = await world.ana.submit_modal(shown, {"question": "My **long** essay " * 50})

    assert text(result.response).startswith(STALE_MODAL)
    assert "My **long** essay" in text(result.response)
    assert len(text(result.response)) <= TEXT_LIMIT
