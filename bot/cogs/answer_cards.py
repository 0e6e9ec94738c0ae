"""The card of an answer as one person sees it, who may have asked for a person about it."""

from __future__ import annotations

from typing import Any

import discord

from bot.cards.answer import answer_card
from bot.cards.layout import Card
from bot.cogs.desk import desk_of
from knowledge.model.record import Record

Interaction = discord.Interaction[Any]


async def own_card(
    interaction: Interaction, record: Record, *, page: int = 0, shareable: bool = False
) -> Card:
    """For whoever pressed, and nobody else to see."""
    inbox = desk_of(interaction).knowledge.inbox
    request = await inbox.state(record.receipt, interaction.user.id)
    return answer_card(record, page=page, shareable=shareable, request=request)


def is_for_one(interaction: Interaction) -> bool:
    """Whether only the person who pressed can see the message."""
    message = interaction.message
    return interaction.guild_id is None or (message is not None and message.flags.ephemeral)


def offers_sharing(interaction: Interaction) -> bool:
    """Whether the answer in the message can be shared with the channel."""
    message = interaction.message
    if message is None:
        return False
    view = discord.ui.LayoutView.from_message(message, timeout=None)
    ids = (getattr(item, "custom_id", "") for item in view.walk_children())
    return any(str(custom_id).startswith("answer:share:") for custom_id in ids)
