"""Opening a person's answer to a similar question, which stands offered beside a reply."""

from __future__ import annotations

from typing import Any

import discord

from bot.cards import answers_ids
from bot.cards.answer import answer_card
from bot.cards.feedback import GONE
from bot.cards.layout import notice
from bot.cards.offers import offer_gone
from bot.cogs.asking import is_too_fast, note_message, occasion_of
from bot.cogs.desk import desk_of
from bot.errors import GuardedItem, saved, tell
from knowledge.model.record import Surface

Interaction = discord.Interaction[Any]


class ShowOffered(GuardedItem, template=answers_ids.SHOW_OFFERED):
    """Shows it to whoever pressed, alone: as if they had asked what it answers."""

    action = "answer:offered"

    async def pressed(self, interaction: Interaction) -> None:
        desk = desk_of(interaction)
        record = await desk.record(interaction, self.state["receipt"])
        if record is None:
            await tell(interaction, notice(GONE))
            return
        if await is_too_fast(desk, interaction):
            return
        # In a direct message it stays, to be found again.
        is_hidden = interaction.guild_id is not None
        await interaction.response.defer(ephemeral=is_hidden, thinking=True)
        server_id = record.occasion.server_id
        occasion = occasion_of(
            interaction, Surface.OFFER, server_id, interaction.id, is_hidden=is_hidden
        )
        delivery = await desk.knowledge.answerer.open_offer(record.receipt, occasion)
        if delivery is None:
            await tell(interaction, offer_gone())
            return
        saved(interaction, f"The answer **is saved** as `{delivery.receipt}`.")
        card = answer_card(delivery.record, first_use=delivery.first_use)
        message = await interaction.edit_original_response(view=card)
        await note_message(desk, delivery.receipt, message.id)
        if is_hidden:
            desk.held.hold(delivery.receipt, interaction)


ITEMS: tuple[type[GuardedItem], ...] = (ShowOffered,)
