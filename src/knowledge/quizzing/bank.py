"""The item bank: what a course asks, who made it, and whether a person has approved it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Sequence
from datetime import datetime

from knowledge.model.assessment import Item, ItemDraft, ItemStatus, ItemType, Origin
from knowledge.model.item_rules import Finding
from knowledge.model.regrading import can_regrade, is_other_key
from knowledge.quizzing.bank_review import Reviewing
from knowledge.quizzing.bank_values import (
    FLAGS_TO_SUSPEND,
    DraftsAdded,
    Editor,
    Flagged,
    KeyChange,
    Outdated,
    Refused,
    Tally,
)
from knowledge.quizzing.checking import EVERY_STATUS, PASSAGE_REPLACED, Checked, Checker, name_taken
from knowledge.quizzing.interchange.written import WrittenItem
from knowledge.quizzing.typed_item import TypedItem, from_memo, read_typed, to_memo, typed
from knowledge.storage import courses, item_reviews, items, quotes, regrades
from knowledge.storage.database import Database
from knowledge.storage.items import Authorship, ItemFilter


class Bank(Reviewing):
    """Adds, changes, reviews and finds items. Whatever comes in runs through every validator."""

    def __init__(self, database: Database, checker: Checker, clock: Callable[[], datetime]) -> None:
        super().__init__(database, clock)
        self._checker = checker

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
            cited = {c.version_id for item in checked if (c := item.draft.citation) is not None}
            current = await quotes.current_among(session, cited)
            for item in checked:
                if item.blocked:
                    continue
                citation = item.draft.citation
                if citation is not None and citation.version_id not in current:
                    refused.append(Refused(item.draft, (PASSAGE_REPLACED,)))
                    continue
                added = await items.add(
                    session, course_id, item.draft, status=ItemStatus.DRAFT, by=authorship
                )
                if added is None:
                    refused.append(Refused(item.draft, (name_taken(item.draft.name),)))
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

    async def find_question(self, course_id: int) -> str | None:
        """The oldest approved item's stem that is a question; ``None`` if there is none."""
        async with self._database.read() as session:
            return await items.find_question(session, course_id)

    async def list_items(
        self,
        course_id: int,
        *,
        statuses: Collection[ItemStatus] = EVERY_STATUS,
        types: Collection[ItemType] = (),
        theme: str | None = None,
        document_id: int | None = None,
    ) -> list[Item]:
        """The course's items that pass, those among them that are withheld, oldest first."""
        wanted = ItemFilter(
            statuses=frozenset(statuses),
            types=frozenset(types),
            theme=theme,
            document_id=document_id,
            with_withheld=True,
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
