"""Items as Aiken: single choice in plain text, and nothing else."""

from __future__ import annotations

import re
import string
from collections.abc import Sequence

from knowledge.model.assessment import ChoiceKey, ItemDraft, ItemType
from knowledge.model.item_rules import named
from knowledge.quizzing.interchange.written import (
    FaultyItem,
    Reading,
    Remark,
    Writing,
    WrittenItem,
)

_OPTION = re.compile(r"\s*(?P<letter>[A-Z])[.)][ \t]+(?P<text>\S.*)")
_ANSWER = re.compile(r"\s*ANSWER:[ \t]*(?P<letter>[A-Za-z])?[ \t]*(?P<rest>.*)")
_WRITE_ANSWER = "Write ANSWER: and a letter."
_LOSSES = (
    "Aiken holds questions, options and keys only: names, rationales, passages, themes and "
    "difficulty are not in the file.",
)


def read(text: str) -> Reading:
    """Questions of one or several lines; each ends with its "ANSWER: B"."""
    return Reading.of(_read, text)


def _read(text: str, reading: Reading) -> None:
    begun, stem, options = 0, list[str](), list[tuple[str, str]]()
    for number, line in enumerate([*text.split("\n"), ""], start=1):
        answer, option = _ANSWER.fullmatch(line), _OPTION.fullmatch(line)
        if answer is not None:
            _close(reading, begun, number, stem, options, answer)
            begun, stem, options = 0, [], []
        elif option is not None and stem:
            options.append((option["letter"], option["text"].strip()))
        elif line.strip() and options:
            reading.refuse(number, "", f"no correct answer marked before it. {_WRITE_ANSWER}")
            begun, stem, options = number, [line.strip()], []
        elif line.strip():
            begun = begun or number
            stem.append(line.strip())
    if stem:
        reading.refuse(begun, "", f"no correct answer marked. {_WRITE_ANSWER}")


def _close(
    reading: Reading,
    begun: int,
    line: int,
    stem: list[str],
    options: list[tuple[str, str]],
    answer: re.Match[str],
) -> None:
    with reading.item(line, ""):
        reading.items.append(WrittenItem(_item(stem, options, answer), line=begun))


def _item(stem: list[str], options: list[tuple[str, str]], answer: re.Match[str]) -> ItemDraft:
    letters = [letter for letter, _ in options]
    if not stem or not options:
        raise FaultyItem("this answer belongs to no question. Write options as: A. text")
    if letters != list(string.ascii_uppercase[: len(letters)]):
        raise FaultyItem(f"the options are lettered {', '.join(letters)}. Use A, B, C, …")
    said = (answer["letter"] or "").upper()
    if not said or answer["rest"].strip(" \t."):
        raise FaultyItem("after ANSWER: stands one letter. Aiken has one right answer.")
    if said not in letters:
        raise FaultyItem(f"there is no option {said}.")
    return ItemDraft(
        type=ItemType.SINGLE_CHOICE,
        stem=" ".join(stem),
        key=ChoiceKey(frozenset({letters.index(said)})),
        options=tuple(text for _, text in options),
    )


def write(items: Sequence[WrittenItem]) -> Writing:
    writing = Writing(b"", 0)
    texts: list[str] = []
    for item in items:
        reason = _obstacle(item.draft)
        if reason is None:
            texts.append(_written(item.draft))
        else:
            writing.left_out.append(Remark(0, item.draft.name, reason))
    writing.content = "\n".join(texts).encode("utf-8")
    writing.items = len(texts)
    writing.losses = _LOSSES if texts else ()
    return writing


def _obstacle(draft: ItemDraft) -> str | None:
    if draft.type is not ItemType.SINGLE_CHOICE:
        return f"Aiken has single choice only, no {named(draft.type)} questions."
    stem = _one_line(draft.stem)
    if _OPTION.fullmatch(stem) or _ANSWER.fullmatch(stem):
        return "its question begins like an option or an answer of Aiken."
    return None


def _written(draft: ItemDraft) -> str:
    key = draft.key
    assert isinstance(key, ChoiceKey), "a single choice has the key of a choice"
    options = [
        f"{letter}. {_one_line(text)}\n"
        for letter, text in zip(string.ascii_uppercase, draft.options, strict=False)
    ]
    right = string.ascii_uppercase[min(key.right)]
    return f"{_one_line(draft.stem)}\n{''.join(options)}ANSWER: {right}\n"


def _one_line(text: str) -> str:
    return " ".join(text.split())
