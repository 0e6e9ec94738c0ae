"""`/setup`: who sees the answers in a channel."""

from __future__ import annotations

from typing import Any

import discord
from discord import app_commands
from discord.ext import commands

from bot.cards import custom_ids
from bot.cards.layout import Card, notice
from bot.cards.panels import setup_card
from bot.cogs.desk import Desk, desk_of, setting_id
from bot.errors import GuardedItem, guarded, saved, tell
from knowledge.model.record import Visibility

IN_A_SERVER = "Use this in a server channel."

Interaction = discord.Interaction[Any]


class Setup(commands.Cog):
    """The panel for the channel it is opened in."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    @app_commands.command()
    @app_commands.default_permissions(manage_guild=True)
    @app_commands.guild_only()
    async def setup(self, interaction: Interaction) -> None:
        """Choose who sees the answers in this channel"""
        await guarded(interaction, "setup", self._open)

    async def _open(self, interaction: Interaction) -> None:
        await tell(interaction, await _panel(self._desk, interaction))


async def _panel(desk: Desk, interaction: Interaction) -> Card:
    channel, server_id = interaction.channel, interaction.guild_id
    if channel is None or server_id is None:
        return notice(IN_A_SERVER)
    visibility = await desk.knowledge.library.channel_visibility(server_id, setting_id(channel))
    return setup_card(await desk.course(), _name(channel), visibility)


def _name(channel: Any) -> str:
    parent = channel.parent if isinstance(channel, discord.Thread) else None
    return str(getattr(parent or channel, "name", "this channel"))


class ChooseVisibility(GuardedItem, template=custom_ids.VISIBILITY):
    """The choice itself, for the channel that the panel stands in."""

    action = "setup:visibility"

    async def pressed(self, interaction: Interaction) -> None:
        desk = desk_of(interaction)
        if interaction.channel is None or interaction.guild_id is None:
            await tell(interaction, notice(IN_A_SERVER))
            return
        await desk.knowledge.library.set_channel_visibility(
            interaction.guild_id, setting_id(interaction.channel), Visibility(self.values[0])
        )
        saved(interaction, "Your choice **is saved**.")
        await interaction.response.edit_message(view=await _panel(desk, interaction))


ITEMS: tuple[type[GuardedItem], ...] = (ChooseVisibility,)
