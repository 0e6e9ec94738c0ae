"""Anybody can invite the bot; only the home server's staff look after the course."""

from __future__ import annotations

from typing import Any

import discord
import pytest

from bot.access import ELSEWHERE
from tests.cogs.conftest import World
from tests.cogs.moderating import ask
from tests.cogs.reading import text
from tests.cogs.test_ask import OPENED


@pytest.fixture
def eve(world: World) -> tuple[Any, Any]:
    """The admin of a server of their own, and its channel."""
    foreign = world.env.create_guild("Elsewhere")
    role = foreign.create_role("Admin", permissions=discord.Permissions(administrator=True))
    channel = foreign.create_text_channel("general")
    return foreign.add_member(
        world.env.create_user("eve", global_name="Eve"), roles=[role]
    ), channel


@pytest.mark.parametrize(
    "command", ["bank list", "quiz review", "quiz launch", "quiz results", "quiz appeals"]
)
async def test_staff_of_another_server_look_after_nothing(
    world: World, eve: tuple[Any, Any], command: str
) -> None:
    admin, channel = eve

    refused = await admin.slash(channel, command)

    assert refused.ephemeral
    assert text(refused.response).replace("\\", "") == ELSEWHERE


async def test_in_another_server_people_can_ask_and_set_up_their_channel(
    world: World, eve: tuple[Any, Any]
) -> None:
    admin, channel = eve

    asked = await admin.slash(channel, "ask", question=OPENED)
    setup = await admin.slash(channel, "setup")

    assert "14 May 1932" in text(asked.response)
    assert ELSEWHERE not in text(setup.response)
    assert setup.ephemeral


async def test_the_home_server_is_the_first_and_is_remembered(
    world: World, eve: tuple[Any, Any]
) -> None:
    await world.max.slash(world.private, "bank list")
    assert world.bot.home_server == world.guild.id

    await world.restart()

    assert world.bot.home_server == world.guild.id
    listed = await world.max.slash(world.private, "bank list")
    assert ELSEWHERE not in text(listed.response)


async def test_permissions_in_one_channel_make_nobody_staff_of_the_server(world: World) -> None:
    asked = await ask(world, "How much did the Tollan Bridge cost?")
    club = world.guild.create_text_channel(
        "bens-club",
        overwrites={world.ben: discord.PermissionOverwrite(manage_messages=True)},
    )

    shown = await world.ben.slash(club, "logs show", receipt=asked)

    assert "Manage Messages" in text(shown.response)
    assert "Tollan Bridge" not in text(shown.response)
