"""`/docs remove`: into the bin or for good, confirmed by the name; and the way out of the bin."""

from __future__ import annotations

from collections.abc import Mapping
from typing import cast

from bot.cards import docs_ids
from bot.cards.docs import GONE, IN_BIN, Listed
from bot.cards.docs_removing import (
    NOT_RESTORED,
    RESTORED,
    STAYED,
    TYPED,
    erased_card,
    is_named,
    not_typed,
    remove_form,
    removing_card,
)
from bot.cards.layout import Card, notice
from bot.cogs.desk import desk_of
from bot.cogs.docs_screens import Interaction, find, found, screen
from bot.cogs.tending import course_named
from bot.errors import GuardedItem, GuardedModal, saved, tell
from knowledge.model.corpus import Document
from knowledge.model.drafts import Binned, Dependents, Draft
from knowledge.model.named import Named


async def offer_removal(interaction: Interaction, said: str) -> None:
    """Show the ways in which a document can go, and what rests on it."""
    await interaction.response.defer(ephemeral=True, thinking=True)
    one = await found(interaction, said)
    if one is None:
        return
    dependents = Dependents(0, 0)
    if not isinstance(one, Draft):
        dependents = await desk_of(interaction).knowledge.documents.dependents(one.id)
    await tell(interaction, removing_card(one, dependents))


class BeginRemoval(GuardedItem, template=docs_ids.REMOVE):
    """Offers the ways."""

    action = "docs:remove"

    async def pressed(self, interaction: Interaction) -> None:
        await offer_removal(interaction, self.state["which"])


class ChooseWay(GuardedItem, template=docs_ids.WAY):
    """Asks for the name."""

    action = "docs:way"

    async def pressed(self, interaction: Interaction) -> None:
        way = cast("docs_ids.Way", self.state["way"])
        one = await found(interaction, self.state["which"])
        if one is None:
            return
        if way == "bin" and not isinstance(one, Document):
            await tell(interaction, notice(_not_now(one)))
            return
        await interaction.response.send_modal(remove_form(way, one))


class Stay(GuardedItem, template=docs_ids.STAY):
    """Nothing was changed before, so nothing has to be undone."""

    action = "docs:stay"

    async def pressed(self, interaction: Interaction) -> None:
        await interaction.response.edit_message(view=notice(STAYED))


class TypedName(GuardedModal):
    """Removes, if the name was typed; what came of it takes the place of the card."""

    action = "docs:typed"
    template = docs_ids.REMOVE_FORM

    async def submitted(
        self, interaction: Interaction, state: Mapping[str, str], typed: Mapping[str, str]
    ) -> None:
        await interaction.response.defer()
        one = await found(interaction, state["which"])
        if one is None:
            return
        if not is_named(typed.get(TYPED, ""), one):
            await tell(interaction, notice(not_typed(one)))
            return
        remove = _binned if state["way"] == "bin" else _erased
        await interaction.edit_original_response(view=await remove(interaction, one))


def _not_now(one: Listed) -> str:
    """Why what is no published document cannot be moved to the bin."""
    return IN_BIN if isinstance(one, Binned) else GONE


async def _binned(interaction: Interaction, one: Listed) -> Card:
    if not isinstance(one, Document):
        return notice(_not_now(one))
    binned = await desk_of(interaction).knowledge.removals.put_in_bin(
        one.course_id, one.id, by=interaction.user.id, server_id=interaction.guild_id
    )
    if binned is None:
        return notice(GONE)
    saved(interaction, "It **is in the bin**.")
    return await screen(interaction, binned, "✅ Moved to the bin. Nobody finds it any more.")


async def _erased(interaction: Interaction, one: Listed) -> Card:
    knowledge = desk_of(interaction).knowledge
    by, server_id = interaction.user.id, interaction.guild_id
    cited = 0
    if isinstance(one, Draft):
        is_gone = None is await knowledge.drafts.discard(
            one.course_id, one.id, by=by, server_id=server_id
        )
    else:
        erased = await knowledge.removals.erase(one.course_id, one.id, by=by, server_id=server_id)
        is_gone, cited = erased is None, 0 if erased is None else erased.items
    if is_gone:
        return notice(GONE)
    saved(interaction, "It **is erased**.")
    return erased_card(one.title, cited)


class Restore(GuardedItem, template=docs_ids.RESTORE):
    """Lets a document out of the bin: it takes the place of the card."""

    action = "docs:restore"

    async def pressed(self, interaction: Interaction) -> None:
        await interaction.response.defer()
        desk, document_id = desk_of(interaction), int(self.state["document"])
        course = await course_named(interaction, Named.DOCUMENT, document_id)
        if course is None:
            await tell(interaction, notice(GONE))
            return
        refused = await desk.knowledge.removals.restore(
            course.id, document_id, by=interaction.user.id, server_id=interaction.guild_id
        )
        if refused is not None:
            await tell(interaction, notice(NOT_RESTORED[refused]))
            return
        saved(interaction, "It **is restored**.")
        one = await find(desk, course.id, docs_ids.published(document_id))
        card = notice(GONE) if one is None else await screen(interaction, one, RESTORED)
        await interaction.edit_original_response(view=card)


ITEMS: tuple[type[GuardedItem], ...] = (BeginRemoval, ChooseWay, Stay, Restore)
MODALS: tuple[GuardedModal, ...] = (TypedName(),)
