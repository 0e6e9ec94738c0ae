"""The message menu *Report answer*: somebody tells the moderators what is wrong with an answer."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import discord
from discord import app_commands
from discord.ext import commands

from bot.cards import logs_ids
from bot.cards.layout import notice
from bot.cards.log_case import report_form
from bot.cogs.desk import desk_of
from bot.errors import GuardedModal, guarded, saved, tell

NOT_MINE = "That is not one of my answers. Choose the message in which I answered."
NO_ANSWER = "I have no answer on record for that message, so nothing was saved."
TOLD = "Thank you, your report **is saved**. The course's staff will look at this answer."

Interaction = discord.Interaction[Any]


class Reports(commands.Cog):
    """The message menu."""

    def __init__(self, bot: commands.AutoShardedBot) -> None:
        self._tree = bot.tree
        self._menu = app_commands.ContextMenu(name="Report answer", callback=self.report_answer)
        bot.tree.add_command(self._menu)

    async def cog_unload(self) -> None:
        self._tree.remove_command(self._menu.name, type=self._menu.type)

    @app_commands.guild_only()
    async def report_answer(self, interaction: Interaction, message: discord.Message) -> None:
        """Opens a form for what is wrong."""
        await guarded(interaction, self._menu.name, lambda i: _open(i, message))


async def _open(interaction: Interaction, message: discord.Message) -> None:
    own = interaction.client.user
    if own is None or message.author.id != own.id:
        await tell(interaction, notice(NOT_MINE))
        return
    await interaction.response.send_modal(report_form(message.channel.id, message.id))


class ReportModal(GuardedModal):
    """What is wrong, in their own words."""

    action = "logs:report"
    template = logs_ids.REPORT

    async def submitted(
        self, interaction: Interaction, state: Mapping[str, str], typed: Mapping[str, str]
    ) -> None:
        await interaction.response.defer(ephemeral=True, thinking=True)
        receipt = await desk_of(interaction).knowledge.moderation.desk.report(
            interaction.guild_id or 0,
            int(state["channel"]),
            int(state["message"]),
            typed.get("note", ""),
            by=interaction.user.id,
        )
        if receipt is None:
            await tell(interaction, notice(NO_ANSWER))
            return
        saved(interaction, "Your report **is saved**.")
        await tell(interaction, notice(f"{TOLD}\n-# Receipt `{receipt}`"))


MODALS: tuple[GuardedModal, ...] = (ReportModal(),)
