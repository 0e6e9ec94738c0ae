"""`/quiz`: launch, schedule and steer a live quiz; its rules; more time for those who need it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import discord
from discord import app_commands
from discord.ext import commands

from bot.cards import quiz_ids, quiz_panel
from bot.cards.layout import notice
from bot.cards.quiz_lobby import already_live, preview_card, scheduled_card
from bot.cards.quiz_rules import accommodated, rules_card
from bot.cogs.desk import Desk
from bot.cogs.drafting import Drafting
from bot.cogs.quiz_control import show_panel
from bot.cogs.quiz_kinds import ANY
from bot.cogs.quiz_onlookers import with_onlookers
from bot.cogs.quiz_planning import (
    FEWEST_TEAMS,
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
    window_again,
)
from bot.cogs.quiz_results import ShowingResults
from bot.cogs.quiz_schedule import Scheduling
from bot.cogs.quiz_stage import Stage, stage_of
from bot.cogs.review import Reviewing
from bot.cogs.study_appeals import Appealing
from bot.errors import GuardedItem, guarded, saved, tell
from knowledge.model.quiz import Board, Launch, Quiz
from knowledge.model.quiz_replies import AlreadyLive, TooFewItems

CANCELLED = "Cancelled. Nothing was started."
TOO_FEW = "Only {available} approved {fit} what you chose. Widen the choice, or have more approved."

Interaction = discord.Interaction[Any]


@app_commands.guild_only()
class QuizCommands(
    Scheduling,
    Drafting,
    Reviewing,
    Appealing,
    ShowingResults,
    commands.GroupCog,
    group_name="quiz",
    group_description="Play a quiz together",
):
    """The group. Further commands are hung in as mixin classes among its bases."""

    def __init__(self, desk: Desk, stage: Stage) -> None:
        self._desk = desk
        self._stage = stage

    @app_commands.command()
    @asks_for_a_plan
    async def launch(
        self,
        interaction: Interaction,
        theme: str | None = None,
        document: str | None = None,
        number: app_commands.Range[int, 1, MOST_QUESTIONS] = 10,
        types: app_commands.Range[str, 1, 100] = ANY,
        seconds: app_commands.Range[int, 0, LONGEST_SECONDS] = 30,
        bonus: app_commands.Range[int, 0, 30] = 0,
        board: str = "public",
        teams: app_commands.Range[int, FEWEST_TEAMS, MOST_TEAMS] | None = None,
        window: app_commands.Range[int, 0, LONGEST_WINDOW] = WINDOW,
    ) -> None:
        """Start a quiz in this channel; you see a preview first"""
        wish = Wish(theme, document, number, types, seconds, bonus, Board(board), teams or 0)
        await guarded(interaction, "quiz launch", lambda i: self._preview(i, wish, window))

    async def _preview(self, interaction: Interaction, wish: Wish, window: int) -> None:
        words = why_not_here(interaction)
        plan = await find_plan(self._desk, interaction, wish) if words is None else words
        if isinstance(plan, str):
            await tell(interaction, notice(plan))
            return
        channel_id = interaction.channel_id or 0
        running = await self._stage.master.lookup.live_quiz(channel_id)
        if running is not None:
            await tell(interaction, already_live(running))
            return
        preview = await self._stage.master.launch.preview(plan, channel_id=channel_id)
        if not preview.drawn:
            await tell(interaction, notice(too_few(preview.available)))
            return
        preview = with_onlookers(self._desk, interaction, plan.course_id, preview)
        shown = preview_card(plan, preview, window)
        await tell(interaction, self._desk.naming(interaction, plan.course_id, shown))

    @app_commands.command()
    async def control(self, interaction: Interaction) -> None:
        """Open the panel of the quiz in this channel"""
        await guarded(interaction, "quiz control", self._control)

    async def _control(self, interaction: Interaction) -> None:
        master, channel_id = self._stage.master, interaction.channel_id
        running = await master.lookup.live_quiz(channel_id or 0)
        if running is not None:
            await show_panel(interaction, self._stage, running.id)
            return
        for quiz in await master.calendar.scheduled(interaction.guild_id or 0):
            if quiz.channel_id == channel_id:
                await tell(interaction, scheduled_card(quiz))
                return
        for quiz in await master.recovery.boards_owed():
            if quiz.channel_id == channel_id:
                await show_panel(interaction, self._stage, quiz.id)
                return
        await tell(interaction, notice(quiz_panel.NO_QUIZ))

    @app_commands.command()
    async def rules(self, interaction: Interaction) -> None:
        """See how points are counted"""
        await guarded(interaction, "quiz rules", self._rules)

    async def _rules(self, interaction: Interaction) -> None:
        running = await self._stage.master.lookup.live_quiz(interaction.channel_id or 0)
        await tell(interaction, rules_card(running))

    @app_commands.command()
    @app_commands.describe(
        user="Who needs more time",
        time="How many times as long they have for each question, 1 to 10",
        attempts="Further tries at each question when they catch up",
    )
    async def accommodate(
        self,
        interaction: Interaction,
        user: discord.Member,
        time: app_commands.Range[float, 1, 10] = 1.5,
        attempts: app_commands.Range[int, 0, 10] = 0,
    ) -> None:
        """Give somebody more time in quizzes; nobody else sees it"""
        await guarded(
            interaction,
            "quiz accommodate",
            lambda i: self._accommodate(i, user, time, attempts),
        )

    async def _accommodate(
        self, interaction: Interaction, user: discord.Member, time: float, attempts: int
    ) -> None:
        server_id, by = interaction.guild_id or 0, interaction.user.id
        master = self._stage.master
        await master.roster.accommodate(server_id, user.id, time, attempts, by=by)
        saved(interaction, "It **is saved**.")
        await tell(interaction, notice(accommodated(user.display_name, time, attempts)))
        for quiz in await master.lookup.live_quizzes():
            if quiz.server_id == server_id:
                await self._stage.moved(quiz.id)


def too_few(available: int) -> str:
    fit = "question fits" if available == 1 else "questions fit"
    return TOO_FEW.format(available=available, fit=fit)


class Redraw(GuardedItem, template=quiz_ids.REDRAW):
    """Shows another draw in the preview."""

    action = "quiz:launch"

    async def pressed(self, interaction: Interaction) -> None:
        stage = stage_of(interaction)
        plan = await plan_again(stage.desk, interaction, self.state)
        preview = await stage.master.launch.preview(
            plan, channel_id=interaction.channel_id or 0, seed=int(self.state["seed"], 16)
        )
        preview = with_onlookers(stage.desk, interaction, plan.course_id, preview)
        shown = preview_card(plan, preview, window_again(self.state))
        card = stage.desk.naming(interaction, plan.course_id, shown)
        await interaction.response.edit_message(view=card)


class Start(GuardedItem, template=quiz_ids.START):
    """Opens the lobby. The preview becomes the host's panel."""

    action = "quiz:launch"

    async def pressed(self, interaction: Interaction) -> None:
        if (words := why_not_here(interaction)) is not None:
            await tell(interaction, notice(words))
            return
        stage = stage_of(interaction)
        plan = await plan_again(stage.desk, interaction, self.state)
        await interaction.response.defer()
        hours = window_again(self.state)
        reply = await stage.master.launch.start(
            plan,
            Launch(
                server_id=interaction.guild_id or 0,
                channel_id=interaction.channel_id or 0,
                host_id=interaction.user.id,
                host_name=interaction.user.display_name,
                event_id=interaction.id,
                at=interaction.created_at,
                window_until=interaction.created_at + timedelta(hours=hours) if hours else None,
            ),
            seed=int(self.state["seed"], 16),
        )
        match reply:
            case AlreadyLive() if reply.quiz.host_id == interaction.user.id:
                await show_panel(interaction, stage, reply.quiz.id)
            case AlreadyLive():
                await interaction.edit_original_response(view=already_live(reply.quiz))
            case TooFewItems():
                words = too_few(reply.available)
                await interaction.edit_original_response(view=notice(words))
            case Quiz():
                saved(interaction, f"The quiz **is saved** as `{reply.receipt}`.")
                stage.posts.try_again(reply.channel_id)
                await show_panel(interaction, stage, reply.id, await stage.show_lobby(reply))


class Cancel(GuardedItem, template=quiz_ids.CANCEL):
    """Nothing was stored before, so nothing has to be undone."""

    action = "quiz:launch"

    async def pressed(self, interaction: Interaction) -> None:
        await interaction.response.edit_message(view=notice(CANCELLED))


ITEMS: tuple[type[GuardedItem], ...] = (Redraw, Start, Cancel)
