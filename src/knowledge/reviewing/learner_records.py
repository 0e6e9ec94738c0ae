"""One learner's questions, quizzes and study before a moderator. Every look is on record."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from knowledge.model.audit import Detail, StaffAct
from knowledge.model.learner_record import (
    LEARNERS_ON_A_PAGE,
    Learner,
    LearnerPage,
    LearnerRecord,
    LearnerTotals,
    NoLearnerRecord,
)
from knowledge.model.log_search import LINES_ON_A_PAGE, LogFilter, LogKind, LogLine
from knowledge.model.pseudonym import is_stand_in
from knowledge.model.review import Asker
from knowledge.model.server import LogMode
from knowledge.reviewing.identities import Identities
from knowledge.reviewing.log_search import question_line, study_line
from knowledge.reviewing.review_desk import LONGEST_NOTE
from knowledge.storage import audit, learner_records, log_search
from knowledge.storage.database import Database, ReadSession

LIST = "learners"
TARGET = "learner record"
"""What the audit says was looked at: it names no learner, because it outlives an erasure."""


class LearnerRecords:
    """Opened by a person's name for a reason, unless the log shows names; by a pseudonym freely."""

    def __init__(self, database: Database, clock: Callable[[], datetime]) -> None:
        self._database = database
        self._clock = clock

    async def everybody(
        self,
        server_id: int,
        course_ids: Sequence[int],
        *,
        by: int,
        page: int = 0,
        most: int = LEARNERS_ON_A_PAGE,
    ) -> LearnerPage:
        """Those of whom there is a record, under their pseudonyms; one past the end is the last.

        Args:
            most: Learners from the beginning of the page on.

        Raises:
            NotSaved: the look could not be put on record, so there is nothing to see.
        """
        async with self._database.read() as session:
            names = await Identities.of(session, server_id)
            rows = await learner_records.list_learners(session, server_id, course_ids)
        known = _by_name(rows, names)
        page = min(page, max(0, (len(known) - 1) // LEARNERS_ON_A_PAGE))
        begin = page * LEARNERS_ON_A_PAGE
        await self._note(server_id, by, StaffAct.VIEWED, {"page": page + 1}, LIST)
        return LearnerPage(tuple(known[begin : begin + most]), page, len(known))

    async def record(
        self,
        server_id: int,
        course_ids: Sequence[int],
        user_id: int,
        *,
        by: int,
        reason: str = "",
        kind: LogKind = LogKind.QUESTION,
        page: int = 0,
    ) -> LearnerRecord | NoLearnerRecord:
        """What a user asked and played in this server, and studied in these courses.

        Without what is old enough that nobody can tell any more whose it was.

        Args:
            reason: Why a name is to be shown; needed where the log hides names.

        Raises:
            NotSaved: the look could not be put on record, so there is nothing to see.
        """
        async with self._database.read() as session:
            names = await Identities.of(session, server_id)
            if names.mode is not LogMode.NAMES and not reason.strip():
                return NoLearnerRecord.NEEDS_REASON
            found = await _look_up(session, names, course_ids, [user_id], kind, page)
        act, detail = StaffAct.VIEWED, _place(found)
        if names.mode is not LogMode.NAMES:
            act, detail = StaffAct.UNMASKED, {"reason": " ".join(reason.split())[:LONGEST_NOTE]}
        await self._note(server_id, by, act, detail)
        return found

    async def of_pseudonym(
        self,
        server_id: int,
        course_ids: Sequence[int],
        reader: str,
        *,
        by: int,
        kind: LogKind = LogKind.QUESTION,
        page: int = 0,
        most: int = LINES_ON_A_PAGE,
    ) -> LearnerRecord | NoLearnerRecord:
        """The same of whoever goes by a pseudonym, however it was typed.

        Args:
            most: Lines from the beginning of the page on.

        Raises:
            NotSaved: the look could not be put on record, so there is nothing to see.
        """
        async with self._database.read() as session:
            names = await Identities.of(session, server_id)
            people = await log_search.list_people(session, server_id, course_ids)
            called = names.who_is(reader, people)
            known = [user_id for user_id in called if not is_stand_in(user_id)] or called
            if not known:
                return NoLearnerRecord.UNKNOWN
            found = await _look_up(session, names, course_ids, known, kind, page, most)
        await self._note(server_id, by, StaffAct.VIEWED, _place(found))
        return found

    async def _note(
        self, server_id: int, by: int, act: StaffAct, detail: Detail, target: str = TARGET
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


def _by_name(rows: learner_records.Rows, names: Identities) -> list[Learner]:
    """Each pseudonym once, with what its record would show."""
    called: dict[str, list[Any]] = {}
    for row in rows:
        called.setdefault(names.name(row.user_id), []).append(row)
    found = []
    for name, same in called.items():
        known = [row for row in same if not is_stand_in(row.user_id)] or same
        who = names.asker(known[0].user_id) if len(known) == 1 else None
        found.append(
            Learner(
                who=who or Asker(name),
                questions=sum(row.questions for row in known),
                quizzes=sum(row.quizzes for row in known),
                sessions=sum(row.sessions for row in known),
                at=max(row.at for row in known),
            )
        )
    return sorted(found, key=lambda learner: learner.at, reverse=True)


def _place(found: LearnerRecord) -> Detail:
    return {"kind": found.kind.value, "page": found.page + 1}


async def _look_up(
    session: ReadSession,
    names: Identities,
    course_ids: Sequence[int],
    user_ids: Sequence[int],
    kind: LogKind,
    page: int,
    most: int = LINES_ON_A_PAGE,
) -> LearnerRecord:
    totals = await learner_records.count(session, names.server_id, course_ids, user_ids)
    total = _total(totals, kind)
    page = min(page, max(0, (total - 1) // LINES_ON_A_PAGE))
    lines = await _lines(session, names, course_ids, user_ids, kind, page * LINES_ON_A_PAGE, most)
    who = names.asker(user_ids[0]) if len(user_ids) == 1 else None
    return LearnerRecord(
        who=who or Asker(names.name(user_ids[0])),
        people=len(user_ids),
        totals=totals,
        kind=kind,
        lines=lines,
        page=page,
        total=total,
    )


def _total(totals: LearnerTotals, kind: LogKind) -> int:
    return {
        LogKind.QUESTION: totals.questions + totals.opened,
        LogKind.QUIZ: totals.quizzes,
        LogKind.STUDY: totals.sessions,
    }[kind]


async def _lines(
    session: ReadSession,
    names: Identities,
    course_ids: Sequence[int],
    user_ids: Sequence[int],
    kind: LogKind,
    offset: int,
    limit: int,
) -> tuple[LogLine, ...]:
    place = {"offset": offset, "limit": limit}
    match kind:
        case LogKind.QUESTION:
            rows, _ = await log_search.list_questions(
                session, names.server_id, LogFilter(), user_ids, **place
            )
            return tuple(question_line(row, names) for row in rows)
        case LogKind.QUIZ:
            played = await learner_records.list_quizzes(session, names.server_id, user_ids, **place)
            return tuple(_quiz_line(row, names) for row in played)
        case LogKind.STUDY:
            studied = await learner_records.list_study(session, course_ids, user_ids, **place)
            return tuple(study_line(row, names) for row in studied)


def _quiz_line(row: Any, names: Identities) -> LogLine:
    theme = row.plan.get("theme")
    return LogLine(
        kind=LogKind.QUIZ,
        receipt=row.receipt,
        at=row.at,
        who=names.asker(row.user_id),
        channel_id=row.channel_id,
        headline=f"{row.course} · {theme}" if theme else row.course,
        outcome=f"{row.right} of {row.questions} right, {row.points:g} points, {row.state}",
    )
