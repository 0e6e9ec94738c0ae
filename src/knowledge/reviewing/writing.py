"""From what somebody typed into a form to an answer in force."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Collection, Sequence
from datetime import datetime
from typing import NamedTuple, TypeVar

from knowledge.model.audit import StaffAct
from knowledge.model.verified import LONGEST_ANSWER, Draft, NotVerified, Person, Verified
from knowledge.retrieval.embedder import Embedder
from knowledge.reviewing.quoting import Quoting
from knowledge.reviewing.standing import NewAnswer, put_in_force
from knowledge.storage.database import Database, ReadSession

LONGEST_QUESTION = 300

Refusal = TypeVar("Refusal")


class Under(NamedTuple):
    """Where an answer is to stand: see :class:`NewAnswer`."""

    receipts: Sequence[str]
    replaces: Collection[int] = ()


class Writer:
    """Takes answers in somebody's own words."""

    def __init__(
        self, database: Database, embedder: Embedder, clock: Callable[[], datetime]
    ) -> None:
        self._database = database
        self._quoting = Quoting(database, embedder)
        self._clock = clock

    async def write(
        self,
        course_id: int,
        server_id: int,
        draft: Draft,
        under: Callable[[ReadSession], Awaitable[Under | Refusal]],
        *,
        by: Person,
        act: StaffAct,
    ) -> Verified | NotVerified | Refusal:
        """Put a draft in force where ``under`` says, which is asked in the same transaction.

        Raises:
            NotSaved: nothing was kept.
        """
        question = as_question(draft.question)
        words = draft.words.strip()[:LONGEST_ANSWER]
        if not question or not words:
            return NotVerified.NO_WORDS if question else NotVerified.NO_QUESTION
        quotes = await self._quoting.quotes_for(course_id, words, draft.passages)
        if quotes is None:
            return NotVerified.CHANGED
        async with self._database.write() as session:
            stands = await under(session)
            if not isinstance(stands, Under):
                return stands
            return await put_in_force(
                session,
                NewAnswer(
                    course_id=course_id,
                    server_id=server_id,
                    question=question,
                    words=words,
                    quotes=quotes,
                    by=by,
                    at=self._clock(),
                    act=act,
                    receipts=stands.receipts,
                    replaces=stands.replaces,
                ),
            )


def as_question(typed: str) -> str:
    """A question on one line, no longer than one may be."""
    return " ".join(typed.split())[:LONGEST_QUESTION]
