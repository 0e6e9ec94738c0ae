"""Choices for every option that takes a receipt: the newest of this server, without their words."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC
from typing import Any

import discord
from discord import app_commands

from bot.cards.logs import OPINIONS
from bot.cards.text import shorten
from bot.cogs.desk import desk_of, quickly
from knowledge.model.log_search import LogKind, RecentReceipt

_MOST_CHOICES = 25
_ANSWERS = (LogKind.QUESTION,)
_ALL = (LogKind.QUESTION, LogKind.QUIZ)

Interaction = discord.Interaction[Any]
Choices = list[app_commands.Choice[str]]


async def offer_answers(interaction: Interaction, typed: str) -> Choices:
    """Answers of this server, newest first. Empty rather than late."""
    return await _offer(interaction, typed, _ANSWERS)


async def offer_records(interaction: Interaction, typed: str) -> Choices:
    """Answers and quizzes of this server, newest first. Empty rather than late."""
    return await _offer(interaction, typed, _ALL)


async def _offer(interaction: Interaction, typed: str, kinds: Sequence[LogKind]) -> Choices:
    receipts = desk_of(interaction).knowledge.moderation.receipts
    found = await quickly(
        receipts.recent(interaction.guild_id or 0, typed, kinds, limit=_MOST_CHOICES)
    )
    return [
        app_commands.Choice(name=_told(interaction, one), value=one.receipt) for one in found or []
    ]


def _told(interaction: Interaction, one: RecentReceipt) -> str:
    """When and where, because a list that opens while typing is on nobody's record."""
    outcome = one.outcome if one.kind is LogKind.QUESTION else f"quiz, {one.outcome}"
    parts = [one.receipt, f"{one.at.astimezone(UTC):%d %b %H:%M} UTC", outcome]
    if one.opinion is not None:
        parts.append(OPINIONS[one.opinion])
    guild = interaction.guild
    if guild is not None and one.channel_id is not None:
        channel = guild.get_channel_or_thread(one.channel_id)
        parts += [] if channel is None else [f"#{channel.name}"]
    return shorten(" · ".join(parts), 100)
