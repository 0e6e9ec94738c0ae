"""The rest of `/logs`: figures, files, and what the server decides about its log."""

from __future__ import annotations

import asyncio
import io
from dataclasses import replace
from datetime import timedelta
from typing import Any

import discord
from discord import app_commands
from discord.ext import commands

from bot.access import ELSEWHERE
from bot.cards import logs_ids
from bot.cards.layout import Card, notice
from bot.cards.log_audit import audit_card, chain_words
from bot.cards.log_overview import file_card, settings_card, stats_card
from bot.cards.logs import REFUSED
from bot.cogs.desk import desk_of, host_of
from bot.cogs.naming import names_of
from bot.errors import GuardedItem, guarded, tell
from bot.moments import Unclear, read_moment
from knowledge.model.log_search import LogFilter, Opinion, SearchRefusal
from knowledge.model.review import Asker, ReviewStatus
from knowledge.model.server import LogMode
from knowledge.reviewing.log_export import LogFormat

NO_MOMENT = "I can't tell when that is. Write `2026-11-20`, or `3 days ago`."
NO_ACCESS = (
    "I can't write in that channel, so nothing was changed. Give me **View Channel** and **Send "
    "Messages** there, or choose another."
)
DEFAULT_DAYS = 30

Interaction = discord.Interaction[Any]
Choice = app_commands.Choice
RATINGS = [Choice(name=opinion.value, value=opinion.value) for opinion in Opinion]
STATUSES = [Choice(name=status.value, value=status.value) for status in ReviewStatus]
_FORMATS = [Choice(name=shape.value, value=shape.value) for shape in LogFormat]
_MODES = [
    Choice(name="pseudonyms", value=LogMode.PSEUDONYMS.value),
    Choice(name="names", value=LogMode.NAMES.value),
    Choice(name="pseudonyms, and no questions", value=LogMode.NO_QUESTION_TEXT.value),
]


class LogOffice(commands.Cog):
    """Hung into the group of `/logs`."""

    @app_commands.command()
    @app_commands.describe(days="Of how many days, up to today; 30 unless you say otherwise")
    async def stats(
        self, interaction: Interaction, days: app_commands.Range[int, 1, 3650] = DEFAULT_DAYS
    ) -> None:
        """See how much is asked, what is thought of it, what waits"""
        await guarded(interaction, "logs stats", lambda i: _stats(i, days))

    @app_commands.command()
    @app_commands.describe(
        format="CSV for a spreadsheet, JSONL for a script",
        text="Words that the question or its answer holds",
        rating="What was thought of the answer",
        status="What a moderator said of the answer",
        since="From when on, such as 2026-11-20 or 3 days ago",
    )
    @app_commands.choices(format=_FORMATS, rating=RATINGS, status=STATUSES)
    async def export(
        self,
        interaction: Interaction,
        format: str,
        text: app_commands.Range[str, 1, 100] = "",
        rating: str | None = None,
        status: str | None = None,
        since: app_commands.Range[str, 1, 60] = "",
    ) -> None:
        """Get questions and answers in a file; that is logged"""
        wanted = LogFilter(
            text=text,
            opinion=None if rating is None else Opinion(rating),
            status=None if status is None else ReviewStatus(status),
        )
        await guarded(
            interaction, "logs export", lambda i: _export(i, wanted, LogFormat(format), since)
        )

    @app_commands.command()
    @app_commands.describe(
        alerts="Where dislikes, reports, abstentions in a row, flags, abuse and errors are told",
        shows="What the log shows of those who asked",
    )
    @app_commands.choices(shows=_MODES)
    async def setup(
        self,
        interaction: Interaction,
        alerts: discord.TextChannel | None = None,
        shows: str | None = None,
    ) -> None:
        """See or change where alerts go, and whether the log shows names"""
        mode = None if shows is None else LogMode(shows)
        await guarded(interaction, "logs setup", lambda i: _setup(i, alerts, mode))

    @app_commands.command()
    async def audit(self, interaction: Interaction) -> None:
        """See who looked at what, who reviewed, exported, unmasked"""
        await guarded(interaction, "logs audit", _audit)


async def dated(interaction: Interaction, wanted: LogFilter, since: str) -> LogFilter | None:
    """With the moment that was typed; says so if nobody can tell which that is."""
    if not since:
        return wanted
    moment = await asyncio.to_thread(read_moment, since, interaction.created_at)
    if isinstance(moment, Unclear):
        await tell(interaction, notice(NO_MOMENT))
        return None
    return replace(wanted, since=moment)


def tended(interaction: Interaction) -> list[int]:
    """The ids of the courses that this server looks after: no other's study is shown here."""
    layout = desk_of(interaction).knowledge.servers.layout
    return [course.id for course in layout.own(interaction.guild_id or 0, host_of(interaction))]


async def _stats(interaction: Interaction, days: int) -> None:
    await interaction.response.defer(ephemeral=True, thinking=True)
    since = interaction.created_at - timedelta(days=days)
    moderation = desk_of(interaction).knowledge.moderation
    await tell(interaction, stats_card(await moderation.stats(interaction.guild_id or 0, since)))


async def _export(
    interaction: Interaction, wanted: LogFilter, shape: LogFormat, since: str
) -> None:
    await interaction.response.defer(ephemeral=True, thinking=True)
    dated_ = await dated(interaction, wanted, since)
    if dated_ is None:
        return
    found = await desk_of(interaction).knowledge.moderation.exporting.export(
        interaction.guild_id or 0,
        tended(interaction),
        dated_,
        shape,
        by=interaction.user.id,
    )
    if isinstance(found, SearchRefusal):
        await tell(interaction, notice(REFUSED[found]))
        return
    file = discord.File(io.BytesIO(found.content), found.name)
    await interaction.edit_original_response(view=file_card(found), attachments=[file])


async def _audit(interaction: Interaction) -> None:
    await interaction.response.defer(ephemeral=True, thinking=True)
    browsing = desk_of(interaction).knowledge.moderation.browsing
    await browsing.note_view(interaction.guild_id or 0, "audit", by=interaction.user.id)
    await tell(interaction, await _audit_page(interaction, 0))


async def _audit_page(interaction: Interaction, page: int) -> Card:
    auditing = desk_of(interaction).knowledge.moderation.auditing
    found = await auditing.page(interaction.guild_id or 0, page)
    staff = [Asker("", entry.actor_id) for entry in found.entries]
    return audit_card(found, await names_of(interaction, staff, []))


class TurnAudit(GuardedItem, template=logs_ids.TURN_AUDIT):
    """Another page of what staff did."""

    action = "logs:audit"

    async def pressed(self, interaction: Interaction) -> None:
        await interaction.response.defer()
        card = await _audit_page(interaction, int(self.state["page"]))
        await interaction.edit_original_response(view=card)


class CheckChain(GuardedItem, template=logs_ids.CHAIN):
    """Recomputes every link of the audit."""

    action = "logs:chain"

    async def pressed(self, interaction: Interaction) -> None:
        # The chain is of all servers: whoever owns no course here has nothing to check.
        layout = desk_of(interaction).knowledge.servers.layout
        if not layout.is_tended(interaction.guild_id or 0, host_of(interaction)):
            await tell(interaction, notice(ELSEWHERE))
            return
        await interaction.response.defer(ephemeral=True, thinking=True)
        found = await desk_of(interaction).knowledge.moderation.auditing.check()
        await tell(interaction, notice(chain_words(found)))


async def _setup(
    interaction: Interaction, channel: discord.TextChannel | None, mode: LogMode | None
) -> None:
    await interaction.response.defer(ephemeral=True, thinking=True)
    alerting = desk_of(interaction).knowledge.moderation.alerting
    server_id = interaction.guild_id or 0
    if channel is not None and not _may_write(channel):
        await tell(interaction, notice(NO_ACCESS))
        return
    changes = channel is not None or mode is not None
    if changes:
        settings = await alerting.change(
            server_id,
            by=interaction.user.id,
            channel_id=None if channel is None else channel.id,
            mode=mode,
        )
    else:
        settings = await alerting.settings(server_id)
    names = await names_of(interaction, [], [settings.alert_channel_id])
    await tell(interaction, settings_card(settings, names, changed=changes))


def _may_write(channel: discord.TextChannel) -> bool:
    may = channel.permissions_for(channel.guild.me)
    return may.view_channel and may.send_messages


ITEMS: tuple[type[GuardedItem], ...] = (TurnAudit, CheckChain)
