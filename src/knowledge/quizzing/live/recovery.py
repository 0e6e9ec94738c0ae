"""After a crash: how long the bot was away, and what it had not finished."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from knowledge.model.quiz import Question, Quiz
from knowledge.model.quiz_replies import Act
from knowledge.storage import courses, quiz_log, quiz_questions, quiz_time, quizzes
from knowledge.storage.database import Database

_LAST_SEEN = "quizzes.last_seen"
_NEVER = datetime(1970, 1, 1, tzinfo=UTC)
_SHOWN_WITHIN = timedelta(days=1)
"""A result, or a board, that could not be shown for so long is left alone."""


class Recovery:
    """Notes that the bot is there, and finds what waited while it was not."""

    def __init__(self, database: Database, clock: Callable[[], datetime]) -> None:
        self._database = database
        self._clock = clock

    async def beat(self) -> None:
        """Note that the bot is alive. Call it every few seconds while a quiz is live."""
        async with self._database.write() as session:
            await courses.remember(session, _LAST_SEEN, self._clock().isoformat())

    async def unfinished(self) -> tuple[Question, ...]:
        """What a new process has to go on with. To be asked before it responds to anyone, and
        again when Discord can be reached.

        Timed questions that were open get the outage added to their time. The outage lasted from
        the last :meth:`beat` or the last asking, or from the question's opening if that came
        later.

        Returns:
            Questions that are open or paused, with their new deadlines, and those that the timer
            has closed and that are not revealed yet: what a host has closed, a host reveals. One
            that is open and has no message was never shown.
        """
        now = self._clock()
        async with self._database.write() as session:
            stored = await courses.recall(session, _LAST_SEEN)
            last_seen = datetime.fromisoformat(stored) if stored else _NEVER
            halted = await quiz_time.add_outage(session, last_seen, now)
            for question in halted:
                assert question.opened_at is not None
                await quiz_log.note(
                    session,
                    Act.HALTED,
                    self._clock(),
                    question.quiz_id,
                    by=None,
                    question_id=question.id,
                    seconds=(now - max(last_seen, question.opened_at)).total_seconds(),
                )
            await courses.remember(session, _LAST_SEEN, now.isoformat())
            return tuple(await quiz_questions.list_unfinished(session, now - _SHOWN_WITHIN))

    async def boards_owed(self) -> tuple[Quiz, ...]:
        """Quizzes that are over, and whose channel has not seen their end."""
        async with self._database.read() as session:
            since = self._clock() - _SHOWN_WITHIN
            return tuple(await quizzes.list_without_board(session, since))
