"""The user menu *Learner record*: what somebody asked, played and studied, for moderators."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import discord
from discord import app_commands
from discord.ext import commands

from bot.access import roles_of
from bot.access_table import Role
from bot.cards import logs_ids
from bot.cards.layout import Card, notice
from bot.cards.log_learner import A_BOT, NOT_BY_NAME, UNKNOWN_READER, learner_card, whose_form
from bot.cogs.desk import desk_of, quickly
from bot.cogs.log_office import tended
from bot.cogs.naming import name_of, names_of
from bot.errors import GuardedItem, GuardedModal, guarded, tell
from knowledge.model.learner_record import LearnerRecord, NoLearnerRecord
from knowledge.model.log_search import LogKind
from knowledge.model.server import LogMode

NO_REASON = "Give a reason: without one, nobody's record is opened by their name."

Interaction = discord.Interaction[Any]


class LearnerMenu(commands.Cog):
    """The user menu."""

    def __init__(self, bot: commands.AutoShardedBot) -> None:
        self._tree = bot.tree
        self._menu = app_commands.ContextMenu(name="Learner record", callback=self.learner_record)
        bot.tree.add_command(self._menu)

    async def cog_unload(self) -> None:
        self._tree.remove_command(self._menu.name, type=self._menu.type)

    @app_commands.guild_only()
    async def learner_record(self, interaction: Interaction, user: discord.User) -> None:
        """Opens what is on record of somebody, or a form for the reason."""
        await guarded(interaction, self._menu.name, lambda i: _open(i, user))


async def _open(interaction: Interaction, user: discord.User | discord.Member) -> None:
    if user.bot:
        await tell(interaction, notice(A_BOT))
        return
    alerting = desk_of(interaction).knowledge.moderation.alerting
    settings = await quickly(alerting.settings(interaction.guild_id or 0))
    if settings is not None and settings.log_mode is LogMode.NAMES:
        await _show(interaction, user.id)
    elif Role.MANAGER in roles_of(interaction):
        await interaction.response.send_modal(whose_form(user.id))
    else:
        await tell(interaction, notice(NOT_BY_NAME))


async def _show(interaction: Interaction, user_id: int, reason: str = "") -> None:
    await interaction.response.defer(ephemeral=True, thinking=True)
    found = await desk_of(interaction).knowledge.moderation.learner.record(
        interaction.guild_id or 0,
        tended(interaction),
        user_id,
        by=interaction.user.id,
        reason=reason,
    )
    revealed = ""
    if reason and isinstance(found, LearnerRecord):
        revealed = (await name_of(interaction, user_id))[1] or f"id {user_id}"
    await tell(interaction, await _card(interaction, found, revealed))


async def _of_pseudonym(
    interaction: Interaction, reader: str, kind: LogKind = LogKind.QUESTION, page: int = 0
) -> Card:
    found = await desk_of(interaction).knowledge.moderation.learner.of_pseudonym(
        interaction.guild_id or 0,
        tended(interaction),
        reader,
        by=interaction.user.id,
        kind=kind,
        page=page,
    )
    return await _card(interaction, found)


async def _card(
    interaction: Interaction, found: LearnerRecord | NoLearnerRecord, revealed: str = ""
) -> Card:
    if isinstance(found, NoLearnerRecord):
        unknown = found is NoLearnerRecord.UNKNOWN
        return notice(UNKNOWN_READER if unknown else NOT_BY_NAME)
    channels = [line.channel_id for line in found.lines]
    return learner_card(
        found, await names_of(interaction, [found.who], channels), revealed=revealed
    )


class ReasonWhy(GuardedModal):
    """A person's record, once the reason is on record."""

    action = "logs:whose"
    template = logs_ids.WHOSE

    async def submitted(
        self, interaction: Interaction, state: Mapping[str, str], typed: Mapping[str, str]
    ) -> None:
        reason = typed.get("reason", "").strip()
        if not reason:
            await tell(interaction, notice(NO_REASON))
            return
        await _show(interaction, int(state["user"]), reason)


class OpenReader(GuardedItem, template=logs_ids.READER):
    """The record of whoever asked, in a message of its own, so that the answer stays."""

    action = "logs:reader"

    async def pressed(self, interaction: Interaction) -> None:
        await interaction.response.defer(ephemeral=True, thinking=True)
        await tell(interaction, await _of_pseudonym(interaction, self.state["reader"]))


class TurnLearner(GuardedItem, template=logs_ids.TURN_LEARNER):
    """Another page, or what else is on record."""

    action = "logs:learner"

    async def pressed(self, interaction: Interaction) -> None:
        await interaction.response.defer()
        kind, page = LogKind(self.state["kind"]), int(self.state["page"])
        shown = await _of_pseudonym(interaction, self.state["reader"], kind, page)
        await interaction.edit_original_response(view=shown)


ITEMS: tuple[type[GuardedItem], ...] = (OpenReader, TurnLearner)
MODALS: tuple[GuardedModal, ...] = (ReasonWhy(),)
