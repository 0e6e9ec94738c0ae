"""`/docs`: the course's documents, added, looked at, published, removed."""

from __future__ import annotations

from typing import cast

import discord
from discord import app_commands
from discord.ext import commands

from bot.cards import docs_ids
from bot.cards.docs import GONE, IN_BIN, Listed, which_of
from bot.cards.docs_changes import flags_card
from bot.cards.docs_clash import counted
from bot.cards.layout import Card, notice
from bot.cogs import docs_adding, docs_impact, docs_publishing, docs_removing
from bot.cogs.desk import Desk, desk_of, quickly
from bot.cogs.docs_adding import add
from bot.cogs.docs_publishing import publish
from bot.cogs.docs_removing import offer_removal
from bot.cogs.docs_screens import (
    Interaction,
    choices_like,
    course_of,
    find,
    found,
    list_screen,
    screen,
)
from bot.cogs.progress import cards_shown
from bot.cogs.tending import course_carried, course_named
from bot.errors import GuardedItem, GuardedModal, guarded, saved, tell
from knowledge.model.corpus import Document, DocumentUse
from knowledge.model.drafts import Binned, Draft
from knowledge.model.named import Named

AS_READ = (
    "Text and passages are as they were first read: files are not kept, so they can't be read "
    "again."
)
INDEXING = "The documents are being indexed anew already. Nothing more was begun."

Choices = list[app_commands.Choice[str]]
"""A name of its own, as within the group ``list`` is a command."""
Attached = discord.Attachment | None


@app_commands.guild_only()
class DocsCommands(
    commands.GroupCog, group_name="docs", group_description="The course's documents"
):
    """The group."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    @app_commands.command()
    @app_commands.describe(
        file="PDF, DOCX, PPTX, EPUB, HTML, Markdown or text; only staff see it until you publish",
        file2="Another one",
        **{f"file{number}": "Another one" for number in range(3, 11)},
    )
    async def add(
        self,
        interaction: Interaction,
        file: discord.Attachment,
        file2: Attached = None,
        file3: Attached = None,
        file4: Attached = None,
        file5: Attached = None,
        file6: Attached = None,
        file7: Attached = None,
        file8: Attached = None,
        file9: Attached = None,
        file10: Attached = None,
    ) -> None:
        """Add documents as drafts; students see them once you publish"""
        others = (file2, file3, file4, file5, file6, file7, file8, file9, file10)
        files = [file, *(other for other in others if other is not None)]
        await guarded(interaction, "docs add", lambda i: add(i, files))

    @app_commands.command()
    async def list(self, interaction: Interaction) -> None:
        """List the documents, the drafts and what is in the bin"""
        await guarded(interaction, "docs list", lambda i: _list(i, "all"))

    @app_commands.command()
    @app_commands.describe(document="Which document or draft")
    async def show(self, interaction: Interaction, document: str) -> None:
        """See what was read of a document, who added it, what rests on it"""
        await guarded(interaction, "docs show", lambda i: _show(i, document))

    @app_commands.command()
    @app_commands.describe(document="Which one; leave it out to see all that have flags")
    async def review(self, interaction: Interaction, document: str | None = None) -> None:
        """Look at hidden or instruction-like text, and at pages without text"""

        async def run(interaction: Interaction) -> None:
            if document is None:
                await _list(interaction, "flagged")
            else:
                await _review(interaction, document)

        await guarded(interaction, "docs review", run)

    @app_commands.command()
    @app_commands.describe(document="Which draft")
    async def publish(self, interaction: Interaction, document: str) -> None:
        """Let students ask about a draft"""
        await guarded(interaction, "docs publish", lambda i: publish(i, document))

    @app_commands.command()
    @app_commands.describe(document="Which document or draft")
    async def remove(self, interaction: Interaction, document: str) -> None:
        """Move a document to the bin, or erase it; you see first what rests on it"""
        await guarded(interaction, "docs remove", lambda i: offer_removal(i, document))

    @app_commands.command()
    async def reindex(self, interaction: Interaction) -> None:
        """Index all documents anew, as they were read; files are not read again"""
        await guarded(interaction, "docs reindex", _reindex)

    @show.autocomplete("document")
    @remove.autocomplete("document")
    async def offer_all(self, interaction: Interaction, typed: str) -> Choices:
        """Whose name contains what was typed. Empty rather than late: also drafts and the bin."""
        kinds = (Draft, Document, Binned)
        return await quickly(choices_like(self._desk, interaction, typed, kinds)) or []

    @review.autocomplete("document")
    async def offer_documents(self, interaction: Interaction, typed: str) -> Choices:
        return await quickly(choices_like(self._desk, interaction, typed)) or []

    @publish.autocomplete("document")
    async def offer_drafts(self, interaction: Interaction, typed: str) -> Choices:
        return await quickly(choices_like(self._desk, interaction, typed, (Draft,))) or []


async def _list(interaction: Interaction, shown: docs_ids.Shown) -> None:
    await interaction.response.defer(ephemeral=True, thinking=True)
    course = await course_of(interaction)
    if course is not None:
        await tell(interaction, await list_screen(interaction, course, shown))


async def _show(interaction: Interaction, said: str) -> None:
    await interaction.response.defer(ephemeral=True, thinking=True)
    one = await found(interaction, said)
    if one is not None:
        await tell(interaction, await screen(interaction, one))


async def _review(interaction: Interaction, said: str) -> None:
    await interaction.response.defer(ephemeral=True, thinking=True)
    one = await found(interaction, said)
    if one is not None:
        await tell(interaction, await _flags(interaction, one, 0))


async def _flags(interaction: Interaction, one: Listed, page: int) -> Card:
    knowledge = desk_of(interaction).knowledge
    if isinstance(one, Draft):
        words = await knowledge.drafts.suspicions(one.course_id, one.id)
        return flags_card(one.title, which_of(one), one.notices, words, page)
    file = await knowledge.documents.find(one.course_id, one.id)
    if file is None:
        return notice(IN_BIN if isinstance(one, Binned) else GONE)
    words = await knowledge.documents.suspicions(file.document)
    return flags_card(one.title, which_of(one), file.versions[0].notices, words, page)


async def _reindex(interaction: Interaction) -> None:
    await interaction.response.defer(ephemeral=True, thinking=True)
    course = await course_of(interaction)
    if course is None:
        return
    desk = desk_of(interaction)
    async with cards_shown(interaction, desk.clock) as show:

        def progress(done: int, total: int) -> None:
            show(lambda: notice(f"Indexing anew: sentence **{done:,}** of **{total:,}**."))

        done = await desk.knowledge.documents.reindex(
            course.id, by=interaction.user.id, server_id=interaction.guild_id, progress=progress
        )
    if done is None:
        await docs_adding.last_word(interaction, notice(INDEXING))
        return
    saved(interaction, "The index **is made anew**.")
    await docs_adding.last_word(
        interaction, notice(f"✅ {counted(done, 'document')} indexed anew. {AS_READ}")
    )


class TurnList(GuardedItem, template=docs_ids.TURN_LIST):
    """Another page of the list."""

    action = "docs:list"

    async def pressed(self, interaction: Interaction) -> None:
        course = await course_carried(interaction, self.state)
        if course is None:
            return
        shown = cast("docs_ids.Shown", self.state["shown"])
        card = await list_screen(interaction, course, shown, int(self.state["page"]))
        await interaction.response.edit_message(view=card)


class ShowFlagged(GuardedItem, template=docs_ids.FLAGGED):
    """Lists what has flags."""

    action = "docs:flagged"

    async def pressed(self, interaction: Interaction) -> None:
        await interaction.response.defer(ephemeral=True, thinking=True)
        course = await course_carried(interaction, self.state)
        if course is not None:
            await tell(interaction, await list_screen(interaction, course, "flagged"))


class OpenDocument(GuardedItem, template=docs_ids.OPEN):
    """Shows what was chosen in the list."""

    action = "docs:open"

    async def pressed(self, interaction: Interaction) -> None:
        await _show(interaction, self.values[0])


class ReviewFlags(GuardedItem, template=docs_ids.REVIEW):
    """Shows the flags of a document."""

    action = "docs:review"

    async def pressed(self, interaction: Interaction) -> None:
        await _review(interaction, self.state["which"])


class TurnFlags(GuardedItem, template=docs_ids.TURN_REVIEW):
    """Another page of the flags."""

    action = "docs:flags"

    async def pressed(self, interaction: Interaction) -> None:
        await interaction.response.defer()
        one = await found(interaction, self.state["which"])
        if one is not None:
            card = await _flags(interaction, one, int(self.state["page"]))
            await interaction.edit_original_response(view=card)


class ChooseUse(GuardedItem, template=docs_ids.USE):
    """Says what a document may be used for."""

    action = "docs:use"

    async def pressed(self, interaction: Interaction) -> None:
        await interaction.response.defer()
        desk, document_id = desk_of(interaction), int(self.state["document"])
        course = await course_named(interaction, Named.DOCUMENT, document_id)
        if course is None:
            await interaction.edit_original_response(view=notice(GONE))
            return
        done = await desk.knowledge.documents.put_use(
            course.id,
            document_id,
            DocumentUse[self.values[0]],
            by=interaction.user.id,
            server_id=interaction.guild_id,
        )
        one = await find(desk, course.id, docs_ids.published(document_id))
        if not done or not isinstance(one, Document):
            await interaction.edit_original_response(view=notice(GONE))
            return
        saved(interaction, "The choice **is saved**.")
        card = await screen(interaction, one, "✅ It holds from the next question on.")
        await interaction.edit_original_response(view=card)


ITEMS: tuple[type[GuardedItem], ...] = (
    TurnList,
    ShowFlagged,
    OpenDocument,
    ReviewFlags,
    TurnFlags,
    ChooseUse,
    *docs_publishing.ITEMS,
    *docs_removing.ITEMS,
    *docs_impact.ITEMS,
)
MODALS: tuple[GuardedModal, ...] = docs_removing.MODALS
