"""`colloquy ingest`: files and folders into a course."""

from __future__ import annotations

import asyncio
import os.path
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Literal

from bot import shipped_course
from bot.cli import opening, terminal
from bot.cli.exits import INTERRUPTED, WRONG_USE, CommandFailed
from bot.settings import BotSettings
from knowledge.errors import CourseFolderFaulty
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
    _require_text(about.title, "The title of a course")
    _require_text(name, "The name of a file")
    folders = course_folders(paths)
    files = gather(paths, name, folders)
    try:
        report, refused = asyncio.run(
            _ingest(settings, files, course_name, about, [*folders.values()])
        )
    except KeyboardInterrupt:
        raise CommandFailed(
            "Interrupted. Files that were added by then stay; run the same again for the rest.",
            INTERRUPTED,
        ) from None
    if shape == "json":
        terminal.write_json(as_json(report), indent=2)
    else:
        show(report, course_name)
    if not (report.added or report.replaced or report.unchanged):
        raise CommandFailed("\n".join(["No file could be added.", *refused]))
    if refused:
        raise CommandFailed("\n".join(refused))


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


def _require_text(value: str | None, what: str) -> None:
    if value is not None and not value.strip():
        raise CommandFailed(f"{what} cannot be empty.", WRONG_USE)
    if value is not None and not terminal.is_text(value):
        raise CommandFailed(f"{what} must be text in UTF-8.", WRONG_USE)


def gather(
    paths: list[str], standard_input_name: str, folders: Mapping[str, CourseFolder]
) -> list[SourceFile]:
    """The files that the paths stand for; of a course folder those that it lists.

    Raises CommandFailed naming every path that is none.
    """
    named = [path for path in paths if path != "-"]
    missing = [path or "“”" for path in named if not _is_there(path)]
    if missing:
        raise CommandFailed(f"No such file or folder: {', '.join(missing)}", WRONG_USE)
    # Only asked, as opening a pipe would wait for whoever writes into it.
    locked = [path for path in named if os.path.isfile(path) and not os.access(path, os.R_OK)]
    if locked:
        raise CommandFailed(
            f"Nothing was added: {', '.join(locked)} may not be read. Change the permissions.",
            WRONG_USE,
        )
    files: list[SourceFile] = []
    for path in paths:
        if path == "-":
            files.append(SourceFile(standard_input_name, terminal.standard_input().buffer.read()))
            continue
        try:
            found = collect(Path(path))
        except OSError as error:
            raise _unreadable(path, error) from error
        if path in folders:
            listed = folders[path].documents
            names = {file.name for file in listed}
            if unlisted := [file.name for file in found if file.name not in names]:
                told = f"Left out, as {path}/course.yaml does not list them: {', '.join(unlisted)}"
                terminal.messages().print(terminal.plain(told), soft_wrap=True)
            found = [*listed]
        files += found
    # A file may be named beside its folder, or twice: no other file has its name then.
    files = list({_identity(file): file for file in files}.values())
    if not files:
        kinds = " ".join(sorted(READABLE_SUFFIXES))
        raise CommandFailed(
            f"There is no document in {', '.join(paths)}. Known: {kinds}", WRONG_USE
        )
    return files


def _identity(file: SourceFile) -> tuple[str, object]:
    content = file.content
    return file.name, os.path.realpath(content) if isinstance(content, Path) else id(file)


def _is_there(path: str) -> bool:
    try:
        # No name is none, though Path takes it for the working folder.
        return path != "" and Path(path).exists()
    except OSError as error:
        raise _unreadable(path, error) from error


def _unreadable(path: str, error: OSError) -> CommandFailed:
    return CommandFailed(f"{path} was not added: {refusals.unopened(error)}", WRONG_USE)


def course_folders(paths: list[str]) -> dict[str, CourseFolder]:
    """What the paths among these say that hold a `course.yaml`. Raises CommandFailed."""
    try:
        return {
            path: CourseFolder.read(Path(path))
            for path in paths
            # Not Path.is_file(), which fails in a folder that may be listed but not entered.
            if path not in ("", "-") and os.path.isfile(Path(path, "course.yaml"))
        }
    except CourseFolderFaulty as error:
        raise CommandFailed(str(error), WRONG_USE) from error


async def _ingest(
    settings: BotSettings,
    files: list[SourceFile],
    course_name: str,
    about: AboutCourse,
    folders: list[CourseFolder],
) -> tuple[IngestReport, list[str]]:
    """What became of the files, and why quiz items were refused beside them."""
    refused: list[str] = []
    async with opening.opened(settings) as knowledge:
        course = await knowledge.library.find_course(course_name)
        wanted = _wanted(course, course_name, about, folders)
        with terminal.ingest_progress() as show_progress:
            if course == wanted:
                report = await knowledge.ingester.ingest(course, files, progress=show_progress)
            else:
                stated = _stated(wanted, files)
                course, report = await knowledge.ingester.plant(stated, progress=show_progress)
        if course is not None:
            for folder in folders:
                if folder.items is not None:
                    try:
                        await opening.plant_items(knowledge, course, folder.items)
                    except CommandFailed as error:
                        refused.append(str(error))
        return report, refused


def _wanted(
    course: Course | None, name: str, about: AboutCourse, folders: list[CourseFolder]
) -> Course:
    """The course as it should be: as it is, but for what was given.

    A new course is what the one `course.yaml` says, whatever that calls it. An old one keeps its
    words and settings, which may have been set on purpose; where they differ, that is told.
    """
    wanted = course or Course(0, name, name.replace("-", " ").title())
    if course is None:
        own = [folder for folder in folders if folder.name == name]
        for folder in own[:1] or (folders if len(folders) == 1 else []):
            wanted = folder.applied_to(wanted)
    if about.title is not None:
        wanted = replace(wanted, title=about.title)
    if about.strictness is not None:
        wanted = replace(wanted, strictness=Strictness(about.strictness))
    for folder in folders:
        if options := _untaken(folder, wanted, about):
            other = "" if folder.name == name else f" of “{folder.name}”"
            told = (
                f"“{name}” is not as {'the' if other else 'its'} course.yaml{other} says. "
                f"To change that: {', '.join(options)}."
            )
            terminal.messages().print(terminal.plain(told), soft_wrap=True)
    return wanted


def _untaken(folder: CourseFolder, wanted: Course, about: AboutCourse) -> list[str]:
    """The options that would give what this `course.yaml` says and the course has otherwise."""
    said = folder.applied_to(wanted)
    untaken = {
        "--title": about.title is None and said.title != wanted.title,
        "--strictness": about.strictness is None and said.strictness != wanted.strictness,
    }
    return [option for option, is_untaken in untaken.items() if is_untaken]


def _stated(course: Course, files: list[SourceFile]) -> CourseFolder:
    return CourseFolder(
        name=course.name,
        title=course.title,
        description=course.description,
        language=course.language,
        strictness=course.strictness,
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
