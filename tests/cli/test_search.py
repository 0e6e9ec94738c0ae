from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from conftest import Colloquy

QUESTION = "When did Hua Guofeng visit Romania?"


def test_the_jsonl_contract(colloquy: Colloquy, course: str) -> None:
    line = json.dumps({"question": QUESTION}).encode()
    ran = colloquy("search", "--from", "-", "-k", "3", "--format", "jsonl", stdin=line)
    assert ran.code == 0
    found = json.loads(ran.out)
    assert list(found) == ["question", "passages", "elapsed_ms"]
    assert [list(passage) for passage in found["passages"]] == 3 * [
        ["rank", "document", "section", "text", "score"]
    ]
    assert [passage["rank"] for passage in found["passages"]] == [1, 2, 3]
    scores = [passage["score"] for passage in found["passages"]]
    assert scores == sorted(scores, reverse=True)
    assert "1978" in found["passages"][0]["text"]


def test_a_person_sees_the_parts_of_the_score(colloquy: Colloquy, course: str) -> None:
    ran = colloquy("search", QUESTION, "-k", "2")
    assert ran.code == 0
    first = ran.out.index("\n1  0.")
    place, parts, text = ran.out[first + 1 :].splitlines()[:3]
    assert re.fullmatch(r"1  0\.\d{3}  .+ › .+", place)
    assert re.match(
        r"document cosine \.\d\d · passage cosine \.\d\d · sentence cosine \.\d\d · ", parts
    )
    assert "Hua Guofeng" in text
    assert "\n2  0." in ran.out


def test_fewer_passages_than_asked_for_are_explained(colloquy: Colloquy, course: str) -> None:
    named = colloquy("search", "What does Liye Hong say about Romania?", "-k", "20")
    assert (
        "No more, as the question names what to search: "
        "“Xi Jinping's Civil Diplomacy Initiative: Origins, Purpose, and Challenges”.\n"
    ) in named.out
    for question in (QUESTION, "What does Liye Hong say about Romania?"):
        few = colloquy("search", question, "-k", "2")
        assert "No more" not in few.out
    assert "No more" not in colloquy("search", QUESTION, "-k", "1000").out
