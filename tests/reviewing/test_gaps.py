"""Questions are gathered by what they ask for: on words that chose no threshold."""

from __future__ import annotations

from itertools import combinations
from pathlib import Path

import pytest

from knowledge.bootstrap import Knowledge
from knowledge.model.answer import Question
from knowledge.model.corpus import Course
from knowledge.model.record import Occasion, Surface

SERVER = 1


def asked_in(part: str) -> list[tuple[str, str]]:
    """The questions of one part of the file, each with its mark."""
    text = (Path(__file__).parent / "gap_questions.txt").read_text(encoding="utf-8")
    lines = text.partition(f"\n# {part}\n")[2].partition("\n#")[0].splitlines()
    return [(line[0], line[2:]) for line in lines]


@pytest.fixture
async def course(knowledge: Knowledge) -> Course:
    return await knowledge.library.create_course("bare", "A course without documents")


async def ask(knowledge: Knowledge, course: Course, questions: list[str]) -> None:
    for user_id, text in enumerate(questions, start=100):
        occasion = Occasion(Surface.SLASH, user_id=user_id, server_id=SERVER)
        await knowledge.answerer.answer(Question(text, course.id), occasion)


async def scores(knowledge: Knowledge, course: Course, part: str) -> tuple[float, float]:
    """Of pairs in one gap, how many ask for the same; of those that do, how many are in one."""
    marks = {question: mark for mark, question in asked_in(part)}
    await ask(knowledge, course, list(marks))
    gaps = await knowledge.gaps.find(course.id, SERVER)
    found = [
        (marks[one.question], marks[other.question])
        for gap in gaps
        for one, other in combinations(gap.questions, 2)
    ]
    right = sum(one == other != "-" for one, other in found)
    kinds = list(marks.values())
    wanted = sum(kinds.count(mark) * (kinds.count(mark) - 1) // 2 for mark in set(kinds) - {"-"})
    return right / len(found), right / wanted


async def test_most_of_a_gap_asks_for_the_same_and_hardly_any_is_missed(
    knowledge: Knowledge, course: Course
) -> None:
    precision, recall = await scores(knowledge, course, "hold-out")

    assert precision >= 0.6
    assert recall >= 0.9


async def test_who_and_when_are_never_one_gap(knowledge: Knowledge, course: Course) -> None:
    await ask(
        knowledge,
        course,
        [
            "Who built the lighthouse?",
            "Who was it that built the lighthouse?",
            "The lighthouse, who built it?",
            "When was the lighthouse built?",
            "The lighthouse, when was it built?",
        ],
    )

    assert await knowledge.gaps.find(course.id, SERVER) == []


async def test_what_is_kept_in_memory_of_a_question_is_not_its_words(
    knowledge: Knowledge, course: Course
) -> None:
    await ask(knowledge, course, [f"Who built the {n} lighthouse of Farø?" for n in range(5)])
    await knowledge.gaps.find(course.id, SERVER)

    kept = [value for value in vars(knowledge.gaps).values() if isinstance(value, dict)]

    assert kept
    assert all(kept)
    assert "Farø" not in str(kept)
    assert b"lighthouse" not in b"".join(key for one in kept for key in one)
