"""What a file of items would change in a course: worked out, not written."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, replace

from knowledge.model.assessment import Item, ItemDraft
from knowledge.model.regrading import can_regrade, is_other_key
from knowledge.quizzing.bank_values import ImportReport
from knowledge.quizzing.checking import EVERY_STATUS, Checked, Checker
from knowledge.quizzing.duplicates import Progress
from knowledge.quizzing.interchange import formats
from knowledge.quizzing.interchange.formats import Format
from knowledge.quizzing.interchange.written import Reading, Remark, with_unique_names
from knowledge.quizzing.rekeying import Regrading
from knowledge.quizzing.worked_regrade import WorkedRegrade
from knowledge.storage import items, regrades
from knowledge.storage.database import Database, WriteSession
from knowledge.storage.items import ItemFilter

LARGEST_FILE = 2 * 2**20
"""Bytes; many times what as many items need as go in at once."""

ANSWERED = (
    "it was answered already, and the file gives it another key. Change its key with `/bank edit`, "
    "which shows first whose results would move."
)


@dataclass(slots=True)
class Trial:
    """What a file would change."""

    report: ImportReport
    changed: list[Checked]
    """What is new, or other than the item of its name."""
    keys: list[tuple[Item, ItemDraft]]
    """Items of the bank that get another key, and with it."""
    rekeyed: list[WorkedRegrade]
    """What that makes of those that were answered."""


class Trials:
    """Tries files. Whatever changes in the course meanwhile is noticed by :meth:`still_holds`."""

    def __init__(self, database: Database, checker: Checker, regrading: Regrading) -> None:
        self._database = database
        self._checker = checker
        self._regrading = regrading

    async def make(
        self,
        course_id: int,
        file_name: str,
        data: bytes,
        server_id: int | None = None,
        progress: Progress | None = None,
    ) -> Trial:
        """Read a file, check its items, and see whose results other keys would move."""
        format_, reading = await asyncio.to_thread(_read, file_name, data)
        checked = await self._checker.check(
            course_id, with_unique_names(reading.items), replacing=True, progress=progress
        )
        async with self._database.read() as session:
            every = ItemFilter(statuses=EVERY_STATUS, with_withheld=True)
            known = {i.draft.name: i for i in await items.list_items(session, course_id, every)}
        changed = [
            item
            for item in checked
            if item.draft.name not in known or known[item.draft.name].draft != item.draft
        ]
        refused = [
            Remark(item.line, item.draft.name, " ".join(f.message for f in item.blocked))
            for item in checked
            if item.blocked
        ]
        replaced = [item.draft.name for item in changed if item.draft.name in known]
        keys = [
            (known[item.draft.name], item.draft)
            for item in changed
            if item.draft.name in known and not item.blocked
        ]
        keys = [
            (old, new)
            for old, new in keys
            if is_other_key(old.draft, new) and can_regrade(old.draft, new)
        ]
        rekeyed = await self._rekeyed(keys, server_id)
        report = ImportReport(
            file_name=file_name,
            format=format_,
            added=len(changed) - len(replaced),
            replaced=tuple(replaced),
            unchanged=len(checked) - len(changed),
            refused=tuple(sorted([*reading.refused, *refused], key=lambda remark: remark.line)),
            left_out=tuple(reading.left_out),
            rekeyed=tuple(worked.preview for worked in rekeyed),
        )
        return Trial(report, changed, keys, rekeyed)

    async def _rekeyed(
        self, keys: Sequence[tuple[Item, ItemDraft]], server_id: int | None
    ) -> list[WorkedRegrade]:
        async with self._database.read() as session:
            answered = [key for key in keys if await regrades.is_answered(session, key[0].id)]
        worked = [await self._regrading.work_out(old, new, server_id) for old, new in answered]
        return [one for one in worked if isinstance(one, WorkedRegrade)]

    async def still_holds(self, session: WriteSession, trial: Trial, server_id: int | None) -> bool:
        """Whether nobody has answered or changed an item whose key changes, since the trial."""
        for item, _ in trial.keys:
            if not await items.is_unchanged(session, item):
                return False
        answered = {
            item.id for item, _ in trial.keys if await regrades.is_answered(session, item.id)
        }
        if answered != {worked.item.id for worked in trial.rekeyed}:
            return False
        return all(
            [
                await self._regrading.still_holds(session, worked, server_id)
                for worked in trial.rekeyed
            ]
        )


def without_rekeyed(trial: Trial) -> tuple[ImportReport, list[Checked]]:
    """Without the items that were answered and would get another key; the report names them."""
    names = {worked.item.draft.name for worked in trial.rekeyed}
    left_out = [
        Remark(item.line, item.draft.name, ANSWERED)
        for item in trial.changed
        if item.draft.name in names
    ]
    report = replace(
        trial.report,
        replaced=tuple(name for name in trial.report.replaced if name not in names),
        left_out=(*trial.report.left_out, *left_out),
        rekeyed=(),
    )
    return report, [item for item in trial.changed if item.draft.name not in names]


def _read(file_name: str, data: bytes) -> tuple[Format | None, Reading]:
    if len(data) > LARGEST_FILE:
        reason = f"it has more than {LARGEST_FILE // 2**20} MB. Split it."
        return None, Reading(refused=[Remark(0, "", reason)])
    return formats.read(file_name, data)
