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
from bot.cards.layout import Card, notice
from bot.cards.review import (
    edit_form,
    item_card,
    reason_form,
    refused_card,
    review_card,
    several_card,
)
from bot.cards.text import literal, pieces
from bot.cogs.desk import NOT_SET_UP, Desk, desk_of
from bot.errors import GuardedItem, GuardedModal, guarded, saved, tell
from knowledge.model.assessment import Item
from knowledge.quizzing.bank import Bank
from knowledge.quizzing.bank_values import Outdated, Refused
from knowledge.quizzing.typed_item import TypedItem
from knowledge.quizzing.validation import findings_in

GONE = "That item is not in this course's bank."
CHANGED = "⚠️ Somebody changed this item since you opened it. Here it is as it is now."
CHANGED_LIST = "The drafts have changed since. Nothing was approved; look at them again."
NOT_TAKEN = "Somebody changed this item while you wrote, so nothing was saved. You wrote:"
SAVED = "✅ Saved."

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


def _bank(interaction: Interaction) -> Bank:
    return desk_of(interaction).knowledge.bank


async def _course_id(interaction: Interaction) -> int:
    """0, which no course has, where none is set up."""
    course = await desk_of(interaction).course()
    return 0 if course is None else course.id


async def find_item(interaction: Interaction, item_id: int) -> Item | None:
    """An item of the course that is asked here; says so if there is none."""
    item = await _bank(interaction).find(await _course_id(interaction), item_id)
    if item is None:
        await tell(interaction, notice(GONE))
    return item


async def _as_seen(interaction: Interaction, state: Mapping[str, str]) -> Item | None:
    """The item of a button if it still is as it was shown; else it is shown as it is."""
    item = await find_item(interaction, int(state["item"]))
    if item is not None and item.revision != int(state["revision"]):
        await _update(interaction, item_card(item, findings_in(item.draft), CHANGED))
        return None
    return item


async def _update(interaction: Interaction, card: Card) -> None:
    """Show a card in place of the one that was pressed, or under the command of a form."""
    if interaction.response.is_done():
        await interaction.edit_original_response(view=card)
    elif interaction.message is None:
        await tell(interaction, card)
    else:
        await interaction.response.edit_message(view=card)


async def _go_on(interaction: Interaction, after_id: int, done: int) -> None:
    step = await _bank(interaction).next_to_review(await _course_id(interaction), after_id)
    card = (
        notice(review.ALL_REVIEWED.format(done=done)) if step is None else review_card(step, done)
    )
    await _update(interaction, card)


async def _settled(interaction: Interaction, item_id: int, done: str, note: str) -> None:
    """The next item of a review, or the item itself where it was opened alone."""
    if done != bank_ids.ALONE:
        await _go_on(interaction, item_id, int(done) + 1)
        return
    item = await find_item(interaction, item_id)
    if item is not None:
        await _update(interaction, item_card(item, findings_in(item.draft), note))


class Approve(GuardedItem, template=bank_ids.APPROVE):
    """Lets an item into quizzes, as it was shown."""

    action = "bank:approve"

    async def pressed(self, interaction: Interaction) -> None:
        item = await _as_seen(interaction, self.state)
        if item is None:
            return
        if await _bank(interaction).approve(item):
            saved(interaction, "The item **is approved**.")
        await _settled(interaction, item.id, self.state["done"], "✅ Approved.")


class Skip(GuardedItem, template=bank_ids.SKIP):
    """Leaves an item for another time."""

    action = "bank:skip"

    async def pressed(self, interaction: Interaction) -> None:
        await _go_on(interaction, int(self.state["item"]), int(self.state["done"]) + 1)


class Reject(GuardedItem, template=bank_ids.REJECT):
    """Takes an item out of use, for a reason that is chosen or written."""

    action = "bank:reject"

    async def pressed(self, interaction: Interaction) -> None:
        item = await _as_seen(interaction, self.state)
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
        item = await _as_seen(interaction, state)
        if item is not None:
            await _retire(interaction, item, state["done"], typed.get(review.REASON, "").strip())


async def _retire(interaction: Interaction, item: Item, done: str, reason: str) -> None:
    if await _bank(interaction).retire(item, reason):
        saved(interaction, "The item **is retired**.")
    await _settled(interaction, item.id, done, "🗄️ Retired.")


class Restore(GuardedItem, template=bank_ids.RESTORE):
    """Makes a retired item a draft again."""

    action = "bank:restore"

    async def pressed(self, interaction: Interaction) -> None:
        item = await _as_seen(interaction, self.state)
        if item is None:
            return
        if await _bank(interaction).restore(item):
            saved(interaction, "The item **is a draft** again.")
        await _settled(interaction, item.id, self.state["done"], "It is a draft again.")


class Edit(GuardedItem, template=bank_ids.EDIT):
    """Opens the form of an item, with what its editor typed last if that was refused."""

    action = "bank:edit"

    async def pressed(self, interaction: Interaction) -> None:
        item = await _as_seen(interaction, self.state)
        if item is not None:
            await open_form(interaction, item, self.state["done"])


async def open_form(interaction: Interaction, item: Item, done: str) -> None:
    form = await _bank(interaction).form_of(item, interaction.user.id)
    await interaction.response.send_modal(edit_form(item, form, done))


class EditForm(GuardedModal):
    """An item as somebody changed it."""

    action = "bank:form"
    template = bank_ids.EDIT_FORM

    async def submitted(
        self, interaction: Interaction, state: Mapping[str, str], typed: Mapping[str, str]
    ) -> None:
        form = TypedItem(
            stem=typed.get(review.STEM, ""),
            answers=typed.get(review.ANSWERS, ""),
            rationale=typed.get(review.RATIONALE, ""),
            themes=typed.get(review.THEMES, ""),
        )
        item = await find_item(interaction, int(state["item"]))
        if item is None:
            return
        # The validators may have to read the whole bank before they answer.
        await _defer(interaction)
        if item.revision == int(state["revision"]):
            outcome = await _bank(interaction).edit(item, form, interaction.user.id)
        else:
            outcome = Outdated()
        match outcome:
            case Refused(findings=findings):
                await _update(interaction, refused_card(item, findings, state["done"]))
            case Outdated():
                await _update(interaction, _not_taken(form))
            case Item() as changed:
                saved(interaction, "Your change **is saved**.")
                await _show_changed(interaction, changed, state["done"])


async def _defer(interaction: Interaction) -> None:
    if interaction.message is None:
        await interaction.response.defer(ephemeral=True, thinking=True)
    else:
        await interaction.response.defer()


def _not_taken(form: TypedItem) -> Card:
    texts = [form.stem, form.answers, form.rationale, form.themes]
    first = pieces("\n\n".join(text for text in texts if text), 3_000)[:1]
    return notice("\n\n".join([NOT_TAKEN, *map(literal, first)]))


async def _show_changed(interaction: Interaction, item: Item, done: str) -> None:
    if done != bank_ids.ALONE:
        step = await _bank(interaction).next_to_review(item.course_id, item.id - 1)
        if step is not None and step.item.id == item.id:
            await _update(interaction, review_card(step, int(done)))
            return
    await _update(interaction, item_card(item, findings_in(item.draft), SAVED))


class OfferAll(GuardedItem, template=bank_ids.OFFER_ALL):
    """Lists the next drafts, to be approved together."""

    action = "bank:offer"

    async def pressed(self, interaction: Interaction) -> None:
        after_id, done = int(self.state["item"]), self.state["done"]
        await _offer(interaction, after_id, done)


async def _offer(interaction: Interaction, after_id: int, done: str) -> None:
    drafts = await _bank(interaction).drafts_from(await _course_id(interaction), after_id)
    card = several_card(drafts, after_id, done) if drafts else notice(review.NOTHING_WAITS)
    await _update(interaction, card)


class ApproveAll(GuardedItem, template=bank_ids.APPROVE_ALL):
    """Approves what was listed, and nothing else."""

    action = "bank:all"

    async def pressed(self, interaction: Interaction) -> None:
        after_id, done = int(self.state["item"]), int(self.state["done"])
        bank = _bank(interaction)
        drafts = await bank.drafts_from(await _course_id(interaction), after_id)
        if review.digest_of(drafts) != self.state["seen"]:
            await _offer(interaction, after_id, self.state["done"])
            await tell(interaction, notice(CHANGED_LIST))
            return
        approved = await bank.approve_all(drafts)
        saved(interaction, f"{approved} items **are approved**.")
        await _go_on(interaction, drafts[-1].id if drafts else after_id, done + approved)


class GoOn(GuardedItem, template=bank_ids.REVIEW):
    """Back from the list to the review."""

    action = "bank:review"

    async def pressed(self, interaction: Interaction) -> None:
        await _go_on(interaction, int(self.state["item"]), int(self.state["done"]))


ITEMS: tuple[type[GuardedItem], ...] = (
    Approve,
    Skip,
    Reject,
    Restore,
    Edit,
    OfferAll,
    ApproveAll,
    GoOn,
)
MODALS: tuple[GuardedModal, ...] = (EditForm(), RejectForm())
