"""`colloquy ingest`: files and folders into a course."""

from __future__ import annotations

import asyncio
import os.path
import re
import unicodedata
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from bot import shipped_course
from bot.cli import opening, terminal
from bot.cli.exits import WRONG_USE, CommandFailed
from bot.settings import BotSettings
from knowledge.ingestion import refusals
from knowledge.ingestion.batch import IngestReport, SourceFile, collect
from knowledge.ingestion.course_folder import CourseFolder
from knowledge.ingestion.media_types import READABLE_SUFFIXES
from knowledge.ingestion.refusals import plain_name
from knowledge.model.corpus import Course, Strictness

SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


@dataclass(frozen=True, slots=True)
class AboutCourse:
    """What the command line says of the course; None keeps what the course has."""

    name: str | None = None
    title: str | None = None
    strictness: str | None = None


def run(paths: list[str], about: AboutCourse, name: str, shape: Literal["text", "json"]) -> None:
    settings = opening.read_settings()
    course_name = name_of_course(about.name, settings)
    files = gather(paths, name)
    items = items_beside(paths)
    report = asyncio.run(_ingest(settings, files, course_name, about, items))
    if shape == "json":
        terminal.write_json(as_json(report), indent=2)
    else:
        show(report, course_name)
    if not (report.added or report.replaced or report.unchanged):
        raise CommandFailed("No file could be added.")


def name_of_course(given: str | None, settings: BotSettings) -> str:
    """The course to add to. Raises CommandFailed where none is named, or none can be so named.

    Never the shipped course unless that is named: its documents would be mixed with others.
    """
    name = given or settings.default_course
    if not name or (given is None and name == shipped_course.NAME):
        raise CommandFailed("Name the course: --course NAME.", WRONG_USE)
    if SLUG.fullmatch(name) is None:
        raise CommandFailed(
            f"A course cannot be named “{name}”: only a-z, 0-9 and single hyphens. "
            f"Try: --course {slug_of(name)}",
            WRONG_USE,
        )
    return name


def slug_of(name: str) -> str:
    """The nearest name that a course may have: "Été 2026" becomes "ete-2026"."""
    ascii_only = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", ascii_only.lower()).strip("-") or "history-101"


def gather(paths: list[str], standard_input_name: str) -> list[SourceFile]:
    """The files that the paths stand for. Raises CommandFailed naming every path that is none."""
    missing = [path for path in paths if path != "-" and not _is_there(path)]
    if missing:
        raise CommandFailed(f"No such file or folder: {', '.join(missing)}", WRONG_USE)
    files: list[SourceFile] = []
    for path in paths:
        if path == "-":
            files.append(SourceFile(standard_input_name, terminal.standard_input().buffer.read()))
            continue
        try:
            files += collect(Path(path))
        except OSError as error:
            raise _unreadable(path, error) from error
    if not files:
        kinds = " ".join(sorted(READABLE_SUFFIXES))
        raise CommandFailed(
            f"There is no document in {', '.join(paths)}. Known: {kinds}", WRONG_USE
        )
    return files


def _is_there(path: str) -> bool:
    try:
        return Path(path).exists()
    except OSError as error:
        raise _unreadable(path, error) from error


def _unreadable(path: str, error: OSError) -> CommandFailed:
    return CommandFailed(f"{path} was not added: {refusals.unopened(error)}", WRONG_USE)


def items_beside(paths: list[str]) -> list[Path]:
    """The files of quiz items that course folders among the paths name in their `course.yaml`."""
    folders = [
        # Not Path.is_file(), which fails in a folder that may be listed but not entered.
        Path(path)
        for path in paths
        if path != "-" and os.path.isfile(Path(path, "course.yaml"))
    ]
    return [items for folder in folders if (items := CourseFolder.read(folder).items) is not None]


async def _ingest(
    settings: BotSettings,
    files: list[SourceFile],
    course_name: str,
    about: AboutCourse,
    items: list[Path],
) -> IngestReport:
    async with opening.opened(settings) as knowledge:
        course = await knowledge.library.find_course(course_name)
        with terminal.ingest_progress() as show_progress:
            if course is not None and about.title is None and about.strictness is None:
                report = await knowledge.ingester.ingest(course, files, progress=show_progress)
            else:
                folder = _stated(course or _new(course_name), about, files)
                course, report = await knowledge.ingester.plant(folder, progress=show_progress)
        if course is not None:
            for file in items:
                await opening.plant_items(knowledge, course, file)
        return report


def _new(name: str) -> Course:
    return Course(0, name, name.replace("-", " ").title())


def _stated(course: Course, about: AboutCourse, files: list[SourceFile]) -> CourseFolder:
    """The course as it should be: as it is, but for what was given."""
    return CourseFolder(
        name=course.name,
        title=about.title or course.title,
        description=course.description,
        language=course.language,
        strictness=Strictness(about.strictness) if about.strictness else course.strictness,
        documents=tuple(files),
    )


def as_json(report: IngestReport) -> dict[str, Any]:
    """The stable contract for scripts. A file that is already there is skipped, too."""
    return {
        "documents": [
            {
                "file": document.file,
                "title": document.title,
                "version": document.version,
                "passages": document.passages,
                "notices": list(document.notices),
            }
            for document in (*report.added, *report.replaced)
        ],
        "passages": report.passages,
        "skipped": [
            {"file": file.file, "reason": file.reason}
            for file in (*report.unchanged, *report.skipped)
        ],
        "seconds": round(report.seconds, 3),
    }


def show(report: IngestReport, course: str) -> None:
    """What became of each file, in the sentences that the bot uses, without their Markdown."""
    console = terminal.output()
    for document in (*report.added, *report.replaced):
        change = "Added" if document.version == 1 else f"Version {document.version} of"
        console.print(terminal.plain(f"{change} “{document.title}”: {_counted(document.passages)}"))
        for notice in document.notices:
            console.print(terminal.plain(f"  {notice}", "yellow"))
    for file in report.unchanged:
        sentence = f"{plain_name(file.file)} is {file.reason}"
        console.print(terminal.plain(sentence.replace("`", ""), "dim"))
    for file in report.skipped:
        sentence = f"I couldn't add {plain_name(file.file)}: {file.reason} Nothing was changed."
        console.print(terminal.plain(sentence.replace("`", ""), "red"))
    total = f"{_counted(report.passages, 'new ')} in “{course}”, {report.seconds:.1f} s"
    console.print(terminal.plain(total, "bold"))


def _counted(passages: int, kind: str = "") -> str:
    return f"{passages} {kind}passage{'' if passages == 1 else 's'}"
