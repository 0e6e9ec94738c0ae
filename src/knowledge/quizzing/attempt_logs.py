"""What an accepted appeal asks of those who keep past attempts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from knowledge.model.assessment import Item
from knowledge.quizzing.tutor import reschedule
from knowledge.storage import study_regrades
from knowledge.storage.database import ReadSession, WriteSession


@dataclass(frozen=True, slots=True)
class WrongText:
    """A text that was answered once and not graded right."""

    source_id: int
    """The turn of self-study, or the question of a quiz."""
    user_id: int
    text: str


class AttemptLog(Protocol):
    """Where attempts of one source are kept: self-study, live quizzes.

    Its methods run inside a session of the caller: SQL only.
    """

    @property
    def source(self) -> str:
        """As in :attr:`knowledge.model.study.Appeal.source`."""

    async def find_wrong(
        self, session: ReadSession, source_id: int, user_id: int
    ) -> tuple[int, str] | None:
        """The item and the text of one attempt, if it is this learner's and not right."""

    async def list_wrong(self, session: ReadSession, item_id: int) -> list[WrongText]:
        """Every text that was answered to an item, in whatever revision, and is not right."""

    async def make_right(
        self, session: WriteSession, item: Item, attempts: Sequence[WrongText]
    ) -> None:
        """Give these attempts the full score, with all that follows from it.

        Args:
            session: Shared with the change of the key; all of it counts or none.
            item: With the new key and revision, for what is being answered right now.
            attempts: Of :meth:`list_wrong`, in the same session.
        """


class StudyAttempts:
    """The attempts of self-study."""

    source = "study"

    async def find_wrong(
        self, session: ReadSession, source_id: int, user_id: int
    ) -> tuple[int, str] | None:
        return await study_regrades.find_wrong_text(session, source_id, user_id)

    async def list_wrong(self, session: ReadSession, item_id: int) -> list[WrongText]:
        found = await study_regrades.list_wrong_texts(session, item_id)
        return [WrongText(*columns) for columns in found]

    async def make_right(
        self, session: WriteSession, item: Item, attempts: Sequence[WrongText]
    ) -> None:
        await study_regrades.follow_key(session, item)
        await study_regrades.make_right(session, [attempt.source_id for attempt in attempts])
        await reschedule(session, {attempt.user_id for attempt in attempts}, item.id)
