"""`colloquy quiz draft`: what scripts may rely on."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from conftest import Colloquy

FIELDS = [
    "stem", "type", "options", "key", "rationale", "passage", "themes", "difficulty", "flags",
]  # fmt: skip


def test_the_jsonl_contract(colloquy: Colloquy, course: str) -> None:
    ran = colloquy("quiz", "draft", "--course", course, "-n", "20", "--format", "jsonl")

    assert ran.code == 0
    items = [json.loads(line) for line in ran.out.splitlines()]
    assert 5 <= len(items) <= 20
    for item in items:
        assert list(item) == FIELDS
        assert list(item["passage"]) == ["document", "section", "page", "quote", "text"]
        assert item["passage"]["quote"] in item["passage"]["text"]
        assert set(item["key"]) <= set(item["options"]) or item["type"] == "cloze"
        assert item["key"]


def test_it_says_how_many_were_refused_and_why(colloquy: Colloquy, course: str) -> None:
    ran = colloquy("quiz", "draft", "--course", course, "-n", "100")

    assert ran.code == 0
    said = " ".join(ran.err.split())
    assert "of 100 drafted." in said
    assert "possible questions were left out: " in said
    assert "× unclear without the lines before it" in said
    assert "points to the lines before" not in said, "no code"


def test_types_and_document_narrow_the_choice(colloquy: Colloquy, course: str) -> None:
    title = "On Xi Jinping's Thoughts of People-to-People Diplomacy"
    ran = colloquy(
        "quiz", "draft", "--types", "year,statement", "--document", title, "--format", "jsonl"
    )

    items = [json.loads(line) for line in ran.out.splitlines()]
    assert {item["type"] for item in items} == {"single_choice", "true_false"}
    assert {item["passage"]["document"] for item in items} == {title}


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--types", "essay"], "There is no type “essay”"),
        (["--theme", "Cooking"], "has no theme “Cooking”"),
        (["--document", "Cooking"], "has no document “Cooking”"),
        (["-n", "0"], "Try: colloquy quiz draft --help"),
        (["--course", "cooking"], "No course is called “cooking”"),
    ],
    ids=lambda value: value if isinstance(value, str) else " ".join(value),
)
def test_wrong_use_is_one_line(
    colloquy: Colloquy, course: str, arguments: list[str], words: str
) -> None:
    ran = colloquy("quiz", "draft", *arguments)

    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith("colloquy: ")
    assert ran.err.count("\n") == 1
    assert words in ran.err
