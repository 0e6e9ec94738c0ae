"""What happens to a quiz by itself: deadlines, schedules, restarts, things that are deleted."""

from __future__ import annotations

import logging
from datetime import timedelta
from functools import partial

import discord
from discord.ext import commands

from bot.access import roles_of
from bot.access_table import Role
from bot.cards.quiz_lobby import reminder_card
from bot.cogs.quiz_stage import Stage
from bot.deadlines import Deadlines
from knowledge.model.quiz import LIVE_STATES, Question, QuestionState, Quiz, QuizState

log = logging.getLogger(__name__)

BEAT = timedelta(seconds=5)
"""How exactly the length of an outage is known."""
HOST_AWAY = timedelta(minutes=10)
"""After so long without a move a quiz ends whose host has left, lost the role, or is timed out."""
FORSAKEN = timedelta(hours=3)
"""After so long without a move any quiz ends, so that the channel is free for another."""
BUSY_AGAIN = timedelta(minutes=1)

NO_HOST = "The host is not here any more and nothing happened for 10 minutes, so I ended the quiz."
CHANNEL_GONE = "the channel was deleted, so I ended it. All answers are saved: `/quiz results`."
NO_ITEMS = "its time came, but no approved question fits it any more. Nothing was posted."


class QuizWatch(commands.Cog):
    """Wakes the stage. Everything here is armed again after a restart from the database."""

    def __init__(self, bot: commands.AutoShardedBot, stage: Stage) -> None:
        self._bot = bot
        self._stage = stage
        self._deadlines = Deadlines(stage.desk.clock)
        self._halted: tuple[Question, ...] = ()
        self._is_resumed = False
        stage.moved = self._moved
        stage.schedule_changed = self._arm_schedule

    async def cog_load(self) -> None:
        """Before anything is heard from Discord: nobody may be late by the time of an outage."""
        self._halted = await self._stage.master.unfinished()

    async def cog_unload(self) -> None:
        self._deadlines.cancel_all()
        self._stage.stop()

    @commands.Cog.listener()
    async def on_ready(self) -> None:
        """Go on where the process before stopped: once, though Discord says so often."""
        if self._is_resumed:
            return
        self._is_resumed = True
        try:
            await self._resume()
        except Exception:
            log.exception("unfinished quizzes could not be taken up again")

    async def _resume(self) -> None:
        stage = self._stage
        halted, self._halted = self._halted, ()
        for question in halted:
            try:
                await self._take_up(question)
            except Exception:
                log.exception("question %s could not be taken up again", question.id)
        for quiz in await stage.master.live_quizzes():
            if quiz.lobby_message_id is None:
                await stage.show_lobby(quiz)
            await self._moved(quiz.id)
        await self._arm_schedule()

    async def _take_up(self, question: Question) -> None:
        stage = self._stage
        if question.state is QuestionState.CLOSED:
            result = await stage.master.result(question.id)
            if result is not None:
                await stage.tell_hosts(question.quiz_id, await stage.show_result(result))
            return
        if question.state is QuestionState.PAUSED and question.message_id is None:
            return
        due = await stage.master.closing_at(question.id)
        if due is not None and due <= stage.desk.clock():
            await stage.time_up(question.id)
        else:
            await stage.tell_hosts(question.quiz_id, await stage.refresh_question(question))

    async def _moved(self, quiz_id: int) -> None:
        """Arm what the state of a quiz asks for, whatever it was before."""
        master = self._stage.master
        quiz, question = await master.quiz(quiz_id), await master.current(quiz_id)
        if quiz is None or quiz.state not in LIVE_STATES:
            self._deadlines.cancel(("time", quiz_id))
            self._deadlines.cancel(("idle", quiz_id))
            return
        idle = self._stage.desk.clock() + HOST_AWAY
        self._deadlines.arm(("idle", quiz_id), idle, partial(self._look_after, quiz_id))
        due = None if question is None else await master.closing_at(question.id)
        if question is None or due is None:
            self._deadlines.cancel(("time", quiz_id))
            return
        self._deadlines.arm(("time", quiz_id), due, partial(self._time_up, quiz_id, question.id))
        if "beat" not in self._deadlines.armed:
            await self._beat()

    async def _time_up(self, quiz_id: int, question_id: int) -> None:
        if not await self._stage.time_up(question_id):
            await self._moved(quiz_id)

    async def _beat(self) -> None:
        await self._stage.master.beat()
        if any(key[0] == "time" for key in self._deadlines.armed if isinstance(key, tuple)):
            self._deadlines.arm("beat", self._stage.desk.clock() + BEAT, self._beat)

    async def _look_after(self, quiz_id: int) -> None:
        stage = self._stage
        quiz = await stage.master.quiz(quiz_id)
        if quiz is None or quiz.state not in LIVE_STATES:
            return
        timed = await self._is_timed(quiz_id)
        if not timed and not await self._host_is_here(quiz):
            board = await stage.master.end(quiz_id)
            if board is not None:
                await stage.show_board(quiz_id, board)
                await stage.tell_hosts(quiz_id, NO_HOST)
            return
        for ended in await stage.master.finish_idle(FORSAKEN):
            await stage.show_board(ended.id, await stage.master.leaderboard(ended.id))
        await self._moved(quiz_id)

    async def _is_timed(self, quiz_id: int) -> bool:
        question = await self._stage.master.current(quiz_id)
        return question is not None and (
            await self._stage.master.closing_at(question.id) is not None
        )

    async def _host_is_here(self, quiz: Quiz) -> bool:
        guild = self._bot.get_guild(quiz.server_id)
        if guild is None:
            return True
        try:
            host = guild.get_member(quiz.host_id) or await guild.fetch_member(quiz.host_id)
        except discord.NotFound:
            return False
        except discord.HTTPException:
            return True
        acting = _Acting(host, self._bot)
        return not host.is_timed_out() and Role.INSTRUCTOR in roles_of(acting)

    async def _arm_schedule(self) -> None:
        """Wake up for the next start or reminder."""
        due = await self._stage.master.next_due()
        if due is None:
            self._deadlines.cancel("schedule")
        else:
            self._deadlines.arm("schedule", due, self._due)

    async def _due(self) -> None:
        stage, now = self._stage, self._stage.desk.clock()
        try:
            for quiz in await stage.master.reminders(now):
                card = reminder_card(quiz, await stage.title(quiz))
                await stage.posts.send(quiz, card, nonce=f"reminder-{quiz.id}")
            for quiz in await stage.master.due(now):
                await self._open_scheduled(quiz)
        finally:
            due = await stage.master.next_due()
            if due is not None:
                # One whose channel is busy stays due: it is tried again, and not at once.
                at = due if due > now else stage.desk.clock() + BUSY_AGAIN
                self._deadlines.arm("schedule", at, self._due)

    async def _open_scheduled(self, quiz: Quiz) -> None:
        if quiz.state is QuizState.FINISHED:
            await self._stage.tell_hosts(quiz.id, NO_ITEMS)
            return
        trouble = await self._stage.show_lobby(quiz)
        if trouble:
            await self._stage.tell_hosts(quiz.id, trouble)

    @commands.Cog.listener()
    async def on_raw_message_delete(self, payload: discord.RawMessageDeleteEvent) -> None:
        await self._deleted(payload.channel_id, {payload.message_id})

    @commands.Cog.listener()
    async def on_raw_bulk_message_delete(self, payload: discord.RawBulkMessageDeleteEvent) -> None:
        await self._deleted(payload.channel_id, payload.message_ids)

    async def _deleted(self, channel_id: int, message_ids: set[int]) -> None:
        """Post anew what a running quiz needs."""
        stage = self._stage
        try:
            quiz = await stage.master.live_quiz(channel_id)
            if quiz is None:
                return
            if quiz.lobby_message_id in message_ids:
                await stage.show_lobby(quiz, f"again-{quiz.lobby_message_id}")
            question = await stage.master.current(quiz.id)
            if question is None or question.message_id not in message_ids:
                return
            if question.state is QuestionState.REVEALED:
                result = await stage.master.result(question.id)
                note = "" if result is None else await stage.show_result(result)
            else:
                note = await stage.show_question(question, f"again-{question.message_id}")
            await stage.tell_hosts(quiz.id, note)
        except Exception:
            log.exception("a deleted message of a quiz was not posted anew")

    @commands.Cog.listener()
    async def on_guild_channel_delete(self, channel: discord.abc.GuildChannel) -> None:
        await self._channel_gone(channel.id)

    @commands.Cog.listener()
    async def on_raw_thread_delete(self, payload: discord.RawThreadDeleteEvent) -> None:
        await self._channel_gone(payload.thread_id)

    async def _channel_gone(self, channel_id: int) -> None:
        try:
            quiz = await self._stage.master.live_quiz(channel_id)
            if quiz is not None and await self._stage.master.end(quiz.id) is not None:
                await self._moved(quiz.id)
                await self._stage.tell_hosts(quiz.id, CHANNEL_GONE)
        except Exception:
            log.exception("the quiz of a deleted channel was not ended")


class _Acting:
    """A member seen as one who acts, for the table of roles."""

    def __init__(self, member: discord.Member, client: discord.Client) -> None:
        self.user: discord.abc.User = member
        self.client = client
        self.guild_id: int | None = member.guild.id
        self.permissions = member.guild_permissions
