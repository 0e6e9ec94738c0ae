"""`colloquy ingest`: files and folders into a course."""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path
from typing import Any, Literal

from rich.text import Text

from bot.cli import opening, terminal
from bot.cli.exits import WRONG_USE, CommandFailed
from bot.settings import BotSettings
from knowledge.ingestion.batch import SUFFIXES, IngestReport, SourceFile, collect
from knowledge.model.corpus import Strictness


def run(
    paths: list[str],
    course: str | None,
    title: str | None,
    name: str,
    shape: Literal["text", "json"],
) -> None:
    settings = opening.read_settings()
    course = course or settings.default_course
    if not course:
        raise CommandFailed(
            "Which course? Add --course NAME; a new name makes a new course.", WRONG_USE
        )
    files = gather(paths, name)
    report = asyncio.run(_ingest(settings, files, course, title))
    if shape == "json":
        terminal.write_json(as_json(report), indent=2)
    else:
        show(report, course)
    if not (report.added or report.replaced or report.unchanged):
        raise CommandFailed("No file could be added.")


def gather(paths: list[str], standard_input_name: str) -> list[SourceFile]:
    """The files that the paths stand for. Raises CommandFailed naming every path that is none."""
    missing = [path for path in paths if path != "-" and not Path(path).exists()]
    if missing:
        raise CommandFailed(f"No such file or folder: {', '.join(missing)}", WRONG_USE)
    files: list[SourceFile] = []
    for path in paths:
        if path == "-":
            files.append(SourceFile(standard_input_name, sys.stdin.buffer.read()))
        else:
            files += collect([Path(path)])
    if not files:
        kinds = " ".join(sorted(SUFFIXES))
        raise CommandFailed(
            f"There is no document in {', '.join(paths)}. Known: {kinds}", WRONG_USE
        )
    return files


async def _ingest(
    settings: BotSettings, files: list[SourceFile], course_name: str, title: str | None
) -> IngestReport:
    async with opening.opened(settings) as knowledge:
        course = await knowledge.library.find_course(course_name)
        if course is None or title is not None:
            course = await knowledge.library.create_course(
                course_name,
                title or course_name.replace("-", " ").title(),
                course.description if course else "",
                course.language if course else "en",
                course.strictness if course else Strictness.NORMAL,
            )
        with terminal.ingest_progress() as show_progress:
            return await knowledge.ingester.ingest(course, files, progress=show_progress)


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
    console = terminal.output()
    for document in (*report.added, *report.replaced):
        change = "Added" if document.version == 1 else f"Version {document.version} of"
        console.print(Text(f"{change} “{document.title}”: {document.passages} passages"))
        for notice in document.notices:
            console.print(Text(f"  {notice}", style="yellow"))
    for file in report.unchanged:
        console.print(Text(f"Unchanged: {file.file}", style="dim"))
    for file in report.skipped:
        console.print(Text(f"Skipped {file.file}: {file.reason}", style="red"))
    console.print(
        Text(f"{report.passages} new passages in “{course}”, {report.seconds:.1f} s", style="bold")
    )
