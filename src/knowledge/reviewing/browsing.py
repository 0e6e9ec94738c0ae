"""What the console shows beyond the commands: lists to choose from, and tables to take along."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime

from knowledge.model.audit import StaffAct
from knowledge.model.log_search import (
    LINES_ON_A_PAGE,
    Facets,
    LogFilter,
    LogKind,
    Opinion,
    QueuePage,
)
from knowledge.model.review import ReviewStatus
from knowledge.reviewing.identities import Identities
from knowledge.reviewing.log_search import check, question_line, readers
from knowledge.storage import audit, log_facets, log_search, reviews
from knowledge.storage.database import Database, ReadSession

NOTHING = Facets({}, {}, {}, {})
MOST_CHANNELS = 25


class Browsing:
    """For a server's moderators; what shows people's words is on record before it is shown."""

    def __init__(self, database: Database, clock: Callable[[], datetime]) -> None:
        self._database = database
        self._clock = clock

    async def queue(self, server_id: int, page: int = 0, *, by: int) -> QueuePage:
        """A page (from 0; one past the end is the last) of what waits for a review.

        Raises:
            NotSaved: the look could not be put on record, so there is nothing to see.
        """
        async with self._database.read() as session:
            backlog = await reviews.backlog(session, server_id)
            total = backlog.disliked + backlog.others
            page = min(page, max(0, (total - 1) // LINES_ON_A_PAGE))
            receipts = await reviews.list_waiting(
                session,
                server_id,
                grave=backlog.disliked,
                offset=page * LINES_ON_A_PAGE,
                limit=LINES_ON_A_PAGE,
            )
            names = await Identities.of(session, server_id)
            rows = await log_search.list_receipts(session, receipts)
        lines = tuple(question_line(row, names) for row in rows)
        await self._note(server_id, by, StaffAct.VIEWED, "queue", page=page + 1)
        return QueuePage(lines, page, backlog)

    async def facets(self, server_id: int, course_ids: Sequence[int], wanted: LogFilter) -> Facets:
        """Counts beside a search; of none that is refused."""
        async with self._database.read() as session:
            if await check(session, server_id, course_ids, wanted) is not None:
                return NOTHING
            names = await Identities.of(session, server_id)
            people = await readers(session, names, course_ids, wanted)
            counted = await log_facets.count(session, server_id, wanted, people)
            others = await _others(session, server_id, course_ids, wanted, people)
        kinds = {LogKind.QUESTION: counted[log_facets.TOTAL].get(log_facets.TOTAL, 0), **others}
        if wanted.kind is not LogKind.QUESTION:
            return Facets(kinds, {}, {}, {})
        statuses, opinions = counted[log_facets.STATUS], counted[log_facets.OPINION]
        return Facets(
            kinds,
            {one: statuses[one.value] for one in ReviewStatus if one.value in statuses},
            {one: opinions[one.value] for one in Opinion if one.value in opinions},
            _commonest(counted[log_facets.CHANNEL]),
        )

    async def note_view(self, server_id: int, what: str, *, by: int) -> None:
        """Put on record that somebody looks at something, before they do.

        Args:
            what: One of our own words: the console itself, the gaps.

        Raises:
            NotSaved: it was not, so it is not shown.
        """
        await self._note(server_id, by, StaffAct.VIEWED, what)

    async def note_table(self, server_id: int, table: str, rows: int, *, by: int) -> None:
        """Put on record that a table was taken along, before it is.

        Raises:
            NotSaved: it was not, so there is no table.
        """
        await self._note(server_id, by, StaffAct.EXPORTED, table, format="csv", records=rows)

    async def _note(
        self, server_id: int, by: int, act: StaffAct, target: str, **detail: str | int
    ) -> None:
        async with self._database.write() as session:
            await audit.append(
                session,
                at=self._clock(),
                server_id=server_id,
                actor_id=by,
                act=act,
                target=target,
                detail=detail,
            )


async def _others(
    session: ReadSession,
    server_id: int,
    course_ids: Sequence[int],
    wanted: LogFilter,
    people: list[int] | None,
) -> dict[LogKind, int]:
    """Of the other kinds, by what they can be searched for."""
    place = {"offset": 0, "limit": 1}
    _, quizzes = await log_search.list_quizzes(session, server_id, wanted, people, **place)
    _, studied = await log_search.list_study(session, course_ids, wanted, people, **place)
    return {LogKind.QUIZ: quizzes, LogKind.STUDY: studied}


def _commonest(channels: Mapping[str, int]) -> dict[int, int]:
    """Channels by their ids, those with most questions first."""
    ordered = sorted(channels.items(), key=lambda one: (-one[1], one[0]))
    return {int(channel_id): number for channel_id, number in ordered[:MOST_CHANNELS]}
