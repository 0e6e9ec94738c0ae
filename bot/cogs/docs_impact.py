"""What a new version has changed: kept, brought up to date, or retired, one by one."""

from __future__ import annotations

from collections.abc import Mapping

from bot.cards import bank_ids, docs_ids
from bot.cards.docs_changes import MOVED_ON, NOTHING_CHANGED, impact_card
from bot.cards.item_sources import NONE_FOUND, passages_card
from bot.cards.layout import Card, notice
from bot.cogs.desk import NOT_FOR_YOU, desk_of
from bot.cogs.docs_screens import Interaction
from bot.cogs.item_screens import find_item
from bot.cogs.tending import tended_course
from bot.errors import GuardedItem, saved, tell
from knowledge.model.impact import Resting


async def _card(interaction: Interaction, course_id: int, place: int, note: str = "") -> Card:
    found = await desk_of(interaction).knowledge.impact.look(
        course_id, interaction.guild_id or 0, place
    )
    if found is None:
        return notice("\n".join(filter(None, (note, NOTHING_CHANGED))))
    return impact_card(course_id, *found, note)


async def _tended(interaction: Interaction, state: Mapping[str, str]) -> int | None:
    """The course that the press is about; says so if it is not looked after here."""
    course = await tended_course(desk_of(interaction), interaction, int(state["course"]))
    if course is None:
        await tell(interaction, notice(NOT_FOR_YOU))
    return None if course is None else course.id


class ShowImpact(GuardedItem, template=docs_ids.IMPACT):
    """Shows the first of what changed."""

    action = "docs:impact"

    async def pressed(self, interaction: Interaction) -> None:
        await interaction.response.defer(ephemeral=True, thinking=True)
        course_id = await _tended(interaction, self.state)
        if course_id is not None:
            await tell(interaction, await _card(interaction, course_id, 0))


class TurnImpact(GuardedItem, template=docs_ids.TURN_IMPACT):
    """Another one."""

    action = "docs:changed"

    async def pressed(self, interaction: Interaction) -> None:
        await interaction.response.defer()
        course_id = await _tended(interaction, self.state)
        if course_id is not None:
            card = await _card(interaction, course_id, int(self.state["page"]))
            await interaction.edit_original_response(view=card)


class Keep(GuardedItem, template=docs_ids.KEEP):
    """Leaves one as it is."""

    action = "docs:hold"

    async def pressed(self, interaction: Interaction) -> None:
        course_id = await _tended(interaction, self.state)
        if course_id is None:
            return
        await interaction.response.defer()
        done = await desk_of(interaction).knowledge.impact.keep(
            course_id,
            Resting(self.state["kind"]),
            int(self.state["subject"]),
            int(self.state["version"]),
            by=interaction.user.id,
            server_id=interaction.guild_id,
        )
        await _go_on(interaction, course_id, int(self.state["page"]), done, "✅ Kept as it is.")


class Retire(GuardedItem, template=docs_ids.RETIRE):
    """Takes one out of use."""

    action = "docs:retire"

    async def pressed(self, interaction: Interaction) -> None:
        course_id = await _tended(interaction, self.state)
        if course_id is None:
            return
        await interaction.response.defer()
        done = await desk_of(interaction).knowledge.impact.retire(
            course_id,
            Resting(self.state["kind"]),
            int(self.state["subject"]),
            int(self.state["revision"]),
            by=interaction.user.id,
            server_id=interaction.guild_id,
        )
        await _go_on(interaction, course_id, int(self.state["page"]), done, "✅ Retired.")


class Update(GuardedItem, template=docs_ids.UPDATE):
    """Finds an item another passage; lets a starred question expect today's answer."""

    action = "docs:update"

    async def pressed(self, interaction: Interaction) -> None:
        course_id = await _tended(interaction, self.state)
        if course_id is None:
            return
        subject_id = int(self.state["subject"])
        if Resting(self.state["kind"]) is Resting.STARRED:
            await interaction.response.defer()
            done = await desk_of(interaction).knowledge.impact.renew(
                course_id, subject_id, by=interaction.user.id, server_id=interaction.guild_id
            )
            place, note = int(self.state["page"]), "✅ It expects today's answer."
            await _go_on(interaction, course_id, place, done, note)
            return
        await interaction.response.defer(ephemeral=True, thinking=True)
        item = await find_item(interaction, subject_id)
        if item is None:
            return
        found = await desk_of(interaction).knowledge.sourcing.nearest(item)
        card = passages_card(item, found, bank_ids.ALONE) if found else notice(NONE_FOUND)
        await tell(interaction, card)


async def _go_on(
    interaction: Interaction, course_id: int, place: int, done: bool, note: str
) -> None:
    """The next one in the place of the one that is settled."""
    if done:
        saved(interaction, "That **is saved**.")
    card = await _card(interaction, course_id, place, note if done else f"⚠️ {MOVED_ON}")
    await interaction.edit_original_response(view=card)


ITEMS: tuple[type[GuardedItem], ...] = (ShowImpact, TurnImpact, Keep, Retire, Update)
