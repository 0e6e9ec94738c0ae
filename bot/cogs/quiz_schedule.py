"""`/quiz schedule`: a quiz that opens its lobby by itself."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from typing import Any
from zoneinfo import available_timezones

import discord
from discord import app_commands
from discord.ext import commands

from bot.cards import quiz_ids
from bot.cards.layout import notice
from bot.cards.quiz_lobby import moment, schedule_card, scheduled_card
from bot.cards.text import literal, shorten
from bot.cogs.desk import Desk
from bot.cogs.quiz_kinds import ANY
from bot.cogs.quiz_onlookers import with_onlookers
from bot.cogs.quiz_planning import (
    FEWEST_TEAMS,
    LONGEST_NOTICE,
    LONGEST_SECONDS,
    LONGEST_WINDOW,
    MOST_QUESTIONS,
    MOST_TEAMS,
    WINDOW,
    Wish,
    asks_for_a_plan,
    find_plan,
    plan_again,
    why_not_here,
)
from bot.cogs.quiz_stage import Stage, stage_of
from bot.errors import GuardedItem, guarded, saved, tell
from bot.moments import Unclear, read_moment
from knowledge.model.quiz import Board, Launch, Quiz, QuizState
from knowledge.model.quiz_replies import TooFewItems, TooManyScheduled
from knowledge.quizzing.reminders import read_zone

HOW_TO_WRITE = (
    "Write it like `in 2 hours`, `tomorrow 14:00`, `23 November 14:00`, or `2026-11-23 14:00`."
)
UNCLEAR = {
    Unclear.UNREADABLE: f"I can't tell when that is. {HOW_TO_WRITE}",
    Unclear.NO_TIME: "Name both the day and the time of day, so that I can't take it for another "
    f"moment. {HOW_TO_WRITE}",
    Unclear.DAY_OR_MONTH: "Two numbers may be day and month, or month and day. Write the month as "
    "a word, `3 April 14:00`, or the date as `2026-04-03 14:00`.",
    Unclear.SKIPPED: "That time does not exist in {zone}: the clocks leap over it that night. "
    "Choose another.",
    Unclear.TWICE: "That time comes twice in {zone}: the clocks go back that night. Choose "
    "another, or add what it is from UTC, as in `2026-10-25T03:30+02:00`.",
}
UNKNOWN_ZONE = (
    "I don't know that time zone. Pick one from the list that `zone` offers, such as "
    "`Europe/Bucharest`, or write what it is from UTC, such as `+02:00`."
)
PAST = "That is {when}, which is in the past. Choose a moment that lies ahead, within a year."
TOO_FAR = "That is {when}. Choose a moment within a year."
UNSCHEDULED = "The scheduled quiz is cancelled. Nothing will be posted."
NOT_SCHEDULED = "That quiz is not scheduled any more."
TOO_MANY = (
    "{most} quizzes of this server wait to begin, and that is the most. Take one back with "
    "`/quiz control` in its channel."
)
TOO_FEW = "No approved question fits that. Widen the choice, or have more approved."

_FURTHEST = timedelta(days=365)
_CONTINENTS = frozenset(
    {
        "Africa",
        "America",
        "Antarctica",
        "Arctic",
        "Asia",
        "Atlantic",
        "Australia",
        "Europe",
        "Indian",
        "Pacific",
    }
)

Interaction = discord.Interaction[Any]
Choice = app_commands.Choice


@dataclass(frozen=True, slots=True)
class Said:
    """When a quiz shall begin, as the host wrote it."""

    when: str
    zone: str


async def offer_zones(_interaction: Interaction, typed: str) -> list[Choice[str]]:
    """Time zones whose name holds what was typed; first those whose city begins with it."""
    wanted = typed.strip().casefold().replace(" ", "_")
    found = [name for name in await asyncio.to_thread(_zones) if wanted in name.casefold()]
    found.sort(key=lambda name: not name.rpartition("/")[2].casefold().startswith(wanted))
    return [Choice(name=name, value=name) for name in found[:25]]


@cache
def _zones() -> tuple[str, ...]:
    """UTC, and then those that are named after a place."""
    return (
        "UTC",
        *sorted(name for name in available_timezones() if name.partition("/")[0] in _CONTINENTS),
    )


class Scheduling(commands.Cog):
    """Hung into the group of `/quiz`."""

    _desk: Desk
    _stage: Stage

    @app_commands.command()
    @app_commands.describe(
        when="When the lobby opens: in 2 hours, tomorrow 14:00, or 2026-11-23 14:00",
        zone="Time zone of that, such as Europe/Bucharest; UTC without it",
        reminder="Minutes before the start at which I remind the channel; 0 for none",
    )
    @app_commands.autocomplete(zone=offer_zones)
    @asks_for_a_plan
    async def schedule(
        self,
        interaction: Interaction,
        when: app_commands.Range[str, 1, 60],
        zone: app_commands.Range[str, 1, 60] = "UTC",
        window: app_commands.Range[int, 0, LONGEST_WINDOW] = WINDOW,
        reminder: app_commands.Range[int, 0, LONGEST_NOTICE] = 10,
        theme: str | None = None,
        document: str | None = None,
        number: app_commands.Range[int, 1, MOST_QUESTIONS] = 10,
        types: app_commands.Range[str, 1, 100] = ANY,
        seconds: app_commands.Range[int, 0, LONGEST_SECONDS] = 30,
        bonus: app_commands.Range[int, 0, 30] = 0,
        board: str = "public",
        teams: app_commands.Range[int, FEWEST_TEAMS, MOST_TEAMS] | None = None,
    ) -> None:
        """Have a quiz open here by itself, with a window for those who miss it"""
        wish = Wish(theme, document, number, types, seconds, bonus, Board(board), teams or 0)
        said = Said(when, zone)
        await guarded(
            interaction, "quiz schedule", lambda i: self._plan(i, said, window, reminder, wish)
        )

    async def _plan(
        self, interaction: Interaction, said: Said, window: int, reminder: int, wish: Wish
    ) -> None:
        now = self._desk.clock()
        # The first reading imports its grammar, which nobody else should wait for.
        starts = await asyncio.to_thread(_read, said, now)
        if isinstance(starts, str):
            await tell(interaction, notice(starts))
            return
        words = _why_not_then(starts, now) or why_not_here(interaction)
        plan = await find_plan(self._desk, interaction, wish) if words is None else words
        if isinstance(plan, str):
            await tell(interaction, notice(plan))
            return
        preview = await self._stage.master.launch.preview(
            plan, channel_id=interaction.channel_id or 0
        )
        if not preview.drawn:
            await tell(interaction, notice(TOO_FEW))
            return
        preview = with_onlookers(self._desk, interaction, plan.course_id, preview)
        until = starts + timedelta(hours=window) if window else None
        card = schedule_card(plan, preview, starts, until, reminder or None, said.when)
        await tell(interaction, self._desk.naming(interaction, plan.course_id, card))


def _read(said: Said, now: datetime) -> datetime | str:
    """The moment that is meant, in its own zone; or in words why it cannot be told."""
    zone = read_zone(said.zone)
    if zone is None:
        return UNKNOWN_ZONE
    found = read_moment(said.when, now, zone)
    if isinstance(found, Unclear):
        return UNCLEAR[found].format(zone=literal(shorten(said.zone, 60)))
    return found.astimezone(zone)


def _why_not_then(starts: datetime, now: datetime) -> str | None:
    when = moment(starts, "F")
    if starts <= now:
        return PAST.format(when=when)
    return None if starts < now + _FURTHEST else TOO_FAR.format(when=when)


class ScheduleIt(GuardedItem, template=quiz_ids.SCHEDULE):
    """Stores the schedule; the preview becomes its confirmation."""

    action = "quiz:schedule"

    async def pressed(self, interaction: Interaction) -> None:
        stage, state = stage_of(interaction), self.state
        starts, until = quiz_ids.moment_of(state["starts"]), quiz_ids.moment_of(state["until"])
        assert starts is not None, "the id always names it"
        words = _why_not_then(starts, stage.desk.clock())
        if words is not None:
            await interaction.response.edit_message(view=notice(words))
            return
        # The id may be forged: as long as a command could make it, and no longer.
        until = until and min(until, starts + timedelta(hours=LONGEST_WINDOW))
        remind = None if state["remind"] == "-" else min(int(state["remind"]), LONGEST_NOTICE)
        quiz = await stage.master.calendar.schedule(
            await plan_again(stage.desk, interaction, state),
            Launch(
                server_id=interaction.guild_id or 0,
                channel_id=interaction.channel_id or 0,
                host_id=interaction.user.id,
                host_name=interaction.user.display_name,
                # Of the preview: a second press that overtakes the first schedules nothing anew.
                event_id=interaction.id if interaction.message is None else interaction.message.id,
                at=interaction.created_at,
                window_until=until,
            ),
            starts_at=starts,
            remind_at=None if remind is None else starts - timedelta(minutes=remind),
        )
        if isinstance(quiz, TooFewItems):
            await interaction.response.edit_message(view=notice(TOO_FEW))
            return
        if isinstance(quiz, TooManyScheduled):
            words = TOO_MANY.format(most=quiz.most)
            await interaction.response.edit_message(view=notice(words))
            return
        saved(interaction, f"The quiz **is scheduled** as `{quiz.receipt}`.")
        await stage.schedule_changed()
        await interaction.response.edit_message(view=scheduled_card(quiz))


class Unschedule(GuardedItem, template=quiz_ids.UNSCHEDULE):
    """Takes a schedule back before its time."""

    action = "quiz:schedule"

    async def pressed(self, interaction: Interaction) -> None:
        stage = stage_of(interaction)
        quiz = await stage.master.lookup.quiz(int(self.state["quiz"]))
        words = NOT_SCHEDULED
        if _can_be_taken_back(quiz, interaction) and quiz is not None:
            await stage.master.hosting.end(quiz.id, by=interaction.user.id)
            saved(interaction, "That **is saved**.")
            await stage.schedule_changed()
            words = UNSCHEDULED
        await interaction.response.edit_message(view=notice(words))


def _can_be_taken_back(quiz: Quiz | None, interaction: Interaction) -> bool:
    return (
        quiz is not None
        and quiz.server_id == interaction.guild_id
        and quiz.state is QuizState.SCHEDULED
    )


ITEMS: tuple[type[GuardedItem], ...] = (ScheduleIt, Unschedule)
