"""A course folder brings its quiz items along, approved, once, and all of them or none."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from conftest import Colloquy

COURSE = "name: sea\ntitle: The Sea\ndocuments: [tides.md]\nitems: items.yaml\n"
TIDES = "# Tides\n\nThe moon causes the tides. Spring tides come twice a month.\n"
ITEMS = """items:
  - name: cause
    type: cloze
    stem: The ____ causes the tides.
    key: moon
    document: tides.md
    passage: The moon causes the tides.
"""


@pytest.fixture
def sea(folder: Path) -> Path:
    (folder / "sea").mkdir()
    (folder / "sea" / "course.yaml").write_text(COURSE)
    (folder / "sea" / "tides.md").write_text(TIDES)
    (folder / "sea" / "items.yaml").write_text(ITEMS)
    return folder / "sea"


def stored(folder: Path) -> list[tuple[str, str, str]]:
    with sqlite3.connect(folder / "data" / "colloquy.db") as database:
        rows = database.execute("SELECT name, status, citation FROM items").fetchall()
    database.close()
    return [(name, status, json.loads(citation)["quote"]) for name, status, citation in rows]


def test_the_items_of_a_course_folder_come_with_it(
    colloquy: Colloquy, folder: Path, sea: Path
) -> None:
    first = colloquy("ingest", "sea", "--course", "sea")
    again = colloquy("ingest", "sea", "--course", "sea")

    assert (first.code, again.code) == (0, 0)
    assert "Added 1 quiz item to “sea”" in first.err
    assert "quiz item" not in again.err
    assert stored(folder) == [("cause", "approved", "The moon causes the tides.")]


def test_a_faulty_item_is_named_and_none_is_added(
    colloquy: Colloquy, folder: Path, sea: Path
) -> None:
    (sea / "items.yaml").write_text(f"{ITEMS}  - name: other\n    type: essay\n    stem: Why?\n")

    ran = colloquy("ingest", "sea", "--course", "sea")

    assert ran.code == 1
    assert "Line 8: type is “essay”" in ran.err
    assert stored(folder) == []


def test_a_course_folder_names_a_file_of_items_that_is_there(colloquy: Colloquy, sea: Path) -> None:
    (sea / "items.yaml").unlink()

    ran = colloquy("ingest", "sea", "--course", "sea")

    assert ran.code != 0
    assert "no such file: items.yaml" in ran.err
