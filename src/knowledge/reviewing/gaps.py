"""What students ask and the course leaves open, gathered by meaning."""

from __future__ import annotations

import asyncio
import re
from collections import Counter
from collections.abc import Callable, Sequence
from datetime import datetime
from hashlib import sha256

import numpy as np

from knowledge.model.audit import StaffAct
from knowledge.model.gap import FEWEST, Gap, OpenQuestion
from knowledge.retrieval.communities import communities
from knowledge.retrieval.embedder import Embedder
from knowledge.reviewing.identities import Identities
from knowledge.storage import audit, gaps
from knowledge.storage.database import Database
from knowledge.storage.vectors import FloatArray

THRESHOLD = 0.65
"""Of the cosine with the question in a gap's middle; chosen on the development part of
`tests/reviewing/gap_questions.txt`."""
MOST = 2_000
"""Open questions of a course that are compared, the newest: some ten seconds, once."""
_KIND = re.compile(
    r"\b(?:who|when|where|why|how\s+(?:many|much|long|tall|old|far|often))\b", re.IGNORECASE
)
_MOST_REMEMBERED = 5_000
"""Questions' vectors kept in memory: eight megabytes."""


class Gaps:
    """Gathers anew each time: what was asked since, and what was answered, counts at once."""

    def __init__(
        self, database: Database, embedder: Embedder, clock: Callable[[], datetime]
    ) -> None:
        self._database = database
        self._embedder = embedder
        self._clock = clock
        self._vectors: dict[bytes, FloatArray] = {}
        """By a mark of the question: its words leave the memory with their asker."""

    async def find(self, course_id: int, server_id: int) -> list[Gap]:
        """The gaps of a course as its students in a server have met them, the largest first."""
        async with self._database.read() as session:
            hides = (await Identities.of(session, server_id)).hides_questions
            asked = await gaps.list_open(session, course_id, server_id, MOST)
        if len(asked) < FEWEST:
            return []
        vectors = await self._embedded([question.question for question in asked])
        grouped = await asyncio.to_thread(communities, vectors, THRESHOLD, FEWEST)
        alike = [_alike([asked[place] for place in group]) for group in grouped]
        found = [Gap(tuple(group)) for group in alike if len(group) >= FEWEST]
        found.sort(key=lambda gap: -len(gap.questions))
        return [gap.without_words() for gap in found] if hides else found

    async def find_one(self, course_id: int, server_id: int, receipt: str) -> Gap | None:
        """The gap that a question belongs to now; ``None`` if it belongs to none any more."""
        found = await self.find(course_id, server_id)
        return next((gap for gap in found if receipt in gap.receipts), None)

    async def dismiss(
        self, course_id: int, server_id: int, receipts: Sequence[str], *, by: int
    ) -> int:
        """Let questions count no longer; nobody is told. How many did until now.

        Raises:
            NotSaved: nothing was changed.
        """
        now = self._clock()
        async with self._database.write() as session:
            closed = await gaps.close(session, course_id, server_id, receipts, by=by, at=now)
            if closed:
                await audit.append(
                    session,
                    at=now,
                    server_id=server_id,
                    actor_id=by,
                    act=StaffAct.DISMISSED,
                    target="gap",
                    detail={"questions": closed},
                )
        return closed

    async def _embedded(self, texts: Sequence[str]) -> FloatArray:
        """A row for each text. Known ones are not encoded again."""
        marks = [sha256(text.encode()).digest() for text in texts]
        new = {m: t for m, t in zip(marks, texts, strict=True) if m not in self._vectors}
        if new:
            encoded = await self._embedder.embed_documents(list(new.values()))
            self._vectors |= dict(zip(new, encoded, strict=True))
        found = np.stack([self._vectors[mark] for mark in marks])
        while len(self._vectors) > _MOST_REMEMBERED:
            del self._vectors[next(iter(self._vectors))]
        return found


def _alike(group: Sequence[OpenQuestion]) -> list[OpenQuestion]:
    """Without those that ask when where most ask who: their meaning is near, their answer another.

    Who asks in other words ("which engineer", "deadline?") stays.
    """
    kinds = [_kind(question.question) for question in group]
    common = Counter(filter(None, kinds)).most_common(1)
    wanted = common[0][0] if common else None
    return [one for one, kind in zip(group, kinds, strict=True) if kind in (None, wanted)]


def _kind(question: str) -> str | None:
    """ "who", "how many"; ``None`` where it is not one of these alone."""
    found = {" ".join(match.group().casefold().split()) for match in _KIND.finditer(question)}
    return found.pop() if len(found) == 1 else None
