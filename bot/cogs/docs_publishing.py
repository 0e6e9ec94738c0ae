"""`/docs publish`, and the buttons under what was added."""

from __future__ import annotations

from bot.cards import docs, docs_ids
from bot.cards.docs_adding import NOT_THERE, SAME, Waiting, clash_card, published_card
from bot.cards.layout import Card, notice
from bot.cogs.desk import Desk, desk_of
from bot.cogs.docs_screens import Interaction, course_of, find
from bot.errors import GuardedItem, saved, tell
from knowledge.ingestion.drafts import Clash, NotPublished, Published
from knowledge.model.drafts import Draft


async def publish(interaction: Interaction, said: str) -> None:
    """Publish a draft, or ask what to do with the document of its name."""
    await interaction.response.defer(ephemeral=True, thinking=True)
    course = await course_of(interaction)
    if course is None:
        return
    one = await find(desk_of(interaction), course.id, said)
    if not isinstance(one, Draft):
        await tell(interaction, notice(docs.GONE if one is None else NOT_THERE))
        return
    await tell(interaction, await _published(interaction, course.id, one.id))


async def _published(
    interaction: Interaction,
    course_id: int,
    draft_id: int,
    clash: Clash | None = None,
    seen: int = 0,
) -> Card:
    """What became of one draft."""
    desk = desk_of(interaction)
    outcome = await desk.knowledge.drafts.publish(
        course_id,
        draft_id,
        clash,
        seen=seen,
        by=interaction.user.id,
        server_id=interaction.guild_id,
    )
    if isinstance(outcome, Published):
        saved(interaction, "It **is published**.")
        changed = await desk.knowledge.impact.count(course_id) if outcome.version > 1 else 0
        return published_card([outcome.title], outcome.version, changed)
    if outcome is NotPublished.TAKEN:
        return await _clash(desk, course_id, draft_id)
    return notice(NOT_THERE if outcome is NotPublished.GONE else SAME)


async def _clash(desk: Desk, course_id: int, draft_id: int) -> Card:
    draft = await desk.knowledge.drafts.find(course_id, draft_id)
    if draft is None:
        return notice(NOT_THERE)
    return clash_card(Waiting(draft, await desk.knowledge.drafts.dependents(draft)))


class Publish(GuardedItem, template=docs_ids.PUBLISH):
    """Publishes one draft; where its name is taken, asks."""

    action = "docs:publish"

    async def pressed(self, interaction: Interaction) -> None:
        course = await course_of(interaction)
        if course is not None:
            await interaction.response.defer(ephemeral=True, thinking=True)
            draft_id = int(self.state["draft"])
            await tell(interaction, await _published(interaction, course.id, draft_id))


class PublishAll(GuardedItem, template=docs_ids.PUBLISH_ALL):
    """Publishes what one person added together, as far as no document has its name."""

    action = "docs:all"

    async def pressed(self, interaction: Interaction) -> None:
        course = await course_of(interaction)
        if course is None:
            return
        await interaction.response.defer(ephemeral=True, thinking=True)
        drafts = desk_of(interaction).knowledge.drafts
        first, last = int(self.state["first"]), int(self.state["last"])
        titles = []
        for draft in await drafts.list_drafts(course.id):
            if not first <= draft.id <= last or draft.added_by != interaction.user.id:
                continue
            outcome = await drafts.publish(
                course.id, draft.id, by=interaction.user.id, server_id=interaction.guild_id
            )
            if isinstance(outcome, Published):
                titles.append(outcome.title)
                saved(interaction, f"{len(titles)} **are published**.")
        await tell(interaction, published_card(titles) if titles else notice(NOT_THERE))


class SettleClash(GuardedItem, template=docs_ids.SETTLE):
    """Replaces the version that was seen, or publishes beside it."""

    action = "docs:settle"

    async def pressed(self, interaction: Interaction) -> None:
        course = await course_of(interaction)
        if course is None:
            return
        await interaction.response.defer(ephemeral=True, thinking=True)
        card = await _published(
            interaction,
            course.id,
            int(self.state["draft"]),
            Clash(self.state["clash"]),
            int(self.state["seen"]),
        )
        await tell(interaction, card)


ITEMS: tuple[type[GuardedItem], ...] = (Publish, PublishAll, SettleClash)
