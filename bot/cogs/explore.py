"""`/explore`: what there is to ask about."""

from __future__ import annotations

from typing import Any

import discord
from discord import app_commands
from discord.ext import commands

from bot.cards import custom_ids
from bot.cards.layout import notice
from bot.cards.sources import sources_card
from bot.cogs.desk import NO_DOCUMENTS, NOT_SET_UP, Desk, desk_of
from bot.cogs.themes import ThemeCommands
from bot.cogs.timeline import TimelineCommands
from bot.errors import GuardedItem, guarded, tell
from knowledge.model.corpus import Course, Document

Interaction = discord.Interaction[Any]


class Explore(
    TimelineCommands,
    ThemeCommands,
    commands.GroupCog,
    group_name="explore",
    group_description="See what there is",
):
    """The course's documents, their events and their themes."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    @app_commands.command()
    async def sources(self, interaction: Interaction) -> None:
        """See which documents you can ask about"""
        await guarded(interaction, "explore sources", self._list)

    async def _list(self, interaction: Interaction) -> None:
        found = await _sources(self._desk)
        if isinstance(found, str):
            await tell(interaction, notice(found))
        else:
            await tell(interaction, sources_card(*found))


async def _sources(desk: Desk) -> tuple[Course, list[Document]] | str:
    course = await desk.course()
    if course is None:
        return NOT_SET_UP
    documents = await desk.knowledge.library.list_documents(course.id)
    return (course, documents) if documents else NO_DOCUMENTS


class TurnSources(GuardedItem, template=custom_ids.TURN_SOURCES):
    """Another page of the list of documents."""

    action = "sources:turn"

    async def pressed(self, interaction: Interaction) -> None:
        found = await _sources(desk_of(interaction))
        card = (
            notice(found)
            if isinstance(found, str)
            else sources_card(*found, page=int(self.state["page"]))
        )
        await interaction.response.edit_message(view=card)


ITEMS: tuple[type[GuardedItem], ...] = (TurnSources,)
