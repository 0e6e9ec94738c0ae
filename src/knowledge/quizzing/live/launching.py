"""From a plan to a lobby: preview and start."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from knowledge.model import play
from knowledge.model.quiz import Launch, Quiz, QuizPlan, QuizState
from knowledge.model.quiz_replies import Act, AlreadyLive, Preview, TooFewItems
from knowledge.quizzing.live import drawing
from knowledge.quizzing.live.drawing import Dealer
from knowledge.storage import quiz_log, quizzes
from knowledge.storage.database import Database


class Launching:
    """Opens lobbies."""

    def __init__(self, database: Database, clock: Callable[[], datetime], dealer: Dealer) -> None:
        self._database = database
        self._clock = clock
        self._dealer = dealer

    async def preview(self, plan: QuizPlan, *, channel_id: int, seed: int | None = None) -> Preview:
        """What ``plan`` would draw for a channel. Nothing is stored."""
        seed = self._dealer.seed() if seed is None else seed
        async with self._database.read() as session:
            found = await drawing.draw(session, plan, channel_id, seed)
        warnings = []
        if 0 < found.available < plan.count:
            warnings.append(
                f"You asked for {plan.count} questions; {found.available} approved items fit."
            )
        if found.asked_before:
            warnings.append(f"{found.asked_before} of these were asked in this channel before.")
        return Preview(found.available, tuple(found.drawn), seed, tuple(warnings))

    async def start(
        self, plan: QuizPlan, launch: Launch, *, seed: int | None = None
    ) -> Quiz | AlreadyLive | TooFewItems:
        """Draw the items and open the lobby. An event that is delivered twice starts one quiz.

        Args:
            plan: What is asked for.
            launch: Where, when and by whom.
            seed: Of a preview, to draw what it showed.

        Raises:
            NotSaved: nothing was started.
        """
        seed = self._dealer.seed() if seed is None else seed
        async with self._database.write() as session:
            before = await quizzes.find_by_event(session, launch.event_id)
            if before is not None:
                return before
            live = await quizzes.find_live(session, launch.channel_id)
            if live is not None:
                return AlreadyLive(live)
            found = await drawing.draw(session, plan, launch.channel_id, seed)
            if len(found.drawn) < play.fewest(plan):
                return TooFewItems(found.available)
            quiz = await self._dealer.enter(session, plan, launch, QuizState.LOBBY)
            await self._dealer.deal(session, quiz, found.drawn)
            await quiz_log.note(
                session, Act.STARTED, self._clock(), quiz.id, by=launch.host_id, seed=seed
            )
            started = await quizzes.find(session, quiz.id)
            assert started is not None
            return started

    async def lobby_shown(self, quiz_id: int, message_id: int) -> None:
        """Keep where the lobby stands, so that it can be edited after a restart."""
        async with self._database.write() as session:
            await quizzes.put_lobby_message(session, quiz_id, message_id)
