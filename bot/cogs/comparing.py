"""`/explore compare`: what each document says on a topic, side by side."""

from __future__ import annotations

from typing import Any

import discord
from discord import app_commands
from discord.ext import commands

from bot.cogs.asking import Inquiry, receive
from bot.cogs.desk import Desk, quickly
from bot.cogs.themes import themes_like
from bot.errors import guarded
from bot.question import SHORTEST
from knowledge.model.answer import Mode
from knowledge.model.record import Surface

LONGEST_TOPIC = 100

Interaction = discord.Interaction[Any]


class CompareCommands(commands.Cog):
    """Hung into the group of `/explore`."""

    _desk: Desk

    @app_commands.command()
    @app_commands.describe(
        topic="A theme, or a few words",
        private="Only you see it (otherwise as this channel is set)",
    )
    async def compare(
        self,
        interaction: Interaction,
        topic: app_commands.Range[str, SHORTEST, LONGEST_TOPIC],
        private: bool | None = None,
    ) -> None:
        """See what each document says on a topic, side by side"""
        inquiry = Inquiry(topic, Surface.SLASH, None, Mode.COMPARE, private)
        await guarded(interaction, "explore compare", lambda i: receive(self._desk, i, inquiry))

    @compare.autocomplete("topic")
    async def offer_topics(
        self, interaction: Interaction, typed: str
    ) -> list[app_commands.Choice[str]]:
        """Themes that contain what was typed. Empty rather than late."""
        return await quickly(themes_like(self._desk, interaction, typed)) or []
