"""Results as files: CSV, a workbook, and a CSV for Moodle's gradebook. Pure, and for a thread.

CSV files begin with a byte order mark, without which spreadsheets misread names beyond ASCII.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from knowledge.model.quiz_report import Export, QuizReport, ResultFile
from knowledge.quizzing.result_tables import (
    Table,
    Value,
    harmless,
    item_table,
    learner_table,
    percent,
    response_table,
    summary_table,
)

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

_LONGEST_GRADE_NAME = 80
_WIDEST_COLUMN = 60
_NO_GRADE = "-"


def result_file(report: QuizReport, kind: Export) -> ResultFile:
    """The file with its name, which holds the quiz's receipt."""
    receipt = report.quiz.receipt
    match kind:
        case Export.CSV:
            return ResultFile(f"{receipt}-answers.csv", answers_csv(report))
        case Export.XLSX:
            return ResultFile(f"{receipt}-results.xlsx", workbook(report))
        case Export.MOODLE:
            return ResultFile(f"{receipt}-moodle-grades.csv", moodle_csv(report))


def answers_csv(report: QuizReport) -> bytes:
    """A row for each learner and question.

    Ids have an apostrophe in front: a CSV knows no types, and without it spreadsheets round them.
    """
    table = response_table(report)
    return _csv(table.header, ((f"'{row[0]}", *row[1:]) for row in table.rows))


def workbook(report: QuizReport) -> bytes:
    """An XLSX of four sheets: answers, learners, questions with their statistics, the quiz."""
    # Loaded by whoever exports a workbook: it would make every start a tenth of a second longer.
    import xlsxwriter

    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    bold = book.add_format({"bold": True})
    for table in (
        response_table(report),
        learner_table(report),
        item_table(report),
        summary_table(report),
    ):
        sheet = book.add_worksheet(table.title)
        sheet.write_row(0, 0, table.header, bold)
        sheet.freeze_panes(1, 0)
        for at, row in enumerate(table.rows, start=1):
            _write_row(sheet, at, row)
        for column, width in enumerate(_widths(table)):
            sheet.set_column(column, column, width)
        if table.rows:
            sheet.autofilter(0, 0, len(table.rows), len(table.header) - 1)
    book.close()
    return out.getvalue()


def moodle_csv(report: QuizReport) -> bytes:
    """Grades for Moodle: Grades › Import › CSV file, comma, UTF-8.

    Moodle's grade import reads a header and a row for each student. One column, chosen as "map
    from", says who it is, by ID number, username, email or user id; a column mapped to "new grade
    item" makes a grade item of its header; columns that are mapped to nothing are ignored. A grade
    is a number from 0 to 100 with a point, and "-" is none.

    Here "ID number" holds the Discord id. Map it to "ID number" where students' profiles hold that
    id; else put Moodle's own ID number, username or email in its place first. It is never empty,
    because Moodle gives the grade of a row that names nobody to the student of the row before it;
    an id that Moodle doesn't know stops the whole import instead.
    """
    quiz = report.quiz
    day = f" {quiz.finished_at:%Y-%m-%d}" if quiz.finished_at else ""
    name = harmless(" ".join(f"{quiz.receipt} {quiz.course}".split()))[:_LONGEST_GRADE_NAME]
    return _csv(
        ("ID number", "Full name", f"{name}{day}"),
        (
            (
                str(learner.player.user_id),
                harmless(" ".join(learner.name.split())),
                _NO_GRADE if learner.share is None else f"{percent(learner.share):.2f}",
            )
            for learner in report.learners
        ),
    )


def _csv(header: Sequence[str], rows: Iterable[Sequence[Value]]) -> bytes:
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(header)
    writer.writerows(rows)
    return out.getvalue().encode("utf-8-sig", errors="replace")


def _write_row(sheet: Worksheet, at: int, row: Sequence[Value]) -> None:
    for column, value in enumerate(row):
        if isinstance(value, str):
            # Never a formula, a link or a number, whatever it looks like.
            sheet.write_string(at, column, value.encode("utf-8", "replace").decode())
        elif value is not None:
            sheet.write_number(at, column, value)


def _widths(table: Table) -> list[int]:
    columns = zip(table.header, *table.rows, strict=True)
    return [
        min(_WIDEST_COLUMN, 2 + max(len(str("" if value is None else value)) for value in column))
        for column in columns
    ]
