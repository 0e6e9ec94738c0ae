"""What a channel sees of its quiz, from the lobby to the board, and what its hosts are told.

Each act changes the database first, through one call to the quizmaster, and then shows what is so.
When Discord refuses a message the state stays, and the words of the :class:`Trouble` reach a host.
"""

from __future__ import annotations

import logging
from datetime import datetime, timedelta
from typing import Any, Protocol, cast

import discord

from bot.cards import quiz_panel
from bot.cards.layout import Card
from bot.cards.quiz_board import board_card
from bot.cards.quiz_lobby import lobby_card
from bot.cards.quiz_question import question_card
from bot.cards.quiz_reveal import CHART, bars, reveal_card
from bot.charts.shares import alt_text, draw_shares
from bot.cogs.quiz_backstage import ANSWERABLE, Backstage
from bot.cogs.quiz_posts import Fault, Picture, Trouble
from knowledge.errors import NotGraded
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

log = logging.getLogger(__name__)

PAUSED_BECAUSE = "The quiz is **paused**: {why} Then press **Resume**."
NOT_SHOWN = "{why} Then press **{button}** again."
TIME_UP = "Time is up, and the answer is shown."
NOT_REVEALED = "The answer to question {number} could not be shown. {why}"

_SLOW = timedelta(seconds=2)
"""By so much Discord may post a question later than it was opened before its time is corrected."""


class Stage(Backstage):
    """Shared by the quiz's cogs; found from a button through :func:`stage_of`."""

    async def show_lobby(self, quiz: Quiz, nonce: str | None = None) -> str:
        """Post the lobby; words for the host if that failed, else none."""
        card = await self._lobby(quiz)
        posted = await self.posts.send(quiz, card, nonce=nonce or f"lobby-{quiz.id}")
        if isinstance(posted, Trouble):
            return NOT_SHOWN.format(why=posted.words, button="Update")
        await self.master.launch.lobby_shown(quiz.id, posted.id)
        await self.moved(quiz.id)
        return ""

    def lobby_changed(self, quiz_id: int) -> None:
        """Bring the lobby's list up to date, soon."""
        self._edits.request(("lobby", quiz_id), lambda: self._edit_lobby(quiz_id))

    async def _edit_lobby(self, quiz_id: int) -> None:
        quiz = await self.master.lookup.quiz(quiz_id)
        if quiz is not None and quiz.lobby_message_id is not None:
            await self.posts.edit(quiz, quiz.lobby_message_id, await self._lobby(quiz))
        if quiz is not None and quiz.state is QuizState.LOBBY:
            # Later on, a note of what was done last is worth more than who has just come.
            await self.panels.show(quiz_id, await self.panel(quiz_id))

    async def _lobby(self, quiz: Quiz) -> Card:
        return lobby_card(quiz, await self.title(quiz), await self.master.roster.players(quiz.id))

    async def open_next(self, quiz_id: int, at: datetime, by: int) -> str:
        """Open the next question, or finish after the last; a note for the host's panel."""
        notes = [await self._reveal_before(quiz_id), await self._open_next(quiz_id, at, by)]
        return "\n".join(note for note in notes if note)

    async def _reveal_before(self, quiz_id: int) -> str:
        """Show the answer that is held back, before the next question."""
        before = await self.master.lookup.current(quiz_id)
        if before is None or before.state is not QuestionState.CLOSED:
            return ""
        result = await self.master.play.result(before.id)
        trouble = None if result is None else await self._show_result(result)
        if trouble is None:
            return ""
        return NOT_REVEALED.format(number=before.ordinal, why=trouble.words)

    async def _open_next(self, quiz_id: int, at: datetime, by: int) -> str:
        match await self.master.play.open_next(quiz_id, at, by=by):
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
            await self.master.hosting.pause(quiz.id)
            await self.moved(quiz.id)
            return PAUSED_BECAUSE.format(why=posted.words)
        try:
            shown = await self.master.play.shown(question.id, posted.id, posted.created_at)
        finally:
            await self.moved(quiz.id)
        if shown is None or not _is_later(question, shown):
            return ""
        # The time counts from the message: what it says was reckoned before it stood there.
        trouble = await self.posts.edit(quiz, posted.id, question_card(shown, quiz.questions))
        return "" if trouble is None else trouble.words

    async def refresh_question(self, question: Question, added: int = 0) -> str:
        """Show a question's state on its message, or on a new one if it was deleted.

        Args:
            added: Seconds that a host has just given to everybody.
        """
        if question.message_id is None:
            return await self.show_question(question)
        quiz = await self._quiz(question.quiz_id)
        card = question_card(question, quiz.questions, added)
        trouble = await self.posts.edit(quiz, question.message_id, card)
        if trouble is not None and trouble.fault is Fault.MESSAGE_GONE:
            return await self.show_question(question, f"again-{question.message_id}")
        await self.moved(quiz.id)
        return "" if trouble is None else trouble.words

    async def close(self, quiz_id: int, by: int) -> str:
        """Close the open question without showing its answer yet."""
        question = await self.master.lookup.current(quiz_id)
        if question is None or question.state not in ANSWERABLE:
            return quiz_panel.NOTHING_OPEN
        try:
            if await self.master.play.close(question.id, by_timer=False, by=by) is None:
                return quiz_panel.NOTHING_OPEN
        except NotGraded:
            # It is closed, and must not offer to answer any more; the reveal has it graded.
            log.exception("responses to question %s wait for their outcomes", question.id)
        closed = await self.master.lookup.question(question.id)
        return await self.refresh_question(closed or question)

    async def reveal(self, quiz_id: int, by: int) -> str:
        """Close the question if it is open, and show its answer."""
        question = await self.master.lookup.current(quiz_id)
        if question is None or question.state is QuestionState.SKIPPED:
            return quiz_panel.NOTHING_CLOSED
        if question.state in ANSWERABLE:
            await self.master.play.close(question.id, by_timer=False, by=by)
        return await self._reveal_closed(question.id)

    async def time_up(self, question_id: int) -> bool:
        """Close a question whose time is over and show its answer; ``False`` if it was not."""
        result = await self.master.play.close(question_id, by_timer=True)
        if result is None and await self._is_owed(question_id):
            result = await self.master.play.result(question_id)
        if result is None:
            return False
        quiz_id = result.question.quiz_id
        note = await self.show_result(result)
        await self.tell_hosts(quiz_id, note, done=TIME_UP)
        return True

    async def _is_owed(self, question_id: int) -> bool:
        """The timer has closed it before, and something failed then."""
        question = await self.master.lookup.question(question_id)
        return (
            question is not None
            and question.state is QuestionState.CLOSED
            and question.closed_by_timer
        )

    async def _reveal_closed(self, question_id: int) -> str:
        result = await self.master.play.result(question_id)
        return quiz_panel.NOTHING_CLOSED if result is None else await self.show_result(result)

    async def show_result(self, result: QuestionResult) -> str:
        """Turn a question's message into its reveal; words for the host if that failed."""
        trouble = await self._show_result(result)
        return "" if trouble is None else NOT_SHOWN.format(why=trouble.words, button="Reveal")

    async def _show_result(self, result: QuestionResult) -> Trouble | None:
        question = result.question
        quiz = await self._quiz(question.quiz_id)
        picture = await _picture(result)
        trouble = await self._post_result(quiz, result, picture)
        if trouble is not None and picture is not None and trouble.fault is Fault.FORBIDDEN:
            # Without Attach Files: the words say the same as the picture.
            self.posts.try_again(quiz.channel_id)
            trouble = await self._post_result(quiz, result, None)
        if trouble is None:
            await self.master.play.revealed(question.id)
            await self.moved(quiz.id)
        return trouble

    async def _post_result(
        self, quiz: Quiz, result: QuestionResult, picture: Picture | None
    ) -> Trouble | None:
        question = result.question
        card = reveal_card(result, quiz.questions, charted=picture is not None)
        if question.message_id is not None:
            trouble = await self.posts.edit(quiz, question.message_id, card, picture=picture)
            if trouble is None or trouble.fault is not Fault.MESSAGE_GONE:
                return trouble
        posted = await self.posts.send(quiz, card, nonce=f"reveal-{question.id}", picture=picture)
        if isinstance(posted, Trouble):
            return posted
        await self.master.play.shown(question.id, posted.id, posted.created_at)
        return None

    async def show_board(self, quiz_id: int, board: Leaderboard | None = None) -> str:
        """Post the end of the quiz, and bring the messages above it up to date."""
        if board is None:
            board = await self.master.boards.leaderboard(quiz_id)
        quiz = await self._quiz(quiz_id)
        last = await self.master.lookup.current(quiz_id)
        if last is not None and last.state is QuestionState.SKIPPED and last.message_id:
            await self.posts.edit(quiz, last.message_id, question_card(last, quiz.questions))
        card = await self._board(quiz, board)
        posted = await self.posts.send(quiz, card, nonce=f"board-{quiz.id}")
        self.lobby_changed(quiz_id)
        await self.moved(quiz_id)
        if isinstance(posted, Trouble):
            return NOT_SHOWN.format(why=posted.words, button=quiz_panel.SHOW_BOARD)
        await self.master.play.board_shown(quiz_id, posted.id)
        return ""

    def board_changed(self, quiz: Quiz, message_id: int) -> None:
        """Bring a message that names people up to date, soon: the lobby or the board."""
        if message_id == quiz.lobby_message_id:
            self.lobby_changed(quiz.id)
        elif message_id == quiz.board_message_id:
            key = ("board", message_id)
            self._edits.request(key, lambda: self._edit_board(quiz, message_id))

    async def _edit_board(self, quiz: Quiz, message_id: int) -> None:
        card = await self._board(quiz, await self.master.boards.leaderboard(quiz.id))
        await self.posts.edit(quiz, message_id, card)

    async def _board(self, quiz: Quiz, board: Leaderboard) -> Card:
        catching_up = quiz.window_until is not None and quiz.window_until > self.desk.clock()
        return board_card(quiz, await self.title(quiz), board, catching_up=catching_up)


class _StageClient(Protocol):
    stage: Stage


def stage_of(interaction: discord.Interaction[Any]) -> Stage:
    """The stage of the bot that a button or select belongs to."""
    return cast("_StageClient", interaction.client).stage


def _is_later(before: Question, shown: Question) -> bool:
    """Whether the deadline that was posted is visibly not the one that counts."""
    if before.deadline is None or shown.deadline is None:
        return False
    return shown.deadline - before.deadline >= _SLOW


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
