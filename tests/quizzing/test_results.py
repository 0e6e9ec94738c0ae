"""Reports and exports of quizzes that were really played."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import openpyxl
import pytest

from knowledge.model.assessment import ItemDraft, ItemType, Picked, TextKey, Written
from knowledge.model.item_analysis import Concern
from knowledge.model.quiz import Player, Quiz
from knowledge.model.quiz_report import Export, QuizReport, Seat
from knowledge.quizzing.result_files import answers_csv, moodle_csv, workbook
from knowledge.quizzing.result_tables import harmless
from knowledge.quizzing.results import Results
from knowledge.storage.database import Database
from tests.quizzing.played import (
    ANNA,
    BEN,
    CARA,
    RIGHT,
    SERVER,
    START,
    WRONG,
    Room,
    choice,
    fill_bank,
    grade,
)

DORA = 123456789012345678
FORMULA = '=HYPERLINK("https://evil.example","Click")'


@pytest.fixture
async def room(database: Database) -> Room:
    return Room(database, await fill_bank(database, [choice(n) for n in range(1, 4)]))


def results_of(room: Room) -> Results:
    return Results(room.database, room.clock, grade, room.master.aftermath)


async def report(room: Room, quiz: Quiz) -> QuizReport:
    found = await results_of(room).report(quiz.id)
    assert found is not None
    return found


async def played(room: Room) -> Quiz:
    """Anna right, right, right; Ben right, wrong, nothing; Cara from the second: wrong, right.
    Dora catches up: right."""
    quiz = await room.start(count=3, bonus=0.2, seconds=20)
    await room.play(quiz, {ANNA: RIGHT, BEN: RIGHT})
    await room.play(quiz, {ANNA: RIGHT, BEN: WRONG, CARA: WRONG})
    await room.play(quiz, {ANNA: RIGHT, CARA: RIGHT})
    await room.master.hosting.end(quiz.id)
    return quiz


def parsed(content: bytes) -> list[dict[str, str]]:
    assert content.startswith(b"\xef\xbb\xbf"), "spreadsheets need the mark to read UTF-8"
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))


async def test_everybody_has_their_line_best_first(room: Room) -> None:
    found = await report(room, await played(room))

    anna, *others = found.learners
    assert (anna.name, anna.rank, anna.correct, anna.asked, anna.share) == (
        f"user {ANNA}", 1, 3, 3, 1.0,
    )  # fmt: skip
    # Two of twenty seconds taken each time: 1 + 0.2 · 18/20.
    assert anna.points == pytest.approx(3 * 1.18)
    ben = next(one for one in others if one.player.user_id == BEN)
    cara = next(one for one in others if one.player.user_id == CARA)
    assert (ben.correct, ben.asked, ben.answered, ben.seat) == (1, 3, 2, Seat.LIVE)
    assert (cara.correct, cara.asked, cara.seat) == (1, 2, Seat.JOINED_LATE)
    assert ben.share == pytest.approx(1 / 3)
    assert cara.share == pytest.approx(1 / 2)
    assert ben.rank == cara.rank == 2
    assert [answer.is_asked for answer in cara.answers] == [False, True, True]
    assert ben.answers[0].seconds == pytest.approx(2.0)


async def test_questions_count_only_who_was_asked(room: Room) -> None:
    found = await report(room, await played(room))

    first, second, third = (question.statistics for question in found.questions)
    assert [one.asked for one in (first, second, third)] == [2, 3, 3]
    assert [one.answered for one in (first, second, third)] == [2, 3, 2]
    assert [one.facility for one in (first, second, third)] == pytest.approx([1, 1 / 3, 2 / 3])
    assert found.analysis.learners == 3
    assert found.analysis.mean == pytest.approx((1 + 1 / 3 + 1 / 2) / 3)
    assert first.options[0].share == 1.0


async def test_catch_up_seats_are_in_the_standings_and_not_in_the_statistics(room: Room) -> None:
    quiz = await room.launch(window=3600, count=2)
    assert isinstance(quiz, Quiz)
    for _ in range(2):
        await room.play(quiz, {ANNA: WRONG})
    await room.master.hosting.end(quiz.id)
    before = await report(room, quiz)
    for _ in range(2):
        question = await room.master.absentees.catch_up(
            quiz.id, DORA, "Dora", room.clock.now, next(room.events)
        )
        await room.master.absentees.respond_late(
            question.id,
            DORA,
            RIGHT,
            room.clock.now,
            next(room.events),  # type: ignore[union-attr]
        )

    after = await report(room, quiz)

    assert after.analysis == before.analysis
    assert [(q.caught_up, q.caught_up_right) for q in after.questions] == [(1, 1), (1, 1)]
    dora = after.learners[0]
    assert (dora.name, dora.seat, dora.rank, dora.correct) == ("Dora", Seat.CATCH_UP, 1, 2)
    assert dora.answers[0].seconds is None
    assert after.caught_up == 1


async def test_an_alias_hides_nobody_from_the_instructor(room: Room) -> None:
    await room.master.roster.set_alias(ANNA, SERVER, "Captain")
    found = await report(room, await played(room))

    assert found.learners[0].player.name == "Captain"
    assert found.learners[0].name == f"user {ANNA}"


async def test_the_csv_has_a_row_for_each_learner_and_question(room: Room) -> None:
    found = await report(room, await played(room))

    rows = parsed(answers_csv(found))

    assert len(rows) == 3 * 3
    first = rows[0]
    assert first["Learner ID"] == f"'{ANNA}"
    assert (first["Question"], first["Correct"], first["Score"], first["Points"]) == (
        "1", "yes", "1.0", "1.18",
    )  # fmt: skip
    assert first["Stem"].startswith("Which is number")
    assert first["Answer"].startswith("right")
    assert (first["Seconds"], first["Changes"], first["Seat"]) == ("2.0", "0", "live")
    by_cara = [row for row in rows if row["Learner ID"] == f"'{CARA}"]
    assert by_cara[0]["Answer"] == "not asked"
    assert by_cara[0]["Score"] == ""
    assert by_cara[1]["Seat"] == "live, joined late"
    by_ben = [row for row in rows if row["Learner ID"] == f"'{BEN}"]
    assert (by_ben[2]["Answer"], by_ben[2]["Correct"]) == ("no answer", "no")


async def test_the_workbook_has_answers_learners_questions_and_the_quiz(room: Room) -> None:
    found = await report(room, await played(room))

    book = openpyxl.load_workbook(io.BytesIO(workbook(found)))

    assert book.sheetnames == ["Answers", "Learners", "Questions", "Quiz"]
    assert book["Answers"].max_row == 1 + 9
    learners = list(book["Learners"].iter_rows(values_only=True))
    assert learners[0][:2] == ("Learner ID", "Name")
    # Text, so that no digit is lost.
    assert learners[1][0] == str(ANNA)
    questions = list(book["Questions"].iter_rows(values_only=True))
    header = {name: at for at, name in enumerate(questions[0])}
    assert questions[2][header["Facility"]] == pytest.approx(1 / 3, abs=1e-6)
    assert "right" in str(questions[1][header["Options"]])
    quiz = dict(book["Quiz"].iter_rows(min_row=2, max_col=2, values_only=True))
    assert quiz["Receipt"] == found.quiz.receipt
    assert quiz["Learners, live"] == 3


async def test_ids_of_eighteen_digits_survive_every_export(room: Room) -> None:
    quiz = await room.start(count=2)
    await room.play(quiz, {DORA: RIGHT})
    await room.master.hosting.end(quiz.id)
    found = await report(room, quiz)

    book = openpyxl.load_workbook(io.BytesIO(workbook(found)))

    assert book["Answers"]["A2"].value == str(DORA)
    assert book["Answers"]["A2"].data_type == "s"
    assert parsed(answers_csv(found))[0]["Learner ID"] == f"'{DORA}"
    assert parsed(moodle_csv(found))[0]["ID number"] == str(DORA)


async def test_no_name_and_no_answer_becomes_a_formula(tmp_path: Path) -> None:
    draft = ItemDraft(
        ItemType.SHORT_TEXT,
        "@Who?",
        TextKey(("+Ada Finch",)),
        themes=("rivers",),
        name="who",
    )
    async with Database.open(tmp_path / "colloquy.db") as database:
        room = Room(database, await fill_bank(database, [draft]))
        quiz = await room.start(count=1)
        await room.play(quiz, {ANNA: Written(FORMULA)})
        await room.master.hosting.end(quiz.id)
        found = await report(room, quiz)
    renamed = replace(found, learners=tuple(replace(one, name="-2+3") for one in found.learners))

    rows = parsed(answers_csv(renamed))
    cells = [
        cell
        for sheet in openpyxl.load_workbook(io.BytesIO(workbook(renamed)))
        for row in sheet.iter_rows()
        for cell in row
    ]

    assert rows[0]["Answer"] == f"'{FORMULA}"
    assert rows[0]["Name"] == "'-2+3"
    assert rows[0]["Stem"] == "'@Who?"
    assert rows[0]["Right answer"] == "'+Ada Finch"
    assert parsed(moodle_csv(renamed))[0]["Full name"] == "'-2+3"
    assert not [cell for cell in cells if cell.data_type == "f" or cell.hyperlink]
    assert f"'{FORMULA}" in [cell.value for cell in cells]


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", " =", "\n="])
def test_whatever_begins_a_formula_gets_an_apostrophe(start: str) -> None:
    assert harmless(f"{start}1+1") == f"'{start}1+1"


def test_other_words_stay_as_they_are() -> None:
    assert harmless("Zhou Enlai = premier") == "Zhou Enlai = premier"
    assert harmless("") == ""


async def test_moodle_gets_an_id_a_name_and_one_grade_of_a_hundred(room: Room) -> None:
    found = await report(room, await played(room))

    rows = parsed(moodle_csv(found))

    *who, grade_item = rows[0]
    assert who == ["ID number", "Full name"]
    assert grade_item.startswith(f"{found.quiz.receipt} {found.quiz.course} 2026-03-02")
    grades = {row["ID number"]: row[grade_item] for row in rows}
    assert grades == {str(ANNA): "100.00", str(BEN): "33.33", str(CARA): "50.00"}


async def test_moodle_gets_no_grade_for_who_was_asked_nothing(room: Room) -> None:
    quiz = await room.start(count=2)
    await room.play(quiz, {ANNA: RIGHT})
    await room.master.roster.join(quiz.id, BEN, "Ben", room.clock.now, next(room.events))
    await room.master.hosting.end(quiz.id)

    found = await report(room, quiz)

    rows = parsed(moodle_csv(found))
    assert {row["Full name"]: list(row.values())[-1] for row in rows}["Ben"] == "-"
    # Moodle takes the grade of a row without an id for the student of the row before.
    assert all(row["ID number"].isdecimal() for row in rows)


async def test_a_file_is_named_after_its_quiz(room: Room) -> None:
    quiz = await played(room)
    results = results_of(room)

    names = [file.name for kind in Export if (file := await results.export(quiz.id, kind))]

    assert names == [
        f"{quiz.receipt}-answers.csv",
        f"{quiz.receipt}-results.xlsx",
        f"{quiz.receipt}-moodle-grades.csv",
    ]
    assert await results.export(999, Export.CSV) is None


async def test_a_quiz_that_nobody_played_has_a_report_too(room: Room) -> None:
    quiz = await room.start(count=2)
    await room.master.hosting.end(quiz.id)

    found = await report(room, quiz)

    assert (found.learners, found.questions) == ((), ())
    assert parsed(moodle_csv(found)) == []
    assert openpyxl.load_workbook(io.BytesIO(workbook(found)))["Answers"].max_row == 1


async def test_past_quizzes_are_found_by_receipt_course_and_day(room: Room) -> None:
    first = await played(room)
    room.clock.advance(86_400)
    second = await played(room)
    results = results_of(room)

    async def found(typed: str) -> list[int]:
        return [quiz.id for quiz in await results.past(SERVER, typed)]

    assert await found("") == [second.id, first.id]
    assert await found(first.receipt.lower()) == [first.id]
    assert await found("geog") == [second.id, first.id]
    day = START + timedelta(days=1)
    assert await found(f"{day.day} {day:%b}") == [second.id]
    assert await results.past(SERVER + 1) == []


async def test_a_question_that_misfires_is_marked_in_the_report_and_the_workbook(
    room: Room,
) -> None:
    quiz = await room.start(count=2)
    strong, weak = range(200, 210), range(210, 220)
    everybody = {**dict.fromkeys(strong, WRONG), **dict.fromkeys(weak, RIGHT)}
    await room.play(quiz, everybody)
    await room.play(quiz, {**dict.fromkeys(strong, RIGHT), **dict.fromkeys(weak, Picked((2,)))})
    await room.master.hosting.end(quiz.id)

    found = await report(room, quiz)

    first = found.questions[0].statistics
    assert first.discrimination == pytest.approx(-1.0, abs=1e-6)
    assert first.misfires[0].concern is Concern.NEGATIVE_DISCRIMINATION
    sheet = openpyxl.load_workbook(io.BytesIO(workbook(found)))["Questions"]
    assert "Check the key first" in str(sheet["K2"].value)
    assert isinstance(found.learners[0].player, Player)
