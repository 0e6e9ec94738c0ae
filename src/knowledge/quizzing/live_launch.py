"""From a plan to a lobby: preview, start, and who comes in."""

from __future__ import annotations

from datetime import datetime
from typing import Any, TypeVar, cast

from knowledge.model import play
from knowledge.model.quiz import LIVE_STATES, Quiz, QuizPlan, QuizState, Refusal
from knowledge.model.quiz_replies import (
    Act,
    AlreadyIn,
    AlreadyLive,
    Joined,
    Preview,
    TooFewItems,
)
from knowledge.model.receipt import QUIZ, new_receipt
from knowledge.quizzing import live_drawing
from knowledge.quizzing.live_desk import Desk
from knowledge.storage import courses, quiz_log, quiz_players, quizzes
from knowledge.storage.database import WriteSession
from knowledge.storage.quizzes import Launch

_T = TypeVar("_T")
_RECEIPT_TRIES = 8
_SEED_BITS = 32


class Launching(Desk):
    async def preview(self, plan: QuizPlan, *, channel_id: int, seed: int | None = None) -> Preview:
        """What ``plan`` would draw for a channel. Nothing is stored."""
        seed = self._rng.getrandbits(_SEED_BITS) if seed is None else seed
        async with self._database.read() as session:
            drawing = await live_drawing.draw(session, plan, channel_id, seed)
        warnings = []
        if 0 < drawing.available < plan.count:
            warnings.append(
                f"You asked for {plan.count} questions; {drawing.available} approved items fit."
            )
        if drawing.asked_before:
            warnings.append(f"{drawing.asked_before} of these were asked in this channel before.")
        return Preview(drawing.available, tuple(drawing.drawn), seed, tuple(warnings))

    async def start(
        self,
        plan: QuizPlan,
        *,
        server_id: int,
        channel_id: int,
        host_id: int,
        host_name: str,
        event_id: int,
        at: datetime,
        seed: int | None = None,
        window_until: datetime | None = None,
    ) -> Quiz | AlreadyLive | TooFewItems:
        """Draw the items and open the lobby. An event that is delivered twice starts one quiz.

        Args:
            plan: What is asked for.
            server_id: Where it is played.
            channel_id: Plays one quiz at a time.
            host_id: Who started it; others may go on with it.
            host_name: As others read it.
            event_id: Of Discord.
            at: Discord's clock.
            seed: Of a preview, to draw what it showed.
            window_until: Until when absentees may catch up.

        Raises:
            NotSaved: nothing was started.
        """
        seed = self._rng.getrandbits(_SEED_BITS) if seed is None else seed
        async with self._database.write() as session:
            before = await quizzes.find_by_event(session, event_id)
            live = await quizzes.find_live(session, channel_id)
            if before is not None or live is not None:
                return before or AlreadyLive(_present(live))
            drawing = await live_drawing.draw(session, plan, channel_id, seed)
            if len(drawing.drawn) < play.fewest(plan):
                return TooFewItems(drawing.available)
            quiz = await self._add(
                session,
                plan,
                Launch(
                    QuizState.LOBBY,
                    server_id=server_id,
                    channel_id=channel_id,
                    host_id=host_id,
                    host_name=host_name,
                    event_id=event_id,
                    created_at=at,
                    window_until=window_until,
                ),
            )
            await live_drawing.deal(session, quiz.id, plan, drawing.drawn, self._rng)
            await self._log(session, Act.STARTED, quiz.id, by=host_id, seed=seed)
            return _present(await quizzes.find(session, quiz.id))

    async def lobby_shown(self, quiz_id: int, message_id: int) -> None:
        """Keep where the lobby stands, so that it can be edited after a restart."""
        async with self._database.write() as session:
            await quizzes.put_lobby_message(session, quiz_id, message_id)

    async def join(
        self, quiz_id: int, user_id: int, name: str, at: datetime, event_id: int
    ) -> Joined | AlreadyIn | Refusal:
        """Let a learner in; once questions were asked, the later ones count for them.

        Raises:
            NotSaved: they are not in.
        """

        async def work(session: WriteSession) -> Joined | AlreadyIn | Refusal:
            again = await quiz_log.find_event(session, event_id)
            if again is not None:
                player = await quiz_players.find(session, quiz_id, user_id)
                return Joined(_present(player), cast("int", again.detail["players"]))
            quiz = await quizzes.find(session, quiz_id)
            if quiz is None:
                return Refusal.UNKNOWN
            if quiz.state not in LIVE_STATES:
                return Refusal.NOT_RUNNING
            entered = await quiz_players.put(
                session,
                quiz_id,
                user_id,
                name=name,
                teams=quiz.plan.teams,
                from_ordinal=await quiz_players.first_to_count(session, quiz_id),
                at=at,
            )
            player = await quiz_players.find(session, quiz_id, user_id)
            assert player is not None
            if player.is_kicked:
                return Refusal.KICKED
            if not entered:
                return AlreadyIn(player)
            players = await quiz_players.count(session, quiz_id)
            detail = {"players": players}
            await quiz_log.add(
                session,
                quiz_log.Line(
                    Act.JOINED, at, quiz_id, user_id=user_id, event_id=event_id, detail=detail
                ),
            )
            return Joined(player, players)

        return await self._database.write_grouped(work)

    async def leave(self, quiz_id: int, user_id: int) -> bool:
        """Let a learner out; what they answered stays. ``False`` if they are not in."""

        async def work(session: WriteSession) -> bool:
            left = await quiz_players.leave(session, quiz_id, user_id, self._clock())
            if left:
                await self._log(session, Act.LEFT, quiz_id, by=user_id)
            return left

        return await self._database.write_grouped(work)

    async def set_alias(self, user_id: int, server_id: int, alias: str | None) -> None:
        """The name others see in this server's quizzes; ``None`` for the learner's own."""
        stated = {"alias": alias}
        async with self._database.write() as session:
            await quiz_players.put_learner(session, server_id, user_id, stated)

    async def set_hidden(self, user_id: int, server_id: int, hidden: bool) -> None:
        """Keep a learner off every board of this server, or put them back on."""
        async with self._database.write() as session:
            await quiz_players.put_learner(session, server_id, user_id, {"is_hidden": hidden})

    async def accommodate(
        self,
        server_id: int,
        user_id: int,
        time_factor: float,
        attempts: int,
        *,
        by: int | None = None,
    ) -> None:
        """Give a learner more time and more attempts in this server's quizzes, from now on.

        Args:
            server_id: Where it holds.
            user_id: Whose it is; nobody else is told.
            time_factor: 1 to 10, times the seconds of a question.
            attempts: Further ones at each question from the catch-up seat.
            by: Who granted it.

        Raises:
            ValueError: the factor or the attempts are out of range.
        """
        if not 1 <= time_factor <= 10 or attempts < 0:
            raise ValueError("The time factor is 1 to 10, and attempts are not negative.")
        stated: dict[str, Any] = {"time_factor": time_factor, "more_attempts": attempts}
        async with self._database.write() as session:
            await quiz_players.put_learner(session, server_id, user_id, stated)
            await self._log(
                session, Act.ACCOMMODATED, None, by=by, server=server_id, learner=user_id, **stated
            )

    async def accommodation(self, server_id: int, user_id: int) -> tuple[float, int]:
        """A learner's time factor and further attempts: 1.0 and 0 for most."""
        async with self._database.read() as session:
            return await quiz_players.accommodation(session, server_id, user_id)

    async def _add(self, session: WriteSession, plan: QuizPlan, launch: Launch) -> Quiz:
        course = await courses.get_course(session, plan.course_id)
        for attempt in range(_RECEIPT_TRIES):
            receipt = new_receipt(self._rng, length=4 + attempt // 2, letter=QUIZ)
            quiz = await quizzes.add(session, plan, launch, receipt=receipt, course=course.title)
            if quiz is not None:
                return quiz
        raise RuntimeError("no receipt is free")


def _present(found: _T | None) -> _T:
    assert found is not None
    return found
