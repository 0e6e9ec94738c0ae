"""What goes to the terminal or into a pipe."""

from __future__ import annotations

import io
import json
import os
import re
import sys
import unicodedata
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, TextIO

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn
from rich.text import Text

from bot.cli.exits import WRONG_USE, CommandFailed

if TYPE_CHECKING:
    from knowledge.ingestion.batch import IngestProgress

_HALVES = re.compile("[\ud800-\udfff]")
_TURNS_OF_DIRECTION = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")


def output() -> Console:
    """Standard output, in colour only for a person who wants it."""
    return Console(highlight=False, soft_wrap=not sys.stdout.isatty())


def messages() -> Console:
    """Standard error: progress and remarks, so that the output stays clean."""
    return Console(stderr=True, highlight=False)


def printable(text: str) -> str:
    """``text`` without what would steer a terminal or turn the reading direction around."""
    kept = "".join(c for c in text if c in "\n\t" or unicodedata.category(c) != "Cc")
    return _TURNS_OF_DIRECTION.sub("", kept)


def is_text(given: str) -> bool:
    """Whether there are characters in it only, and no bytes of another encoding than UTF-8.

    Halves of a surrogate pair stand for such bytes on the command line, and for an emoji that was
    cut in the middle in JSON. Nothing can store or print them.
    """
    return _HALVES.search(given) is None


def plain(text: str, style: str = "") -> Text:
    """Text as it stands: brackets are no markup, and nothing in it steers the terminal."""
    return Text(printable(text), style=style)


def write_json(value: Any, *, indent: int | None = None) -> None:
    """One JSON document and a line break, out at once so that a reader can follow."""
    sys.stdout.write(json.dumps(value, ensure_ascii=False, indent=indent) + "\n")
    sys.stdout.flush()


def prepare_streams() -> None:
    """Make output UTF-8 in pipes, and printable on terminals that know fewer characters.

    What goes to a stream that was closed before the start is dropped, as if nobody read it.
    """
    # None, says the interpreter, whatever the types say.
    sys.stdout = sys.stdout or _nowhere()
    sys.stderr = sys.stderr or _nowhere()
    for stream in (sys.stdout, sys.stderr):
        if not isinstance(stream, io.TextIOWrapper):
            continue
        if not stream.isatty():
            stream.reconfigure(encoding="utf-8", errors="replace")
        else:
            stream.reconfigure(errors="replace")


def _nowhere() -> TextIO:
    return open(os.devnull, "w", encoding="utf-8")


def standard_input() -> TextIO:
    """Standard input. Raises CommandFailed if it was closed before the start."""
    stream: TextIO | None = sys.stdin
    if stream is None:
        raise CommandFailed(
            "Standard input is closed. Give it a pipe or a file, as in: … < FILE", WRONG_USE
        )
    return stream


def discard_output() -> None:
    """Nobody reads any more (`| head`), or nothing more can be written: so that the last flush of
    what is left does not fail again.
    """
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def progress_bar() -> Progress:
    """A bar on standard error that leaves no trace; nothing at all where nobody is watching."""
    console = messages()
    return Progress(
        SpinnerColumn(),
        TextColumn("{task.description}", markup=False),
        BarColumn(),
        MofNCompleteColumn(),
        console=console,
        transient=True,
        disable=not console.is_terminal,
    )


@contextmanager
def ingest_progress() -> Iterator[Callable[[IngestProgress], None]]:
    """A bar that follows a run of ingestion."""
    from knowledge.ingestion.refusals import plain_name

    with progress_bar() as progress:
        task = progress.add_task("Reading", total=None)

        def show(at: IngestProgress) -> None:
            name = plain_name(at.name)
            if at.stage == "embedding" and at.sentences:
                text, done, total = f"Indexing {name}", at.sentences_done, at.sentences
            else:
                text, done, total = f"Reading {name}", at.files_done, at.files
            progress.update(task, description=text, completed=done, total=total)

        yield show
