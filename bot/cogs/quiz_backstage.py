"""Behind a quiz's messages: who is told of an act, the hosts' panels, and trouble with Discord."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable

import discord
from discord.ext import commands

from bot.cards import quiz_panel
from bot.cards.layout import Card, notice
from bot.cards.quiz_panel import panel_card, told_host
from bot.coalescing import Coalescer
from bot.cogs.desk import Desk
from bot.cogs.quiz_panels import Panels
from bot.cogs.quiz_posts import Posts
from knowledge.model.quiz import QuestionState, Quiz, QuizState
from knowledge.quizzing.quizmaster import Quizmaster

log = logging.getLogger(__name__)

ANSWERABLE = (QuestionState.OPEN, QuestionState.PAUSED)
"""Of a question that is not closed yet."""


class Backstage:
    """What every act on the stage works with."""

    def __init__(self, bot: commands.AutoShardedBot, desk: Desk) -> None:
        self.desk = desk
        self.posts = Posts(bot)
        self.panels = Panels(desk.clock)
        self.moved: Callable[[int], Awaitable[None]] = _nobody_waits
        """Told a quiz's id whenever something happened in it: the timers listen."""
        self.schedule_changed: Callable[[], Awaitable[None]] = _nobody_plans
        """Told when a quiz was scheduled or taken back."""
        self._bot = bot
        self._edits = Coalescer(desk.clock)

    @property
    def master(self) -> Quizmaster:
        return self.desk.knowledge.quizmaster

    def stop(self) -> None:
        self._edits.cancel_all()

    async def panel(self, quiz_id: int, note: str = "", page: int = 0) -> Card:
        """A host's panel as things are."""
        quiz = await self.master.lookup.quiz(quiz_id)
        if quiz is None:
            return notice(quiz_panel.NO_QUIZ)
        players = [p for p in await self.master.roster.players(quiz_id) if not p.is_kicked]
        question = await self.master.lookup.current(quiz_id)
        turnout = None
        if question is not None and question.state in ANSWERABLE:
            turnout = await self.master.lookup.turnout(question.id)
        return panel_card(quiz, question, players, note, page, turnout)

    async def tell_hosts(
        self, quiz_id: int, trouble: str, *, done: str = "", beside: int | None = None
    ) -> None:
        """Bring open panels up to date; trouble that no panel shows goes to the host directly.

        Args:
            trouble: Empty if all is well.
            done: What happened, if all is well.
            beside: The host whose press this answers.
        """
        card = await self.panel(quiz_id, trouble or done)
        reached = await self.panels.show(quiz_id, card, beside=beside)
        quiz = await self.master.lookup.quiz(quiz_id)
        if quiz is not None and quiz.state is QuizState.FINISHED:
            self.panels.forget(quiz_id)
        if not trouble or reached or beside is not None or quiz is None:
            return
        try:
            host = await self._bot.fetch_user(quiz.host_id)
            await host.send(view=notice(told_host(quiz, self.posts.name(quiz), trouble)))
        except discord.HTTPException as error:
            log.warning("the host of quiz %s could not be told: %s", quiz.receipt, error)

    async def title(self, quiz: Quiz) -> str:
        """How the quiz's course is called."""
        course = await self.desk.knowledge.library.find_course(quiz.course)
        return quiz.course if course is None else course.title

    async def _quiz(self, quiz_id: int) -> Quiz:
        quiz = await self.master.lookup.quiz(quiz_id)
        if quiz is None:
            raise LookupError(f"quiz {quiz_id} is not on record")
        return quiz


async def _nobody_waits(_quiz_id: int) -> None:
    return


async def _nobody_plans() -> None:
    return
