"""Quizzes that begin by themselves."""

from __future__ import annotations

import logging
from datetime import datetime

from knowledge.model import play
from knowledge.model.quiz import Quiz, QuizPlan, QuizState
from knowledge.model.quiz_replies import Act, TooFewItems
from knowledge.quizzing import live_drawing
from knowledge.quizzing.live_launch import Launching
from knowledge.storage import quizzes
from knowledge.storage.database import WriteSession
from knowledge.storage.quizzes import Launch

log = logging.getLogger(__name__)


class Scheduling(Launching):
    async def schedule(
        self,
        plan: QuizPlan,
        *,
        server_id: int,
        channel_id: int,
        host_id: int,
        host_name: str,
        event_id: int,
        at: datetime,
        starts_at: datetime,
        window_until: datetime | None = None,
        remind_at: datetime | None = None,
    ) -> Quiz | TooFewItems:
        """Have a lobby open at ``starts_at``. The items are drawn then, from what is approved then.

        Raises:
            NotSaved: nothing was scheduled.
        """
        async with self._database.write() as session:
            before = await quizzes.find_by_event(session, event_id)
            if before is not None:
                return before
            drawing = await live_drawing.draw(session, plan, channel_id, seed=0)
            if len(drawing.drawn) < play.fewest(plan):
                return TooFewItems(drawing.available)
            launch = Launch(
                QuizState.SCHEDULED,
                server_id=server_id,
                channel_id=channel_id,
                host_id=host_id,
                host_name=host_name,
                event_id=event_id,
                created_at=at,
                starts_at=starts_at,
                remind_at=remind_at,
                window_until=window_until,
            )
            quiz = await self._add(session, plan, launch)
            await self._log(session, Act.SCHEDULED, quiz.id, by=host_id)
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
        begun = []
        for quiz in {quiz.channel_id: quiz for quiz in reversed(waiting)}.values():
            try:
                async with self._database.write() as session:
                    # Somebody may have taken it back meanwhile, or the channel.
                    if quiz in await quizzes.list_due(session, now):
                        begun.append(await self._begin(session, quiz))
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
                await self._log(session, Act.REMINDED, quiz_id, by=None)

    async def _begin(self, session: WriteSession, quiz: Quiz) -> Quiz:
        seed = self._rng.getrandbits(32)
        drawing = await live_drawing.draw(session, quiz.plan, quiz.channel_id, seed)
        if len(drawing.drawn) < play.fewest(quiz.plan):
            await self._log(session, Act.FINISHED, quiz.id, by=None, available=drawing.available)
            begun = await quizzes.finish(session, quiz.id, self._clock())
        else:
            await live_drawing.deal(session, quiz.id, quiz.plan, drawing.drawn, self._rng)
            await self._log(session, Act.STARTED, quiz.id, by=None, seed=seed)
            begun = await quizzes.move(
                session, quiz.id, expected=QuizState.SCHEDULED, to=QuizState.LOBBY
            )
        assert begun is not None
        return begun
