from __future__ import annotations

import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from conftest import Colloquy

LINES = (
    {"question": "When did Hua Guofeng visit Romania?", "answers": ["1978"]},
    {"question": "What is the boiling point of tungsten?", "answerable": False},
)
FILE = "\n".join(map(json.dumps, LINES)).encode()


def test_the_measures_as_json(colloquy: Colloquy, course: str) -> None:
    ran = colloquy("evaluate", "-", "--course", course, "--format", "json", stdin=FILE)
    assert ran.code == 0
    measures = json.loads(ran.out)
    assert measures["answerable"] == measures["unanswerable"] == 1
    assert measures["recall_at_10"] == 1.0
    assert {"recall_at_1", "recall_at_5", "mrr_at_10", "answer_containment"} < set(measures)
    assert {"abstention_precision", "abstention_recall"} < set(measures)


def test_the_measures_as_a_table(colloquy: Colloquy, course: str) -> None:
    ran = colloquy("evaluate", "-", stdin=FILE)
    assert ran.code == 0
    assert "recall_at_10" in ran.out


def test_faulty_lines_are_named(colloquy: Colloquy) -> None:
    faulty = (
        '{"question": "a?", "answers": ["b"]}', "x", "{}", '{"question": "", "answers": ["b"]}',
        "[1]", '{"question": "a?"}', '{"question": "a?", "answers": "b"}',
        '{"question": "a?", "answerable": 7, "document": 3}',
    )  # fmt: skip
    ran = colloquy("evaluate", "-", stdin="\n".join(faulty).encode())
    assert ran.code == 2
    assert ran.err.removeprefix("colloquy: standard input: ").strip().split("; ") == [
        "line 2: not a line of JSON",
        'line 3: no "question"',
        'line 4: no "question"',
        'line 5: not an object such as {"question": "…"}',
        "line 6: an answerable question needs `answers`, or the `document` to find",
        'line 7: "answers" must be a list of texts',
        'line 8: "answerable" must be true or false',
        'line 8: "document" must be a text',
    ]
