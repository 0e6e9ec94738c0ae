"""The item bank: what a course asks, who made it, and whether a person has approved it."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Collection, Sequence
from datetime import datetime

from knowledge.model.assessment import Item, ItemDraft, ItemStatus, ItemType, Origin
from knowledge.model.item_rules import Finding
from knowledge.model.regrading import can_regrade, is_other_key
from knowledge.quizzing.bank_values import (
    FLAGS_TO_SUSPEND,
    MOST_AT_ONCE,
    Complaint,
    DraftsAdded,
    Editor,
    Flagged,
    KeyChange,
    Outdated,
    Refused,
    ReviewStep,
    Tally,
)
from knowledge.quizzing.checking import EVERY_STATUS, Checked, Checker
from knowledge.quizzing.interchange.written import WrittenItem
from knowledge.quizzing.typed_item import TypedItem, from_memo, read_typed, to_memo, typed
from knowledge.quizzing.validation import findings_in
from knowledge.storage import courses, item_reviews, items, regrades
from knowledge.storage.database import Database, WriteSession
from knowledge.storage.items import Authorship, ItemFilter


class Bank:
    """Adds, changes, reviews and finds items. Whatever comes in runs through every validator."""

    def __init__(self, database: Database, checker: Checker, clock: Callable[[], datetime]) -> None:
        self._database = database
        self._checker = checker
        self._clock = clock

    async def add(
        self, course_id: int, item: WrittenItem, by: Editor, origin: Origin = Origin.WRITTEN
    ) -> Item | Refused:
        """Store one item as a draft. An item of its name in the course is never replaced.

        Raises:
            NotSaved: the database cannot be written.
        """
        (checked,) = await self._checker.check(course_id, [item])
        stored, refused = await self._store(course_id, [checked], by, origin)
        return stored[0] if stored else refused[0]

    async def add_drafts(
        self,
        course_id: int,
        drafts: Sequence[ItemDraft],
        by: Editor,
        origin: Origin = Origin.DRAFTED,
    ) -> DraftsAdded:
        """Store the good ones as drafts, together; the others come back with the reasons.

        Raises:
            NotSaved: the database cannot be written; none is stored.
        """
        checked = await self._checker.check(course_id, [WrittenItem(draft) for draft in drafts])
        stored, refused = await self._store(course_id, checked, by, origin)
        return DraftsAdded(tuple(stored), tuple(refused))

    async def _store(
        self, course_id: int, checked: Sequence[Checked], by: Editor, origin: Origin
    ) -> tuple[list[Item], list[Refused]]:
        refused = [Refused(item.draft, item.blocked) for item in checked if item.blocked]
        stored: list[Item] = []
        authorship = Authorship(origin, by.name, by.user_id, self._clock())
        async with self._database.write() as session:
            for item in checked:
                if item.blocked:
                    continue
                added = await items.add(
                    session, course_id, item.draft, status=ItemStatus.DRAFT, by=authorship
                )
                if added is None:
                    refused.append(Refused(item.draft, (_name_taken(item.draft.name),)))
                else:
                    stored.append(added)
        return stored, refused

    async def form_of(self, item: Item, user_id: int) -> TypedItem:
        """The item as a form, or what this person typed into it when that was refused."""
        async with self._database.read() as session:
            memo = await courses.recall(session, _memo(item, user_id))
        return from_memo(memo, item.revision) or typed(item.draft)

    async def edit(
        self, item: Item, form: TypedItem, user_id: int
    ) -> Item | Refused | Outdated | KeyChange:
        """Give an item what was typed into a form. Its name, type, passage and status stay.

        What is not saved is kept for :meth:`form_of`, so that nobody types it again.

        Args:
            item: As it was when the form was opened; another revision by now is not overwritten.
            form: What was typed.
            user_id: Who did.

        Raises:
            NotSaved: the database cannot be written.
        """
        draft = read_typed(form, item.draft)
        if isinstance(draft, str):
            refused = Refused(item.draft, (Finding("unreadable", draft),))
        else:
            (checked,) = await self._checker.check(
                item.course_id, [WrittenItem(draft)], replacing=True
            )
            draft, refused = checked.draft, Refused(checked.draft, checked.blocked)
        async with self._database.write() as session:
            if isinstance(draft, str) or refused.findings:
                await courses.remember(session, _memo(item, user_id), to_memo(form, item.revision))
                return refused
            if (
                is_other_key(item.draft, draft)
                and can_regrade(item.draft, draft)
                and await regrades.is_answered(session, item.id)
            ):
                await courses.remember(session, _memo(item, user_id), to_memo(form, item.revision))
                return KeyChange(draft)
            await courses.forget(session, _memo(item, user_id))
            changed = await item_reviews.replace(
                session, item.id, draft, revision=item.revision, at=self._clock()
            )
        return changed or Outdated()

    async def find(self, course_id: int, item_id: int) -> Item | None:
        """The item, if it is one of this course."""
        async with self._database.read() as session:
            item = await items.find(session, item_id)
        return item if item is not None and item.course_id == course_id else None

    async def is_answered(self, item_id: int) -> bool:
        """Whether anybody was ever graded on an item, in a quiz or alone."""
        async with self._database.read() as session:
            return await regrades.is_answered(session, item_id)

    async def list_items(
        self,
        course_id: int,
        *,
        statuses: Collection[ItemStatus] = EVERY_STATUS,
        types: Collection[ItemType] = (),
        theme: str | None = None,
        document_id: int | None = None,
    ) -> list[Item]:
        """The course's items that pass, suspended ones among them, oldest first."""
        wanted = ItemFilter(
            statuses=frozenset(statuses),
            types=frozenset(types),
            theme=theme,
            document_id=document_id,
            with_suspended=True,
        )
        async with self._database.read() as session:
            return await items.list_items(session, course_id, wanted)

    async def tally(self, course_id: int) -> Tally:
        async with self._database.read() as session:
            counted = await item_reviews.count_by(session, course_id)
        approved = [row for row in counted if row[0] == ItemStatus.APPROVED]
        themes = Counter(theme for _, _, themes in approved for theme in themes)
        return Tally(
            by_status=Counter(ItemStatus(status) for status, _, _ in counted),
            by_type=Counter(ItemType(kind) for _, kind, _ in approved),
            by_theme=dict(themes.most_common()),
        )

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
            ids = json.dumps([item.id for item in approved])
            await courses.remember(session, _approved_memo(user_id), ids)
        return approved

    async def approved_last(self, course_id: int, user_id: int) -> list[Item]:
        """What somebody approved together last, as it is now."""
        async with self._database.read() as session:
            memo = await courses.recall(session, _approved_memo(user_id))
            found = await items.find_many(session, [] if memo is None else json.loads(memo))
        return [item for item in found if item.course_id == course_id]

    async def take_back(self, approved: Sequence[Item]) -> list[Item]:
        """Make approved items drafts again, as far as nobody changed, asked or studied them.

        Raises:
            NotSaved: the database cannot be written; none is a draft again.
        """
        at = self._clock()
        async with self._database.write() as session:
            return [
                item
                for item in approved
                if await item_reviews.take_back(session, item.id, revision=item.revision, at=at)
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

    async def flag(self, item_id: int, user_id: int, reason: str) -> Flagged | None:
        """Keep what a learner finds wrong, once for each; the third flag suspends the item.

        ``None`` if the item is no longer in the bank.

        Raises:
            NotSaved: the database cannot be written.
        """
        at = self._clock()
        async with self._database.write() as session:
            standing = await items.put_flag(session, item_id, user_id, reason, at)
            if standing is None:
                return None
            if standing >= FLAGS_TO_SUSPEND:
                await items.suspend(session, item_id, at)
        return Flagged(standing, standing >= FLAGS_TO_SUSPEND)


def _memo(item: Item, user_id: int) -> str:
    return f"typed_item_{item.id}_{user_id}"


def _approved_memo(user_id: int) -> str:
    return f"approved_last_{user_id}"


def _name_taken(name: str) -> Finding:
    return Finding("name_taken", f"The course has an item called `{name}`. Name it otherwise.")
