"""Questions for the command line: one as an argument, or many from a file or a pipe."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

from bot.cli import terminal
from bot.cli.exits import WRONG_USE, CommandFailed
from bot.question import ASK_IN_A_SENTENCE, is_askable

_NO_TEXT = "The question is not text in UTF-8."


def gather(question: str | None, source: str | None) -> list[str]:
    """The questions to ask. Raises CommandFailed for wrong use, all faulty lines at once."""
    if (question is None) == (source is None):
        raise CommandFailed("Give one question, or --from FILE with many.", WRONG_USE)
    if source is not None:
        return read_jsonl(source)
    if question is not None and not terminal.is_text(question):
        raise CommandFailed(_NO_TEXT, WRONG_USE)
    if question is None or not is_askable(question):
        raise CommandFailed(ASK_IN_A_SENTENCE, WRONG_USE)
    return [question.strip()]


def lines_of(source: str) -> list[str]:
    """The lines of a UTF-8 file, or of standard input for ``-``."""
    if not source:
        raise CommandFailed("The name of the file of questions is empty.", WRONG_USE)
    try:
        if source == "-":
            data = terminal.standard_input().buffer.read()
        else:
            data = Path(source).read_bytes()
        # Not splitlines(): JSON text may hold other line separators, such as U+2028.
        return data.decode("utf-8-sig").split("\n")
    except OSError as error:
        raise CommandFailed(f"{source} cannot be read: {error.strerror}.", WRONG_USE) from error
    except UnicodeDecodeError as error:
        raise CommandFailed(f"{name_of(source)} is not text in UTF-8.", WRONG_USE) from error


def name_of(source: str) -> str:
    return "standard input" if source == "-" else source


def read_jsonl(source: str) -> list[str]:
    """The `question` of every line of a JSON Lines file, of any length; other keys are ignored.

    Raises CommandFailed with every line that has none.
    """
    questions, faults = _parse(lines_of(source))
    if not questions and not faults:
        faults = ["there is no question in it"]
    if faults:
        listed = "\n".join(f"  {fault}" for fault in faults)
        raise CommandFailed(f"{name_of(source)}: nothing was asked.\n{listed}", WRONG_USE)
    return questions


def _parse(lines: Sequence[str]) -> tuple[list[str], list[str]]:
    questions, faults = [], []
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            value = json.loads(line)
        except (ValueError, RecursionError):
            faults.append(f"line {number}: not a line of JSON")
            continue
        question = value.get("question") if isinstance(value, dict) else None
        if not isinstance(question, str) or not question.strip():
            faults.append(f'line {number}: no "question" with a text')
        elif not terminal.is_text(question):
            # Rather than to answer another question than the script will look for in the output.
            faults.append(f"line {number}: {_NO_TEXT}")
        else:
            questions.append(question)
    return questions, faults
