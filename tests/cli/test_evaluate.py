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
    ran = colloquy("evaluate", "-", stdin=b'{"question": "a?", "answers": ["b"]}\nx\n{}\n')
    assert ran.code == 2
    assert "line 2" in ran.err
    assert "line 3" in ran.err
