"""What a failure says, in one line on standard error, and which code it ends with."""

from __future__ import annotations

import errno
import sys
import traceback
from pathlib import Path

import typer

from bot.cli import exits

_OUT_OF_ROOM = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}


def end_with(error: Exception) -> int:
    """Say what no command has put into words itself, and return the exit code."""
    from bot.cli import terminal
    from bot.settings import SettingsUnusable, debugging
    from knowledge.errors import KnowledgeError

    if isinstance(error, SettingsUnusable | KnowledgeError):
        say(str(error))
        return exits.WRONG_USE if isinstance(error, SettingsUnusable) else exits.FAILED
    try:
        folder = Path.cwd()
    except OSError:
        say("The working folder is not there any more. Go to one that is, then run it again.")
        return exits.FAILED
    if debugging(folder):
        traceback.print_exception(error)
    if isinstance(error, OSError) and error.errno in _OUT_OF_ROOM:
        terminal.discard_output()
        say(
            f"What was to be written could not be ({error.strerror}). Make room, or write it to "
            "another disk."
        )
        return exits.FAILED
    detail = " ".join(str(error).split())[:300]
    say(f"Something went wrong ({type(error).__name__}: {detail}). LOG_LEVEL=DEBUG shows where.")
    return exits.FAILED


def one_line(error: typer.TyperException) -> str:
    """What is wrong with the arguments, and where to read what is right."""
    context = getattr(error, "ctx", None)
    path = context.command_path if context else "colloquy"
    message = error.format_message().replace("Value error, ", "").replace("\n", " ").rstrip()
    full_stop = "" if message.endswith((".", "?")) else "."
    return f"{message}{full_stop} Try: {path} --help"


def say(message: str) -> None:
    """Tell whoever started the command."""
    from bot.cli import terminal

    print(f"colloquy: {terminal.printable(message)}", file=sys.stderr)
