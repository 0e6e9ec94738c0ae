"""Finding a passage for an item that came without one."""

from __future__ import annotations

from typing import Any

import discord

from bot.cards import bank_ids
from bot.cards.item_sources import NONE_FOUND, passages_card, unfit_card
from bot.cards.layout import notice
from bot.cards.review import item_card
from bot.cogs.desk import desk_of
from bot.cogs.item_screens import CHANGED, as_seen, find_item, show_changed, update
from bot.errors import GuardedItem, saved, tell
from knowledge.model.assessment import Item
from knowledge.quizzing.bank_values import Refused
from knowledge.quizzing.validation import findings_in

CITED = "✅ It cites that passage now."

Interaction = discord.Interaction[Any]


class FindSource(GuardedItem, template=bank_ids.SOURCE):
    """Searches the documents with the question and its key."""

    action = "bank:source"

    async def pressed(self, interaction: Interaction) -> None:
        item = await as_seen(interaction, self.state)
        if item is None:
            return
        await interaction.response.defer()
        found = await desk_of(interaction).knowledge.sourcing.nearest(item)
        if found:
            await update(interaction, passages_card(item, found, self.state["done"]))
        else:
            await tell(interaction, notice(NONE_FOUND))


class CiteSource(GuardedItem, template=bank_ids.CITE):
    """Makes one of the passages the item's source, verbatim."""

    action = "bank:cite"

    async def pressed(self, interaction: Interaction) -> None:
        item = await as_seen(interaction, self.state)
        if item is None:
            return
        await interaction.response.defer()
        sourcing, done = desk_of(interaction).knowledge.sourcing, self.state["done"]
        outcome = await sourcing.cite(item, int(self.state["passage"]))
        if isinstance(outcome, Refused):
            await update(interaction, unfit_card(item, outcome.findings, done))
        elif isinstance(outcome, Item):
            saved(interaction, "The item **cites** that passage now.")
            await show_changed(interaction, outcome, done, CITED)
        else:
            now = await find_item(interaction, item.id)
            if now is not None:
                await update(interaction, item_card(now, findings_in(now.draft), CHANGED))


ITEMS: tuple[type[GuardedItem], ...] = (FindSource, CiteSource)
