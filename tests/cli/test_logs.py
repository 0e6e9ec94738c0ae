from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from conftest import Colloquy

FORMULA = "=HYPERLINK(who is Hua Guofeng)"


def test_every_question_is_exported(colloquy: Colloquy, course: str) -> None:
    colloquy("ask", "When did Hua Guofeng visit Romania?")
    colloquy("ask", FORMULA)
    ran = colloquy("logs", "export", "--format", "jsonl")
    records = [json.loads(line) for line in ran.out.splitlines()]
    assert [record["question"] for record in records][1] == FORMULA
    assert records[0]["receipt"].startswith("A-")
    assert records[0]["passages"]
    assert colloquy("logs", "export", "--since", "2999-01-01").out == ""


def test_a_spreadsheet_will_not_run_what_people_asked(colloquy: Colloquy, course: str) -> None:
    colloquy("ask", FORMULA)
    rows = list(csv.DictReader(io.StringIO(colloquy("logs", "export", "--format", "csv").out)))
    assert [row["question"] for row in rows] == [f"'{FORMULA}"]


def test_the_model_is_not_needed(
    colloquy: Colloquy, course: str, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("EMBEDDING_MODEL", str(folder / "no-model"))
    ran = colloquy("logs", "export")
    assert (ran.code, ran.err) == (0, "")


def test_a_date_must_be_one(colloquy: Colloquy) -> None:
    ran = colloquy("logs", "export", "--since", "yesterday")
    assert ran.code == 2
    assert "yesterday" in ran.err
