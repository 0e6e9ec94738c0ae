"""What happens to a quiz by itself: deadlines, schedules, restarts."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Hashable
from datetime import datetime, timedelta
from functools import partial

import discord
from discord.ext import commands

from bot.access import roles_of
from bot.access_table import Role
from bot.cards.quiz_lobby import reminder_card
from bot.cogs.quiz_posts import Trouble
from bot.cogs.quiz_stage import Stage
from bot.cogs.quiz_vanished import Vanishing
from bot.deadlines import Deadlines, Wake
from knowledge.model.quiz import LIVE_STATES, Question, QuestionState, Quiz, QuizState

log = logging.getLogger(__name__)

BEAT = timedelta(seconds=5)
"""How exactly the length of an outage is known."""
HOST_AWAY = timedelta(minutes=10)
"""After so long without a move a quiz ends whose host has left, lost the role, or is timed out."""
FORSAKEN = timedelta(hours=3)
"""After so long without a move any quiz ends, so that the channel is free for another."""
BUSY_AGAIN = timedelta(minutes=1)
LOOK_AGAIN = timedelta(seconds=1)
"""How soon it is noticed that nobody with more time is left to wait for."""
TRY_AGAIN = timedelta(seconds=2)
"""After how long something that failed is tried again."""

NO_HOST = "The host is not here any more and nothing happened for 10 minutes, so I ended the quiz."
NO_ITEMS = "its time came, but no approved question fits it any more. Nothing was posted."


class QuizWatch(Vanishing):
    """Wakes the stage. Everything here is armed again after a restart from the database."""

    def __init__(self, bot: commands.AutoShardedBot, stage: Stage) -> None:
        self._bot = bot
        self._stage = stage
        self._deadlines = Deadlines(stage.desk.clock)
        self._is_resumed = False
        stage.moved = self._moved
        stage.schedule_changed = self._schedule_changed

    async def cog_load(self) -> None:
        """Before anything is heard from Discord: nobody may be late by the time of an outage."""
        await self._stage.master.recovery.unfinished()

    async def cog_unload(self) -> None:
        self._deadlines.cancel_all()
        self._stage.stop()

    @commands.Cog.listener()
    async def on_ready(self) -> None:
        """Go on where the process before stopped: once, though Discord says so often."""
        if self._is_resumed:
            return
        self._is_resumed = True
        await self._schedule_changed()
        try:
            await self._resume()
        except Exception:
            log.exception("unfinished quizzes could not be taken up again")
            self._arm("resume", self._now() + TRY_AGAIN, self._resume)

    async def _resume(self) -> None:
        master = self._stage.master
        # Asked again: until Discord could be reached nobody could answer, either.
        for question in await master.recovery.unfinished():
            await self._apart(self._take_up(question))
        for quiz in await master.lookup.live_quizzes():
            await self._apart(self._go_on(quiz))
        for quiz in await master.recovery.boards_owed():
            await self._apart(self._stage.show_board(quiz.id))

    async def _apart(self, act: Awaitable[object]) -> None:
        """What fails for one quiz must not keep back the others."""
        try:
            await act
        except Exception:
            log.exception("a quiz could not be taken up, or not be ended")

    async def _take_up(self, question: Question) -> None:
        stage = self._stage
        if question.state is QuestionState.PAUSED and question.message_id is None:
            return
        due = await stage.master.play.closing_at(question.id)
        is_over = question.state is QuestionState.CLOSED or (due is not None and due <= self._now())
        if is_over and await stage.time_up(question.id):
            return
        await stage.tell_hosts(question.quiz_id, await stage.refresh_question(question))

    async def _go_on(self, quiz: Quiz) -> None:
        stage = self._stage
        if quiz.lobby_message_id is None:
            await stage.show_lobby(quiz)
        question = await stage.master.lookup.current(quiz.id)
        if question is not None and question.state is QuestionState.CLOSED:
            # Held back by a host; its message may still offer to answer.
            await stage.refresh_question(question)
        await self._moved(quiz.id)

    async def _moved(self, quiz_id: int) -> None:
        """Arm what the state of a quiz asks for, whatever it was before.

        Never raises: what was done and shown counts, and the timers are armed again later.
        """
        try:
            await self._wait(quiz_id)
        except Exception:
            log.exception("the timers of quiz %s were not armed", quiz_id)
            again = partial(self._wait, quiz_id)
            self._arm(("moved", quiz_id), self._now() + TRY_AGAIN, again)

    async def _wait(self, quiz_id: int) -> None:
        master = self._stage.master
        quiz, question = await master.lookup.quiz(quiz_id), await master.lookup.current(quiz_id)
        if quiz is None or quiz.state not in LIVE_STATES:
            self._deadlines.cancel(("time", quiz_id))
            self._deadlines.cancel(("idle", quiz_id))
            return
        self._arm(("idle", quiz_id), self._now() + HOST_AWAY, partial(self._look_after, quiz_id))
        due = None if question is None else await master.play.closing_at(question.id)
        if question is None or due is None:
            self._deadlines.cancel(("time", quiz_id))
        elif question.deadline is None:
            self._wait_until(due, question)
        else:
            # Whoever has more time may answer, or go, before it is over.
            self._wait_until(min(due, question.deadline + LOOK_AGAIN), question)

    def _wait_until(self, when: datetime, question: Question) -> None:
        self._arm(("time", question.quiz_id), when, partial(self._time_up, question))
        if "beat" not in self._deadlines.armed:
            self._arm("beat", self._now(), self._beat)

    async def _time_up(self, question: Question) -> None:
        stage = self._stage
        due = await stage.master.play.closing_at(question.id)
        if due is None or due <= self._now():
            if await stage.time_up(question.id):
                return
            due = await stage.master.play.closing_at(question.id)
        if due is not None:
            self._wait_until(min(due, self._now() + LOOK_AGAIN), question)

    async def _beat(self) -> None:
        await self._stage.master.recovery.beat()
        if any(key[0] == "time" for key in self._deadlines.armed if isinstance(key, tuple)):
            self._arm("beat", self._now() + BEAT, self._beat)

    async def _look_after(self, quiz_id: int) -> None:
        master = self._stage.master
        quiz = await master.lookup.quiz(quiz_id)
        if quiz is None or quiz.state not in LIVE_STATES:
            return
        if not await self._host_is_here(quiz):
            for ended in await master.hosting.finish_idle(HOST_AWAY, quiz_id):
                await self._apart(self._show_end(ended, NO_HOST))
        for ended in await master.hosting.finish_idle(FORSAKEN):
            await self._apart(self._show_end(ended))
        await self._moved(quiz_id)

    async def _show_end(self, quiz: Quiz, why: str = "") -> None:
        trouble = await self._stage.show_board(quiz.id)
        await self._stage.tell_hosts(quiz.id, " ".join(filter(None, [why, trouble])))

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
        channel = guild.get_channel_or_thread(quiz.channel_id)
        if channel is not None and not channel.permissions_for(host).view_channel:
            return False
        acting = _Acting(host, self._bot, channel)
        return not host.is_timed_out() and Role.INSTRUCTOR in roles_of(acting)

    async def _schedule_changed(self) -> None:
        """Look now what is due, and wake up for the next start or reminder."""
        self._arm("schedule", self._now(), self._due)

    async def _due(self) -> None:
        master, now = self._stage.master, self._now()
        due = await master.calendar.next_due()
        if due is not None and due <= now:
            for quiz in await master.calendar.reminders(now):
                await self._apart(self._remind(quiz))
            for quiz in await master.calendar.due(now):
                await self._apart(self._open_scheduled(quiz))
            due = await master.calendar.next_due()
        if due is not None and "schedule" not in self._deadlines.armed:
            # What cannot be done now stays due: it is tried again, and not at once.
            at = due if due > now else self._now() + BUSY_AGAIN
            self._arm("schedule", at, self._due)

    async def _remind(self, quiz: Quiz) -> None:
        card = reminder_card(quiz, await self._stage.title(quiz))
        posted = await self._stage.posts.send(quiz, card, nonce=f"reminder-{quiz.id}")
        if not isinstance(posted, Trouble):
            await self._stage.master.calendar.reminded(quiz.id)

    async def _open_scheduled(self, quiz: Quiz) -> None:
        if quiz.state is QuizState.FINISHED:
            await self._stage.tell_hosts(quiz.id, NO_ITEMS)
            return
        trouble = await self._stage.show_lobby(quiz)
        if trouble:
            await self._stage.tell_hosts(quiz.id, trouble)

    def _now(self) -> datetime:
        return self._stage.desk.clock()

    def _arm(self, key: Hashable, when: datetime, wake: Wake) -> None:
        self._deadlines.arm(key, when, wake, again=TRY_AGAIN)


class _Acting:
    """A member seen as one who acts in a channel, for the table of roles."""

    def __init__(
        self,
        member: discord.Member,
        client: discord.Client,
        channel: discord.abc.GuildChannel | discord.Thread | None,
    ) -> None:
        self.user: discord.abc.User = member
        self.client = client
        self.guild_id: int | None = member.guild.id
        self.channel = channel
