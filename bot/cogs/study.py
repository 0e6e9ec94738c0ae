"""`/study`: practise alone, and be asked again what is about to be forgotten."""

from __future__ import annotations

import io
from collections.abc import Awaitable, Callable
from typing import Any

import discord
from discord import app_commands
from discord.ext import commands

from bot.cards import study_ids
from bot.cards.layout import Card, notice
from bot.cards.study import nothing_card
from bot.cards.study_lists import (
    CHART,
    MOST_DECISIONS,
    decision_words,
    mistakes_card,
    practised,
    progress_card,
    reminder_card,
)
from bot.charts.mastery import draw_mastery
from bot.cogs.asking import UNKNOWN_SOURCE
from bot.cogs.desk import NOT_FOR_YOU, Desk, desk_of, quickly
from bot.cogs.quiz_planning import documents_like, themes_like
from bot.cogs.study_play import begun, screen, show
from bot.cogs.study_suggest import Suggesting
from bot.cogs.themes import known_name
from bot.errors import GuardedItem, guarded, saved, tell
from knowledge.model.corpus import Course
from knowledge.model.study import NothingToStudy, Reminder, StudyKind, StudyPlan

MOST_ITEMS = 50
GOING_ON = "You are in the middle of this. Press **Stop** to end it."
UNKNOWN_ZONE = (
    "I don't know that time zone. Write a name such as `Europe/Berlin`, or an offset such as "
    "`+02:00`."
)
REMINDERS_OFF = "Reminders are off."

Interaction = discord.Interaction[Any]
Choice = app_commands.Choice


class Study(
    Suggesting,
    commands.GroupCog,
    group_name="study",
    group_description="Practise alone, at your own pace",
):
    """The group. Further commands are hung in as mixin classes among its bases."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    @app_commands.command()
    @app_commands.describe(
        theme="Only questions on this theme",
        document="Only questions on this document",
        number="How many questions",
    )
    async def start(
        self,
        interaction: Interaction,
        theme: str | None = None,
        document: str | None = None,
        number: app_commands.Range[int, 1, MOST_ITEMS] | None = None,
    ) -> None:
        """Practise: one question at a time, only for you; without options, go on where you were"""
        await guarded(interaction, "study start", lambda i: _start(i, theme, document, number))

    @start.autocomplete("theme")
    async def offer_themes(self, interaction: Interaction, typed: str) -> list[Choice[str]]:
        """Themes that contain what was typed. Empty rather than late: Discord shows no error."""
        return await quickly(themes_like(self._desk, interaction, typed)) or []

    @start.autocomplete("document")
    async def offer_documents(self, interaction: Interaction, typed: str) -> list[Choice[str]]:
        """Documents whose title contains what was typed."""
        return await quickly(documents_like(self._desk, interaction, typed)) or []

    @app_commands.command()
    async def due(self, interaction: Interaction) -> None:
        """Repeat what is due today"""
        await guarded(interaction, "study due", _due)

    @app_commands.command()
    async def mistakes(self, interaction: Interaction) -> None:
        """See what you got wrong last, and what is right"""
        await guarded(interaction, "study mistakes", _mistakes)

    @app_commands.command()
    async def progress(self, interaction: Interaction) -> None:
        """See how well you know each theme"""
        await guarded(interaction, "study progress", _progress)

    @app_commands.command()
    @app_commands.describe(
        zone="Your time zone: Europe/Berlin, or +02:00. Without it you see what is set",
        quiet_from="Hour of your day from which there is quiet (22 if you choose none)",
        quiet_to="Hour from which there is none (8 if you choose none)",
    )
    async def reminders(
        self,
        interaction: Interaction,
        zone: app_commands.Range[str, 1, 60] | None = None,
        quiet_from: app_commands.Range[int, 0, 23] = 22,
        quiet_to: app_commands.Range[int, 0, 23] = 8,
    ) -> None:
        """Get a direct message when something is due, once a day at most"""
        await guarded(
            interaction, "study reminders", lambda i: _remind(i, zone, quiet_from, quiet_to)
        )


async def _course(interaction: Interaction) -> Course | None:
    """The course that is studied; says so if there is none."""
    course = await desk_of(interaction).course(interaction)
    if course is None:
        await tell(interaction, notice(desk_of(interaction).no_course(interaction)))
    return course


async def _show_with_news(interaction: Interaction, make: Callable[[str], Awaitable[Card]]) -> None:
    """Show what ``make`` makes of what was decided on the learner's appeals.

    That counts as told once it was sent, so that a failure on the way loses nothing.
    """
    desk = desk_of(interaction)
    appeals = desk.knowledge.appeals
    untold = await appeals.list_untold(interaction.user.id)
    theirs = [one for one in untold if await desk.may_see(interaction, one.appeal.course_id)]
    news = theirs[:MOST_DECISIONS]
    await show(interaction, await make(decision_words(news)))
    if news:
        await appeals.told(news)


async def _start(
    interaction: Interaction, theme: str | None, document: str | None, number: int | None
) -> None:
    course = await _course(interaction)
    if course is None:
        return
    knowledge, user = desk_of(interaction).knowledge, interaction.user
    if theme is None and document is None and number is None:
        going_on = await knowledge.tutor.open_session(user.id, course.id)
        if going_on is not None:
            await _show_with_news(
                interaction,
                lambda news: screen(interaction, going_on, note=f"{GOING_ON}\n{news}".strip()),
            )
            return
    source = None
    if document is not None:
        source = await knowledge.library.find_document(course.id, document)
        if source is None:
            await tell(interaction, notice(UNKNOWN_SOURCE))
            return
    if theme is not None:
        theme = await known_name(desk_of(interaction), course, theme)
    title = None if source is None else source.title
    plan = StudyPlan(
        course.id,
        count=number or 10,
        theme=theme,
        document_id=None if source is None else source.id,
        subject=" · ".join(filter(None, (theme, title))),
    )
    found = await knowledge.tutor.start(user.id, plan, interaction.id)
    await _show_with_news(interaction, lambda news: begun(interaction, found, note=news))


async def _due(interaction: Interaction) -> None:
    course = await _course(interaction)
    if course is not None:
        plan = StudyPlan(course.id, StudyKind.DUE, MOST_ITEMS)
        tutor = desk_of(interaction).knowledge.tutor
        found = await tutor.start(interaction.user.id, plan, interaction.id)
        await _show_with_news(interaction, lambda news: begun(interaction, found, note=news))


async def _mistakes(interaction: Interaction) -> None:
    course = await _course(interaction)
    if course is None:
        return
    await show(interaction, await _mistakes_page(interaction, course.id, 0))


async def _mistakes_page(interaction: Interaction, course_id: int, page: int) -> Card:
    turns = await desk_of(interaction).knowledge.tutor.mistakes(interaction.user.id, course_id)
    if not turns:
        return nothing_card(NothingToStudy(StudyKind.MISTAKES))
    return mistakes_card(course_id, turns, page)


async def _progress(interaction: Interaction) -> None:
    course = await _course(interaction)
    if course is None:
        return
    await interaction.response.defer(ephemeral=interaction.guild_id is not None, thinking=True)
    tutor = desk_of(interaction).knowledge.tutor
    progress = await tutor.progress(interaction.user.id, course.id)
    files = []
    # A single bar says no more than its line in the list.
    if len(practised(progress)) > 1:
        picture = await draw_mastery(practised(progress))
        files = [discord.File(io.BytesIO(picture), CHART)]
    await interaction.edit_original_response(
        view=progress_card(progress, charted=bool(files)), attachments=files
    )


async def _remind(
    interaction: Interaction, zone: str | None, quiet_from: int, quiet_to: int
) -> None:
    course = await _course(interaction)
    if course is None:
        return
    reminders = desk_of(interaction).knowledge.reminders
    user_id = interaction.user.id
    if zone is not None:
        wanted = Reminder(user_id, course.id, zone, quiet_from, quiet_to)
        if not await reminders.turn_on(wanted):
            await tell(interaction, notice(UNKNOWN_ZONE))
            return
        saved(interaction, "Your reminders **are set**.")
    await show(interaction, reminder_card(await reminders.find(user_id)))


class TurnMistakes(GuardedItem, template=study_ids.MISTAKES):
    """Another page of one's mistakes."""

    action = "study:turn"

    async def pressed(self, interaction: Interaction) -> None:
        course = await desk_of(interaction).seen(interaction, int(self.state["course"]))
        card = notice(NOT_FOR_YOU)
        if course is not None:
            card = await _mistakes_page(interaction, course.id, int(self.state["page"]))
        await interaction.response.edit_message(view=card)


class ShowProgress(GuardedItem, template=study_ids.PROGRESS):
    """One's progress, from the end of a session."""

    action = "study:progress"

    async def pressed(self, interaction: Interaction) -> None:
        await _progress(interaction)


class RemindersOff(GuardedItem, template=study_ids.REMIND_OFF):
    """No more messages."""

    action = "study:remind-off"

    async def pressed(self, interaction: Interaction) -> None:
        await desk_of(interaction).knowledge.reminders.turn_off(interaction.user.id)
        saved(interaction, "Reminders **are off**.")
        await tell(interaction, notice(REMINDERS_OFF))


ITEMS: tuple[type[GuardedItem], ...] = (TurnMistakes, ShowProgress, RemindersOff)
