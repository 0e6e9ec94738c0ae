"""`/docs publish`, and the buttons under what was added."""

from __future__ import annotations

from bot.cards import docs, docs_ids
from bot.cards.docs_adding import (
    NOT_THERE,
    SAME,
    Waiting,
    clash_card,
    flagged_card,
    published_card,
)
from bot.cards.layout import Card, notice
from bot.cogs.desk import Desk, desk_of
from bot.cogs.docs_screens import Interaction, course_for, find
from bot.cogs.tending import course_named, tended_course
from bot.errors import GuardedItem, saved, tell
from knowledge.ingestion.drafts import Clash, NotPublished, Published
from knowledge.model.drafts import Draft
from knowledge.model.named import Named


async def publish(interaction: Interaction, said: str) -> None:
    """Publish a draft, or ask what to do with the document of its name."""
    await interaction.response.defer(ephemeral=True, thinking=True)
    course = await course_for(interaction, said)
    if course is None:
        return
    one = await find(desk_of(interaction), course.id, said)
    if not isinstance(one, Draft):
        await tell(interaction, notice(docs.GONE if one is None else NOT_THERE))
        return
    await tell(interaction, await _published(interaction, course.id, one.id))


async def _publish_one(
    interaction: Interaction,
    draft_id: int,
    clash: Clash | None = None,
    seen: int = 0,
    *,
    anyway: bool = False,
) -> None:
    """Publish a draft wherever its course is looked after, and say what became of it."""
    await interaction.response.defer(ephemeral=True, thinking=True)
    course = await course_named(interaction, Named.DRAFT, draft_id)
    if course is None:
        await tell(interaction, notice(NOT_THERE))
    else:
        card = await _published(interaction, course.id, draft_id, clash, seen, anyway=anyway)
        await tell(interaction, card)


async def _published(
    interaction: Interaction,
    course_id: int,
    draft_id: int,
    clash: Clash | None = None,
    seen: int = 0,
    *,
    anyway: bool = False,
) -> Card:
    """What became of one draft; of a suspect one the question whether to, unless ``anyway``."""
    desk = desk_of(interaction)
    draft = await desk.knowledge.drafts.find(course_id, draft_id)
    # Where a name is taken, that is asked first.
    is_settled = draft is not None and (clash is not None or draft.replaces is None)
    if draft is not None and draft.is_suspect and is_settled and not anyway:
        return flagged_card(draft, clash, seen)
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
        return published_card(course_id, [outcome.title], outcome.version, changed)
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
        await _publish_one(interaction, int(self.state["draft"]))


class PublishAll(GuardedItem, template=docs_ids.PUBLISH_ALL):
    """Publishes what one person added together, as far as no document has its name: all of it, or
    what has no flags."""

    action = "docs:all"

    async def pressed(self, interaction: Interaction) -> None:
        await interaction.response.defer(ephemeral=True, thinking=True)
        desk = desk_of(interaction)
        drafts, course_id = desk.knowledge.drafts, int(self.state["course"])
        if await tended_course(desk, interaction, course_id) is None:
            await tell(interaction, notice(NOT_THERE))
            return
        first, last = int(self.state["first"]), int(self.state["last"])
        titles = []
        for draft in await drafts.list_drafts(course_id):
            if not first <= draft.id <= last or draft.added_by != interaction.user.id:
                continue
            if self.state["share"] == "clear" and draft.notices:
                continue
            outcome = await drafts.publish(
                course_id, draft.id, by=interaction.user.id, server_id=interaction.guild_id
            )
            if isinstance(outcome, Published):
                titles.append(outcome.title)
                saved(interaction, f"{len(titles)} **are published**.")
        await tell(interaction, published_card(course_id, titles) if titles else notice(NOT_THERE))


class SettleClash(GuardedItem, template=docs_ids.SETTLE):
    """Replaces the version that was seen, or publishes beside it."""

    action = "docs:settle"

    async def pressed(self, interaction: Interaction) -> None:
        clash, seen = Clash(self.state["clash"]), int(self.state["seen"])
        await _publish_one(interaction, int(self.state["draft"]), clash, seen)


class PublishAnyway(GuardedItem, template=docs_ids.ANYWAY):
    """Publishes what is flagged, as chosen before."""

    action = "docs:anyway"

    async def pressed(self, interaction: Interaction) -> None:
        clash = None if self.state["clash"] == "new" else Clash(self.state["clash"])
        draft_id, seen = int(self.state["draft"]), int(self.state["seen"])
        await _publish_one(interaction, draft_id, clash, seen, anyway=True)


ITEMS: tuple[type[GuardedItem], ...] = (Publish, PublishAll, SettleClash, PublishAnyway)
