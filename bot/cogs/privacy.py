"""`/privacy`: what is kept, taking it along, erasing it, and for how long it is kept."""

from __future__ import annotations

import asyncio
import io
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import discord
from discord import app_commands
from discord.ext import commands

from bot.cards import privacy_ids
from bot.cards.layout import notice
from bot.cards.privacy import (
    CONFIRMING_WORD,
    NOT_TYPED,
    TOO_LARGE,
    WORD,
    change_card,
    changed_card,
    erase_card,
    erase_form,
    erased_card,
    exported_card,
    policy_card,
    retention_card,
)
from bot.cogs.desk import Desk, desk_of
from bot.cogs.setup import IN_A_SERVER
from bot.errors import GuardedItem, GuardedModal, guarded, saved, tell
from knowledge.privacy.export_files import files_of

Interaction = discord.Interaction[Any]
Choice = app_commands.Choice

_UNCHANGED = ""
_DAYS = [
    Choice(name="never" if days is None else f"{days} days", value=privacy_ids.days(days))
    for days in (7, 30, 60, 90, 180, 365, 730, None)
]


class Privacy(commands.GroupCog, group_name="privacy", group_description="What is kept of you"):
    """The group."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    @app_commands.command()
    async def policy(self, interaction: Interaction) -> None:
        """See what is kept of you here, how long, and who sees it"""
        await guarded(interaction, "privacy policy", self._policy)

    async def _policy(self, interaction: Interaction) -> None:
        in_server, server_id = interaction.guild_id is not None, interaction.guild_id
        if server_id is None:
            await interaction.response.defer(ephemeral=True, thinking=True)
            served = await self._desk.served(interaction)
            server_id = None if served is None else served.server_id
        settings = await self._desk.knowledge.retention.settings(server_id)
        guild = None if server_id is None else interaction.client.get_guild(server_id)
        server = None if server_id is None else getattr(guild, "name", "another server")
        await tell(interaction, policy_card(settings, in_server=in_server, server=server))

    @app_commands.command()
    async def export(self, interaction: Interaction) -> None:
        """Get everything that is stored of you"""
        await guarded(interaction, "privacy export", self._export)

    async def _export(self, interaction: Interaction) -> None:
        await interaction.response.defer(ephemeral=True, thinking=True)
        export = await self._desk.knowledge.personal_data.export(interaction.user.id)
        limit = interaction.filesize_limit
        files = await asyncio.to_thread(files_of, export, limit)
        if sum(len(file.content) for file in files) > limit:
            await tell(interaction, notice(TOO_LARGE))
            return
        await interaction.edit_original_response(
            view=exported_card(export, [file.name for file in files]),
            attachments=[discord.File(io.BytesIO(file.content), file.name) for file in files],
        )

    @app_commands.command()
    async def erase(self, interaction: Interaction) -> None:
        """Delete everything that is stored of you"""
        await guarded(interaction, "privacy erase", self._erase)

    async def _erase(self, interaction: Interaction) -> None:
        await interaction.response.defer(ephemeral=True, thinking=True)
        counts = await self._desk.knowledge.personal_data.count(interaction.user.id)
        await tell(interaction, erase_card(counts))

    @app_commands.command()
    @app_commands.guild_only()
    @app_commands.describe(
        questions="After how long questions and answers are deleted",
        askers="After how long nobody can tell any more who asked",
    )
    @app_commands.choices(questions=_DAYS, askers=_DAYS)
    async def retention(
        self,
        interaction: Interaction,
        questions: str = _UNCHANGED,
        askers: str = _UNCHANGED,
    ) -> None:
        """Choose how long this server keeps what was asked; you see first what goes"""

        async def run(interaction: Interaction) -> None:
            await self._retention(interaction, questions, askers)

        await guarded(interaction, "privacy retention", run)

    async def _retention(self, interaction: Interaction, questions: str, askers: str) -> None:
        server_id = interaction.guild_id
        if server_id is None:
            await tell(interaction, notice(IN_A_SERVER))
            return
        await interaction.response.defer(ephemeral=True, thinking=True)
        retention = self._desk.knowledge.retention
        now = await retention.settings(server_id)
        wanted = replace(
            now,
            log_days=privacy_ids.read_days(questions) if questions else now.log_days,
            text_days=privacy_ids.read_days(askers) if askers else now.text_days,
        )
        gone = await retention.preview(server_id, wanted.log_days, wanted.text_days)
        card = retention_card(now, gone) if wanted == now else change_card(now, wanted, gone)
        await tell(interaction, card)


class BeginErase(GuardedItem, template=privacy_ids.BEGIN_ERASE):
    """Asks for the word."""

    action = "privacy:erase"

    async def pressed(self, interaction: Interaction) -> None:
        await interaction.response.send_modal(erase_form())


class TypedErase(GuardedModal):
    """Erases, if the word was typed."""

    action = "privacy:typed"
    template = privacy_ids.TYPED_ERASE

    async def submitted(
        self, interaction: Interaction, state: Mapping[str, str], typed: Mapping[str, str]
    ) -> None:
        if typed.get(WORD, "").strip().casefold() != CONFIRMING_WORD:
            await tell(interaction, notice(NOT_TYPED))
            return
        await interaction.response.defer(ephemeral=True, thinking=True)
        erased = await desk_of(interaction).knowledge.personal_data.erase(interaction.user.id)
        saved(interaction, "Your data **is erased**.")
        await tell(interaction, erased_card(erased))


class Keep(GuardedItem, template=privacy_ids.KEEP):
    """Makes the change that was previewed."""

    action = "privacy:keep"

    async def pressed(self, interaction: Interaction) -> None:
        if interaction.guild_id is None:
            await tell(interaction, notice(IN_A_SERVER))
            return
        settings = await desk_of(interaction).knowledge.retention.change(
            interaction.guild_id,
            privacy_ids.read_days(self.state["log"]),
            privacy_ids.read_days(self.state["text"]),
            by=interaction.user.id,
        )
        saved(interaction, "The change **is saved**.")
        await interaction.response.edit_message(view=changed_card(settings))


ITEMS: tuple[type[GuardedItem], ...] = (BeginErase, Keep)
MODALS: tuple[GuardedModal, ...] = (TypedErase(),)
