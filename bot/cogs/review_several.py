"""Approving several drafts at once: listed, unticked, approved, taken back."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import discord

from bot.cards import bank_ids
from bot.cards.layout import notice
from bot.cards.review_several import (
    approved_card,
    digest_of,
    digest_of_ids,
    fitting,
    several_card,
    taken_back_card,
)
from bot.cogs.desk import desk_of
from bot.cogs.item_screens import bank_of, go_on, update
from bot.cogs.tending import course_carried
from bot.errors import GuardedItem, saved, tell
from knowledge.model.assessment import Item

CHANGED_LIST = "The drafts have changed since. Nothing was approved; look at them again."
APPROVED_LATER = (
    "You have approved others since, so these can't be taken back together. `/bank list` opens "
    "each of them."
)

Interaction = discord.Interaction[Any]


class OfferAll(GuardedItem, template=bank_ids.OFFER_ALL):
    """Lists the next drafts, to be approved together."""

    action = "bank:offer"

    async def pressed(self, interaction: Interaction) -> None:
        course = await course_carried(interaction, self.state)
        if course is not None:
            await _offer(interaction, course.id, int(self.state["item"]), self.state["done"])


async def _listed(interaction: Interaction, course_id: int, after_id: int) -> Sequence[Item]:
    return fitting(await bank_of(interaction).drafts_from(course_id, after_id))


async def _offer(interaction: Interaction, course_id: int, after_id: int, done: str) -> None:
    drafts = await _listed(interaction, course_id, after_id)
    if drafts:
        shown = several_card(drafts, after_id, done)
        await update(interaction, desk_of(interaction).naming(interaction, course_id, shown))
    else:
        await go_on(interaction, course_id, after_id, int(done))


class Choose(GuardedItem, template=bank_ids.CHOOSE):
    """Unticks some of what was listed."""

    action = "bank:choose"

    async def pressed(self, interaction: Interaction) -> None:
        course = await course_carried(interaction, self.state)
        if course is None:
            return
        after_id, done = int(self.state["item"]), self.state["done"]
        drafts = await _listed(interaction, course.id, after_id)
        if digest_of(drafts) != self.state["seen"]:
            await _offer(interaction, course.id, after_id, done)
            await tell(interaction, notice(CHANGED_LIST))
            return
        ticked = frozenset(map(int, self.values))
        shown = several_card(drafts, after_id, done, ticked)
        await update(interaction, desk_of(interaction).naming(interaction, course.id, shown))


class ApproveAll(GuardedItem, template=bank_ids.APPROVE_ALL):
    """Approves what is ticked of what was listed, and nothing else."""

    action = "bank:all"

    async def pressed(self, interaction: Interaction) -> None:
        course = await course_carried(interaction, self.state)
        if course is None:
            return
        after_id, done = int(self.state["item"]), int(self.state["done"])
        drafts = await _listed(interaction, course.id, after_id)
        if digest_of(drafts) != self.state["seen"]:
            await _offer(interaction, course.id, after_id, self.state["done"])
            await tell(interaction, notice(CHANGED_LIST))
            return
        ticked = bank_ids.places_in(self.state["ticked"])
        chosen = [item for place, item in enumerate(drafts) if place in ticked]
        approved = await bank_of(interaction).approve_all(chosen, interaction.user.id)
        saved(interaction, f"{len(approved)} items **are approved**.")
        # The review goes on with what was unticked, which is to be looked at alone.
        card = approved_card(course.id, approved, after_id, str(done + len(approved)))
        await update(interaction, card)


class UndoAll(GuardedItem, template=bank_ids.UNDO_ALL):
    """Makes what was approved together drafts again, as far as nobody has used it."""

    action = "bank:undo all"

    async def pressed(self, interaction: Interaction) -> None:
        course = await course_carried(interaction, self.state)
        if course is None:
            return
        bank = bank_of(interaction)
        approved = await bank.approved_last(course.id, interaction.user.id)
        if digest_of_ids(approved) != self.state["seen"]:
            await tell(interaction, notice(APPROVED_LATER))
            return
        back = await bank.take_back(approved)
        saved(interaction, f"{len(back)} items **are drafts** again.")
        kept = [item_id for item_id in approved if item_id not in back]
        # What is a draft again comes before everything else, and is not counted as done.
        done = max(0, int(self.state["done"]) - len(back))
        card = taken_back_card(course.id, back, kept, int(self.state["item"]), str(done))
        await update(interaction, card)


class GoOn(GuardedItem, template=bank_ids.REVIEW):
    """Back from the list to the review."""

    action = "bank:review"

    async def pressed(self, interaction: Interaction) -> None:
        course = await course_carried(interaction, self.state)
        if course is not None:
            after_id, done = int(self.state["item"]), int(self.state["done"])
            await go_on(interaction, course.id, after_id, done)


ITEMS: tuple[type[GuardedItem], ...] = (OfferAll, Choose, ApproveAll, UndoAll, GoOn)
