"""A folder with a `course.yaml` is what the course shall be, but for what the options say."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from conftest import Colloquy

SEA = "name: sea\ntitle: The Sea\nstrictness: high\ndocuments: [tides.md]\n"
TIDES = "# Tides\n\nThe moon causes the tides. Spring tides come twice a month.\n"


@pytest.fixture
def sea(folder: Path) -> Path:
    (folder / "sea").mkdir()
    (folder / "sea" / "course.yaml").write_text(SEA)
    (folder / "sea" / "tides.md").write_text(TIDES)
    return folder / "sea"


def stored(folder: Path) -> tuple[str, str]:
    with sqlite3.connect(folder / "data" / "colloquy.db") as database:
        [row] = database.execute("SELECT title, strictness FROM courses").fetchall()
    database.close()
    return tuple(row)


def ingest(colloquy: Colloquy, *arguments: str) -> str:
    """What was remarked beside the output."""
    ran = colloquy("ingest", *arguments)
    assert ran.code == 0, ran.err
    return ran.err


@pytest.mark.parametrize("name", ["sea", "ocean"])
def test_a_new_course_is_what_its_folder_says(
    colloquy: Colloquy, folder: Path, sea: Path, name: str
) -> None:
    assert ingest(colloquy, "sea", "--course", name) == ""
    assert stored(folder) == ("The Sea", "high")


def test_options_are_worth_more_than_the_folder(
    colloquy: Colloquy, folder: Path, sea: Path
) -> None:
    said = ingest(colloquy, "sea", "--course", "sea", "--title", "Seas", "--strictness", "low")
    assert (said, stored(folder)) == ("", ("Seas", "low"))


def test_a_course_keeps_what_was_set_since_and_that_is_told(
    colloquy: Colloquy, folder: Path, sea: Path
) -> None:
    ingest(colloquy, "sea", "--course", "sea", "--title", "Sea 2027")
    assert ingest(colloquy, "sea", "--course", "sea") == (
        "“sea” is not as its course.yaml says. To change that: --title.\n"
    )
    assert stored(folder) == ("Sea 2027", "high")


def test_another_course_s_folder_changes_nothing_and_that_is_told(
    colloquy: Colloquy, folder: Path, sea: Path
) -> None:
    ingest(colloquy, "sea/tides.md", "--course", "history", "--title", "History")
    said = ingest(colloquy, "sea", "--course", "history")
    assert said == (
        "“history” is not as the course.yaml of “sea” says. "
        "To change that: --title, --strictness.\n"
    )
    assert stored(folder) == ("History", "normal")
    assert "--title" not in ingest(colloquy, "sea", "--course", "history", "--title", "History")


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        (b"name: [sea", "course.yaml is not YAML (line 1)."),
        (b"\xff\xfe", "course.yaml is not text in UTF-8."),
        (b"title: !!int x", "course.yaml is not YAML."),
        (b"strictness: 2001-13-01", "course.yaml is not YAML."),
        (b"name: sea\ntitle: ' '\ndocuments: [tides.md]\n", "course.yaml: title: "),
        (b"name: &a sea\ntitle: *a\ndocuments: [tides.md]\n", "course.yaml: aliases (*name) are"),
        (b"#" * 100_001, "course.yaml is longer than 100,000 characters."),
        (b'title: "a\\x1b[31m"\nname: sea\ndocuments: [tides.md]\n', "course.yaml: title: "),
        (b'name: sea\ntitle: Sea\ndescription: "\\ud800"\ndocuments: [a.md]\n', "course.yaml: des"),
        (b"", "course.yaml: it holds no keys with values"),
        (b"name: sea\ndocuments: [tides.md]\n", "course.yaml: title: "),
    ],
)
def test_a_faulty_course_file_is_told_in_one_line(
    colloquy: Colloquy, folder: Path, sea: Path, text: bytes, fault: str
) -> None:
    (sea / "course.yaml").write_bytes(text)
    ran = colloquy("ingest", "sea", "--course", "sea")
    assert (ran.code, ran.out, ran.err.count("\n")) == (2, "", 1)
    assert ran.err.startswith(f"colloquy: sea/{fault}")
    assert not (folder / "data").exists()


def test_only_what_a_course_folder_lists_is_added(
    colloquy: Colloquy, folder: Path, sea: Path
) -> None:
    (sea / "exam-answers.md").write_text("# Answers\n\nThe answer is the moon.\n")
    said = ingest(colloquy, "sea", "--course", "sea")
    assert said == "Left out, as sea/course.yaml does not list them: exam-answers.md\n"
    with sqlite3.connect(folder / "data" / "colloquy.db") as database:
        assert database.execute("SELECT name FROM documents").fetchall() == [("tides.md",)]
    database.close()


def test_what_is_outside_of_a_course_folder_is_refused(
    colloquy: Colloquy, folder: Path, sea: Path
) -> None:
    (folder / "secret.md").write_text("# Secret\n\nNobody shall read this.\n")
    for name, told in (("../secret.md", "not inside it"), ("a" * 5000, "no such file")):
        (sea / "course.yaml").write_text(SEA.replace("tides.md", name))
        ran = colloquy("ingest", "sea", "--course", "sea")
        assert (ran.code, ran.err) == (2, f"colloquy: sea: {told}: {name}\n")


def test_items_that_are_refused_keep_nothing_about_the_documents_back(
    colloquy: Colloquy, sea: Path
) -> None:
    (sea / "items.yaml").write_text("items: [1]\n")
    (sea / "course.yaml").write_text(SEA + "items: items.yaml\n")
    ran = colloquy("ingest", "sea", "--course", "sea", "--format", "json")
    assert ran.code == 1
    assert [document["file"] for document in json.loads(ran.out)["documents"]] == ["tides.md"]
    assert "No quiz item of sea/items.yaml was added:" in ran.err
