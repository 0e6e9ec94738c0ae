"""`/logs`: what was asked, answered and played in this server, for its moderators."""

from __future__ import annotations

from typing import Any

import discord
from discord import app_commands
from discord.ext import commands

from bot.cards import logs_ids
from bot.cards.layout import Card, notice
from bot.cards.logs import NOT_YOURS, REFUSED, log_card
from bot.cogs.console import ConsoleCommand
from bot.cogs.desk import desk_of
from bot.cogs.log_cases import show_case, show_next, show_replay
from bot.cogs.log_office import RATINGS, STATUSES, LogOffice, dated, tended
from bot.cogs.naming import names_of
from bot.cogs.receipts import offer_answers, offer_records
from bot.errors import GuardedItem, guarded, tell
from knowledge.model.log_search import (
    LogFilter,
    LogKind,
    LogPage,
    Opinion,
    SearchRefusal,
)
from knowledge.model.review import ReviewStatus

Interaction = discord.Interaction[Any]
Choice = app_commands.Choice

_KINDS = [Choice(name=kind.value, value=kind.value) for kind in LogKind]


@app_commands.guild_only()
class LogCommands(
    LogOffice,
    ConsoleCommand,
    commands.GroupCog,
    group_name="logs",
    group_description="What was asked, answered and played",
):
    """The group. Further commands are hung in with its other bases."""

    @app_commands.command()
    @app_commands.describe(
        text="Words that the question or its answer holds",
        user="As the log names them, such as Reader 4F2A7",
        channel="Only from here",
        kind="Questions, unless you choose another",
        rating="Questions only: what was thought of the answer",
        status="Questions only: what a moderator said of the answer",
        since="From when on, such as 2026-11-20 or 3 days ago",
    )
    @app_commands.choices(kind=_KINDS, rating=RATINGS, status=STATUSES)
    async def search(
        self,
        interaction: Interaction,
        text: app_commands.Range[str, 1, 100] = "",
        user: app_commands.Range[str, 1, 60] = "",
        channel: discord.TextChannel | discord.Thread | None = None,
        kind: str = LogKind.QUESTION.value,
        rating: str | None = None,
        status: str | None = None,
        since: app_commands.Range[str, 1, 60] = "",
    ) -> None:
        """Find questions, quizzes and study sessions on record"""
        wanted = LogFilter(
            kind=LogKind(kind),
            text=text,
            reader=user.strip(),
            channel_id=None if channel is None else channel.id,
            opinion=None if rating is None else Opinion(rating),
            status=None if status is None else ReviewStatus(status),
        )
        await guarded(interaction, "logs search", lambda i: _search(i, wanted, since))

    @app_commands.command()
    @app_commands.describe(receipt="Such as A-7F3K of an answer, or Q-7F3K of a quiz")
    @app_commands.autocomplete(receipt=offer_records)
    async def show(self, interaction: Interaction, receipt: app_commands.Range[str, 4, 20]) -> None:
        """See an answer with its passages, or a quiz act by act"""
        await guarded(interaction, "logs show", lambda i: show_case(i, receipt))

    @app_commands.command()
    @app_commands.describe(receipt="Of an answer, such as A-7F3K")
    @app_commands.autocomplete(receipt=offer_answers)
    async def replay(
        self, interaction: Interaction, receipt: app_commands.Range[str, 4, 20]
    ) -> None:
        """Ask a question on record again, and see what is different"""
        await guarded(interaction, "logs replay", lambda i: show_replay(i, receipt))

    @app_commands.command()
    async def review(self, interaction: Interaction) -> None:
        """Review answers one by one, disliked and reported ones first"""
        await guarded(interaction, "logs review", lambda i: show_next(i, None))


async def _search(interaction: Interaction, wanted: LogFilter, since: str) -> None:
    await interaction.response.defer(ephemeral=True, thinking=True)
    dated_ = await dated(interaction, wanted, since)
    if dated_ is None:
        return
    found = await desk_of(interaction).knowledge.moderation.search.search(
        interaction.guild_id or 0,
        tended(interaction),
        dated_,
        by=interaction.user.id,
    )
    if isinstance(found, SearchRefusal):
        await tell(interaction, notice(REFUSED[found]))
        return
    await tell(interaction, await _listed(interaction, found))


async def _listed(interaction: Interaction, found: LogPage) -> Card:
    channels = [found.filter.channel_id, *(line.channel_id for line in found.lines)]
    names = await names_of(interaction, [line.who for line in found.lines], channels)
    return log_card(found, names)


class TurnLog(GuardedItem, template=logs_ids.TURN_LIST):
    """Another page of what was found."""

    action = "logs:list"

    async def pressed(self, interaction: Interaction) -> None:
        await interaction.response.defer()
        found = await desk_of(interaction).knowledge.moderation.search.turn(
            interaction.guild_id or 0,
            tended(interaction),
            int(self.state["search"]),
            int(self.state["page"]),
            by=interaction.user.id,
        )
        shown = notice(NOT_YOURS) if found is None else await _listed(interaction, found)
        await interaction.edit_original_response(view=shown)


class OpenRecord(GuardedItem, template=logs_ids.OPEN):
    """A record of the list, in a message of its own, so that the list stays."""

    action = "logs:open"

    async def pressed(self, interaction: Interaction) -> None:
        await show_case(interaction, self.values[0])


ITEMS: tuple[type[GuardedItem], ...] = (TurnLog, OpenRecord)
