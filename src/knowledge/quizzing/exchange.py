"""Items from files and into files."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Callable, Collection, Sequence
from dataclasses import replace
from datetime import datetime

from knowledge.model.assessment import Item, ItemStatus, Origin
from knowledge.model.corpus import Course
from knowledge.quizzing.bank_values import Editor, ExportReport, ImportReport
from knowledge.quizzing.checking import Checked, Checker
from knowledge.quizzing.duplicates import Progress
from knowledge.quizzing.interchange import anki, formats
from knowledge.quizzing.interchange.formats import SUFFIXES, Format
from knowledge.quizzing.interchange.written import (
    WrittenItem,
)
from knowledge.quizzing.rekeying import Regrading
from knowledge.quizzing.trial_import import Trials, without_rekeyed
from knowledge.storage import courses, documents, imports, items
from knowledge.storage.database import Database, WriteSession
from knowledge.storage.items import Authorship, ItemFilter

COURSE_FOLDER = Editor("the course folder")


class ItemExchange:
    """Imports all of a file or nothing, after a trial; exports what a format can hold."""

    def __init__(
        self,
        database: Database,
        checker: Checker,
        regrading: Regrading,
        clock: Callable[[], datetime],
    ) -> None:
        self._database = database
        self._trials = Trials(database, checker, regrading)
        self._regrading = regrading
        self._clock = clock

    async def try_import(
        self,
        course_id: int,
        file_name: str,
        data: bytes,
        by: Editor,
        *,
        server_id: int | None = None,
        progress: Progress | None = None,
    ) -> ImportReport:
        """What :meth:`carry_out` would do with a file, and every line that stands against it.

        The file waits in the database for a day, or until the same person tries another. If keys
        change, the quizzes of this server are looked at; of all servers without one.

        Raises:
            NotSaved: the database cannot be written.
        """
        trial = await self._trials.make(course_id, file_name, data, server_id, progress)
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

    async def carry_out(
        self,
        course_id: int,
        pending_id: int,
        by: Editor,
        *,
        seen: str = "-",
        server_id: int | None = None,
    ) -> ImportReport | None:
        """Import a file that was tried: its items become drafts. All of them or none.

        Past results of items that get another key are regraded with it, and logged.

        The file is tried again: if the course has changed so that a line is refused now, or other
        keys of answered items change than were ``seen``, the report says so and nothing is
        imported; in the second case the file still waits under its ``pending_id``. ``None`` if it
        does not wait any more.

        Args:
            course_id: As it was tried.
            pending_id: Of the trial's report.
            by: The person who tried it.
            seen: The trial's :attr:`ImportReport.mark`.
            server_id: As it was tried.

        Raises:
            NotSaved: the database cannot be written.
        """
        async with self._database.read() as session:
            pending = await imports.find(session, pending_id)
        if pending is None or (pending.course_id, pending.user_id) != (course_id, by.user_id):
            return None
        while True:
            trial = await self._trials.make(
                course_id, pending.file_name, pending.content, server_id
            )
            if trial.report.can_go_in and trial.report.mark != seen:
                return replace(trial.report, pending_id=pending_id)
            async with self._database.write() as session:
                if not await self._trials.still_holds(session, trial, server_id):
                    continue
                if not await imports.claim(session, pending_id):
                    return None
                if trial.report.can_go_in:
                    await self._put(session, course_id, trial.changed, ItemStatus.DRAFT, by)
                    for worked in trial.rekeyed:
                        await self._regrading.write(session, worked, by.user_id, server_id)
            return trial.report

    async def plant(self, course_id: int, file_name: str, data: bytes) -> ImportReport | None:
        """Make the items of a course folder exist, approved. ``None`` if that file is there.

        A file that is there already is left alone, so what people have changed since stays. An
        item that was answered and would get another key stays as it is, too: nobody is here to
        see who would move.

        Raises:
            NotSaved: the database cannot be written.
        """
        memo, digest = f"items_of_course_{course_id}", hashlib.sha256(data).hexdigest()
        async with self._database.read() as session:
            if await courses.recall(session, memo) == digest:
                return None
        trial = await self._trials.make(course_id, file_name, data)
        if trial.report.refused:
            return trial.report
        report, changed = without_rekeyed(trial)
        async with self._database.write() as session:
            await self._put(session, course_id, changed, ItemStatus.APPROVED, COURSE_FOLDER)
            await courses.remember(session, memo, digest)
        return report

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

    async def export(
        self,
        course: Course,
        format_: Format,
        *,
        statuses: Collection[ItemStatus] = (ItemStatus.APPROVED,),
        theme: str | None = None,
    ) -> ExportReport:
        """A file of the course's items, and what it could not hold."""
        wanted = ItemFilter(statuses=frozenset(statuses), theme=theme, with_withheld=True)
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


def _written(item: Item, file_names: dict[int, str]) -> WrittenItem:
    citation = item.draft.citation
    if citation is None:
        return WrittenItem(item.draft)
    return WrittenItem(
        replace(item.draft, citation=None),
        document=file_names.get(citation.document_id, citation.document),
        passage=citation.quote,
    )
