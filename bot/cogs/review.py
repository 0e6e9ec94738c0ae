"""`/quiz review`: drafts and flagged items, one on a screen, until nothing waits.

Where a review stands is in its buttons: the item, its revision, and how many came before it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import discord
from discord import app_commands
from discord.ext import commands

from bot.cards import bank_ids, review
from bot.cards.layout import notice
from bot.cards.review import reason_form, review_card, several_card
from bot.cogs import item_editing
from bot.cogs.desk import NOT_SET_UP, Desk, desk_of
from bot.cogs.item_screens import as_seen, bank_of, course_id_of, go_on, settled, update
from bot.errors import GuardedItem, GuardedModal, guarded, saved, tell
from knowledge.model.assessment import Item

CHANGED_LIST = "The drafts have changed since. Nothing was approved; look at them again."

Interaction = discord.Interaction[Any]


class Reviewing(commands.Cog):
    """Hung into the group of `/quiz`."""

    _desk: Desk

    @app_commands.command()
    async def review(self, interaction: Interaction) -> None:
        """Approve, edit or reject the drafts, one after the other"""
        await guarded(interaction, "quiz review", open_review)


async def open_review(interaction: Interaction) -> None:
    """Show the first item that waits, to the one who asked."""
    desk = desk_of(interaction)
    course = await desk.course()
    if course is None:
        await tell(interaction, notice(NOT_SET_UP))
        return
    step = await desk.knowledge.bank.next_to_review(course.id)
    await tell(interaction, notice(review.NOTHING_WAITS) if step is None else review_card(step, 0))


class Approve(GuardedItem, template=bank_ids.APPROVE):
    """Lets an item into quizzes, as it was shown."""

    action = "bank:approve"

    async def pressed(self, interaction: Interaction) -> None:
        item = await as_seen(interaction, self.state)
        if item is None:
            return
        if await bank_of(interaction).approve(item):
            saved(interaction, "The item **is approved**.")
        await settled(interaction, item.id, self.state["done"], "✅ Approved.")


class Skip(GuardedItem, template=bank_ids.SKIP):
    """Leaves an item for another time."""

    action = "bank:skip"

    async def pressed(self, interaction: Interaction) -> None:
        await go_on(interaction, int(self.state["item"]), int(self.state["done"]) + 1)


class Reject(GuardedItem, template=bank_ids.REJECT):
    """Takes an item out of use, for a reason that is chosen or written."""

    action = "bank:reject"

    async def pressed(self, interaction: Interaction) -> None:
        item = await as_seen(interaction, self.state)
        if item is None:
            return
        if self.values[0] == review.OTHER_REASON:
            await interaction.response.send_modal(reason_form(item, self.state["done"]))
            return
        reason, _ = review.REASONS[self.values[0]]
        await _retire(interaction, item, self.state["done"], reason)


class RejectForm(GuardedModal):
    """The reason in somebody's own words."""

    action = "bank:why"
    template = bank_ids.REJECT_FORM

    async def submitted(
        self, interaction: Interaction, state: Mapping[str, str], typed: Mapping[str, str]
    ) -> None:
        item = await as_seen(interaction, state)
        if item is not None:
            await _retire(interaction, item, state["done"], typed.get(review.REASON, "").strip())


async def _retire(interaction: Interaction, item: Item, done: str, reason: str) -> None:
    if await bank_of(interaction).retire(item, reason):
        saved(interaction, "The item **is retired**.")
    await settled(interaction, item.id, done, "🗄️ Retired.")


class Restore(GuardedItem, template=bank_ids.RESTORE):
    """Makes a retired item a draft again."""

    action = "bank:restore"

    async def pressed(self, interaction: Interaction) -> None:
        item = await as_seen(interaction, self.state)
        if item is None:
            return
        if await bank_of(interaction).restore(item):
            saved(interaction, "The item **is a draft** again.")
        await settled(interaction, item.id, self.state["done"], "It is a draft again.")


class OfferAll(GuardedItem, template=bank_ids.OFFER_ALL):
    """Lists the next drafts, to be approved together."""

    action = "bank:offer"

    async def pressed(self, interaction: Interaction) -> None:
        after_id, done = int(self.state["item"]), self.state["done"]
        await _offer(interaction, after_id, done)


async def _offer(interaction: Interaction, after_id: int, done: str) -> None:
    drafts = await bank_of(interaction).drafts_from(await course_id_of(interaction), after_id)
    card = several_card(drafts, after_id, done) if drafts else notice(review.NOTHING_WAITS)
    await update(interaction, card)


class ApproveAll(GuardedItem, template=bank_ids.APPROVE_ALL):
    """Approves what was listed, and nothing else."""

    action = "bank:all"

    async def pressed(self, interaction: Interaction) -> None:
        after_id, done = int(self.state["item"]), int(self.state["done"])
        bank = bank_of(interaction)
        drafts = await bank.drafts_from(await course_id_of(interaction), after_id)
        if review.digest_of(drafts) != self.state["seen"]:
            await _offer(interaction, after_id, self.state["done"])
            await tell(interaction, notice(CHANGED_LIST))
            return
        approved = await bank.approve_all(drafts)
        saved(interaction, f"{approved} items **are approved**.")
        await go_on(interaction, drafts[-1].id if drafts else after_id, done + approved)


class GoOn(GuardedItem, template=bank_ids.REVIEW):
    """Back from the list to the review."""

    action = "bank:review"

    async def pressed(self, interaction: Interaction) -> None:
        await go_on(interaction, int(self.state["item"]), int(self.state["done"]))


ITEMS: tuple[type[GuardedItem], ...] = (
    Approve,
    Skip,
    Reject,
    Restore,
    OfferAll,
    ApproveAll,
    GoOn,
    *item_editing.ITEMS,
)
MODALS: tuple[GuardedModal, ...] = (RejectForm(), *item_editing.MODALS)
