"""The command line. Each command parses, calls one function, and ends with an exit code.

Nothing heavy is imported until a command needs it: `colloquy --help` answers at once.
"""

from __future__ import annotations

import enum
import logging
import sys
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from bot.cli import exits, failures

app = typer.Typer(
    name="colloquy",
    help="A Discord bot for courses: answers that quote and cite the course's own documents.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
logs_app = typer.Typer(help="The record of what was asked and answered.", no_args_is_help=True)
app.add_typer(logs_app, name="logs")
quiz_app = typer.Typer(help="Quiz items from a course's documents.", no_args_is_help=True)
app.add_typer(quiz_app, name="quiz")
privacy_app = typer.Typer(help="What is stored of one person.", no_args_is_help=True)
app.add_typer(privacy_app, name="privacy")


class TextOrJson(enum.StrEnum):
    TEXT = "text"
    JSON = "json"


class TextOrJsonl(enum.StrEnum):
    TEXT = "text"
    JSONL = "jsonl"


class Strictness(enum.StrEnum):
    """The engine's own, said again: importing that would make `--help` slow."""

    LOW = "low"
    NORMAL = "normal"
    HIGH = "high"


class JsonlOrCsv(enum.StrEnum):
    JSONL = "jsonl"
    CSV = "csv"


Course = Annotated[
    str | None, typer.Option("--course", help="Name of the course; by default DEFAULT_COURSE.")
]
Questions = Annotated[
    str | None,
    typer.Option("--from", help="JSON Lines with a `question` each; - is standard input."),
]


@app.command()
def run() -> None:
    """Run the bot on Discord. Needs DISCORD_TOKEN."""
    from bot.cli import run as command

    command.run()


@app.command()
def demo(
    port: Annotated[
        int,
        typer.Option(envvar="PORT", min=0, max=65535, help="Port of the page; 0 takes a free one."),
    ] = 0,
    data: Annotated[
        Path,
        typer.Option(
            dir_okay=False, help="Database file of the demo, kept from one start to the next."
        ),
    ] = Path("data/demo.db"),
) -> None:
    """Try the bot in a simulated Discord server in your browser. Needs no token."""
    from bot import demo as command

    command.run(port=port, data=data)


@app.command()
def init() -> None:
    """Connect to Discord: ask for the token, check it, write .env, show the invite link."""
    from bot.cli import init as command

    command.run()


@app.command()
def doctor(
    format: Annotated[TextOrJson, typer.Option(help="text or json.")] = TextOrJson.TEXT,
) -> None:
    """Check the set-up. Ends with 0 if all is well, 1 with warnings, 2 with failures."""
    from bot.cli import doctor as command

    raise typer.Exit(command.run(format.value))


@app.command()
def ingest(
    paths: Annotated[
        list[str], typer.Argument(metavar="PATH...", help="Files and folders; - is standard input.")
    ],
    course: Annotated[
        str | None,
        typer.Option(
            "--course",
            help="Name of the course, as history-101; a new name makes a new course. "
            "By default DEFAULT_COURSE, unless that is the course shipped with Colloquy.",
        ),
    ] = None,
    title: Annotated[
        str | None,
        typer.Option(
            help="Title of the course. By default, it keeps its own; a new one has that of its "
            "course.yaml, or is called after its name."
        ),
    ] = None,
    strictness: Annotated[
        Strictness | None,
        typer.Option(
            help="How sure the course must be before it answers. By default, it keeps its own; a "
            "new one has that of its course.yaml, or normal."
        ),
    ] = None,
    name: Annotated[
        str, typer.Option(help="File name for standard input; its ending tells the kind.")
    ] = "stdin.txt",
    format: Annotated[TextOrJson, typer.Option(help="text or json.")] = TextOrJson.TEXT,
) -> None:
    """Add documents to a course: TXT, Markdown, HTML, PDF, DOCX, PPTX, EPUB.

    Of a folder with a course.yaml those that it lists, and its quiz items. Ends with 0 if at least
    one file was added or is already there, with 1 if none could be or quiz items were refused.
    Where a path that you name is not there or may not be read, nothing is added: it ends with 2.
    """
    from bot.cli import ingest as command

    about = command.AboutCourse(course, title, strictness.value if strictness else None)
    command.run(paths, about, name, format.value)


@app.command()
def ask(
    question: Annotated[str | None, typer.Argument(help="The question.")] = None,
    source: Questions = None,
    course: Course = None,
    document: Annotated[
        str | None,
        typer.Option("--source", help="Ask only this document: file name, title or a part of it."),
    ] = None,
    format: Annotated[TextOrJsonl, typer.Option(help="text or jsonl.")] = TextOrJsonl.TEXT,
) -> None:
    """Answer a question from a course's documents, with citations."""
    from bot.cli import ask as command

    command.run(question, source, course, document, format.value)


@app.command()
def search(
    question: Annotated[str | None, typer.Argument(help="The question.")] = None,
    source: Questions = None,
    course: Course = None,
    limit: Annotated[
        int, typer.Option("-k", "--limit", min=1, max=1000, help="Passages to show.")
    ] = 10,
    format: Annotated[TextOrJsonl, typer.Option(help="text or jsonl.")] = TextOrJsonl.TEXT,
) -> None:
    """Show which passages a question retrieves, and the parts of their scores."""
    from bot.cli import search as command

    command.run(question, source, course, limit, format.value)


@app.command()
def evaluate(
    questions: Annotated[
        str,
        typer.Argument(help="JSON Lines with question, answers, document; - is standard input."),
    ],
    course: Course = None,
    format: Annotated[TextOrJson, typer.Option(help="text or json.")] = TextOrJson.TEXT,
) -> None:
    """Score a course on questions with known answers."""
    from bot.cli import evaluate as command

    command.run(questions, course, format.value)


@logs_app.command("export")
def logs_export(
    format: Annotated[JsonlOrCsv, typer.Option(help="jsonl or csv.")] = JsonlOrCsv.JSONL,
    since: Annotated[
        datetime | None, typer.Option(formats=["%Y-%m-%d"], help="First day, as 2026-09-01 (UTC).")
    ] = None,
) -> None:
    """Write every recorded question and answer to standard output, oldest first."""
    from bot.cli import logs as command

    command.export(format.value, since)


@privacy_app.command("forget")
def privacy_forget(
    user: Annotated[int, typer.Option(min=1, max=2**63 - 1, help="Their id in Discord.")],
) -> None:
    """Delete everything that is stored of a user, at once and for good; scores lose their name."""
    from bot.cli import privacy

    privacy.forget(user)


@quiz_app.command("draft")
def quiz_draft(
    course: Course = None,
    count: Annotated[
        int, typer.Option("-n", "--count", min=1, max=100, help="Items to draft, at most.")
    ] = 20,
    theme: Annotated[str | None, typer.Option(help="Only of this theme.")] = None,
    document: Annotated[
        str | None, typer.Option(help="Only of this document: title or file name.")
    ] = None,
    types: Annotated[
        str | None,
        typer.Option(
            help="Of first, order, year, month, organisation, place, term, statement, person, "
            "with commas between; by default all."
        ),
    ] = None,
    format: Annotated[TextOrJsonl, typer.Option(help="text or jsonl.")] = TextOrJsonl.TEXT,
) -> None:
    """Draft quiz items without a language model. Nothing is stored: a person chooses."""
    from bot.cli import quiz as command

    command.draft(course, count, theme, document, types, format.value)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line and return its exit code. Never raises, never shows a traceback."""
    try:
        from bot.cli import terminal

        terminal.prepare_streams()
        # It would repeat, less clearly, what the settings say about a line of .env.
        logging.getLogger("dotenv.main").setLevel(logging.ERROR)
        code = app(arguments, prog_name="colloquy", standalone_mode=False) or exits.DONE
        # Here, where what cannot be written any more is told as any other failure.
        sys.stdout.flush()
        return code
    except BrokenPipeError:
        terminal.discard_output()
        return exits.DONE
    except SystemExit as ending:
        if not isinstance(ending.__context__, BrokenPipeError):
            raise
        # Typer's own answer to a closed pipe; nobody who says `| head` calls that a failure.
        terminal.discard_output()
        return exits.DONE
    except (KeyboardInterrupt, typer.Abort):
        return exits.INTERRUPTED
    except typer.TyperException as error:
        if error.format_message():  # a command without arguments has shown its help
            failures.say(failures.one_line(error))
        return error.exit_code
    except exits.CommandFailed as error:
        failures.say(str(error))
        return error.code
    except Exception as error:
        return failures.end_with(error)
