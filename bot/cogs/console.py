"""`/logs console`: the link to the moderators' web pages."""

from __future__ import annotations

from typing import Any, Protocol, cast

import discord
from discord import app_commands
from discord.ext import commands

from bot.access import roles_of
from bot.cards.console import OFF, link_card
from bot.cards.layout import notice
from bot.console.door import Door
from bot.console.sessions import Holder
from bot.errors import guarded, tell
from bot.pace import Verdict

Interaction = discord.Interaction[Any]


class _Client(Protocol):
    console: Door | None


class ConsoleCommand(commands.Cog):
    """Hung into the group of `/logs`."""

    @app_commands.command()
    async def console(self, interaction: Interaction) -> None:
        """Get a link to the log in your browser"""
        await guarded(interaction, "logs console", _link)


async def _link(interaction: Interaction) -> None:
    door = cast("_Client", interaction.client).console
    if door is None:
        await tell(interaction, notice(OFF))
        return
    user_id = interaction.user.id
    if door.pace.check(user_id) is not Verdict.GO:
        await tell(interaction, notice(door.pace.words(user_id)))
        return
    holder = Holder(
        user_id=user_id,
        server_id=interaction.guild_id or 0,
        channel_id=interaction.channel_id,
        roles=roles_of(interaction),
    )
    await tell(interaction, link_card(door.link(holder), is_local=not door.place.url))
