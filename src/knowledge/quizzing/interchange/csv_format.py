"""Items as CSV, for spreadsheets: one item on a row, several options in one cell."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from knowledge.model.assessment import (
    ChoiceKey,
    Credit,
    Difficulty,
    ItemDraft,
    ItemType,
    MatchKey,
    OrderKey,
)
from knowledge.quizzing.interchange.lines import KeyLines, from_lines, to_lines
from knowledge.quizzing.interchange.written import Reading, Writing, WrittenItem, one_of

if TYPE_CHECKING:
    # What csv.reader gives has no public name.
    from _csv import Reader

COLUMNS = (
    "name", "type", "stem", "options", "key", "credit", "rationale", "document", "passage",
    "themes", "difficulty", "flags",
)  # fmt: skip
_NEEDED = ("type", "stem")
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def read(text: str) -> Reading:
    """Columns may stand in any order; those of :data:`_NEEDED` must be there.

    The separator is a comma, a semicolon or a tab, as the first line shows.
    """
    return Reading.of(_read, text)


def _read(text: str, reading: Reading) -> None:
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=_separator(text), strict=True)
    try:
        header = [column.strip().casefold() for column in next(rows, [])]
        faults = _faults_of_header(header)
        for fault in faults:
            reading.refuse(1, "", fault)
        if faults:
            return
        for line, row in _numbered(rows):
            _read_row(dict(zip(header, map(_defused, row), strict=False)), line, reading)
    except csv.Error as error:
        reading.refuse(rows.line_num, "", f"this is no CSV: {error}.")


def _separator(text: str) -> str:
    first = text.split("\n", 1)[0]
    return max(",;\t", key=first.count)


def _numbered(rows: Reader) -> Iterator[tuple[int, list[str]]]:
    """Each row that is not empty, with the line on which it begins."""
    line = rows.line_num + 1
    for row in rows:
        if any(cell.strip() for cell in row):
            yield line, row
        line = rows.line_num + 1


def _faults_of_header(header: list[str]) -> list[str]:
    missing = [column for column in _NEEDED if column not in header]
    if missing:
        return [
            f"the first line must name the columns; missing: {', '.join(missing)}. "
            f"Known are: {', '.join(COLUMNS)}."
        ]
    return [
        f"no column is called “{column}”. Known are: {', '.join(COLUMNS)}."
        for column in header
        if column and column not in COLUMNS
    ]


def _read_row(cells: dict[str, str], line: int, reading: Reading) -> None:
    def cell(column: str) -> str:
        return cells.get(column, "").replace("\r\n", "\n").strip()

    with reading.item(line, cell("name")):
        kind = one_of(ItemType, cell("type").casefold().replace(" ", "_"), "type")
        said = cell("credit")
        credit = one_of(Credit, said.casefold(), "credit") if said else None
        options, key = from_lines(kind, KeyLines(cell("options"), cell("key")), credit)
        difficulty = cell("difficulty").casefold() or Difficulty.MEDIUM.value
        draft = ItemDraft(
            type=kind,
            stem=cell("stem"),
            key=key,
            options=options,
            rationale=cell("rationale"),
            themes=_listed(cell("themes")),
            difficulty=one_of(Difficulty, difficulty, "difficulty"),
            name=cell("name"),
            flags=_listed(cell("flags")),
        )
        reading.items.append(WrittenItem(draft, cell("document"), cell("passage"), line))


def _listed(cell: str) -> tuple[str, ...]:
    return tuple(line.strip() for line in cell.split("\n") if line.strip())


def write(items: Sequence[WrittenItem]) -> Writing:
    """With a byte order mark: without one, spreadsheets take UTF-8 for another encoding."""
    out = io.StringIO(newline="")
    rows = csv.writer(out, lineterminator="\r\n")
    rows.writerow(COLUMNS)
    rows.writerows([_guarded(cell) for cell in _cells(item)] for item in items)
    return Writing(out.getvalue().encode("utf-8-sig"), len(items))


def _cells(item: WrittenItem) -> tuple[str, ...]:
    draft = item.draft
    lines = to_lines(draft)
    key = draft.key
    if draft.type is ItemType.TRUE_FALSE:
        lines = KeyLines(
            "", "true" if key == ChoiceKey(frozenset({0}), _credit(draft)) else "false"
        )
    return (
        draft.name,
        draft.type.value,
        draft.stem,
        lines.options,
        lines.key,
        _credit(draft).value if isinstance(key, ChoiceKey | OrderKey | MatchKey) else "",
        draft.rationale,
        item.document,
        item.passage,
        "\n".join(draft.themes),
        draft.difficulty.value,
        "\n".join(draft.flags),
    )


def _credit(draft: ItemDraft) -> Credit:
    key = draft.key
    return key.credit if isinstance(key, ChoiceKey | OrderKey | MatchKey) else Credit.ALL


def _guarded(cell: str) -> str:
    """With an apostrophe before what a spreadsheet would run as a formula."""
    return f"'{cell}" if cell.lstrip("'").startswith(_FORMULA) else cell


def _defused(cell: str) -> str:
    """Without the apostrophe of :func:`_guarded`."""
    bare = cell.lstrip("'")
    return cell[1:] if cell != bare and bare.startswith(_FORMULA) else cell
