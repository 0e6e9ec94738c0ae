"""`/quiz schedule`: a quiz that opens its lobby by itself."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import discord
from discord import app_commands
from discord.ext import commands

from bot.cards import quiz_ids
from bot.cards.layout import notice
from bot.cards.quiz_lobby import moment, schedule_card, scheduled_card
from bot.cogs.desk import Desk
from bot.cogs.quiz_planning import (
    LONGEST_SECONDS,
    LONGEST_WINDOW,
    MOST_QUESTIONS,
    WINDOW,
    Wish,
    asks_for_a_plan,
    find_plan,
    plan_again,
    why_not_here,
)
from bot.cogs.quiz_stage import Stage, stage_of
from bot.errors import GuardedItem, guarded, saved, tell
from bot.moments import read_moment
from knowledge.model.quiz import Board, Quiz, QuizState
from knowledge.model.quiz_replies import TooFewItems

UNREADABLE = (
    "I can't tell when that is. Write it like `in 2 hours`, `2026-11-23 14:00` (in UTC), or paste "
    "a Discord time such as `<t:1790000000>`."
)
PAST = "That is {when}. Choose a moment that lies ahead, within a year."
UNSCHEDULED = "The scheduled quiz is cancelled. Nothing will be posted."
NOT_SCHEDULED = "That quiz is not scheduled any more."
TOO_FEW = "No approved question fits that. Widen the choice, or have more approved."

_FURTHEST = timedelta(days=365)

Interaction = discord.Interaction[Any]


class Scheduling(commands.Cog):
    """Hung into the group of `/quiz`."""

    _desk: Desk
    _stage: Stage

    @app_commands.command()
    @app_commands.describe(
        when="When the lobby opens: in 2 hours, 2026-11-23 14:00 (UTC), or a Discord time",
        reminder="Minutes before the start at which I remind the channel; 0 for none",
    )
    @asks_for_a_plan
    async def schedule(
        self,
        interaction: Interaction,
        when: app_commands.Range[str, 1, 60],
        window: app_commands.Range[int, 0, LONGEST_WINDOW] = WINDOW,
        reminder: app_commands.Range[int, 0, 1440] = 10,
        theme: str | None = None,
        document: str | None = None,
        number: app_commands.Range[int, 1, MOST_QUESTIONS] = 10,
        types: str = "any",
        seconds: app_commands.Range[int, 0, LONGEST_SECONDS] = 30,
        bonus: app_commands.Range[int, 0, 30] = 0,
        board: str = "public",
        teams: app_commands.Range[int, 2, 10] | None = None,
    ) -> None:
        """Have a quiz open here by itself, with a window for those who miss it"""
        wish = Wish(theme, document, number, types, seconds, bonus, Board(board), teams or 0)
        await guarded(
            interaction, "quiz schedule", lambda i: self._plan(i, when, window, reminder, wish)
        )

    async def _plan(
        self, interaction: Interaction, when: str, window: int, reminder: int, wish: Wish
    ) -> None:
        now = self._desk.clock()
        starts = read_moment(when, now)
        words = _why_not_then(starts, now) or why_not_here(interaction)
        plan = await find_plan(self._desk, wish) if words is None else words
        if isinstance(plan, str) or starts is None:
            await tell(interaction, notice(str(plan)))
            return
        preview = await self._stage.master.preview(plan, channel_id=interaction.channel_id or 0)
        if not preview.drawn:
            await tell(interaction, notice(TOO_FEW))
            return
        until = starts + timedelta(hours=window) if window else None
        card = schedule_card(plan, preview, starts, until, reminder or None)
        await tell(interaction, card)


def _why_not_then(starts: datetime | None, now: datetime) -> str | None:
    if starts is None:
        return UNREADABLE
    if not now < starts < now + _FURTHEST:
        return PAST.format(when=moment(starts, "F"))
    return None


class ScheduleIt(GuardedItem, template=quiz_ids.SCHEDULE):
    """Stores the schedule; the preview becomes its confirmation."""

    action = "quiz:schedule"

    async def pressed(self, interaction: Interaction) -> None:
        stage, state = stage_of(interaction), self.state
        starts, until = quiz_ids.moment_of(state["starts"]), quiz_ids.moment_of(state["until"])
        words = _why_not_then(starts, stage.desk.clock())
        if words is not None or starts is None:
            await interaction.response.edit_message(view=notice(words or UNREADABLE))
            return
        remind = state["remind"]
        quiz = await stage.master.schedule(
            await plan_again(stage.desk, state),
            server_id=interaction.guild_id or 0,
            channel_id=interaction.channel_id or 0,
            host_id=interaction.user.id,
            host_name=interaction.user.display_name,
            # Of the preview: a second press that overtakes the first schedules nothing anew.
            event_id=interaction.id if interaction.message is None else interaction.message.id,
            at=interaction.created_at,
            starts_at=starts,
            window_until=until,
            remind_at=None if remind == "-" else starts - timedelta(minutes=int(remind)),
        )
        if isinstance(quiz, TooFewItems):
            await interaction.response.edit_message(view=notice(TOO_FEW))
            return
        saved(interaction, f"The quiz **is scheduled** as `{quiz.receipt}`.")
        await stage.schedule_changed()
        await interaction.response.edit_message(view=scheduled_card(quiz))


class Unschedule(GuardedItem, template=quiz_ids.UNSCHEDULE):
    """Takes a schedule back before its time."""

    action = "quiz:schedule"

    async def pressed(self, interaction: Interaction) -> None:
        stage = stage_of(interaction)
        quiz = await stage.master.quiz(int(self.state["quiz"]))
        words = NOT_SCHEDULED
        if _can_be_taken_back(quiz, interaction) and quiz is not None:
            await stage.master.end(quiz.id, by=interaction.user.id)
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
