from __future__ import annotations

import csv
import io
import json
import sqlite3
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from bot.cli import logs

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


@pytest.mark.skipif(not hasattr(time, "tzset"), reason="a system that keeps its time zone")
@pytest.mark.parametrize("zone", ["Etc/GMT+12", "Etc/GMT-14"])
def test_a_day_begins_at_midnight_utc(
    colloquy: Colloquy, course: str, folder: Path, zone: str
) -> None:
    colloquy("ask", "When did Hua Guofeng visit Romania?")
    with sqlite3.connect(folder / "data" / "colloquy.db") as database:
        database.execute("UPDATE records SET asked_at = '2026-09-02 00:00:00.000000'")
    database.close()
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TZ", zone)
        time.tzset()
        exported = [
            len(colloquy("logs", "export", "--since", day).out.splitlines())
            for day in ("0001-01-01", "2026-09-02", "2026-09-03")
        ]
    time.tzset()
    assert exported == [1, 1, 0]


def rows(colloquy: Colloquy) -> list[dict[str, str]]:
    exported = colloquy("logs", "export", "--format", "csv").out
    return list(csv.DictReader(io.StringIO(exported, newline="")))


@pytest.mark.parametrize("mark", ["=", "+", "@", "＝"])
def test_a_spreadsheet_will_not_run_what_people_asked(
    colloquy: Colloquy, course: str, mark: str
) -> None:
    asked = f"{mark}HYPERLINK(who is Hua Guofeng)"
    colloquy("ask", asked)
    assert [row["question"] for row in rows(colloquy)] == [f"'{asked}"]


@pytest.mark.parametrize("value", ["\tx", "\r=1", "\n=1", "  =1", "-1"])
def test_no_cell_begins_like_a_formula(value: str) -> None:
    assert logs.cell(value) == f"'{value}"
    assert logs.cell(f"x{value}") == f"x{value}"


def test_a_citation_in_a_spreadsheet_reads_as_on_the_card(colloquy: Colloquy, course: str) -> None:
    colloquy("ask", "When did Hua Guofeng visit Romania?")
    (record,) = [json.loads(line) for line in colloquy("logs", "export").out.splitlines()]
    ((first, *others),) = [row["citations"].split("\n") for row in rows(colloquy)]
    cited = record["citations"][0]
    assert first == f"{cited['document']} › {cited['section']}: “{cited['quote']}”"
    assert len(others) == len(record["citations"]) - 1


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


def test_the_oldest_question_comes_first_however_long_its_answer_took(
    colloquy: Colloquy, course: str, folder: Path
) -> None:
    for question in ("Who is Hua Guofeng?", "Who is Xi Jinping?", "Who is Mao Zedong?"):
        colloquy("ask", question)
    connection = sqlite3.connect(folder / "data" / "colloquy.db")
    for id_, day in ((1, 2), (2, 1), (3, 1)):
        connection.execute(
            "UPDATE records SET asked_at = ? WHERE id = ?", (f"2026-09-0{day} 10:00:00.000000", id_)
        )
    connection.commit()
    connection.close()
    asked = [row["question"] for row in rows(colloquy)]
    assert asked == ["Who is Xi Jinping?", "Who is Mao Zedong?", "Who is Hua Guofeng?"]
