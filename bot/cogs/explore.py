"""`/explore`: what there is to ask about."""

from __future__ import annotations

from typing import Any

import discord
from discord import app_commands
from discord.ext import commands

from bot.access import Act
from bot.cards import custom_ids
from bot.cards.layout import Card, notice
from bot.cards.sources import other_course_card, sources_card
from bot.cogs.comparing import CompareCommands
from bot.cogs.desk import NO_DOCUMENTS, NOT_FOR_YOU, Desk, desk_of
from bot.cogs.themes import ThemeCommands
from bot.cogs.timeline import TimelineCommands
from bot.errors import GuardedItem, guarded, saved, tell
from knowledge.model.corpus import Course

Interaction = discord.Interaction[Any]


class Explore(
    TimelineCommands,
    ThemeCommands,
    CompareCommands,
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
        await tell(interaction, await _sources_here(self._desk, interaction))


async def _sources_here(desk: Desk, act: Act) -> Card:
    course = await desk.course(act)
    return notice(desk.no_course(act)) if course is None else await _sources(desk, act, course)


async def _sources(desk: Desk, act: Act, course: Course, page: int = 0) -> Card:
    documents = await desk.knowledge.library.list_documents(course.id)
    offered = desk.offered(act)
    if not documents:
        return other_course_card(course, NO_DOCUMENTS, offered)
    return sources_card(course, documents, page, offered=offered)


class TurnSources(GuardedItem, template=custom_ids.TURN_SOURCES):
    """Another page of the list of documents."""

    action = "sources:turn"

    async def pressed(self, interaction: Interaction) -> None:
        desk = desk_of(interaction)
        course = await desk.seen(interaction, int(self.state["course"]))
        card = notice(NOT_FOR_YOU)
        if course is not None:
            card = await _sources(desk, interaction, course, int(self.state["page"]))
        await interaction.response.edit_message(view=card)


class ChooseCourse(GuardedItem, template=custom_ids.CHOOSE_COURSE):
    """Another of the courses that answer somebody here, from now on."""

    action = "sources:course"

    async def pressed(self, interaction: Interaction) -> None:
        desk, chosen = desk_of(interaction), self.values[0]
        # A forged choice changes nothing: what is shown then is the course as it was.
        if chosen in {str(course.id) for course in desk.offered(interaction)}:
            await desk.note_use(interaction, int(chosen))
            saved(interaction, "Your choice **is saved**.")
        await interaction.response.edit_message(view=await _sources_here(desk, interaction))


ITEMS: tuple[type[GuardedItem], ...] = (TurnSources, ChooseCourse)
