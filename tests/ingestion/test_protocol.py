"""What the child says is believed only when a document could have been read like that."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from knowledge.errors import UnreadableFile
from knowledge.ingestion import protocol
from knowledge.ingestion.limits import ReadingLimits
from knowledge.ingestion.parser import parse
from knowledge.ingestion.sandbox import _understood

TEXT = b"# The sea\n\nIt is deep. It is cold.\n\n## Tides\n\nThey come daily. They go as often."


def answer() -> dict[str, Any]:
    encoded = protocol.encode_document(parse(TEXT, "sea.md", ReadingLimits()))
    document: dict[str, Any] = json.loads(encoded)["document"]
    document["pages"] = [["p. 1", 0, 10], ["p. 2", 10, 10], ["p. 3", 10, len(document["text"])]]
    return document


def change(path: tuple[str | int, ...], value: object) -> Callable[[dict[str, Any]], None]:
    def apply(document: dict[str, Any]) -> None:
        at: Any = document
        for step in path[:-1]:
            at = at[step]
        at[path[-1]] = value(at[path[-1]]) if callable(value) else value

    return apply


def test_a_document_comes_through_whole() -> None:
    document = protocol.decode_document(answer())
    assert [len(passage.sentences) for passage in document.passages] == [2, 2]
    assert [page.label for page in document.pages] == ["p. 1", "p. 2", "p. 3"]


@pytest.mark.parametrize(
    "damage",
    [
        change(("passages",), []),
        change(("passages", 0, 3), []),
        change(("passages", 0, 3), lambda o: [*o[2:], *o[:2]]),
        change(("passages", 0, 3), lambda o: [o[0], o[1] + 3, *o[2:]]),
        change(("passages", 0, 3), lambda o: [o[0] - 1, *o[1:]]),
        change(("passages", 0, 3), lambda o: [*o[:3], o[3] + 1]),
        change(("passages", 0, 3), lambda o: o[:3]),
        change(("passages", 0, 3), lambda o: [o[0], o[0], *o[2:]]),
        change(("passages", 0, 0), 1),
        change(("passages", 0, 0), 2),
        change(("passages", 0, 0), -1),
        change(("passages", 0, 0), False),
        change(("passages",), lambda p: p[::-1]),
        change(("passages", 1, 2), 10_000),
        change(("sections", 1, 2), 10_000),
        change(("sections", 0, 0), "Tides"),
        change(("pages", 0, 1), -1),
        change(("pages", 0, 2), 11),
        change(("pages", 2, 2), 10_000),
        change(("pages", 2, 1), 10.5),
        change(("metadata", "title"), ["The sea"]),
        change(("metadata", "author"), 7),
        change(("metadata", "colour"), "blue"),
        change(("metadata",), None),
        change(("notices",), "a notice"),
        change(("text",), None),
        change(("text",), lambda t: "\ud800" + t[1:]),
    ],
)
def test_an_impossible_document_is_a_damaged_reply(
    damage: Callable[[dict[str, Any]], None],
) -> None:
    document = answer()
    damage(document)
    with pytest.raises(UnreadableFile, match="its parts do not fit together"):
        _understood(json.dumps({"document": document}).encode())


@pytest.mark.parametrize("reply", [b"", b"[]", b"7", b"[" * 100_000, b'{"document": []}', b"\xff"])
def test_a_reply_that_is_no_document_is_a_damaged_reply(reply: bytes) -> None:
    with pytest.raises(UnreadableFile, match="its parts do not fit together"):
        _understood(reply)
