"""The form in which an item is changed: nothing that was typed into it is lost."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import discord

from bot.cards import bank_ids, review
from bot.cards.key_change import preview_card
from bot.cards.layout import Card, notice
from bot.cards.review import edit_form, item_card, refused_card
from bot.cards.text import literal, pieces
from bot.cogs.desk import desk_of
from bot.cogs.item_screens import as_seen, bank_of, find_item, show_changed, update
from bot.cogs.key_change import refusal_card
from bot.errors import GuardedItem, GuardedModal, saved
from knowledge.model.assessment import Item, ItemDraft
from knowledge.model.regrading import Proposal, is_other_key
from knowledge.quizzing.bank_values import KeyChange, Outdated, Refused
from knowledge.quizzing.typed_item import TypedItem
from knowledge.quizzing.validation import findings_in

NOT_TAKEN = "Somebody changed this item while you wrote, so nothing was saved. You wrote:"
SAVED = "✅ Saved."
SAVED_WITH_KEY = (
    "✅ Saved, with another key. Answers given before keep their grade: they were given to other "
    "words, and the order of events, or what belongs together, is the question itself."
)

Interaction = discord.Interaction[Any]


class Edit(GuardedItem, template=bank_ids.EDIT):
    """Opens the form of an item, with what its editor typed last if that was refused."""

    action = "bank:edit"

    async def pressed(self, interaction: Interaction) -> None:
        item = await as_seen(interaction, self.state)
        if item is not None:
            await open_form(interaction, item, self.state["done"])


async def open_form(interaction: Interaction, item: Item, done: str) -> None:
    form = await bank_of(interaction).form_of(item, interaction.user.id)
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
            outcome = await bank_of(interaction).edit(item, form, interaction.user.id)
        else:
            outcome = Outdated()
        match outcome:
            case Refused(findings=findings):
                await update(interaction, refused_card(item, findings, state["done"]))
            case Outdated():
                await update(interaction, _not_taken(form))
            case KeyChange(draft=draft):
                await update(interaction, await _whom_it_moves(interaction, item, draft))
            case Item() as changed:
                saved(interaction, "Your change **is saved**.")
                if await _keeps_grades(interaction, item, changed):
                    card = item_card(changed, findings_in(changed.draft), SAVED_WITH_KEY)
                    await update(interaction, card)
                else:
                    await show_changed(interaction, changed, state["done"], SAVED)


async def _keeps_grades(interaction: Interaction, item: Item, changed: Item) -> bool:
    """Whether answers were given to what is another question now, with another key."""
    other = is_other_key(item.draft, changed.draft)
    return other and await bank_of(interaction).is_answered(item.id)


async def _whom_it_moves(interaction: Interaction, item: Item, draft: ItemDraft) -> Card:
    proposed = await desk_of(interaction).knowledge.results.propose_edit(
        item,
        draft,
        by=interaction.user.id,
        server_id=interaction.guild_id or 0,
        event_id=interaction.id,
    )
    return preview_card(proposed) if isinstance(proposed, Proposal) else refusal_card(proposed)


async def _defer(interaction: Interaction) -> None:
    if interaction.message is None:
        await interaction.response.defer(ephemeral=True, thinking=True)
    else:
        await interaction.response.defer()


def _not_taken(form: TypedItem) -> Card:
    texts = [form.stem, form.answers, form.rationale, form.themes]
    first = pieces("\n\n".join(text for text in texts if text), 3_000)[:1]
    return notice("\n\n".join([NOT_TAKEN, *map(literal, first)]))


ITEMS: tuple[type[GuardedItem], ...] = (Edit,)
MODALS: tuple[GuardedModal, ...] = (EditForm(),)
