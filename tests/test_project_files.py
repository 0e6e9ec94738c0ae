"""The files around the code say what the code does, and the shipped course is whole."""

from __future__ import annotations

import json
import re
import tomllib
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot import settings, shipped_course
from bot.settings import BotSettings
from knowledge.ingestion.course_folder import CourseFolder

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text("utf-8")
COMMANDS = (
    "run", "demo", "init", "doctor", "ingest", "ask", "search", "evaluate", "logs export",
    "privacy forget",
)  # fmt: skip
FRONT_MATTER = {"title", "author", "affiliation", "published", "address"}


def test_the_example_shows_every_setting_with_its_default() -> None:
    assert (ROOT / ".env.example").read_text("utf-8") == settings.example()


def test_the_example_can_be_used_as_it_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in BotSettings.names():
        monkeypatch.delenv(name, raising=False)
    (tmp_path / ".env").write_text((ROOT / ".env.example").read_text("utf-8"))
    assert BotSettings.read(tmp_path) == BotSettings()


def test_the_readme_names_every_command_and_setting() -> None:
    missing = [name for name in COMMANDS if f"colloquy {name}" not in README]
    missing += [name for name in BotSettings.names() if f"`{name}`" not in README]
    assert missing == []


def test_the_readme_links_to_files_that_exist() -> None:
    links = re.findall(r"\]\((?!https?:|#)([^)#]+)", README)
    assert [link for link in links if not (ROOT / link).exists()] == []


def test_what_the_readme_says_to_run_is_what_ci_runs() -> None:
    assert "make test" in README
    assert (ROOT / ".ci" / "run").read_text("utf-8").rstrip().endswith("make test")


def test_every_dependency_is_pinned() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    extras = project["optional-dependencies"].values()
    wanted = [*project["dependencies"], *(line for extra in extras for line in extra)]
    names = {re.split(r"[\[<>=!;~ ]", line)[0] for line in wanted} - {"colloquy"}
    pins = {
        line.split("==")[0]
        for line in (ROOT / "constraints.txt").read_text("utf-8").splitlines()
        if "==" in line
    }
    assert _normal(names) - _normal(pins) == set()


def test_pins_are_names_and_versions_only() -> None:
    lines = (ROOT / "constraints.txt").read_text("utf-8").splitlines()
    pins = [line for line in lines if line and not line.startswith("#")]
    assert pins[0].startswith("torch==")
    assert [pin for pin in pins if not re.fullmatch(r"[\w.-]+==[\w.]+", pin)] == []


def test_the_shipped_course_is_whole() -> None:
    """Every fault of every file at once: whoever edits the course sees them all."""
    folder = shipped_course.folder()
    course = CourseFolder.read(folder)
    assert course.name == folder.name == BotSettings().default_course
    texts = {Path(file.name).stem: (folder / file.name) for file in course.documents}
    faults = [fault for path in texts.values() for fault in _faults_of_document(path)]
    faults += _faults_of_questions(
        folder / "questions.jsonl", {name: path.read_text("utf-8") for name, path in texts.items()}
    )
    assert faults == []


def _normal(names: set[str]) -> set[str]:
    return {re.sub(r"[-_.]+", "-", name).lower() for name in names}


def _faults_of_document(path: Path) -> list[str]:
    _, matter, body = path.read_text("utf-8").split("---\n", 2)
    stated = yaml.safe_load(matter)
    faults = [f"{path.name}: no {key}" for key in sorted(FRONT_MATTER - set(stated))]
    if f"# {stated.get('title')}\n" not in body:
        faults.append(f"{path.name}: its first heading is not its title")
    if len(re.findall(r"^## ", body, re.MULTILINE)) < 3:
        faults.append(f"{path.name}: fewer than three sections")
    return faults


def _sections(text: str) -> dict[str, str]:
    parts = re.split(r"^##+ (.+)$", text, flags=re.MULTILINE)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


def _flat(text: str) -> str:
    return re.sub(r"\s+", " ", text).casefold()


def _faults_of_questions(path: Path, texts: dict[str, str]) -> list[str]:
    lines = path.read_text("utf-8").splitlines()
    questions = [json.loads(line) for line in lines]
    faults = [
        f"line {number}: {fault}"
        for number, question in enumerate(questions, start=1)
        for fault in _faults_of_question(question, texts)
    ]
    twice = [
        text for text, n in Counter(q["question"].casefold() for q in questions).items() if n > 1
    ]
    faults += [f"asked twice: {text}" for text in twice]
    answerable = sum(question["answerable"] for question in questions)
    if answerable < 70 or len(questions) - answerable < 30:
        faults.append(f"{answerable} answerable and {len(questions) - answerable} not: too few")
    return faults


def _faults_of_question(question: dict[str, Any], texts: dict[str, str]) -> list[str]:
    if not question["question"].strip() or len(question["question"]) > 1000:
        return ["no question, or too long a one"]
    if not question["answerable"]:
        return ["has answers but is called unanswerable"] if question.get("answers") else []
    text = texts.get(question.get("document", ""))
    if text is None:
        return [f"no document called {question.get('document')}"]
    section = _sections(text).get(question.get("section", ""))
    if section is None:
        return [f"no section called {question.get('section')}"]
    if not question.get("answers"):
        return ["no accepted answer"]
    return [
        f"“{answer}” is not in the words of its section"
        for answer in question["answers"]
        if _flat(answer) not in _flat(section)
    ]
