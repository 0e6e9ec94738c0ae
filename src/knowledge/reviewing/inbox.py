"""Questions that wait for a person, and what people answer."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import replace
from datetime import datetime

from knowledge.model.answer import Place
from knowledge.model.audit import StaffAct
from knowledge.model.inbox import (
    Asked,
    HumanRequest,
    InboxPage,
    NearPassage,
    Overtaken,
    RequestState,
)
from knowledge.model.verified import (
    LONGEST_REASON,
    Draft,
    NotVerified,
    Person,
    TidingKind,
    Verified,
)
from knowledge.retrieval.embedder import Embedder
from knowledge.reviewing.identities import Identities
from knowledge.reviewing.quoting import NEAREST, quotable
from knowledge.reviewing.writing import Under, Writer
from knowledge.storage import audit, human_requests, records, tidings
from knowledge.storage.database import Database, ReadSession
from knowledge.storage.human_requests import Waiting

_WHY_NOT_SENT: Mapping[RequestState | None, Asked] = {
    RequestState.WAITING: Asked.ALREADY,
    RequestState.DECLINED: Asked.DECLINED,
}


class Inbox:
    """What a course's learners ask its staff, oldest first."""

    def __init__(
        self, database: Database, embedder: Embedder, clock: Callable[[], datetime]
    ) -> None:
        self._database = database
        self._writer = Writer(database, embedder, clock)
        self._clock = clock

    async def ask(self, receipt: str, user_id: int) -> Asked:
        """Somebody wants a person to answer what a record asks.

        Raises:
            NotSaved: nothing was kept.
        """
        async with self._database.write() as session:
            record = await records.find(session, receipt)
            if record is None or record.course_id is None:
                return Asked.GONE
            if record.verified is not None and record.verified.is_in_force:
                return Asked.ANSWERED
            if await human_requests.add(session, receipt, user_id, self._clock()):
                return Asked.SENT
            state = await human_requests.find_state(session, receipt, user_id)
        return _WHY_NOT_SENT.get(state, Asked.TOO_MANY)

    async def state(self, receipt: str, user_id: int) -> RequestState | None:
        """What became of somebody's wish for a person about a record; ``None`` without one."""
        async with self._database.read() as session:
            return await human_requests.find_state(session, receipt, user_id)

    async def waiting_in(self, course_ids: Collection[int]) -> dict[int, int]:
        """How many questions wait, by course; without the courses where none does."""
        async with self._database.read() as session:
            return await human_requests.count_waiting_in(session, course_ids)

    async def page(self, course_id: int, server_id: int, place: int = 0) -> InboxPage:
        """The request at a place, from 0; past the end, the last one."""
        async with self._database.read() as session:
            waiting = await human_requests.count_waiting(session, course_id)
            place = max(0, min(place, waiting - 1))
            found = await human_requests.find_waiting(session, course_id, place)
            request = None if found is None else await _shown(session, course_id, server_id, found)
        return InboxPage(request, place, waiting)

    async def open(self, course_id: int, server_id: int, request_id: int) -> HumanRequest | None:
        """One request, whether it waits or not."""
        async with self._database.read() as session:
            found = await human_requests.find(session, course_id, request_id)
            return None if found is None else await _shown(session, course_id, server_id, found)

    async def decision(self, request_id: int) -> Overtaken | None:
        """What somebody has made of a request; ``None`` while it waits."""
        async with self._database.read() as session:
            return await human_requests.find_decision(session, request_id)

    async def answer(
        self, course_id: int, server_id: int, request_id: int, draft: Draft, *, by: Person
    ) -> Verified | NotVerified | Overtaken:
        """Answer everybody who waits for this; the first who does so wins.

        Raises:
            NotSaved: nothing was kept.
        """

        async def under(session: ReadSession) -> Under | NotVerified | Overtaken:
            found = await human_requests.find(session, course_id, request_id)
            if found is None:
                return NotVerified.GONE
            if (decided := await human_requests.find_decision(session, request_id)) is not None:
                return decided
            record = await records.find(session, found.receipt)
            standing = 0 if record is None else record.standing_id
            return Under((found.receipt,), {standing} - {0})

        return await self._writer.write(
            course_id, server_id, draft, under, by=by, act=StaffAct.ANSWERED
        )

    async def decline(
        self, course_id: int, server_id: int, request_id: int, reason: str, *, by: Person
    ) -> tuple[int, ...] | Overtaken | None:
        """Close it without an answer; who is to be told why. ``None`` if it is gone.

        Raises:
            NotSaved: nothing was changed.
        """
        now = self._clock()
        async with self._database.write() as session:
            found = await human_requests.find(session, course_id, request_id)
            if found is None:
                return None
            if (decided := await human_requests.find_decision(session, request_id)) is not None:
                return decided
            people = await human_requests.people_waiting(session, found.receipt)
            await human_requests.decide(
                session, [found.receipt], RequestState.DECLINED, by=by, at=now
            )
            for user_id in people:
                await tidings.add(
                    session,
                    user_id=user_id,
                    receipt=found.receipt,
                    kind=TidingKind.DECLINED,
                    at=now,
                    note=" ".join(reason.split())[:LONGEST_REASON],
                )
            await audit.append(
                session,
                at=now,
                server_id=server_id,
                actor_id=by.user_id,
                act=StaffAct.WITHDRAWN,
                target=found.receipt,
                detail={"request": request_id},
            )
        return tuple(people)


async def _shown(
    session: ReadSession, course_id: int, server_id: int, found: Waiting
) -> HumanRequest | None:
    record = await records.find(session, found.receipt)
    if record is None:
        return None
    names = await Identities.of(session, server_id)
    scores = {passage.passage_id: passage.score for passage in record.passages}
    near = await quotable(session, course_id, list(scores)[:NEAREST])
    return HumanRequest(
        id=found.id,
        record=replace(record, occasion=replace(record.occasion, user_id=None), feedback=()),
        asker=names.asker(found.user_id),
        asked_at=found.asked_at,
        waiting_people=len(await human_requests.people_waiting(session, found.receipt)),
        passages=tuple(
            NearPassage(passage.id, str(Place.of(passage)), passage.text, scores[passage.id])
            for passage in near
        ),
    )
