"""Quizzes that begin by themselves."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime

from knowledge.model import play
from knowledge.model.quiz import Launch, Quiz, QuizPlan, QuizState
from knowledge.model.quiz_replies import Act, TooFewItems, TooManyScheduled
from knowledge.quizzing.live import drawing
from knowledge.quizzing.live.drawing import Dealer
from knowledge.storage import quiz_log, quizzes
from knowledge.storage.database import Database, WriteSession

MOST_SCHEDULED = 25
"""Quizzes of a server that may wait to begin."""

log = logging.getLogger(__name__)


class Calendar:
    """Keeps what is scheduled, and opens the lobbies when their time comes."""

    def __init__(self, database: Database, clock: Callable[[], datetime], dealer: Dealer) -> None:
        self._database = database
        self._clock = clock
        self._dealer = dealer

    async def schedule(
        self,
        plan: QuizPlan,
        launch: Launch,
        *,
        starts_at: datetime,
        remind_at: datetime | None = None,
    ) -> Quiz | TooFewItems | TooManyScheduled:
        """Have a lobby open at ``starts_at``. The items are drawn then, from what is approved then.

        Raises:
            NotSaved: nothing was scheduled.
        """
        async with self._database.write() as session:
            before = await quizzes.find_by_event(session, launch.event_id)
            if before is not None:
                return before
            found = await drawing.draw(session, plan, launch.channel_id, seed=0)
            if len(found.drawn) < play.fewest(plan):
                return TooFewItems(found.available)
            if await quizzes.count_scheduled(session, launch.server_id) >= MOST_SCHEDULED:
                return TooManyScheduled(MOST_SCHEDULED)
            quiz = await self._dealer.enter(
                session,
                plan,
                launch,
                QuizState.SCHEDULED,
                starts_at=starts_at,
                remind_at=remind_at,
            )
            await quiz_log.note(session, Act.SCHEDULED, self._clock(), quiz.id, by=launch.host_id)
            return quiz

    async def scheduled(self, server_id: int) -> tuple[Quiz, ...]:
        """Those of a server that have not begun, the next one first."""
        async with self._database.read() as session:
            return tuple(await quizzes.list_scheduled(session, server_id))

    async def next_due(self) -> datetime | None:
        """When to ask for :meth:`due` and :meth:`reminders` again."""
        async with self._database.read() as session:
            return await quizzes.next_due(session)

    async def due(self, now: datetime) -> tuple[Quiz, ...]:
        """Open the lobbies whose time has come; each quiz is given out once.

        One whose channel plays another quiz waits until that is over. One for which too few items
        are left is given out as finished, with no questions. One that fails stays due.
        """
        async with self._database.read() as session:
            # Two that wait for the same channel: the first takes it.
            waiting = await quizzes.list_due(session, now)
        begun: list[Quiz] = []
        for quiz in {quiz.channel_id: quiz for quiz in reversed(waiting)}.values():
            try:
                async with self._database.write() as session:
                    # Somebody may have taken it back meanwhile, or the channel.
                    if quiz not in await quizzes.list_due(session, now):
                        continue
                    opened = await self._begin(session, quiz)
                begun.append(opened)
            except Exception:
                # The others' classes are waiting, too.
                log.exception("quiz %s could not begin", quiz.receipt)
        return tuple(begun)

    async def reminders(self, now: datetime) -> tuple[Quiz, ...]:
        """Scheduled quizzes whose reminder is due, until :meth:`reminded`.

        One that comes too late, at or after the start, is forgotten.
        """
        async with self._database.write() as session:
            await quizzes.drop_reminders(session, now)
            return tuple(await quizzes.list_reminders(session, now))

    async def reminded(self, quiz_id: int) -> None:
        """The reminder stands in the channel."""
        async with self._database.write() as session:
            if await quizzes.put_reminded(session, quiz_id) is not None:
                await quiz_log.note(session, Act.REMINDED, self._clock(), quiz_id, by=None)

    async def _begin(self, session: WriteSession, quiz: Quiz) -> Quiz:
        seed = self._dealer.seed()
        found = await drawing.draw(session, quiz.plan, quiz.channel_id, seed)
        if len(found.drawn) < play.fewest(quiz.plan):
            await quiz_log.note(
                session, Act.FINISHED, self._clock(), quiz.id, by=None, available=found.available
            )
            begun = await quizzes.finish(session, quiz.id, self._clock())
        else:
            await self._dealer.deal(session, quiz, found.drawn)
            await quiz_log.note(session, Act.STARTED, self._clock(), quiz.id, by=None, seed=seed)
            begun = await quizzes.move(
                session, quiz.id, expected=QuizState.SCHEDULED, to=QuizState.LOBBY
            )
        assert begun is not None
        return begun
