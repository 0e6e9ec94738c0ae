"""`/help`: what this person may do here."""

from __future__ import annotations

from typing import Any

import discord
from discord import app_commands
from discord.ext import commands

from bot.access import allowed_starts
from bot.cards import custom_ids
from bot.cards.panels import help_card
from bot.errors import GuardedItem, guarded, tell


class Help(commands.Cog):
    """Read from the access table, so that it never promises what would be refused."""

    @app_commands.command()
    async def help(self, interaction: discord.Interaction[Any]) -> None:
        """See what you can do here"""
        await guarded(interaction, "help", _show)


async def _show(interaction: discord.Interaction[Any]) -> None:
    await tell(interaction, help_card(allowed_starts(interaction)))


class TurnHelp(GuardedItem, template=custom_ids.TURN_HELP):
    """Another page, of what this person may do now."""

    action = "help:turn"

    async def pressed(self, interaction: discord.Interaction[Any]) -> None:
        card = help_card(allowed_starts(interaction), int(self.state["page"]))
        await interaction.response.edit_message(view=card)
