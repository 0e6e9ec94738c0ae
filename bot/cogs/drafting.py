"""`/quiz draft`: items made from the documents, put into the bank for an instructor to review."""

from __future__ import annotations

from typing import Any

import discord
from discord import app_commands
from discord.ext import commands

from bot.cards.drafting import drafting_card, no_drafts_card
from bot.cards.layout import notice
from bot.cogs.desk import NO_DOCUMENTS_STAFF, Desk, quickly
from bot.cogs.quiz_planning import documents_like
from bot.cogs.themes import find_theme, themes_like
from bot.cogs.timeline import UNKNOWN_DOCUMENT, UNKNOWN_THEME
from bot.errors import guarded, saved, tell
from knowledge.quizzing.authoring.kinds import Kind
from knowledge.quizzing.bank_values import Editor

Interaction = discord.Interaction[Any]
Choice = app_commands.Choice

MOST = 50
KINDS: dict[str, tuple[str, tuple[Kind, ...]]] = {
    "any": ("any", ()),
    "order": ("what came first, in what order", (Kind.FIRST, Kind.ORDER)),
    "date": ("which year or month", (Kind.YEAR, Kind.MONTH)),
    "where": ("where", (Kind.PLACE,)),
    "which": ("which meeting or organisation", (Kind.ORGANISATION,)),
    "who": ("who", (Kind.PERSON,)),
    "term": ("fill in a term", (Kind.TERM,)),
    "statement": ("true or false", (Kind.STATEMENT,)),
}


class Drafting(commands.Cog):
    """Hung into the group of `/quiz`."""

    _desk: Desk

    @app_commands.command()
    @app_commands.describe(
        theme="Only questions on this theme",
        document="Only questions on this document",
        types="Which kinds of questions",
        count="How many, at most",
    )
    @app_commands.choices(types=[Choice(name=name, value=key) for key, (name, _) in KINDS.items()])
    async def draft(
        self,
        interaction: Interaction,
        theme: str | None = None,
        document: str | None = None,
        types: str = "any",
        count: app_commands.Range[int, 1, MOST] = 10,
    ) -> None:
        """Draft questions from the documents, for you to review"""
        await guarded(
            interaction, "quiz draft", lambda i: self._draft(i, theme, document, types, count)
        )

    async def _draft(
        self,
        interaction: Interaction,
        theme_name: str | None,
        document_name: str | None,
        types: str,
        count: int,
    ) -> None:
        await interaction.response.defer(ephemeral=True, thinking=True)
        knowledge, course = self._desk.knowledge, await self._desk.course(interaction)
        if course is None or not await knowledge.library.has_documents(course.id):
            missing = self._desk.no_course(interaction) if course is None else NO_DOCUMENTS_STAFF
            await tell(interaction, notice(missing))
            return
        theme = document = None
        if theme_name is not None:
            theme = await find_theme(self._desk, course, theme_name)
            if theme is None:
                await tell(interaction, notice(UNKNOWN_THEME))
                return
        if document_name is not None:
            document = await knowledge.library.find_document(course.id, document_name)
            if document is None:
                await tell(interaction, notice(UNKNOWN_DOCUMENT))
                return
        drafting = await knowledge.drafter.draft(
            course.id,
            theme=None if theme is None else theme.name,
            document_id=None if document is None else document.id,
            kinds=KINDS[types][1],
            count=count,
        )
        if not drafting.drafts:
            await tell(interaction, no_drafts_card(drafting))
            return
        editor = Editor(interaction.user.display_name, interaction.user.id)
        added = await knowledge.bank.add_drafts(course.id, drafting.drafts, editor)
        saved(interaction, f"{len(added.items)} drafts **are saved**.")
        shown = drafting_card(drafting, added)
        await tell(interaction, self._desk.naming(interaction, course.id, shown))

    @draft.autocomplete("theme")
    async def offer_draft_themes(self, interaction: Interaction, typed: str) -> list[Choice[str]]:
        """Themes that contain what was typed. Empty rather than late."""
        return await quickly(themes_like(self._desk, interaction, typed)) or []

    @draft.autocomplete("document")
    async def offer_draft_documents(
        self, interaction: Interaction, typed: str
    ) -> list[Choice[str]]:
        return await quickly(documents_like(self._desk, interaction, typed)) or []
