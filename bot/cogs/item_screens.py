"""The screen of one item of the bank: found, shown as it is now, and the next in its place."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import discord

from bot.cards import bank_ids
from bot.cards.layout import Card, notice
from bot.cards.review import Decision, item_card, review_card, reviewed_card
from bot.cogs.desk import desk_of
from bot.cogs.tending import course_named
from bot.errors import tell
from knowledge.model.assessment import Item
from knowledge.model.named import Named
from knowledge.quizzing.bank import Bank
from knowledge.quizzing.validation import findings_in

GONE = "That item is not in this course's bank."
CHANGED = "⚠️ Somebody changed this item since you opened it. Here it is as it is now."

Interaction = discord.Interaction[Any]


def bank_of(interaction: Interaction) -> Bank:
    """The bank of the bot that a button belongs to."""
    return desk_of(interaction).knowledge.bank


async def find_item(interaction: Interaction, item_id: int) -> Item | None:
    """An item of a course that is looked after here; says so if there is none."""
    course = await course_named(interaction, Named.ITEM, item_id)
    item = None if course is None else await bank_of(interaction).find(course.id, item_id)
    if item is None:
        await tell(interaction, notice(GONE))
    return item


async def as_seen(interaction: Interaction, state: Mapping[str, str]) -> Item | None:
    """The item of a button if it still is as it was shown; else it is shown as it is."""
    item = await find_item(interaction, int(state["item"]))
    if item is not None and item.revision != int(state["revision"]):
        await update(interaction, item_card(item, findings_in(item.draft), CHANGED))
        return None
    return item


async def update(interaction: Interaction, card: Card) -> None:
    """Show a card in place of the one that was pressed, or under the command of a form."""
    if interaction.response.is_done():
        await interaction.edit_original_response(view=card)
    elif interaction.message is None:
        await tell(interaction, card)
    else:
        await interaction.response.edit_message(view=card)


async def go_on(
    interaction: Interaction,
    course_id: int,
    after_id: int,
    done: int,
    last: Decision | None = None,
    *,
    note: str = "",
) -> None:
    """Show the next item that waits behind ``after_id``, or what still does. ``done`` came before.

    ``last`` is what the press has done, which may be undone; ``note`` is what it has undone.
    """
    bank, desk = bank_of(interaction), desk_of(interaction)
    step = await bank.next_to_review(course_id, after_id)
    if step is not None:
        card = review_card(step, done, last, note=note)
    else:
        first = await bank.next_to_review(course_id)
        card = reviewed_card(course_id, done, 0 if first is None else first.left, last)
    await update(interaction, desk.naming(interaction, course_id, card))


async def settled(
    interaction: Interaction, item: Item, done: str, note: str, last: Decision | None = None
) -> None:
    """The next item of a review, or the item itself where it was opened alone."""
    if done != bank_ids.ALONE:
        await go_on(interaction, item.course_id, item.id, int(done) + 1, last)
        return
    now = await find_item(interaction, item.id)
    if now is not None:
        await update(interaction, item_card(now, findings_in(now.draft), note, last))


async def show_changed(interaction: Interaction, item: Item, done: str, note: str) -> None:
    """An item that has just been changed: in its review, or alone with what became of it."""
    if done != bank_ids.ALONE:
        step = await bank_of(interaction).next_to_review(item.course_id, item.id - 1)
        if step is not None and step.item.id == item.id:
            await update(interaction, review_card(step, int(done)))
            return
    await update(interaction, item_card(item, findings_in(item.draft), note))
