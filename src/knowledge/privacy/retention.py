"""How long things are kept: a server's own decision, and the work of every night."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial

from knowledge.model.audit import StaffAct
from knowledge.model.pseudonym import stand_in
from knowledge.model.retention import Expired, Scope, scope
from knowledge.model.server import LOG_DAYS, ServerSettings
from knowledge.storage import audit, courses, retention, servers
from knowledge.storage.database import Database, ReadSession, WriteSession
from knowledge.storage.erasure import COMPACTION_DUE

_NEVER = "never"


class Retention:
    """Reads and changes the days, says what they would do, and does it."""

    def __init__(self, database: Database, clock: Callable[[], datetime]) -> None:
        self._database = database
        self._clock = clock

    async def settings(self, server_id: int | None) -> ServerSettings:
        async with self._database.read() as session:
            return await servers.get(session, server_id)

    async def preview(self, server_id: int, log_days: int | None, text_days: int | None) -> Expired:
        """What the next night would take of a server if it kept things so long. Changes nothing."""
        settings = ServerSettings(log_days=log_days, text_days=text_days)
        async with self._database.read() as session:
            return await _counted(session, scope(settings, self._clock(), server_id))

    async def change(
        self, server_id: int, log_days: int | None, text_days: int | None, *, by: int
    ) -> ServerSettings:
        """Keep things so long in a server from now on; the next night acts on it.

        Raises:
            NotSaved: nothing was changed.
        """
        async with self._database.write() as session:
            before = await servers.get(session, server_id)
            after = replace(before, log_days=log_days, text_days=text_days)
            await servers.put(session, server_id, after)
            await audit.append(
                session,
                at=self._clock(),
                server_id=server_id,
                actor_id=by,
                act=StaffAct.RETENTION_CHANGED,
                detail={
                    **_stated(after),
                    **{f"{name}_before": value for name, value in _stated(before).items()},
                },
            )
        return after

    async def run(self) -> Expired:
        """Delete what is too old, everywhere. Run twice, the second time finds nothing.

        In small transactions: what a crash interrupts, the next run goes on with.

        Raises:
            NotSaved: the database cannot be written; what was done before stays done.
        """
        now = self._clock()
        async with self._database.read() as session:
            own = await servers.list_all(session)
            secret = await servers.secret(session)
        scopes = [scope(settings, now, server_id) for server_id, settings in own.items()]
        scopes.append(scope(ServerSettings(), now, None, tuple(own)))
        gone = Expired()
        for one in scopes:
            gone += await self._run(one, partial(stand_in, secret))
        async with self._database.write() as session:
            before = now - timedelta(days=LOG_DAYS)
            others = await retention.delete_others(session, now, before)
            gone += Expired(others_deleted=others)
            if not gone.is_nothing:
                await courses.remember(session, COMPACTION_DUE, "")
                await audit.append(
                    session,
                    at=now,
                    server_id=None,
                    actor_id=None,
                    act=StaffAct.PURGED,
                    detail={
                        "questions_deleted": gone.questions_deleted,
                        "questions_unlinked": gone.questions_unlinked,
                        "quizzes_unnamed": gone.quizzes_unnamed,
                        "others_deleted": gone.others_deleted,
                    },
                )
        return gone

    async def _run(self, one: Scope, whom: retention.StandIn) -> Expired:
        deleted = await self._repeat(lambda session: retention.delete_questions(session, one))
        unlinked = await self._repeat(
            lambda session: retention.unlink_questions(session, one, whom)
        )
        await self._repeat(lambda session: retention.unlink_opinions(session, one, whom))
        async with self._database.read() as session:
            quizzes = await retention.list_named_quizzes(session, one)
        for quiz_id in quizzes:
            async with self._database.write() as session:
                await retention.unname_quiz(session, quiz_id, whom)
        return Expired(deleted, unlinked, len(quizzes))

    async def _repeat(self, some: Callable[[WriteSession], Awaitable[int]]) -> int:
        total = 0
        while True:
            async with self._database.write() as session:
                done = await some(session)
            total += done
            if not done:
                return total


def _stated(settings: ServerSettings) -> dict[str, str | int]:
    return {
        "log_days": _NEVER if settings.log_days is None else settings.log_days,
        "text_days": _NEVER if settings.text_days is None else settings.text_days,
    }


async def _counted(session: ReadSession, one: Scope) -> Expired:
    deleted, unlinked = await retention.count_questions(session, one)
    quizzes = await retention.list_named_quizzes(session, one)
    return Expired(deleted, unlinked, len(quizzes))
