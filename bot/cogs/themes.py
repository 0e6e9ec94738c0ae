"""`/explore themes`: what the documents are about, and how staff name it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import discord
from discord import app_commands
from discord.ext import commands

from bot.access import Act, roles_of
from bot.access_table import Role
from bot.cards import timeline_ids
from bot.cards.custom_ids import theme_mark
from bot.cards.layout import Card, notice
from bot.cards.text import literal, shorten
from bot.cards.timeline import (
    NAME_TAKEN,
    NO_SUCH_THEME,
    NO_THEMES,
    THEME_GONE,
    UNFIT,
    theme_form,
    themes_card,
)
from bot.cogs.desk import NO_DOCUMENTS, NOT_FOR_YOU, Desk, desk_of
from bot.cogs.tending import tended_course
from bot.errors import GuardedItem, GuardedModal, guarded, saved, tell
from knowledge.exploring.timeline import ThemeEdit
from knowledge.model.corpus import Course
from knowledge.model.timeline import Theme

Interaction = discord.Interaction[Any]
Choice = app_commands.Choice

_MOST_CHOICES = 25


class ThemeCommands(commands.Cog):
    """Hung into the group of `/explore`."""

    _desk: Desk

    @app_commands.command()
    async def themes(self, interaction: Interaction) -> None:
        """See what the documents are about"""
        await guarded(interaction, "explore themes", self._themes)

    async def _themes(self, interaction: Interaction) -> None:
        await interaction.response.defer(ephemeral=True, thinking=True)
        course = await self._desk.course(interaction)
        if course is None:
            await tell(interaction, notice(self._desk.no_course(interaction)))
        else:
            await tell(interaction, await _themes_page(interaction, self._desk, course, 0))


async def themes_like(desk: Desk, act: Act, typed: str) -> list[Choice[str]]:
    """The course's themes that contain what was typed, as choices.

    Before it was read, those with questions alone: reading takes longer than Discord waits.
    """
    course = await desk.course(act)
    if course is None:
        return []
    wanted = typed.strip().casefold()
    themes = await desk.knowledge.timeline.themes_known(course.id)
    names = [theme.name for theme in themes if wanted in theme.name.casefold()]
    return [Choice(name=shorten(name, 100), value=name) for name in names[:_MOST_CHOICES]]


async def find_theme(desk: Desk, course: Course, name: str) -> Theme | None:
    """The theme of that name or with that part, upper and lower case alike."""
    return _named(await desk.knowledge.timeline.themes(course.id), name)


async def known_name(desk: Desk, course: Course, name: str) -> str:
    """A theme's name as its items carry it, also for a part of it; else what was typed. Quick."""
    found = _named(await desk.knowledge.timeline.themes_known(course.id), name)
    return name.strip() if found is None else found.name


def _named(themes: Sequence[Theme], name: str) -> Theme | None:
    wanted = name.strip().casefold()
    by_name = (theme for theme in themes if theme.name.casefold() == wanted)
    by_part = (t for t in themes if wanted in {alias.casefold() for alias in t.aliases})
    return next(by_name, None) or next(by_part, None)


async def _themes_page(
    interaction: Interaction, desk: Desk, course: Course | None, page: int
) -> Card:
    if course is None:
        return notice(NOT_FOR_YOU)
    documents = await desk.knowledge.library.list_documents(course.id)
    if not documents:
        return notice(NO_DOCUMENTS)
    themes = await desk.knowledge.timeline.themes(course.id)
    if not themes:
        return notice(NO_THEMES)
    return themes_card(course, themes, documents, page, may_edit=is_staff(interaction))


def is_staff(interaction: Interaction) -> bool:
    """Whether this person may change what was found."""
    return Role.INSTRUCTOR in roles_of(interaction)


class TurnThemes(GuardedItem, template=timeline_ids.TURN_THEMES):
    """Another page of the themes."""

    action = "themes:turn"

    async def pressed(self, interaction: Interaction) -> None:
        await interaction.response.defer()
        desk = desk_of(interaction)
        course = await desk.seen(interaction, int(self.state["course"]))
        card = await _themes_page(interaction, desk, course, int(self.state["page"]))
        await interaction.edit_original_response(view=card)


class ChooseTheme(GuardedItem, template=timeline_ids.CHOOSE_THEME):
    """Opens the form of one theme."""

    action = "themes:choose"

    async def pressed(self, interaction: Interaction) -> None:
        # The name comes with the press: reading the course may take longer than a form can wait.
        course_id, page = int(self.state["course"]), int(self.state["page"])
        await interaction.response.send_modal(theme_form(course_id, self.values[0], page))


async def _marked(desk: Desk, course: Course, mark: str) -> Theme | None:
    themes = await desk.knowledge.timeline.themes(course.id)
    return next((theme for theme in themes if theme_mark(theme.name) == mark), None)


class EditTheme(GuardedModal):
    """A theme renamed, or merged into another."""

    action = "themes:edit"
    template = timeline_ids.EDIT_THEME

    async def submitted(
        self, interaction: Interaction, state: Mapping[str, str], typed: Mapping[str, str]
    ) -> None:
        await interaction.response.defer()
        desk = desk_of(interaction)
        course = await tended_course(desk, interaction, int(state["course"]))
        theme = None if course is None else await _marked(desk, course, state["theme"])
        if course is None or theme is None:
            await tell(interaction, notice(THEME_GONE))
            return
        words = await _edit(desk, course, theme, typed, interaction.user.id)
        if words is not None:
            await tell(interaction, notice(words))
            return
        saved(interaction, "The theme **is changed**.")
        card = await _themes_page(interaction, desk, course, int(state["page"]))
        await interaction.edit_original_response(view=card)


async def _edit(
    desk: Desk, course: Course, theme: Theme, typed: Mapping[str, str], user_id: int
) -> str | None:
    """What is wrong with the wish, in words; ``None`` if it is done."""
    timeline, into = desk.knowledge.timeline, typed.get("into", "").strip()
    if into:
        target = await find_theme(desk, course, into)
        if target is None:
            return NO_SUCH_THEME.format(name=literal(shorten(into, 60)))
        done = await timeline.merge_themes(course.id, theme.name, target.name, user_id=user_id)
    else:
        name = typed.get("name", "")
        done = await timeline.rename_theme(course.id, theme.name, name, user_id=user_id)
    return {
        ThemeEdit.DONE: None,
        ThemeEdit.UNKNOWN: THEME_GONE,
        ThemeEdit.TAKEN: NAME_TAKEN,
        ThemeEdit.UNFIT: UNFIT,
    }[done]


ITEMS: tuple[type[GuardedItem], ...] = (TurnThemes, ChooseTheme)
MODALS: tuple[GuardedModal, ...] = (EditTheme(),)
