"""What a channel sees of its quiz, from the lobby to the board, and what its hosts are told.

Each act changes the database first, through one call to the quizmaster, and then shows what is so.
When Discord refuses a message the state stays, and the words of the :class:`Trouble` reach a host.
"""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Any, Protocol, cast

import discord
from discord.ext import commands

from bot.cards import quiz_panel
from bot.cards.layout import Card, notice
from bot.cards.quiz_board import board_card
from bot.cards.quiz_lobby import lobby_card
from bot.cards.quiz_panel import panel_card, told_host
from bot.cards.quiz_question import question_card
from bot.cards.quiz_reveal import CHART, bars, reveal_card
from bot.charts.shares import alt_text, draw_shares
from bot.coalescing import Coalescer
from bot.cogs.desk import Desk
from bot.cogs.quiz_panels import Panels
from bot.cogs.quiz_posts import Fault, Picture, Posts, Trouble
from knowledge.model.quiz import (
    Leaderboard,
    Question,
    QuestionResult,
    QuestionState,
    Quiz,
    QuizState,
    Refusal,
)
from knowledge.model.quiz_replies import Finished
from knowledge.quizzing.quizmaster import Quizmaster

log = logging.getLogger(__name__)

PAUSED_BECAUSE = "The quiz is **paused**: {why} Then press **Resume**."
NOT_SHOWN = "{why} Then press **{button}** again."

_ANSWERABLE = (QuestionState.OPEN, QuestionState.PAUSED)


class Stage:
    """Shared by the quiz's cogs; found from a button through :func:`stage_of`."""

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

    async def show_lobby(self, quiz: Quiz, nonce: str | None = None) -> str:
        """Post the lobby; words for the host if that failed, else none."""
        card = await self._lobby(quiz)
        posted = await self.posts.send(quiz, card, nonce=nonce or f"lobby-{quiz.id}")
        if isinstance(posted, Trouble):
            return NOT_SHOWN.format(why=posted.words, button="Update")
        await self.master.lobby_shown(quiz.id, posted.id)
        await self.moved(quiz.id)
        return ""

    def lobby_changed(self, quiz_id: int) -> None:
        """Bring the lobby's list up to date, soon."""
        self._edits.request(("lobby", quiz_id), lambda: self._edit_lobby(quiz_id))

    async def _edit_lobby(self, quiz_id: int) -> None:
        quiz = await self.master.quiz(quiz_id)
        if quiz is not None and quiz.lobby_message_id is not None:
            await self.posts.edit(quiz, quiz.lobby_message_id, await self._lobby(quiz))

    async def _lobby(self, quiz: Quiz) -> Card:
        return lobby_card(quiz, await self.title(quiz), await self.master.players(quiz.id))

    async def open_next(self, quiz_id: int, at: datetime, by: int) -> str:
        """Open the next question, or finish after the last; a note for the host's panel."""
        before = await self.master.current(quiz_id)
        if before is not None and before.state is QuestionState.CLOSED:
            await self._reveal_closed(before.id)
        match await self.master.open_next(quiz_id, at, by=by):
            case Question() as question:
                if question.ordinal == 1:
                    self.lobby_changed(quiz_id)
                return await self.show_question(question)
            case Finished() as finished:
                return await self.show_board(quiz_id, finished.leaderboard)
            case Refusal.ALREADY_OPEN:
                return quiz_panel.STILL_OPEN
            case Refusal.PAUSED:
                return "The quiz is paused. Press **Resume** first."
            case _:
                return quiz_panel.OVER_ALREADY

    async def show_question(self, question: Question, nonce: str | None = None) -> str:
        """Post a question; if that cannot be done the quiz is paused, and nobody loses time."""
        quiz = await self._quiz(question.quiz_id)
        posted = await self.posts.send(
            quiz, question_card(question, quiz.questions), nonce=nonce or f"question-{question.id}"
        )
        if isinstance(posted, Trouble):
            await self.master.pause(quiz.id)
            await self.moved(quiz.id)
            return PAUSED_BECAUSE.format(why=posted.words)
        await self.master.shown(question.id, posted.id, posted.created_at)
        await self.moved(quiz.id)
        return ""

    async def refresh_question(self, question: Question) -> str:
        """Show a question's state on its message, or on a new one if it was deleted."""
        if question.message_id is None:
            return await self.show_question(question)
        quiz = await self._quiz(question.quiz_id)
        card = question_card(question, quiz.questions)
        trouble = await self.posts.edit(quiz, question.message_id, card)
        if trouble is not None and trouble.fault is Fault.MESSAGE_GONE:
            return await self.show_question(question, f"again-{question.message_id}")
        await self.moved(quiz.id)
        return "" if trouble is None else trouble.words

    async def close(self, quiz_id: int, by: int) -> str:
        """Close the open question without showing its answer yet."""
        question = await self.master.current(quiz_id)
        if question is None or question.state not in _ANSWERABLE:
            return quiz_panel.NOTHING_OPEN
        if await self.master.close(question.id, by_timer=False, by=by) is None:
            return quiz_panel.NOTHING_OPEN
        closed = await self.master.question(question.id)
        return await self.refresh_question(closed or question)

    async def reveal(self, quiz_id: int, by: int) -> str:
        """Close the question if it is open, and show its answer."""
        question = await self.master.current(quiz_id)
        if question is None or question.state is QuestionState.SKIPPED:
            return quiz_panel.NOTHING_CLOSED
        if question.state in _ANSWERABLE:
            await self.master.close(question.id, by_timer=False, by=by)
        return await self._reveal_closed(question.id)

    async def time_up(self, question_id: int) -> bool:
        """Close a question whose time is over and show its answer; ``False`` if it was not."""
        result = await self.master.close(question_id, by_timer=True)
        if result is None:
            return False
        quiz_id = result.question.quiz_id
        note = await self.show_result(result)
        await self.tell_hosts(quiz_id, note)
        return True

    async def _reveal_closed(self, question_id: int) -> str:
        result = await self.master.result(question_id)
        return quiz_panel.NOTHING_CLOSED if result is None else await self.show_result(result)

    async def show_result(self, result: QuestionResult) -> str:
        """Turn a question's message into its reveal."""
        question = result.question
        quiz = await self._quiz(question.quiz_id)
        picture = await _picture(result)
        trouble = await self._post_result(quiz, result, picture)
        if trouble is not None and picture is not None and trouble.fault is Fault.FORBIDDEN:
            # Without Attach Files: the words say the same as the picture.
            self.posts.try_again(quiz.channel_id)
            trouble = await self._post_result(quiz, result, None)
        if trouble is not None:
            return NOT_SHOWN.format(why=trouble.words, button="Reveal")
        await self.master.revealed(question.id)
        await self.moved(quiz.id)
        return ""

    async def _post_result(
        self, quiz: Quiz, result: QuestionResult, picture: Picture | None
    ) -> Trouble | None:
        question = result.question
        card = reveal_card(result, quiz.questions, charted=picture is not None)
        if question.message_id is not None:
            trouble = await self.posts.edit(quiz, question.message_id, card, picture=picture)
            if trouble is None or trouble.fault is not Fault.MESSAGE_GONE:
                return trouble
        card = reveal_card(result, quiz.questions, charted=picture is not None)
        posted = await self.posts.send(quiz, card, nonce=f"reveal-{question.id}", picture=picture)
        if isinstance(posted, Trouble):
            return posted
        await self.master.shown(question.id, posted.id, posted.created_at)
        return None

    async def show_board(self, quiz_id: int, board: Leaderboard) -> str:
        """Post the end of the quiz, and bring the messages above it up to date."""
        quiz = await self._quiz(quiz_id)
        last = await self.master.current(quiz_id)
        if last is not None and last.state is QuestionState.SKIPPED and last.message_id:
            await self.posts.edit(quiz, last.message_id, question_card(last, quiz.questions))
        card = await self._board(quiz, board)
        posted = await self.posts.send(quiz, card, nonce=f"board-{quiz.id}")
        self.lobby_changed(quiz_id)
        await self.moved(quiz_id)
        return posted.words if isinstance(posted, Trouble) else ""

    def board_changed(self, quiz: Quiz, message_id: int) -> None:
        """Bring a message that names people up to date, soon: the lobby or the board."""
        if message_id == quiz.lobby_message_id:
            self.lobby_changed(quiz.id)
        elif quiz.state is QuizState.FINISHED:
            key = ("board", message_id)
            self._edits.request(key, lambda: self._edit_board(quiz, message_id))

    async def _edit_board(self, quiz: Quiz, message_id: int) -> None:
        card = await self._board(quiz, await self.master.leaderboard(quiz.id))
        await self.posts.edit(quiz, message_id, card)

    async def _board(self, quiz: Quiz, board: Leaderboard) -> Card:
        catching_up = quiz.window_until is not None and quiz.window_until > self.desk.clock()
        return board_card(quiz, await self.title(quiz), board, catching_up=catching_up)

    async def panel(self, quiz_id: int, note: str = "") -> Card:
        """A host's panel as things are."""
        quiz = await self.master.quiz(quiz_id)
        if quiz is None:
            return notice(quiz_panel.NO_QUIZ)
        players = [p for p in await self.master.players(quiz_id) if not p.is_kicked]
        return panel_card(quiz, await self.master.current(quiz_id), len(players), note)

    async def tell_hosts(self, quiz_id: int, trouble: str, *, beside: int | None = None) -> None:
        """Bring open panels up to date; trouble that no panel shows goes to the host directly.

        Args:
            trouble: Empty if all is well.
            beside: The host whose press this answers.
        """
        reached = await self.panels.show(quiz_id, await self.panel(quiz_id, trouble), beside=beside)
        quiz = await self.master.quiz(quiz_id)
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
        quiz = await self.master.quiz(quiz_id)
        if quiz is None:
            raise LookupError(f"quiz {quiz_id} is not on record")
        return quiz


class _StageClient(Protocol):
    stage: Stage


def stage_of(interaction: discord.Interaction[Any]) -> Stage:
    """The stage of the bot that a button or select belongs to."""
    return cast("_StageClient", interaction.client).stage


async def _nobody_waits(_quiz_id: int) -> None:
    return


async def _nobody_plans() -> None:
    return


async def _picture(result: QuestionResult) -> Picture | None:
    drawn = bars(result)
    if not drawn or not result.responses:
        return None
    try:
        content = await draw_shares(drawn, result.responses)
    except Exception:
        log.exception("the chart of question %s could not be drawn", result.question.id)
        return None
    return Picture(CHART, content, alt_text(drawn, result.responses))
