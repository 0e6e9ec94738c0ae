"""Direct messages of self-study: what is due, and what was decided on an appeal."""

from __future__ import annotations

import logging

import discord
from discord.ext import commands, tasks

from bot.cards.layout import Card, notice
from bot.cards.study_lists import decision_words, due_message
from bot.cogs.desk import Desk
from knowledge.errors import KnowledgeError

log = logging.getLogger(__name__)

EVERY_HOURS = 1
"""Quiet times are whole hours."""


class StudyMessages(commands.Cog):
    """Looks every hour, and when it starts. What is to be sent is decided by the database alone."""

    def __init__(self, bot: commands.AutoShardedBot, desk: Desk) -> None:
        self._bot = bot
        self._desk = desk

    async def cog_load(self) -> None:
        self.look.start()

    async def cog_unload(self) -> None:
        self.look.cancel()

    @tasks.loop(hours=EVERY_HOURS)
    async def look(self) -> None:
        """Send what is to be sent now. A crash may lose one message, and sends none twice."""
        try:
            await tell_decisions(self._bot, self._desk)
            await remind(self._bot, self._desk)
        except KnowledgeError as error:
            log.warning("no study messages this time: %s", error)

    @look.before_loop
    async def wait_until_connected(self) -> None:
        await self._bot.wait_until_ready()


async def remind(client: discord.Client, desk: Desk) -> None:
    """Send the reminders whose time has come; each was taken on before.

    Whoever has left the course is not reminded; should they come back, they are the next day.
    """
    for due in await desk.knowledge.reminders.take_due():
        learner = due.reminder
        if await desk.may_hear(client, learner.user_id, learner.course_id):
            await _send(client, learner.user_id, due_message(learner.course_id, due.due))


async def tell_decisions(client: discord.Client, desk: Desk) -> None:
    """Tell learners what was decided; whom no message reaches reads it at their next visit."""
    appeals = desk.knowledge.appeals
    for found in await appeals.take_untried():
        if not await desk.may_hear(client, found.user_id, found.appeal.course_id):
            continue
        if await _send(client, found.user_id, notice(decision_words([found]))):
            await appeals.told([found])


async def _send(client: discord.Client, user_id: int, card: Card) -> bool:
    """Whether it has arrived. People may refuse direct messages; that is no fault."""
    try:
        user = client.get_user(user_id) or await client.fetch_user(user_id)
        await user.send(view=card)
    except discord.HTTPException as error:
        log.info("no direct message to a learner: %s", error)
        return False
    return True
