"""Items from files and into files."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from knowledge.model.assessment import Item, ItemStatus, Origin
from knowledge.model.corpus import Course
from knowledge.quizzing.bank_values import Editor, ExportReport, ImportReport
from knowledge.quizzing.checking import EVERY_STATUS, Checked, Checker
from knowledge.quizzing.interchange import anki, formats
from knowledge.quizzing.interchange.formats import SUFFIXES, Format
from knowledge.quizzing.interchange.written import (
    Reading,
    Remark,
    WrittenItem,
    with_unique_names,
)
from knowledge.storage import courses, documents, imports, items
from knowledge.storage.database import Database, WriteSession
from knowledge.storage.items import Authorship, ItemFilter

LARGEST_FILE = 10 * 2**20
"""Bytes; as large as Discord lets most people attach."""

COURSE_FOLDER = Editor("the course folder")


@dataclass(slots=True)
class _Trial:
    """What a file would change."""

    report: ImportReport
    changed: list[Checked]
    """What is new, or other than the item of its name."""


class ItemExchange:
    """Imports all of a file or nothing, after a trial; exports what a format can hold."""

    def __init__(self, database: Database, checker: Checker, clock: Callable[[], datetime]) -> None:
        self._database = database
        self._checker = checker
        self._clock = clock

    async def try_import(
        self, course_id: int, file_name: str, data: bytes, by: Editor
    ) -> ImportReport:
        """What :meth:`carry_out` would do with a file, and every line that stands against it.

        The file waits in the database for a day, or until the same person tries another.

        Raises:
            NotSaved: the database cannot be written.
        """
        trial = await self._try(course_id, file_name, data)
        if not trial.report.can_go_in:
            return trial.report
        async with self._database.write() as session:
            pending_id = await imports.put(
                session,
                course_id=course_id,
                user_id=by.user_id,
                file_name=file_name,
                content=data,
                at=self._clock(),
            )
        return replace(trial.report, pending_id=pending_id)

    async def carry_out(self, course_id: int, pending_id: int, by: Editor) -> ImportReport | None:
        """Import a file that was tried: its items become drafts. All of them or none.

        The file is tried again: if the course has changed so that a line is refused now, the
        report says so and nothing is imported. ``None`` if the file does not wait any more.

        Raises:
            NotSaved: the database cannot be written.
        """
        async with self._database.read() as session:
            pending = await imports.find(session, pending_id)
        if pending is None or (pending.course_id, pending.user_id) != (course_id, by.user_id):
            return None
        trial = await self._try(course_id, pending.file_name, pending.content)
        async with self._database.write() as session:
            if not await imports.claim(session, pending_id):
                return None
            if trial.report.can_go_in:
                await self._put(session, course_id, trial.changed, ItemStatus.DRAFT, by)
        return trial.report

    async def plant(self, course_id: int, file_name: str, data: bytes) -> ImportReport | None:
        """Make the items of a course folder exist, approved. ``None`` if that file is there.

        A file that is there already is left alone, so what people have changed since stays.

        Raises:
            NotSaved: the database cannot be written.
        """
        memo, digest = f"items_of_course_{course_id}", hashlib.sha256(data).hexdigest()
        async with self._database.read() as session:
            if await courses.recall(session, memo) == digest:
                return None
        trial = await self._try(course_id, file_name, data)
        if trial.report.refused:
            return trial.report
        async with self._database.write() as session:
            await self._put(session, course_id, trial.changed, ItemStatus.APPROVED, COURSE_FOLDER)
            await courses.remember(session, memo, digest)
        return trial.report

    async def _put(
        self,
        session: WriteSession,
        course_id: int,
        changed: Sequence[Checked],
        status: ItemStatus,
        by: Editor,
    ) -> None:
        authorship = Authorship(Origin.IMPORTED, by.name, by.user_id, self._clock())
        for item in changed:
            await items.put(session, course_id, item.draft, status=status, by=authorship)

    async def _try(self, course_id: int, file_name: str, data: bytes) -> _Trial:
        format_, reading = await asyncio.to_thread(_read, file_name, data)
        checked = await self._checker.check(
            course_id, with_unique_names(reading.items), replacing=True
        )
        async with self._database.read() as session:
            every = ItemFilter(statuses=EVERY_STATUS, with_suspended=True)
            known = {
                i.draft.name: i.draft for i in await items.list_items(session, course_id, every)
            }
        changed = [item for item in checked if known.get(item.draft.name) != item.draft]
        refused = [
            Remark(item.line, item.draft.name, " ".join(f.message for f in item.blocked))
            for item in checked
            if item.blocked
        ]
        replaced = [item.draft.name for item in changed if item.draft.name in known]
        report = ImportReport(
            file_name=file_name,
            format=format_,
            added=len(changed) - len(replaced),
            replaced=tuple(replaced),
            unchanged=len(checked) - len(changed),
            refused=tuple(sorted([*reading.refused, *refused], key=lambda remark: remark.line)),
            left_out=tuple(reading.left_out),
        )
        return _Trial(report, changed)

    async def export(
        self,
        course: Course,
        format_: Format,
        *,
        statuses: Collection[ItemStatus] = (ItemStatus.APPROVED,),
        theme: str | None = None,
    ) -> ExportReport:
        """A file of the course's items, and what it could not hold."""
        wanted = ItemFilter(statuses=frozenset(statuses), theme=theme, with_suspended=True)
        async with self._database.read() as session:
            found = await items.list_items(session, course.id, wanted)
            listed = await documents.list_documents(session, course.id)
        file_names = {document.id: document.file_name for document in listed}
        written = [_written(item, file_names) for item in found]
        if format_ is Format.ANKI:
            writing = await asyncio.to_thread(
                anki.write, written, course=course.name, title=course.title
            )
        else:
            writing = await asyncio.to_thread(formats.write, format_, written)
        return ExportReport(
            file_name=f"{course.name}-items{SUFFIXES[format_]}",
            content=writing.content,
            items=writing.items,
            left_out=tuple(writing.left_out),
            losses=writing.losses,
        )


def _read(file_name: str, data: bytes) -> tuple[Format | None, Reading]:
    if len(data) > LARGEST_FILE:
        reason = f"it has more than {LARGEST_FILE // 2**20} MB. Split it."
        return None, Reading(refused=[Remark(0, "", reason)])
    return formats.read(file_name, data)


def _written(item: Item, file_names: dict[int, str]) -> WrittenItem:
    citation = item.draft.citation
    if citation is None:
        return WrittenItem(item.draft)
    return WrittenItem(
        replace(item.draft, citation=None),
        document=file_names.get(citation.document_id, citation.document),
        passage=citation.quote,
    )
