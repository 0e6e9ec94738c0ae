"""What every command needs before it can begin: settings, the engine, a course."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack, ExitStack, asynccontextmanager, contextmanager
from pathlib import Path

from bot import shipped_course
from bot.cli import exits, terminal
from bot.settings import BotSettings, warnings_about
from bot.single_copy import AlreadyRunning, only_copy
from knowledge.bootstrap import Knowledge
from knowledge.errors import NotSaved
from knowledge.ingestion.course_folder import CourseFolder
from knowledge.model.corpus import Course

open_knowledge = Knowledge.open
"""Replaced by tests, which load the model once for all of them."""


def read_settings() -> BotSettings:
    """The working folder's settings. Raises SettingsUnusable; warnings go to standard error."""
    settings = BotSettings.read()
    warn()
    return settings


def warn() -> None:
    for warning in warnings_about(Path.cwd()):
        # Whole, because it names a command to be copied.
        terminal.messages().print(
            f"Warning: {warning}", style="yellow", markup=False, soft_wrap=True
        )


@contextmanager
def as_only_copy(database: Path) -> Iterator[None]:
    """Hold the lock beside ``database``. Raises CommandFailed if that cannot be had."""
    with ExitStack() as stack:
        try:
            stack.enter_context(only_copy(database))
        except AlreadyRunning as error:
            raise exits.CommandFailed(str(error), exits.BUSY) from error
        except OSError as error:
            raise exits.CommandFailed(
                f"The data folder {database.parent} cannot be used ({error.strerror}). "
                "Choose a place that can be written: DATABASE_URL, or --data for the demo."
            ) from error
        # Outside the try: an OSError of the work itself is no fault of the folder.
        yield


@asynccontextmanager
async def opened(settings: BotSettings) -> AsyncIterator[Knowledge]:
    """The engine, while its model loads with a word about it.

    Raises CommandFailed if the database cannot be written in the middle of the work.
    """
    try:
        async with AsyncExitStack() as stack:
            with terminal.messages().status("Loading the model"):
                knowledge = await stack.enter_async_context(open_knowledge(settings))
            yield knowledge
    except NotSaved as error:
        reason = getattr(error.__cause__, "orig", None) or "it is busy"
        raise exits.CommandFailed(
            f"The database {settings.database_path} could not be written ({reason}), and the rest "
            "was not done. What was stored before stays. Check that its disk has room and that no "
            "other program holds it; then run the same again."
        ) from error


async def find_course(knowledge: Knowledge, settings: BotSettings, name: str | None) -> Course:
    """The course called ``name``, or the default one. The shipped course is added when needed.

    Raises CommandFailed, naming the courses that exist, for any other that is not there.
    """
    wanted = name or settings.default_course
    # Bytes that are no text, which no database takes, name no course either.
    wanted = wanted and wanted.encode(errors="replace").decode()
    course = await knowledge.library.find_course(wanted) if wanted else None
    if course is not None:
        return course
    if wanted == shipped_course.NAME:
        return await plant_shipped_course(knowledge)
    names = [course.name for course in await knowledge.library.list_courses()]
    existing = (
        f"There are: {', '.join(names)}." if names else "There is none yet: `colloquy ingest`."
    )
    complaint = f"No course is called “{wanted}”." if wanted else "Which course? Add --course NAME."
    raise exits.CommandFailed(f"{complaint} {existing}", exits.WRONG_USE)


async def plant_shipped_course(knowledge: Knowledge) -> Course:
    """Make the course that comes with Colloquy exist as it is now. Quick when nothing changed.

    Raises CommandFailed if not one of its documents could be added.
    """
    folder = CourseFolder.read(shipped_course.folder())
    with terminal.ingest_progress() as show:
        course, report = await knowledge.ingester.plant(folder, progress=show)
    if course is None:
        raise exits.CommandFailed(
            f"The course that comes with Colloquy could not be added: {report.skipped[0].reason}"
        )
    if folder.items is not None:
        await plant_items(knowledge, course, folder.items)
    return course


async def plant_items(knowledge: Knowledge, course: Course, file: Path) -> None:
    """Put a course folder's items into the course's bank, approved. Quick when they are there.

    Raises CommandFailed naming every line that is refused; none is added then.
    """
    data = await asyncio.to_thread(file.read_bytes)
    with terminal.messages().status("Checking the quiz items"):
        report = await knowledge.exchange.plant(course.id, file.name, data)
    if report is not None and report.refused:
        lines = "\n".join(f"  {line}" for line in report.refused)
        raise exits.CommandFailed(f"No quiz item of {file} was added:\n{lines}")
    if report is not None:
        changed = report.added + len(report.replaced)
        counted = f"{changed} quiz item{'' if changed == 1 else 's'}"
        terminal.messages().print(f"Added {counted} to “{course.name}”", markup=False)
