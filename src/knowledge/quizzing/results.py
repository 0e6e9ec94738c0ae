"""The results of past quizzes: to read, to export, and to put right."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import datetime

from knowledge.model.quiz import Quiz
from knowledge.model.quiz_report import Export, QuizReport, ResultFile
from knowledge.quizzing.live.aftermath import Aftermath
from knowledge.quizzing.live.marking import Grade
from knowledge.quizzing.rekeying import Regrading
from knowledge.quizzing.reporting import report_of
from knowledge.quizzing.result_files import result_file
from knowledge.storage import quiz_questions, quiz_results
from knowledge.storage.database import Database

_SEARCHED = 200
"""Past quizzes that a search looks through, the latest first."""
_OFFERED = 25


class Results(Regrading):
    """For instructors only: it knows keys, names behind aliases, and everybody's answers."""

    def __init__(
        self,
        database: Database,
        clock: Callable[[], datetime],
        grade: Grade,
        aftermath: Aftermath,
    ) -> None:
        """``aftermath`` is the quizmaster's: who reads a result waits while another grades it."""
        super().__init__(database, clock, grade)
        self._aftermath = aftermath

    async def past(self, server_id: int, typed: str = "") -> list[Quiz]:
        """A server's past quizzes whose receipt, course or day holds what was typed.

        At most 25, the latest first. A day reads "22 Nov 2026" or "2026-11-22", in UTC.
        """
        async with self._database.read() as session:
            found = await quiz_results.list_finished(session, server_id, _SEARCHED)
        wanted = typed.strip().casefold()
        return [quiz for quiz in found if wanted in _searchable(quiz)][:_OFFERED]

    async def report(self, quiz_id: int) -> QuizReport | None:
        """Everything about a quiz; ``None`` if it is not on record.

        Of one that still runs, the questions that are closed.
        """
        results = await self._aftermath.results(quiz_id)
        if results is None:
            return None
        async with self._database.read() as session:
            names = await quiz_results.names(session, quiz_id)
            skipped = await quiz_questions.list_skipped(session, quiz_id)
        return await asyncio.to_thread(report_of, results, names, skipped)

    async def export(self, quiz_id: int, kind: Export) -> ResultFile | None:
        """The results as a file; ``None`` if the quiz is not on record."""
        report = await self.report(quiz_id)
        return None if report is None else await asyncio.to_thread(result_file, report, kind)


def _searchable(quiz: Quiz) -> str:
    at = quiz.finished_at or quiz.created_at
    return f"{quiz.receipt} {quiz.course} {at.day} {at:%b %Y} {at:%Y-%m-%d}".casefold()
