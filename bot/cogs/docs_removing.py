"""`/docs remove`: confirmed by the name, typed."""

from __future__ import annotations

from collections.abc import Mapping

from bot.cards import docs_ids
from bot.cards.docs import GONE, Listed, which_of
from bot.cards.docs_changes import (
    NOT_TYPED,
    TYPED,
    is_named,
    remove_form,
    removed_card,
    removing_card,
)
from bot.cards.layout import Card, notice
from bot.cogs.desk import desk_of
from bot.cogs.docs_screens import Interaction, found
from bot.errors import GuardedItem, GuardedModal, saved, tell
from knowledge.model.drafts import Dependents, Draft


async def offer_removal(interaction: Interaction, said: str) -> None:
    """Show what rests on a document."""
    await interaction.response.defer(ephemeral=True, thinking=True)
    one = await found(interaction, said)
    if one is None:
        return
    file = None
    if not isinstance(one, Draft):
        file = await desk_of(interaction).knowledge.documents.find(one.course_id, one.id)
    dependents = Dependents(0, 0) if file is None else file.dependents
    await tell(interaction, removing_card(one.title, one.file_name, which_of(one), dependents))


class BeginRemoval(GuardedItem, template=docs_ids.REMOVE):
    """Asks for the name."""

    action = "docs:remove"

    async def pressed(self, interaction: Interaction) -> None:
        one = await found(interaction, self.state["which"])
        if one is not None:
            form = remove_form(one.title, one.file_name, self.state["which"])
            await interaction.response.send_modal(form)


class TypedName(GuardedModal):
    """Removes, if the name was typed."""

    action = "docs:typed"
    template = docs_ids.REMOVE_FORM

    async def submitted(
        self, interaction: Interaction, state: Mapping[str, str], typed: Mapping[str, str]
    ) -> None:
        await interaction.response.defer(ephemeral=True, thinking=True)
        one = await found(interaction, state["which"])
        if one is None:
            return
        if not is_named(typed.get(TYPED, ""), one.title, one.file_name):
            await tell(interaction, notice(NOT_TYPED))
        else:
            await tell(interaction, await _removed(interaction, one))


async def _removed(interaction: Interaction, one: Listed) -> Card:
    knowledge = desk_of(interaction).knowledge
    by, server_id = interaction.user.id, interaction.guild_id
    cited: int | None = 0
    if isinstance(one, Draft):
        name = await knowledge.drafts.discard(one.course_id, one.id, by=by, server_id=server_id)
        cited = None if name is None else 0
    else:
        cited = await knowledge.documents.remove(one.course_id, one.id, by=by, server_id=server_id)
    if cited is None:
        return notice(GONE)
    saved(interaction, "It **is removed**.")
    return removed_card(one.title, cited)


ITEMS: tuple[type[GuardedItem], ...] = (BeginRemoval,)
MODALS: tuple[GuardedModal, ...] = (TypedName(),)
