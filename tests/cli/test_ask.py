from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from knowledge.answering.grounding import WORDINGS

if TYPE_CHECKING:
    from conftest import Colloquy

QUESTION = "When did Hua Guofeng visit Romania?"
UNANSWERED = "What is the boiling point of tungsten?"
KEYS = ["question", "status", "answer", "confidence", "citations", "elapsed_ms"]
CITATION_KEYS = ["document", "author", "section", "page", "quote", "passage"]


def jsonl(*questions: str) -> bytes:
    return "".join(json.dumps({"question": q, "id": 7}) + "\n" for q in questions).encode()


def test_an_answer_comes_with_its_citations_under_it(colloquy: Colloquy, course: str) -> None:
    ran = colloquy("ask", QUESTION)
    assert ran.code == 0
    assert "1978" in ran.out
    assert ran.out.index("[1]") < ran.out.index("[1] Liye Hong: Xi Jinping's Civil Diplomacy")
    assert any(wording in ran.out for wording in WORDINGS.values())
    assert "\x1b" not in ran.out


def test_what_the_documents_do_not_say_is_not_answered(colloquy: Colloquy, course: str) -> None:
    ran = colloquy("ask", UNANSWERED)
    assert ran.code == 0
    assert "don't answer that" in ran.out
    assert "Nearest headings" in ran.out


def test_the_jsonl_contract(colloquy: Colloquy, course: str) -> None:
    ran = colloquy("ask", "--from", "-", "--format", "jsonl", stdin=jsonl(QUESTION, UNANSWERED))
    assert ran.code == 0
    answered, abstained = map(json.loads, ran.out.splitlines())
    assert list(answered) == list(abstained) == KEYS
    assert (answered["question"], answered["status"]) == (QUESTION, "answered")
    assert (abstained["status"], abstained["answer"], abstained["citations"]) == (
        "abstained", "", [],
    )  # fmt: skip
    assert 0 <= abstained["confidence"] < answered["confidence"] <= 1
    [citation] = answered["citations"][:1]
    assert list(citation) == CITATION_KEYS
    assert citation["quote"] in citation["passage"]
    assert citation["quote"] in answered["answer"]


def test_many_questions_keep_their_order(colloquy: Colloquy, course: str, folder: Path) -> None:
    questions = [f"Question number {n} about Xi Jinping?" for n in range(30)]
    (folder / "many.jsonl").write_bytes(b"\xef\xbb\xbf" + jsonl(*questions) + b"\r\n\n")
    ran = colloquy("ask", "--from", "many.jsonl", "--course", course, "--format", "jsonl")
    assert [json.loads(line)["question"] for line in ran.out.splitlines()] == questions


def test_one_document_can_be_asked(colloquy: Colloquy, course: str) -> None:
    title = "Xi Jinping's Civil Diplomacy Initiative: Origins, Purpose, and Challenges"
    ran = colloquy("ask", "Who wrote this?", "--source", title)
    assert ran.code == 0
    ran = colloquy("ask", "Who wrote this?", "--source", "Nope")
    assert ran.code == 2
    assert title in ran.err


def test_the_shipped_course_is_there_from_the_start(colloquy: Colloquy) -> None:
    ran = colloquy("ask", QUESTION)
    assert (ran.code, "1978" in ran.out) == (0, True)


def test_an_unknown_course_is_answered_with_the_names_that_exist(
    colloquy: Colloquy, course: str
) -> None:
    ran = colloquy("ask", QUESTION, "--course", "physics")
    assert ran.code == 2
    assert ran.err == f"colloquy: No course is called “physics”. There are: {course}.\n"


def test_every_faulty_line_is_named_before_anything_is_asked(
    colloquy: Colloquy, folder: Path
) -> None:
    faulty = b'{"question": "fine?"}\nnot json\n\n{"question": 3}\n[1]\n{"question": " "}\n'
    ran = colloquy("ask", "--from", "-", stdin=faulty)
    assert (ran.code, ran.out) == (2, "")
    assert [f"line {n}:" in ran.err for n in (1, 2, 3, 4, 5, 6)] == [
        False, True, False, True, True, True,
    ]  # fmt: skip
    assert not (folder / "data").exists()


@pytest.mark.parametrize("given", [b"", b"\n\n", b"\xff\xfe\x00"])
def test_input_without_a_question_is_refused(colloquy: Colloquy, given: bytes) -> None:
    assert colloquy("ask", "--from", "-", stdin=given).code == 2


def test_questions_from_here_are_on_record(colloquy: Colloquy, course: str) -> None:
    colloquy("ask", QUESTION)
    [record] = [json.loads(line) for line in colloquy("logs", "export").out.splitlines()]
    assert (record["surface"], record["question"]) == ("command_line", QUESTION)
    assert record["user_id"] is None
