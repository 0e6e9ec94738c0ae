"""Rules that nobody has to remember, because they are checked here."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
MODULES = sorted(
    path
    for folder in (ROOT / "bot", ROOT / "src")
    for path in folder.rglob("*.py")
    if "__pycache__" not in path.parts
)
LONGEST = 300
EMPTY_NAMES = {"utils", "util", "helpers", "helper", "common", "manager", "managers", "misc"}
HEAVY = (
    "torch", "sentence_transformers", "transformers", "spacy", "dateparser", "matplotlib",
    "xlsxwriter", "genanki",
)  # fmt: skip


def relative(paths: list[Path]) -> list[str]:
    return [path.relative_to(ROOT).as_posix() for path in paths]


def drawn() -> set[str]:
    """The files and folders of ARCHITECTURE.md's tree, from the root."""
    tree = (ROOT / "ARCHITECTURE.md").read_text("utf-8").split("```")[1]
    found: set[str] = set()
    folder = ""
    for line in tree.splitlines():
        if match := re.match(r"([\w/]+/)  ", line):
            folder = match[1]
            found.add(folder)
        elif line:
            names = re.match(r"  ((?:[\w.]+\b/? {1,2})+)", f"{line}  ")
            assert names is not None, line
            found |= {folder + name for name in names[1].split()}
    return found


def test_what_the_architecture_page_draws_is_there() -> None:
    assert [path for path in sorted(drawn()) if not (ROOT / path).exists()] == []


def test_every_part_of_the_engine_is_drawn() -> None:
    engine = ROOT / "src" / "knowledge"
    parts = {f"{p.name}/" for p in engine.iterdir() if (p / "__init__.py").exists()}
    parts |= {p.name for p in engine.glob("*.py")} - {"__init__.py"}
    assert {f"src/knowledge/{part}" for part in parts} - drawn() == set()


def test_imports_only_go_the_ways_that_are_drawn() -> None:
    command = [
        sys.executable, "-c", "from importlinter.cli import lint_imports_command as c; c()",
        "--no-cache",
    ]  # fmt: skip
    ran = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stdout + ran.stderr


def test_every_module_fits_on_a_few_screens() -> None:
    long = [path for path in MODULES if len(path.read_text("utf-8").splitlines()) > LONGEST]
    assert relative(long) == []


def test_every_module_is_named_after_what_it_does() -> None:
    nameless = [p for p in MODULES if EMPTY_NAMES & {p.stem, *p.relative_to(ROOT).parts[:-1]}]
    assert relative(nameless) == []


def test_nothing_is_left_to_do_later() -> None:
    marked = [p for p in MODULES if re.search(r"\b(TODO|FIXME|XXX)\b", p.read_text("utf-8"))]
    assert relative(marked) == []


def test_every_module_says_what_it_is_for() -> None:
    silent = [
        path
        for path in MODULES
        if path.read_text("utf-8").strip()
        and not ast.get_docstring(ast.parse(path.read_text("utf-8")))
    ]
    assert relative(silent) == []


def test_knowledge_knows_no_discord() -> None:
    """Import-linter sees the packages; this sees the word."""
    knowing = [
        path
        for path in MODULES
        if path.is_relative_to(ROOT / "src" / "knowledge")
        and re.search(
            r"^\s*(import|from) (discord|bot|simcord)\b", path.read_text("utf-8"), re.MULTILINE
        )
    ]
    assert relative(knowing) == []


@pytest.mark.parametrize(
    "module",
    ["knowledge", "knowledge.bootstrap", "knowledge.evaluation", "bot.cli.app", "bot.client"],
)
def test_importing_it_does_not_load_what_few_need(module: str) -> None:
    script = (
        f"import sys, {module}; sys.exit(', '.join(m for m in {HEAVY!r} if m in sys.modules) or 0)"
    )
    ran = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert ran.returncode == 0, ran.stderr
