"""What a host does while a quiz is live. Whoever may host may do it, not only who started it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from knowledge.model.quiz import Leaderboard, Question, Quiz, QuizState, Refusal
from knowledge.model.quiz_replies import Act
from knowledge.quizzing.live.boards import Boards
from knowledge.storage import quiz_log, quiz_players, quiz_questions, quiz_time, quizzes
from knowledge.storage.database import Database, ReadSession


class Hosting:
    """Moves a quiz and its questions for a host."""

    def __init__(self, database: Database, clock: Callable[[], datetime], boards: Boards) -> None:
        self._database = database
        self._clock = clock
        self._boards = boards

    async def extend(
        self, question_id: int, seconds: int, *, by: int | None = None
    ) -> Question | Refusal:
        """Give everyone more time; those with a time factor get it times their factor.

        Returns:
            ``NOT_RUNNING`` if the question is not open (any more) or has no time limit.
        """
        async with self._database.write() as session:
            question = await quiz_time.extend(session, question_id, seconds)
            if question is None:
                return Refusal.NOT_RUNNING
            await quiz_log.note(
                session,
                Act.EXTENDED,
                self._clock(),
                question.quiz_id,
                by=by,
                question_id=question_id,
                seconds=seconds,
            )
            return question

    async def pause(self, quiz_id: int, *, by: int | None = None) -> Quiz | Refusal:
        """Stop the time of the open question; nobody can respond until :meth:`resume`."""
        async with self._database.write() as session:
            quiz = await quizzes.move(
                session, quiz_id, expected=QuizState.RUNNING, to=QuizState.PAUSED
            )
            if quiz is None:
                return await _refused(session, quiz_id)
            await quiz_time.pause_open(session, quiz_id, self._clock())
            await quiz_log.note(session, Act.PAUSED, self._clock(), quiz_id, by=by)
            return quiz

    async def resume(self, quiz_id: int, *, by: int | None = None) -> Quiz | Refusal:
        """Go on with the time that was left."""
        async with self._database.write() as session:
            quiz = await quizzes.move(
                session, quiz_id, expected=QuizState.PAUSED, to=QuizState.RUNNING
            )
            if quiz is None:
                return await _refused(session, quiz_id)
            await quiz_time.resume_paused(session, quiz_id, self._clock())
            await quiz_log.note(session, Act.RESUMED, self._clock(), quiz_id, by=by)
            return quiz

    async def skip(self, question_id: int, *, by: int | None = None) -> Question | Refusal:
        """Make a question count for nobody, up to the moment in which its answer is shown.

        Returns:
            ``NOT_RUNNING`` if it was not opened yet, is revealed or skipped, or the quiz is over.
        """
        async with self._database.write() as session:
            question = await quiz_questions.skip(session, question_id)
            if question is None:
                return Refusal.NOT_RUNNING
            await quiz_log.note(
                session,
                Act.SKIPPED,
                self._clock(),
                question.quiz_id,
                by=by,
                question_id=question_id,
            )
            return question

    async def kick(self, quiz_id: int, user_id: int, *, by: int | None = None) -> bool:
        """Remove somebody from the quiz and its boards, and keep them out.

        Returns:
            ``False`` if they were removed already, or there is no such quiz.
        """
        async with self._database.write() as session:
            if await quizzes.find(session, quiz_id) is None:
                return False
            kicked = await quiz_players.kick(session, quiz_id, user_id, self._clock())
            if kicked:
                await quiz_log.note(
                    session, Act.KICKED, self._clock(), quiz_id, by=by, learner=user_id
                )
            return kicked

    async def end(self, quiz_id: int, *, by: int | None = None) -> Leaderboard | None:
        """End a quiz now, or cancel a scheduled one. A question still open counts for nobody.

        Returns:
            ``None`` if it is over already.

        Raises:
            NotSaved: it goes on.
            NotGraded: it is over; its board can be asked for again.
        """
        async with self._database.write() as session:
            if await quizzes.finish(session, quiz_id, self._clock()) is None:
                return None
            await quiz_questions.skip_playing(session, quiz_id)
            await quiz_log.note(session, Act.FINISHED, self._clock(), quiz_id, by=by)
        return await self._boards.leaderboard(quiz_id)

    async def finish_idle(self, idle: timedelta, quiz_id: int | None = None) -> tuple[Quiz, ...]:
        """End the live quizzes, or this one, in which nothing has happened for so long.

        An answer is something that happens. One with a question that will close by itself is not
        idle.
        """
        now = self._clock()
        async with self._database.write() as session:
            finished = await quizzes.claim_idle(session, now - idle, now, quiz_id)
            for quiz in finished:
                await quiz_questions.skip_playing(session, quiz.id)
                await quiz_log.note(
                    session,
                    Act.FINISHED,
                    self._clock(),
                    quiz.id,
                    by=None,
                    idle=idle.total_seconds(),
                )
        return tuple(finished)


async def _refused(session: ReadSession, quiz_id: int) -> Refusal:
    known = await quizzes.find(session, quiz_id)
    return Refusal.UNKNOWN if known is None else Refusal.NOT_RUNNING
