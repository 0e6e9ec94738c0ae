"""What was asked and answered, for those who review it and for the buttons under an answer."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from datetime import datetime

from knowledge.model.pseudonym import stand_in
from knowledge.model.receipt import read_receipt
from knowledge.model.record import Complaint, Rating, Record
from knowledge.storage import audit, quotes, records, servers
from knowledge.storage.database import Database

_PAGE = 500


class Logbook:
    """Reads the record of questions, and keeps what people think of the answers."""

    def __init__(self, database: Database, clock: Callable[[], datetime]) -> None:
        self._database = database
        self._clock = clock

    async def find(self, receipt: str) -> Record | None:
        """The record with this receipt, however it was typed."""
        wanted = read_receipt(receipt)
        if wanted is None:
            return None
        async with self._database.read() as session:
            return await records.find(session, wanted)

    async def is_asker(self, record: Record, user_id: int) -> bool:
        """Whether a user asked it, also once a stand-in has taken their place."""
        async with self._database.read() as session:
            secret = await servers.secret(session)
        return record.occasion.user_id in (user_id, stand_in(secret, user_id))

    async def removed_sources(self, record: Record) -> dict[int, datetime | None]:
        """When the documents of an answer's sources were removed, by number of the source.

        Without those that are still there, in that version or a newer one. ``None``: nobody knows.
        """
        gone: dict[int, datetime | None] = {}
        since = record.asked_at if record.verified is None else record.verified.at
        async with self._database.read() as session:
            for source in record.sources:
                if not await quotes.is_held(session, source):
                    removed = await audit.find_removal(session, source.document_id, since)
                    gone[source.number] = removed
        return gone

    async def rate(
        self, receipt: str, user_id: int, rating: Rating, complaint: Complaint | None = None
    ) -> bool:
        """Keep what a user thinks of an answer; their last word counts.

        Returns:
            ``False`` if there is no such answer (any more).

        Raises:
            NotSaved: nothing was kept.
        """
        return await self._database.write_grouped(
            lambda session: records.put_feedback(
                session,
                receipt,
                user_id=user_id,
                rating=rating,
                complaint=complaint,
                at=self._clock(),
            )
        )

    async def note_message(self, receipt: str, message_id: int, *, is_shared: bool = False) -> None:
        """Keep where the answer stands in Discord, so that a reviewer can jump to it.

        Args:
            is_shared: It was its asker's alone, and is shown to all in this message.
        """
        await self._database.write_grouped(
            lambda session: records.note_message(session, receipt, message_id, is_shared=is_shared)
        )

    async def claim_share(self, receipt: str) -> bool:
        """Take the right to show an answer to everyone, which is given once.

        Returns:
            ``False`` if it was given already. Give it back with :meth:`release_share` if the
            answer could not be posted after all.
        """
        return await self._database.write_grouped(
            lambda session: records.claim_share(session, receipt, self._clock())
        )

    async def release_share(self, receipt: str) -> None:
        await self._database.write_grouped(lambda session: records.release_share(session, receipt))

    async def export(self, since: datetime | None = None) -> AsyncIterator[Record]:
        """Every record from ``since`` on, oldest first, a page of them in memory at a time."""
        last: tuple[datetime, int] | None = None
        while True:
            async with self._database.read() as session:
                page, last = await records.list_after(session, last, since=since, limit=_PAGE)
            for record in page:
                yield record
            if len(page) < _PAGE:
                return
