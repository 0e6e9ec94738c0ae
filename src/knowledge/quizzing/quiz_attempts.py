"""Attempts in live quizzes, for appeals: a text that is accepted makes those right too."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

from knowledge.model import scoring
from knowledge.model.assessment import Item
from knowledge.model.quiz_replies import Act
from knowledge.model.regrading import Worth, rekeyed
from knowledge.quizzing.attempt_logs import WrongText
from knowledge.storage import quiz_log, regrade_writes, regrades
from knowledge.storage.database import ReadSession, WriteSession
from knowledge.storage.quiz_log import Line
from knowledge.storage.regrades import Asked, PlayedResponse


class QuizAttempts:
    """The attempts of live quizzes, from the catch-up seat too."""

    source = "quiz"

    def __init__(self, clock: Callable[[], datetime]) -> None:
        self._clock = clock

    async def find_wrong(
        self, session: ReadSession, source_id: int, user_id: int
    ) -> tuple[int, str] | None:
        return await regrades.find_wrong_text(session, source_id, user_id)

    async def list_wrong(self, session: ReadSession, item_id: int) -> list[WrongText]:
        """As :meth:`AttemptLog.list_wrong`, of all servers."""
        found = await regrades.list_wrong_texts(session, item_id)
        return [WrongText(*columns) for columns in found]

    async def make_right(
        self, session: WriteSession, item: Item, attempts: Sequence[WrongText]
    ) -> None:
        """As :meth:`AttemptLog.make_right`; every score that moves is logged."""
        questions = await regrades.list_questions(session, item.id)
        drafts = [(asked, rekeyed(asked.draft, item.draft, item.draft.key)) for asked in questions]
        await regrade_writes.put_questions(
            session, [Asked(asked.id, draft) for asked, draft in drafts if draft is not None]
        )
        wanted = {(attempt.source_id, attempt.user_id) for attempt in attempts}
        moved = [(of, _full(of)) for of in await regrades.find_played(session, wanted)]
        await regrade_writes.put_played(session, moved)
        await quiz_log.add_all(session, [self._line(item, of, after) for of, after in moved])

    def _line(self, item: Item, of: PlayedResponse, after: Worth) -> Line:
        detail: dict[str, object] = {
            "appeal": True,
            "item_id": item.id,
            "score": [of.worth.score, after.score],
            "points": [of.worth.points, after.points],
        }
        return Line(
            Act.REGRADED, self._clock(), of.quiz_id, of.question_id, of.user_id, detail=detail
        )


def _full(of: PlayedResponse) -> Worth:
    points = scoring.points(1.0, bonus=of.bonus, elapsed=of.elapsed, allowed=of.allowed)
    return Worth(1.0, points)
