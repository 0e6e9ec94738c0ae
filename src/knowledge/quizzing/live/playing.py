"""A question, one way: opened, shown, closed, graded, revealed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from knowledge.model.quiz import (
    COUNTED_STATES,
    Question,
    QuestionResult,
    QuestionState,
    Quiz,
    QuizState,
    Refusal,
)
from knowledge.model.quiz_replies import Act, Finished
from knowledge.quizzing.live import standings
from knowledge.quizzing.live.boards import Boards
from knowledge.quizzing.live.marking import Marking
from knowledge.storage import quiz_log, quiz_questions, quizzes
from knowledge.storage.database import Database, ReadSession

_WAIT = timedelta(seconds=1)
"""How long the timer waits past the deadline for clicks that are on their way."""
_PLAYING = (QuestionState.OPEN, QuestionState.PAUSED)


class Playing:
    """Takes the questions of a quiz through their states."""

    def __init__(
        self,
        database: Database,
        clock: Callable[[], datetime],
        marking: Marking,
        boards: Boards,
    ) -> None:
        self._database = database
        self._clock = clock
        self._marking = marking
        self._boards = boards

    async def open_next(
        self, quiz_id: int, at: datetime, *, by: int | None = None
    ) -> Question | Finished | Refusal:
        """Open the next question, or finish the quiz after the last.

        Of several who press at once one opens it, and the others hear that it is open.

        Returns:
            ``Finished`` to the one who finished it.

        Raises:
            NotSaved: nothing was opened.
            NotGraded: the quiz is over; its board can be asked for again.
        """
        async with self._database.write() as session:
            quiz = await quizzes.advance(session, quiz_id)
            if quiz is not None:
                question = await quiz_questions.open_at(session, quiz_id, quiz.position, at)
                assert question is not None
                await quiz_log.note(
                    session, Act.OPENED, self._clock(), quiz_id, by=by, question_id=question.id
                )
                return question
            refusal = await _why_not(session, quiz_id)
            if refusal is not None:
                return refusal
            await quizzes.finish(session, quiz_id, self._clock())
            await quiz_log.note(session, Act.FINISHED, self._clock(), quiz_id, by=by)
        return Finished(await self._boards.leaderboard(quiz_id))

    async def shown(self, question_id: int, message_id: int, at: datetime) -> Question | None:
        """The question, or what is revealed of it, stands in a message posted ``at``.

        The time counts from the first message of an open question. A message that was deleted
        and posted again changes where it stands, not the time.

        Returns:
            The question with its deadline; ``None`` if it was not opened yet.
        """
        async with self._database.write() as session:
            question = await quiz_questions.put_message(session, question_id, message_id, at)
            if question is not None:
                await quiz_log.note(
                    session,
                    Act.SHOWN,
                    self._clock(),
                    question.quiz_id,
                    by=None,
                    question_id=question_id,
                    message=message_id,
                )
            return question

    async def closing_at(self, question_id: int) -> datetime | None:
        """When to call :meth:`close` by the timer: a second after the last personal deadline.

        Those who have more time of their own are waited for until they have responded.

        Returns:
            ``None`` if there is nothing to wait for: it is untimed, paused or not open.
        """
        async with self._database.read() as session:
            last = await quiz_questions.last_deadline(session, question_id)
        return None if last is None else last + _WAIT

    async def close(
        self, question_id: int, *, by_timer: bool, by: int | None = None
    ) -> QuestionResult | None:
        """Take no more responses, and grade those that there are.

        Returns:
            ``None`` if it was closed already, or if the timer came while somebody has time left.

        Raises:
            NotSaved: the question is still open.
            NotGraded: it is closed; its result can be asked for again.
        """
        now = self._clock()
        close = quiz_questions.close_overdue if by_timer else quiz_questions.close
        async with self._database.write() as session:
            question = await close(session, question_id, now)
            if question is None:
                return None
            await quiz_log.note(
                session,
                Act.CLOSED,
                self._clock(),
                question.quiz_id,
                by=by,
                question_id=question_id,
                by_timer=by_timer,
            )
        return await self.result(question_id)

    async def result(self, question_id: int) -> QuestionResult | None:
        """What the reveal shows, as often as it is asked for; ``None`` before the close.

        Raises:
            NotGraded: not everything has its outcome yet.
        """
        async with self._database.read() as session:
            question = await quiz_questions.find(session, question_id)
        if question is None or question.state not in COUNTED_STATES:
            return None
        await self._marking.settle(question.quiz_id)
        async with self._database.read() as session:
            return await standings.result(session, question)

    async def revealed(self, question_id: int) -> bool:
        """The result stands in Discord. ``False`` if it did already, or is not closed."""
        async with self._database.write() as session:
            question = await quiz_questions.reveal(session, question_id)
            if question is None:
                return False
            await quiz_log.note(
                session,
                Act.REVEALED,
                self._clock(),
                question.quiz_id,
                by=None,
                question_id=question_id,
            )
            return True

    async def board_shown(self, quiz_id: int, message_id: int) -> None:
        """The end of the quiz stands in Discord."""
        async with self._database.write() as session:
            await quizzes.put_board_message(session, quiz_id, message_id)


async def _why_not(session: ReadSession, quiz_id: int) -> Refusal | None:
    """Why no next question can be opened; ``None`` if the last one was played."""
    quiz = await quizzes.find(session, quiz_id)
    if quiz is None:
        return Refusal.UNKNOWN
    if quiz.state is QuizState.PAUSED:
        return Refusal.PAUSED
    if quiz.state not in (QuizState.LOBBY, QuizState.RUNNING):
        return Refusal.NOT_RUNNING
    return Refusal.ALREADY_OPEN if await _is_playing(session, quiz) else None


async def _is_playing(session: ReadSession, quiz: Quiz) -> bool:
    question = await quiz_questions.find_at(session, quiz.id, quiz.position)
    return question is not None and question.state in _PLAYING
