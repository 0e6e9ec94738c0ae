"""Who plays, under which name, and with how much time."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any, cast

from knowledge.model import play
from knowledge.model.quiz import LIVE_STATES, Player, Refusal
from knowledge.model.quiz_replies import Act, AliasRefusal, AlreadyIn, Joined
from knowledge.storage import quiz_log, quiz_players, quizzes
from knowledge.storage.database import Database, WriteSession


class Roster:
    """Lets learners in and out, and keeps what holds for them in a server."""

    def __init__(self, database: Database, clock: Callable[[], datetime]) -> None:
        self._database = database
        self._clock = clock

    async def players(self, quiz_id: int) -> tuple[Player, ...]:
        """Who plays or has played, in the order in which they came."""
        async with self._database.read() as session:
            return tuple(player for player, _ in await quiz_players.list_players(session, quiz_id))

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
                assert player is not None
                return Joined(player, cast("int", again.detail["players"]))
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
                await quiz_log.note(session, Act.LEFT, self._clock(), quiz_id, by=user_id)
            return left

        return await self._database.write_grouped(work)

    async def set_alias(
        self, user_id: int, server_id: int, alias: str | None
    ) -> AliasRefusal | None:
        """The name others see in this server's quizzes; ``None`` for the learner's own.

        Returns:
            Why it was not taken: another player or host goes by it, or it is not text.
        """
        if alias is not None and not play.is_text(alias):
            return AliasRefusal.UNREADABLE
        async with self._database.write() as session:
            if alias is not None:
                others = await quiz_players.list_names(session, server_id, without=user_id)
                if play.folded(alias) in map(play.folded, others):
                    return AliasRefusal.TAKEN
            await quiz_players.put_learner(session, server_id, user_id, {"alias": alias})
        return None

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
            await quiz_log.note(
                session,
                Act.ACCOMMODATED,
                self._clock(),
                None,
                by=by,
                server=server_id,
                learner=user_id,
                **stated,
            )

    async def accommodation(self, server_id: int, user_id: int) -> tuple[float, int]:
        """A learner's time factor and further attempts: 1.0 and 0 for most."""
        async with self._database.read() as session:
            return await quiz_players.accommodation(session, server_id, user_id)
