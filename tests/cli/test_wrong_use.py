"""Wrong use ends with 2 and one line, other failures with 1, nothing with a traceback."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from bot.cli import app

if TYPE_CHECKING:
    from conftest import Colloquy


@pytest.mark.parametrize(
    "arguments",
    [
        ["aks"],
        ["ask"],
        ["ask", ""],
        ["ask", "a"],
        ["ask", "why?", "--from", "x.jsonl"],
        ["ask", "--from", "missing.jsonl"],
        ["ask", "--from", ""],
        ["ask", "why?", "--format", "xml"],
        ["search", "why?", "-k", "0"],
        ["search", "why?", "-k", "many"],
        ["ingest"],
        ["ingest", "missing.pdf"],
        ["ingest", "", "--course", "sea"],
        ["ingest", "-", "--course", "sea", "--title", " "],
        ["ingest", "-", "--course", "sea", "--title", "\udcff"],
        ["ingest", "-", "--course", "sea", "--name", ""],
        ["ingest", "-", "--course", "sea", "--name", "\udcff.txt"],
        ["ingest", "missing.pdf", "--course", "Not a slug"],
        ["ingest", "missing.pdf", "--course", "sea", "--strictness", "harsh"],
        ["evaluate"],
        ["evaluate", "missing.jsonl"],
        ["evaluate", ""],
        ["privacy", "forget", "--user", str(2**63)],
        ["logs", "export", "--format", "xml"],
        ["demo", "--port", "70000"],
        ["demo", "--data", ""],
        ["demo", "--data", "."],
        ["--nope"],
    ],
    ids=ascii,
)
def test_wrong_use_is_one_helpful_line(colloquy: Colloquy, arguments: list[str]) -> None:
    ran = colloquy(*arguments)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith("colloquy: ")
    assert ran.err.count("\n") == 1


@pytest.mark.parametrize("arguments", [[], ["logs"]])
def test_without_a_command_the_commands_are_listed(
    colloquy: Colloquy, arguments: list[str]
) -> None:
    ran = colloquy(*arguments)
    assert (ran.code, ran.err) == (2, "")
    assert "Commands" in ran.out


def test_faulty_settings_are_all_named(colloquy: Colloquy, folder: Path) -> None:
    (folder / ".env").write_text("DISCORD_TOKE=x\nDOC_MAX_PAGES=-1\n")
    ran = colloquy("ask", "why?")
    assert ran.code == 2
    assert "Did you mean DISCORD_TOKEN?" in ran.err
    assert "DOC_MAX_PAGES is '-1' but must be 1 or more." in ran.err


def test_a_damaged_database_is_an_operational_failure(colloquy: Colloquy, folder: Path) -> None:
    (folder / "data").mkdir()
    (folder / "data" / "colloquy.db").write_bytes(b"not a database" * 100)
    ran = colloquy("ask", "why?")
    assert ran.code == 1
    assert "damaged" in ran.err


def test_a_database_held_by_another_program_is_one(colloquy: Colloquy, course: str) -> None:
    hold = (
        "import sqlite3; c = sqlite3.connect('data/colloquy.db', isolation_level=None)\n"
        "c.execute('BEGIN IMMEDIATE'); print(flush=True); input()"
    )
    with subprocess.Popen(
        [sys.executable, "-c", hold], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as holder:
        assert holder.stdout is not None
        holder.stdout.readline()
        ran = colloquy("ask", "Who is Xi Jinping?")
        holder.communicate(b"\n")
    assert (ran.code, ran.out) == (1, "")
    assert ran.err.startswith("colloquy: The database ")
    assert "is locked" in ran.err


def test_a_bug_is_no_traceback(colloquy: Colloquy, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise RuntimeError("two\nlines")

    monkeypatch.setattr("bot.cli.ask.run", fail)
    ran = colloquy("ask", "why?")
    assert ran.code == 1
    assert ran.err == (
        "colloquy: Something went wrong (RuntimeError: two lines). LOG_LEVEL=DEBUG shows where.\n"
    )


def test_a_working_folder_that_is_gone_is_no_traceback(
    colloquy: Colloquy, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    gone = folder / "gone"
    gone.mkdir()
    monkeypatch.chdir(gone)
    gone.rmdir()
    ran = colloquy("ask", "Who is Xi Jinping?")
    assert (ran.code, ran.out) == (1, "")
    assert ran.err == (
        "colloquy: The working folder is not there any more. Go to one that is, then run it "
        "again.\n"
    )


@pytest.mark.parametrize("in_file", [True, False])
def test_a_traceback_is_shown_on_request(
    colloquy: Colloquy, folder: Path, monkeypatch: pytest.MonkeyPatch, in_file: bool
) -> None:
    def fail(*_: object) -> None:
        raise RuntimeError("oh")

    monkeypatch.setattr("bot.cli.ask.run", fail)
    if in_file:
        (folder / ".env").write_text("LOG_LEVEL=DEBUG\nDOC_MAX_PAGES=none\n")
    else:
        monkeypatch.setenv("LOG_LEVEL", "DEBUG")
    assert "in fail\n" in colloquy("ask", "why?").err
    monkeypatch.setenv("LOG_LEVEL", "INFO")
    assert "in fail\n" not in colloquy("ask", "why?").err


@pytest.mark.parametrize(("error", "code"), [(KeyboardInterrupt, 130), (BrokenPipeError, 0)])
def test_an_interruption_and_a_closed_pipe_are_quiet(
    colloquy: Colloquy, monkeypatch: pytest.MonkeyPatch, error: type[BaseException], code: int
) -> None:
    def fail(*_: object) -> None:
        raise error

    monkeypatch.setattr("bot.cli.ask.run", fail)
    monkeypatch.setattr("bot.cli.terminal.discard_output", lambda: None)
    ran = colloquy("ask", "why?")
    assert (ran.code, ran.out, ran.err) == (code, "", "")


def test_head_may_close_the_pipe(folder: Path) -> None:
    """With a real pipe: the output is longer than what a pipe holds."""
    script = (
        "import sys; from bot.cli import app, terminal, ask\n"
        "ask.run = lambda *_: [terminal.write_json('x' * 1000) for _ in range(1000)]\n"
        "import os; code = app.main(['ask', 'why?']); sys.stdout.flush(); os._exit(code)"
    )
    process = subprocess.Popen(
        [sys.executable, "-c", script], cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    assert process.stdout is not None
    assert process.stderr is not None
    process.stdout.read(10)
    process.stdout.close()
    said = process.stderr.read()
    process.stderr.close()
    assert (process.wait(60), said) == (0, b"")


def test_help_imports_nothing_heavy() -> None:
    script = (
        "import sys; from bot.cli.app import main; main(['--help'])\n"
        "heavy = {'torch', 'numpy', 'discord', 'sqlalchemy', 'pydantic', 'sentence_transformers',"
        " 'aiohttp', 'structlog', 'simcord', 'knowledge'}\n"
        "sys.exit(', '.join(sorted(heavy & set(sys.modules))) or 0)"
    )
    ran = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=False,
        env={**os.environ, "NO_COLOR": "1"},
    )  # fmt: skip
    assert (ran.returncode, ran.stderr) == (0, "")
    for command in ("run", "demo", "init", "doctor", "ingest", "ask", "search", "evaluate", "logs"):
        assert command in ran.stdout


def test_every_command_has_help(capsys: pytest.CaptureFixture[str]) -> None:
    for command in ("run", "demo", "init", "doctor", "ingest", "ask", "search", "evaluate"):
        assert app.main([command, "--help"]) == 0
    assert app.main(["logs", "export", "--help"]) == 0
    assert "Traceback" not in capsys.readouterr().err


@pytest.mark.parametrize(
    "arguments",
    [["ask", "--from", "-"], ["evaluate", "-"], ["ingest", "-", "--course=a"], ["init"]],
)
def test_a_closed_standard_input_is_wrong_use(
    folder: Path,
    arguments: list[str],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(sys, "stdin", None)
    assert app.main(arguments) == 2
    said = capsys.readouterr().err
    assert said.startswith("colloquy: Standard input is closed.")
    assert said.count("\n") == 1


@pytest.mark.parametrize("arguments", [["doctor"], ["logs", "export"]])
def test_nobody_need_read_the_output(folder: Path, arguments: list[str]) -> None:
    """With the descriptors closed, as `>&-` and `2>&-` leave them."""
    command = [sys.executable, "-m", "bot", *arguments]
    kept = subprocess.run(
        command, env=with_sources(), stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, check=False
    )
    closed = subprocess.run(
        ["sh", "-c", 'exec "$@" >&-', "sh", *command],
        env=with_sources(), stderr=subprocess.PIPE, check=False,
    )  # fmt: skip
    assert (closed.returncode, closed.stderr) == (kept.returncode, kept.stderr)
    silent = subprocess.run(
        ["sh", "-c", 'exec "$@" >&- 2>&-', "sh", *command], env=with_sources(), check=False
    )
    assert silent.returncode == kept.returncode


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="a system without a full device")
def test_a_full_disk_under_the_output_is_told_in_plain_words(folder: Path) -> None:
    command = [sys.executable, "-m", "bot", "doctor", "--format", "json"]
    with Path("/dev/full").open("w") as full:
        ran = subprocess.run(
            command, env=with_sources(), stdout=full, stderr=subprocess.PIPE, text=True, check=False
        )
    assert (ran.returncode, ran.stderr.count("\n")) == (1, 1)
    assert ran.stderr.startswith("colloquy: What was to be written could not be (No space left")


def with_sources() -> dict[str, str]:
    """The environment, where the project is found from any folder."""
    return {**os.environ, "PYTHONPATH": os.pathsep.join(p for p in sys.path if p)}


@pytest.mark.parametrize("command", [["ask", "--from"], ["evaluate"]])
@pytest.mark.parametrize("line", ["[" * 200_000, "9" * 5_000])
def test_a_line_that_json_cannot_hold_is_told_by_its_number(
    colloquy: Colloquy, command: list[str], line: str
) -> None:
    ran = colloquy(*command, "-", stdin=b'{"question": "why?"}\n' + line.encode())
    assert ran.code == 2
    assert "line 2: n" in ran.err


def test_a_path_that_is_too_long_is_wrong_use(colloquy: Colloquy, folder: Path) -> None:
    ran = colloquy("ingest", "a" * 300, "--course", "sea")
    assert ran.code == 2
    assert ran.err.endswith("was not added: it cannot be opened (File name too long).\n")


def test_what_is_no_text_names_nothing(colloquy: Colloquy, course: str) -> None:
    ran = colloquy("ask", "Who is Xi Jinping?", "--course", "\udcff")
    assert (ran.code, ran.err.count("\n")) == (2, 1)
    assert ran.err.startswith("colloquy: No course is called “?”.")
    assert colloquy("ask", "Who is Xi Jinping?", "--source", "\udcff").code == 2


def test_a_database_whose_name_is_too_long_is_an_operational_failure(
    colloquy: Colloquy, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{'a' * 300}.db")
    ran = colloquy("logs", "export")
    assert ran.code == 1
    assert "cannot be opened (File name too long). Set DATABASE_URL" in ran.err
    assert "cannot be opened (File name too long)" in " ".join(colloquy("doctor").out.split())


def test_an_unknown_shape_is_told_without_jargon(colloquy: Colloquy) -> None:
    ran = colloquy("logs", "export", "--format", "json")
    assert "'--format': 'json' is not one of 'jsonl', 'csv'." in ran.err
