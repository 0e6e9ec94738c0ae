"""`/explore timeline`: what the documents date, in order."""

from __future__ import annotations

import io
import logging
from typing import Any

import discord
from discord import app_commands
from discord.ext import commands

from bot.access import Act
from bot.cards import timeline_ids
from bot.cards.custom_ids import theme_mark
from bot.cards.layout import notice
from bot.cards.text import literal, shorten
from bot.cards.timeline import (
    NO_EVENTS,
    PICTURE,
    THEME_GONE,
    alt_text,
    marks,
    timeline_card,
)
from bot.cards.timeline_ids import TimelineWish, read_period, wish_of
from bot.charts.timeline import draw_timeline
from bot.cogs.desk import NO_DOCUMENTS, NOT_FOR_YOU, Desk, desk_of, quickly
from bot.cogs.quiz_planning import documents_like
from bot.cogs.tending import tended_course
from bot.cogs.themes import find_theme, is_staff, themes_like
from bot.errors import GuardedItem, guarded, saved, tell
from knowledge.exploring.timeline import EventFilter
from knowledge.model.corpus import Course

log = logging.getLogger(__name__)

UNREADABLE_PERIOD = "I can't read that period. Write it like `2014`, `2013-2015` or `300-20 BC`."
UNKNOWN_THEME = "There is no such theme. `/explore themes` lists them."
UNKNOWN_DOCUMENT = "There is no such document. `/explore sources` lists them."

Interaction = discord.Interaction[Any]
Choice = app_commands.Choice


class TimelineCommands(commands.Cog):
    """Hung into the group of `/explore`."""

    _desk: Desk

    @app_commands.command()
    @app_commands.describe(
        period="Only these years: 2014, 2013-2015, 300-20 BC",
        theme="Only events on this theme",
        document="Only events of this document",
    )
    async def timeline(
        self,
        interaction: Interaction,
        period: app_commands.Range[str, 1, 30] | None = None,
        theme: str | None = None,
        document: str | None = None,
    ) -> None:
        """See what the documents date, in order"""
        await guarded(
            interaction, "explore timeline", lambda i: self._timeline(i, period, theme, document)
        )

    async def _timeline(
        self, interaction: Interaction, period: str | None, theme: str | None, document: str | None
    ) -> None:
        # Reading a course for the first time takes longer than Discord waits.
        await interaction.response.defer(ephemeral=True, thinking=True)
        wish = await _wish(self._desk, interaction, period, theme, document)
        if isinstance(wish, str):
            await tell(interaction, notice(wish))
            return
        await _show_timeline(interaction, self._desk, wish, 0)

    @timeline.autocomplete("theme")
    async def offer_themes(self, interaction: Interaction, typed: str) -> list[Choice[str]]:
        """Themes that contain what was typed. Empty rather than late."""
        return await quickly(themes_like(self._desk, interaction, typed)) or []

    @timeline.autocomplete("document")
    async def offer_documents(self, interaction: Interaction, typed: str) -> list[Choice[str]]:
        return await quickly(documents_like(self._desk, interaction, typed)) or []


async def _wish(
    desk: Desk, act: Act, period: str | None, theme_name: str | None, document_name: str | None
) -> TimelineWish | str:
    course = await desk.course(act)
    if course is None:
        return desk.no_course(act)
    first = last = None
    if period is not None:
        years = read_period(period)
        if years is None:
            return UNREADABLE_PERIOD
        first, last = years
    theme = document = None
    if theme_name is not None:
        theme = await find_theme(desk, course, theme_name)
        if theme is None:
            return UNKNOWN_THEME
    if document_name is not None:
        document = await desk.knowledge.library.find_document(course.id, document_name)
        if document is None:
            return UNKNOWN_DOCUMENT
    return TimelineWish(
        course.id,
        first,
        last,
        theme=None if theme is None else theme_mark(theme.name),
        document_id=None if document is None else document.id,
    )


async def _show_timeline(
    interaction: Interaction, desk: Desk, wish: TimelineWish, page: int
) -> None:
    """Put a page of the timeline in place of the deferred answer."""
    found = await _found(desk, interaction, wish)
    if isinstance(found, str):
        await interaction.edit_original_response(view=notice(found), attachments=[])
        return
    course, theme, described = found
    events = await desk.knowledge.timeline.events(
        course.id,
        EventFilter(wish.first_year, wish.last_year, theme, wish.document_id),
    )
    if not events:
        await interaction.edit_original_response(view=notice(NO_EVENTS), attachments=[])
        return
    pictures = []
    try:
        drawn = await draw_timeline(marks(events, page))
        pictures = [discord.File(io.BytesIO(drawn), PICTURE, description=alt_text(events, [], 1))]
    except Exception as error:
        # The words say the same as the picture.
        log.warning("the timeline was not drawn: %r", error)
    card = timeline_card(
        course.title,
        events,
        wish,
        page,
        described=described,
        charted=bool(pictures),
        may_hide=is_staff(interaction),
    )
    await interaction.edit_original_response(view=card, attachments=pictures)


async def _found(desk: Desk, act: Act, wish: TimelineWish) -> tuple[Course, str | None, str] | str:
    """The course, the theme's name, and the wish in words; or why there is nothing to show."""
    course = await desk.seen(act, wish.course_id)
    if course is None:
        return NOT_FOR_YOU
    documents = await desk.knowledge.library.list_documents(course.id)
    if not documents:
        return NO_DOCUMENTS
    words = []
    if wish.first_year is not None and wish.last_year is not None:
        years = dict.fromkeys((wish.first_year, wish.last_year))
        words.append(" to ".join(f"{-y} BC" if y < 0 else str(y) for y in years))
    theme = None
    if wish.theme is not None:
        themes = await desk.knowledge.timeline.themes(course.id)
        theme = next((t.name for t in themes if theme_mark(t.name) == wish.theme), None)
        if theme is None:
            return THEME_GONE
        words.append(literal(shorten(theme, 60)))
    words += [literal(shorten(d.title, 80)) for d in documents if d.id == wish.document_id]
    return course, theme, " · ".join(words)


class TurnTimeline(GuardedItem, template=timeline_ids.TURN_TIMELINE):
    """Another page of the timeline."""

    action = "timeline:turn"

    async def pressed(self, interaction: Interaction) -> None:
        await interaction.response.defer()
        await _show_timeline(
            interaction, desk_of(interaction), wish_of(self.state), int(self.state["page"])
        )


class HideEvent(GuardedItem, template=timeline_ids.HIDE_EVENT):
    """Leaves a misread event out, for everybody."""

    action = "timeline:hide"

    async def pressed(self, interaction: Interaction) -> None:
        await interaction.response.defer()
        desk, wish = desk_of(interaction), wish_of(self.state)
        course = await tended_course(desk, interaction, wish.course_id)
        if course is not None:
            await desk.knowledge.timeline.hide_event(
                course.id, self.values[0], user_id=interaction.user.id
            )
            saved(interaction, "The event **is left out**.")
        await _show_timeline(interaction, desk, wish, int(self.state["page"]))


ITEMS: tuple[type[GuardedItem], ...] = (TurnTimeline, HideEvent)
