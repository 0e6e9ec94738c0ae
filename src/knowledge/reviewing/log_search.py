"""Searching a server's log. Every search is on record, without its words."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from knowledge.model.audit import StaffAct
from knowledge.model.log_search import (
    LINES_ON_A_PAGE,
    LogFilter,
    LogKind,
    LogLine,
    LogPage,
    Opinion,
    SearchRefusal,
)
from knowledge.model.review import ReviewStatus
from knowledge.model.server import LogMode
from knowledge.reviewing.identities import Identities
from knowledge.storage import audit, log_search, log_searches
from knowledge.storage.database import Database, ReadSession

# Without what is larger than the database can hold; no id is.
_USER = re.compile(r"(?:<@!?)?(\d{15,18}|[1-8]\d{18})>?")


class LogSearch:
    """Finds questions, quizzes and study sessions of one server, for its moderators."""

    def __init__(self, database: Database, clock: Callable[[], datetime]) -> None:
        self._database = database
        self._clock = clock

    async def search(
        self, server_id: int, course_ids: Sequence[int], wanted: LogFilter, *, by: int
    ) -> LogPage | SearchRefusal:
        """The first page of what is wanted, newest first.

        Raises:
            NotSaved: the search could not be put on record, so there is nothing to see.
        """
        now = self._clock()
        async with self._database.read() as session:
            refused = await check(session, server_id, course_ids, wanted)
        if refused is not None:
            return refused
        async with self._database.write() as session:
            search_id = await log_searches.put(session, server_id, by, wanted, now)
            await audit.append(
                session,
                at=now,
                server_id=server_id,
                actor_id=by,
                act=StaffAct.SEARCHED,
                detail=described(wanted),
            )
        return await self._page(server_id, course_ids, search_id, wanted, 0)

    async def turn(
        self, server_id: int, course_ids: Sequence[int], search_id: int, page: int, *, by: int
    ) -> LogPage | None:
        """Another page (from 0; one past the end is the last); ``None`` for another's search."""
        async with self._database.read() as session:
            wanted = await log_searches.find(session, search_id, server_id=server_id, user_id=by)
        if wanted is None:
            return None
        return await self._page(server_id, course_ids, search_id, wanted, page)

    async def _page(
        self,
        server_id: int,
        course_ids: Sequence[int],
        search_id: int,
        wanted: LogFilter,
        page: int,
    ) -> LogPage:
        async with self._database.read() as session:
            names = await Identities.of(session, server_id)
            people = await readers(session, names, course_ids, wanted)
            rows, total = await _look_up(session, server_id, course_ids, wanted, people, page)
            last = max(0, (total - 1) // LINES_ON_A_PAGE)
            if page > last:
                page = last
                rows, total = await _look_up(session, server_id, course_ids, wanted, people, page)
        lines = tuple(_LINES[wanted.kind](row, names) for row in rows)
        return LogPage(search_id, wanted, lines, page, total)


async def check(
    session: ReadSession, server_id: int, course_ids: Sequence[int], wanted: LogFilter
) -> SearchRefusal | None:
    """Why the log of this server is not searched for that; ``None`` if it is."""
    if wanted.text and log_search.words_query(wanted.text) is None:
        return SearchRefusal.NO_WORDS
    names = await Identities.of(session, server_id)
    if wanted.text and names.hides_questions and wanted.kind is LogKind.QUESTION:
        return SearchRefusal.QUESTIONS_HIDDEN
    if not wanted.reader:
        return None
    if _USER.fullmatch(wanted.reader) and names.mode is not LogMode.NAMES:
        return SearchRefusal.NAMES_HIDDEN
    if not await readers(session, names, course_ids, wanted):
        return SearchRefusal.UNKNOWN_READER
    return None


async def readers(
    session: ReadSession, names: Identities, course_ids: Sequence[int], wanted: LogFilter
) -> list[int] | None:
    """The ids of whoever is wanted; ``None`` for everybody."""
    if not wanted.reader:
        return None
    typed = _USER.fullmatch(wanted.reader)
    if typed is not None and names.mode is LogMode.NAMES:
        return [int(typed[1])]
    people = await log_search.list_people(session, names.server_id, course_ids)
    return names.who_is(wanted.reader, people)


def described(wanted: LogFilter) -> dict[str, str | int]:
    """What was asked for, without words or names: the audit outlives an erasure."""
    detail: dict[str, str | int] = {"kind": wanted.kind.value}
    if wanted.text:
        detail["text"] = "given"
    if wanted.reader:
        detail["reader"] = "given"
    if wanted.channel_id is not None:
        detail["channel"] = str(wanted.channel_id)
    if wanted.opinion is not None:
        detail["rating"] = wanted.opinion.value
    if wanted.status is not None:
        detail["status"] = wanted.status.value
    if wanted.since is not None:
        detail["since"] = wanted.since.isoformat(timespec="minutes")
    if wanted.until is not None:
        detail["until"] = wanted.until.isoformat(timespec="minutes")
    return detail


async def _look_up(
    session: ReadSession,
    server_id: int,
    course_ids: Sequence[int],
    wanted: LogFilter,
    people: Sequence[int] | None,
    page: int,
) -> tuple[log_search.Rows, int]:
    place = {"offset": page * LINES_ON_A_PAGE, "limit": LINES_ON_A_PAGE}
    match wanted.kind:
        case LogKind.QUESTION:
            return await log_search.list_questions(session, server_id, wanted, people, **place)
        case LogKind.QUIZ:
            return await log_search.list_quizzes(session, server_id, wanted, people, **place)
        case LogKind.STUDY:
            return await log_search.list_study(session, course_ids, wanted, people, **place)


def question_line(row: Any, names: Identities) -> LogLine:
    return LogLine(
        kind=LogKind.QUESTION,
        receipt=row.receipt,
        at=row.at,
        who=names.asker(row.user_id),
        channel_id=row.channel_id,
        headline="" if names.hides_questions else row.question,
        outcome=row.decision,
        opinion=None if row.opinion is None else Opinion(row.opinion),
        status=ReviewStatus(row.status),
    )


def _quiz(row: Any, names: Identities) -> LogLine:
    theme = row.plan.get("theme")
    asked = f"{row.questions} question{'' if row.questions == 1 else 's'}"
    return LogLine(
        kind=LogKind.QUIZ,
        receipt=row.receipt,
        at=row.at,
        who=names.asker(row.user_id),
        channel_id=row.channel_id,
        headline=f"{row.course} · {theme}" if theme else row.course,
        outcome=f"{row.state}, {asked}",
    )


def study_line(row: Any, names: Identities) -> LogLine:
    return LogLine(
        kind=LogKind.STUDY,
        receipt="",
        at=row.at,
        who=names.asker(row.user_id),
        channel_id=None,
        headline=row.subject or "the whole course",
        outcome=f"{row.right} of {row.answered} right",
    )


_LINES = {LogKind.QUESTION: question_line, LogKind.QUIZ: _quiz, LogKind.STUDY: study_line}
