"""Messages and channels of a quiz that are deleted while it runs."""

from __future__ import annotations

import logging

import discord
from discord.ext import commands

from bot.cogs.quiz_stage import Stage
from knowledge.model.quiz import QuestionState

log = logging.getLogger(__name__)

CHANNEL_GONE = "the channel was deleted, so I ended it. All answers are saved: `/quiz results`."


class Vanishing(commands.Cog):
    """Listens for what the watch of the quizzes has to make good."""

    _stage: Stage

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
            quiz = await stage.master.lookup.live_quiz(channel_id)
            if quiz is None:
                return
            if quiz.lobby_message_id in message_ids:
                await stage.show_lobby(quiz, f"again-{quiz.lobby_message_id}")
            question = await stage.master.lookup.current(quiz.id)
            if question is None or question.message_id not in message_ids:
                return
            if question.state is QuestionState.REVEALED:
                result = await stage.master.play.result(question.id)
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
            quiz = await self._stage.master.lookup.live_quiz(channel_id)
            if quiz is not None and await self._stage.master.hosting.end(quiz.id) is not None:
                await self._stage.moved(quiz.id)
                await self._stage.tell_hosts(quiz.id, CHANNEL_GONE)
        except Exception:
            log.exception("the quiz of a deleted channel was not ended")
