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
from bot.cards.review import Decision, reason_form, review_card
from bot.cogs import item_editing, item_sources, review_several
from bot.cogs.desk import Desk, desk_of
from bot.cogs.item_screens import as_seen, bank_of, find_item, go_on, settled
from bot.cogs.key_change import ask_for_key
from bot.errors import GuardedItem, GuardedModal, guarded, saved, tell
from knowledge.model.assessment import Item, ItemStatus

USED = (
    "That item stays approved: somebody has changed it, or a quiz or somebody's self-study has "
    "used it. `/bank list` can retire it."
)

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
    course = await desk.course(interaction)
    if course is None:
        await tell(interaction, notice(desk.no_course(interaction)))
        return
    step = await desk.knowledge.bank.next_to_review(course.id)
    shown = notice(review.NOTHING_WAITS) if step is None else review_card(step, 0)
    await tell(interaction, desk.naming(interaction, course.id, shown))


class Approve(GuardedItem, template=bank_ids.APPROVE):
    """Lets an item into quizzes, as it was shown."""

    action = "bank:approve"

    async def pressed(self, interaction: Interaction) -> None:
        item = await as_seen(interaction, self.state)
        if item is None:
            return
        # What flags had suspended was approved before: there is no draft to go back to.
        last = None
        if await bank_of(interaction).approve(item):
            saved(interaction, "The item **is approved**.")
            last = Decision(item) if item.status is ItemStatus.DRAFT else None
        await settled(interaction, item, self.state["done"], "✅ Approved.", last)


class Undo(GuardedItem, template=bank_ids.UNDO):
    """Makes what was just approved a draft again, until it is used."""

    action = "bank:undo"

    async def pressed(self, interaction: Interaction) -> None:
        item = await as_seen(interaction, self.state)
        if item is None:
            return
        if not await bank_of(interaction).take_back({item.id: item.revision}):
            await tell(interaction, notice(USED))
            return
        saved(interaction, "The item **is a draft** again.")
        await _shown_again(interaction, item, self.state["done"], review.undone_line(item))


async def _shown_again(interaction: Interaction, item: Item, done: str, note: str) -> None:
    """An item that was taken back: in its review once more, or alone."""
    if done != bank_ids.ALONE:
        await go_on(interaction, item.course_id, item.id - 1, int(done), note=note)
    else:
        await settled(interaction, item, done, note)


class Rekey(GuardedItem, template=bank_ids.REKEY):
    """Another key for an item that learners flagged, previewed as from a quiz's results."""

    action = "bank:rekey"

    async def pressed(self, interaction: Interaction) -> None:
        item = await as_seen(interaction, self.state)
        if item is None:
            return
        results = desk_of(interaction).knowledge.results
        question = await results.asked_last(item.id, interaction.guild_id or 0)
        if question is not None:
            await ask_for_key(interaction, question)
        else:
            # Nobody was graded on it in a quiz here; the form previews what moves in self-study.
            await item_editing.open_form(interaction, item, self.state["done"])


class Skip(GuardedItem, template=bank_ids.SKIP):
    """Leaves an item for another time."""

    action = "bank:skip"

    async def pressed(self, interaction: Interaction) -> None:
        item = await find_item(interaction, int(self.state["item"]))
        if item is not None:
            await go_on(interaction, item.course_id, item.id, int(self.state["done"]) + 1)


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
    last = None
    if await bank_of(interaction).retire(item, reason):
        saved(interaction, "The item **is retired**.")
        # Opened alone, the item itself offers the way back.
        last = Decision(item, reason) if done != bank_ids.ALONE else None
    await settled(interaction, item, done, "🗄️ Retired.", last)


class Restore(GuardedItem, template=bank_ids.RESTORE):
    """Makes a retired item a draft again."""

    action = "bank:restore"

    async def pressed(self, interaction: Interaction) -> None:
        item = await as_seen(interaction, self.state)
        if item is None:
            return
        # The button may be older than another's decision, which stands.
        note, retired = "", item.status is ItemStatus.RETIRED
        if retired and await bank_of(interaction).restore(item):
            saved(interaction, "The item **is a draft** again.")
            note = review.undone_line(item)
        await _shown_again(interaction, item, self.state["done"], note)


ITEMS: tuple[type[GuardedItem], ...] = (
    Approve,
    Skip,
    Reject,
    Restore,
    Undo,
    Rekey,
    *review_several.ITEMS,
    *item_sources.ITEMS,
    *item_editing.ITEMS,
)
MODALS: tuple[GuardedModal, ...] = (RejectForm(), *item_editing.MODALS)
