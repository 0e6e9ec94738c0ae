"""The commands are told to Discord when they change, and only then."""

from __future__ import annotations

import discord
import pytest

from bot.errors import COMMANDS_CHANGED
from tests.cogs.conftest import World
from tests.cogs.payloads import SPECIFICATION, find_fault
from tests.cogs.reading import text


def _syncs(world: World) -> int:
    return sum(r.method == "PUT" and r.path.endswith("/commands") for r in world.env.http_requests)


async def test_commands_are_registered_once(world: World) -> None:
    assert _syncs(world) == 1
    await world.restart()
    assert _syncs(world) == 1


async def test_a_new_application_gets_the_commands_though_they_did_not_change(
    world: World,
) -> None:
    world.env.backend.commands.clear()

    await world.restart()

    assert _syncs(world) == 2


async def test_an_outdated_command_is_explained_and_registered_again(world: World) -> None:
    world.bot.tree.remove_command("help")

    result = await world.ana.slash(world.private, "help")

    assert text(result.response) == COMMANDS_CHANGED
    assert result.ephemeral
    assert _syncs(world) == 2
    assert world.env.errors


async def test_it_needs_no_privileged_intent_and_never_pings(world: World) -> None:
    bot = world.bot
    assert not bot.intents.message_content
    assert not bot.intents.members
    assert not bot.intents.presences
    assert bot.allowed_mentions is not None
    assert bot.allowed_mentions.to_dict() == discord.AllowedMentions.none().to_dict()


async def test_nothing_is_sent_before_anybody_asks(world: World) -> None:
    assert world.public.history() == []
    assert world.private.history() == []


def test_payloads_were_held_against_discords_own_description() -> None:
    if not SPECIFICATION.is_file():
        pytest.skip("Discord's openapi.json is not here: only its limits were checked")

    path = "/channels/{channel_id}/messages"
    assert find_fault("POST", path, '{"components": [{"type": 10, "content": "words"}]}') is None
    assert find_fault("POST", path, '{"components": [{"type": 10, "content": ""}]}') is not None
