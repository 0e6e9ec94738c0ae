"""The review of items: a person says what may be asked, and can take it back."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime

from knowledge.model.assessment import Item, ItemStatus
from knowledge.quizzing.bank_values import MOST_AT_ONCE, Complaint, ReviewStep
from knowledge.quizzing.validation import findings_in
from knowledge.storage import courses, item_reviews, items
from knowledge.storage.database import Database, WriteSession


class Reviewing:
    """The part of the bank that moves items from draft to approved, out of use, and back."""

    def __init__(self, database: Database, clock: Callable[[], datetime]) -> None:
        self._database = database
        self._clock = clock

    async def next_to_review(self, course_id: int, after_id: int = 0) -> ReviewStep | None:
        """The first draft, or item suspended by flags, behind ``after_id``, by id."""
        async with self._database.read() as session:
            item, left = await item_reviews.next_in_queue(session, course_id, after_id)
            flags = [] if item is None else await item_reviews.list_flags(session, item.id)
        if item is None:
            return None
        complaints = tuple(Complaint(flag.reason, flag.at) for flag in flags)
        return ReviewStep(item, left, tuple(findings_in(item.draft)), complaints)

    async def drafts_from(self, course_id: int, after_id: int = 0) -> list[Item]:
        """The drafts behind ``after_id``, as many as can be approved at once."""
        async with self._database.read() as session:
            return await item_reviews.list_queue(session, course_id, after_id, MOST_AT_ONCE)

    async def approve(self, item: Item) -> bool:
        """Let a draft, or an item that flags suspended, into quizzes as it was seen.

        ``False`` if somebody has changed, approved or rejected it since.

        Raises:
            NotSaved: the database cannot be written.
        """
        async with self._database.write() as session:
            return await self._approve(session, item)

    async def approve_all(self, seen: Sequence[Item], user_id: int) -> list[Item]:
        """Approve each as :meth:`approve` does; those that still were as they were seen.

        What somebody approved together last is kept for :meth:`approved_last`.
        """
        assert len(seen) <= MOST_AT_ONCE, "a reviewer reads what they approve"
        async with self._database.write() as session:
            approved = [item for item in seen if await self._approve(session, item)]
            memo = json.dumps([(item.id, item.revision) for item in approved])
            await courses.remember(session, _approved_memo(user_id), memo)
        return approved

    async def approved_last(self, course_id: int, user_id: int) -> dict[int, int]:
        """What somebody approved together last: the revision that was approved, by item id."""
        async with self._database.read() as session:
            memo = await courses.recall(session, _approved_memo(user_id))
            revisions = dict[int, int]([] if memo is None else json.loads(memo))
            found = await items.find_many(session, list(revisions))
        return {item.id: revisions[item.id] for item in found if item.course_id == course_id}

    async def take_back(self, approved: Mapping[int, int]) -> list[int]:
        """Make items drafts again, as far as nobody changed, asked or studied what was approved.

        Raises:
            NotSaved: the database cannot be written; none is a draft again.
        """
        at = self._clock()
        async with self._database.write() as session:
            return [
                item_id
                for item_id, revision in approved.items()
                if await item_reviews.take_back(session, item_id, revision=revision, at=at)
            ]

    async def _approve(self, session: WriteSession, item: Item) -> bool:
        at = self._clock()
        approved = await item_reviews.move(
            session,
            item.id,
            ItemStatus.APPROVED,
            seen=(item.status, item.revision),
            note="",
            at=at,
        )
        if approved and item.suspended_at is not None:
            await items.clear_flags(session, item.id, at)
        return approved

    async def retire(self, item: Item, reason: str) -> bool:
        """Take an item out of use: a draft is rejected by this. ``False`` as :meth:`approve`."""
        return await self._move(item, ItemStatus.RETIRED, reason)

    async def restore(self, item: Item) -> bool:
        """Make a retired item a draft again. ``False`` as :meth:`approve`."""
        return await self._move(item, ItemStatus.DRAFT, "")

    async def _move(self, item: Item, status: ItemStatus, note: str) -> bool:
        async with self._database.write() as session:
            return await item_reviews.move(
                session,
                item.id,
                status,
                seen=(item.status, item.revision),
                note=note,
                at=self._clock(),
            )


def _approved_memo(user_id: int) -> str:
    return f"approved_last_{user_id}"
