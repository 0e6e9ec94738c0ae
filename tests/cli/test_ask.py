from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from bot.cards.abstention import CLOSEST, NOT_FOUND, NOTHING_CLOSE
from bot.cli.ask import NEXT_STEP
from bot.question import ASK_IN_A_SENTENCE
from knowledge.answering.grounding import WORDINGS, Band

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
    assert ran.out.index("[1]") < ran.out.index("[1] Liye Hong, Xi Jinping's Civil Diplomacy")
    assert WORDINGS[Band.HIGH] in ran.out
    assert ran.out.splitlines()[-1].startswith("answered, sure · ")
    assert "%" not in ran.out
    assert "\x1b" not in ran.out


def test_what_the_documents_do_not_say_is_not_answered(colloquy: Colloquy, course: str) -> None:
    ran = colloquy("ask", "How many delegates from Brazil attended the forum in Khartoum?")
    assert ran.code == 0
    said = ran.out.strip().splitlines()
    assert said[:3] == [NOT_FOUND, "The documents do not mention “Brazil”.", CLOSEST]
    assert said[3].startswith("  1. On Xi Jinping's Thoughts of People-to-People Diplomacy › ")
    assert said[-2] == NEXT_STEP
    assert said[-1].startswith("abstained, nothing close enough · ")


def test_an_abbreviation_that_the_course_lacks_is_the_name_it_stands_for(
    colloquy: Colloquy, course: str
) -> None:
    ran = colloquy("ask", "what are the five goals of OBOR")
    assert "One Belt One Road has five major goals" in " ".join(ran.out.split())


def test_where_nothing_comes_near_there_are_no_headings(colloquy: Colloquy, course: str) -> None:
    ran = colloquy("ask", UNANSWERED)
    assert ran.code == 0
    assert ran.out.strip().splitlines()[:-1] == [NOT_FOUND, NOTHING_CLOSE, NEXT_STEP]


@pytest.mark.parametrize("question", ["", "  ", "a", "🙂🙂🙂", "?!…", "why " * 300])
def test_what_is_no_question_is_refused(colloquy: Colloquy, folder: Path, question: str) -> None:
    for command in ("ask", "search"):
        ran = colloquy(command, question)
        assert (ran.code, ran.out) == (2, "")
        assert ran.err == f"colloquy: {ASK_IN_A_SENTENCE}\n"
    assert not (folder / "data").exists()


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


@pytest.mark.parametrize(
    "source",
    [
        "Xi Jinping's Civil Diplomacy Initiative: Origins, Purpose, and Challenges",
        "hong-civil-diplomacy-initiative.md",
        "civil diplomacy initiative",
        " hong-civil",
        "Liye Hong",
    ],
)
def test_one_document_can_be_asked(colloquy: Colloquy, course: str, source: str) -> None:
    ran = colloquy("ask", "Who wrote this?", "--source", source)
    assert ran.code == 0
    assert "author: Liye Hong" in ran.out
    assert "Zhao" not in ran.out


@pytest.mark.parametrize(
    ("source", "complaint"),
    [("Nope", "has no document “Nope”"), ("diplomacy", "Several documents"), ("", "“”")],
)
def test_the_documents_are_listed_where_one_is_not_named(
    colloquy: Colloquy, course: str, source: str, complaint: str
) -> None:
    ran = colloquy("ask", "Who wrote this?", "--source", source)
    assert (ran.code, ran.out) == (2, "")
    first, *listed = ran.err.splitlines()
    assert complaint in first
    assert [line.partition(":")[0] for line in listed] == [
        "  zhao-thoughts-of-people-to-people-diplomacy.md",
        "  hong-civil-diplomacy-initiative.md",
    ]


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
    assert "line 2: not a line of JSON\n" in ran.err
    assert not (folder / "data").exists()


@pytest.mark.parametrize("given", [b"", b"\n\n", b"\xff\xfe\x00"])
def test_input_without_a_question_is_refused(colloquy: Colloquy, given: bytes) -> None:
    assert colloquy("ask", "--from", "-", stdin=given).code == 2


def test_every_line_of_a_file_gets_its_line_however_long_it_is(
    colloquy: Colloquy, course: str
) -> None:
    given = jsonl(QUESTION, "a", "🙂🙂🙂", "why " * 300)
    ran = colloquy("ask", "--from", "-", "--format", "jsonl", stdin=given)
    said = [json.loads(line) for line in ran.out.splitlines()]
    assert [line["question"] for line in said] == [QUESTION, "a", "🙂🙂🙂", "why " * 300]
    assert [line["status"] for line in said] == ["answered", *["abstained"] * 3]


@pytest.mark.parametrize("command", ["ask", "search"])
def test_what_is_no_text_is_no_question(colloquy: Colloquy, folder: Path, command: str) -> None:
    whole, half = jsonl("What of 😀 then?"), jsonl("What of \ud83d then?")
    ran = colloquy(command, "--from", "-", stdin=whole + half)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.splitlines()[1:] == ["  line 2: The question is not text in UTF-8."]
    bytes_that_are_no_text = b"What of \xff then?".decode("utf-8", "surrogateescape")
    told = "colloquy: The question is not text in UTF-8.\n"
    assert colloquy(command, bytes_that_are_no_text).err == told
    assert not (folder / "data").exists()


def test_questions_from_here_are_on_record(colloquy: Colloquy, course: str) -> None:
    colloquy("ask", QUESTION)
    [record] = [json.loads(line) for line in colloquy("logs", "export").out.splitlines()]
    assert (record["surface"], record["question"]) == ("command_line", QUESTION)
    assert record["user_id"] is None
