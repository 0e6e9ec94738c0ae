"""Items written as Moodle's XML, as Moodle imports it."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Sequence

from knowledge.model.assessment import (
    ChoiceKey,
    Credit,
    Difficulty,
    ItemDraft,
    ItemType,
    MatchKey,
    NumberKey,
    OrderKey,
    TextKey,
)
from knowledge.model.item_rules import named
from knowledge.quizzing.interchange.moodle_questions import ALL_OR_NOTHING
from knowledge.quizzing.interchange.moodle_xml import OWN
from knowledge.quizzing.interchange.written import Remark, Writing, WrittenItem

_TYPES = {
    ItemType.SINGLE_CHOICE: "multichoice",
    ItemType.MULTIPLE_CHOICE: "multichoice",
    ItemType.TRUE_FALSE: "truefalse",
    ItemType.CLOZE: "shortanswer",
    ItemType.SHORT_TEXT: "shortanswer",
    ItemType.NUMBER: "numerical",
    ItemType.MATCHING: "matching",
    ItemType.ORDERING: "ordering",
}
_ILLEGAL = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_LOSSES = (
    "Moodle passes over the passage, its document and the difficulty; they come back when the "
    "file is imported here. Ordering questions need Moodle 4.4 or the ordering plugin.",
)


def write(items: Sequence[WrittenItem]) -> Writing:
    writing = Writing(b"", 0, losses=_LOSSES)
    questions: list[str] = []
    for item in items:
        if item.draft.type not in _TYPES:
            reason = f"Moodle has no {named(item.draft.type)} questions."
            writing.left_out.append(Remark(0, item.draft.name, reason))
            continue
        question = "\n".join(_question(item))
        if _ILLEGAL.search(question):
            reason = "it has a control character, which XML cannot hold."
            writing.left_out.append(Remark(0, item.draft.name, reason))
            continue
        questions.append(question)
    body = "\n".join(questions)
    writing.content = f'<?xml version="1.0" encoding="UTF-8"?>\n<quiz>\n{body}\n</quiz>\n'.encode()
    writing.items = len(questions)
    return writing


def _question(item: WrittenItem) -> Iterator[str]:
    draft = item.draft
    yield f'  <question type="{_TYPES[draft.type]}">'
    yield f"    <name><text>{_safe(draft.name)}</text></name>"
    yield f"    {_marked('questiontext', draft.stem)}"
    yield f"    {_marked('generalfeedback', draft.rationale)}"
    yield "    <defaultgrade>1</defaultgrade>"
    yield "    <hidden>0</hidden>"
    for line in _answers(draft):
        yield f"    {line}"
    if draft.themes:
        tags = "".join(f"<tag><text>{_safe(theme)}</text></tag>" for theme in draft.themes)
        yield f"    <tags>{tags}</tags>"
    yield f"    {_own(item)}"
    yield "  </question>"


def _own(item: WrittenItem) -> str:
    draft = item.draft
    key = draft.key
    attributes = ""
    if draft.difficulty is not Difficulty.MEDIUM:
        attributes += f' difficulty="{draft.difficulty.value}"'
    if isinstance(key, ChoiceKey | MatchKey | OrderKey) and key.credit is Credit.ALL:
        attributes += f' credit="{key.credit.value}"'
    parts = [("document", item.document), ("passage", item.passage)]
    parts += [("flag", flag) for flag in draft.flags]
    inner = "".join(f"<{tag}>{_safe(text)}</{tag}>" for tag, text in parts if text)
    return f"<{OWN}{attributes}>{inner}</{OWN}>"


def _answers(draft: ItemDraft) -> Iterator[str]:
    match draft.key:
        case ChoiceKey(right) if draft.type is ItemType.TRUE_FALSE:
            yield _answer("true", 100 if 0 in right else 0)
            yield _answer("false", 100 if 1 in right else 0)
        case ChoiceKey(right):
            single = draft.type is ItemType.SINGLE_CHOICE
            yield f"<single>{str(single).lower()}</single>"
            yield "<shuffleanswers>true</shuffleanswers>"
            yield "<answernumbering>ABCD</answernumbering>"
            gain = 100 / len(right)
            loss = 0 if single else -100 / max(1, len(draft.options) - len(right))
            for place, option in enumerate(draft.options):
                yield _answer(option, gain if place in right else loss)
        case TextKey(accepted):
            yield "<usecase>0</usecase>"
            for text in accepted:
                yield _answer(text, 100)
        case NumberKey(value, tolerance, unit):
            yield _answer(repr(value), 100, f"<tolerance>{tolerance!r}</tolerance>")
            if unit:
                named_unit = f"<multiplier>1</multiplier><unit_name>{_safe(unit)}</unit_name>"
                yield f"<units><unit>{named_unit}</unit></units>"
        case MatchKey(matches):
            yield "<shuffleanswers>true</shuffleanswers>"
            for term, match in zip(draft.options, matches, strict=True):
                yield (
                    f'<subquestion format="plain_text"><text>{_safe(term)}</text>'
                    f"<answer><text>{_safe(match)}</text></answer></subquestion>"
                )
        case OrderKey(credit):
            yield "<layouttype>VERTICAL</layouttype>"
            yield "<selecttype>ALL</selecttype>"
            grading = ALL_OR_NOTHING if credit is Credit.ALL else "RELATIVE_ALL_PREVIOUS_AND_NEXT"
            yield f"<gradingtype>{grading}</gradingtype>"
            for place, event in enumerate(draft.options, start=1):
                yield _answer(event, place)
        case _:
            raise AssertionError(f"Moodle has no {draft.type}")


def _answer(text: str, fraction: float, more: str = "") -> str:
    start = f'<answer fraction="{fraction:.7g}" format="plain_text">'
    return f"{start}<text>{_safe(text)}</text>{more}</answer>"


def _marked(tag: str, text: str) -> str:
    return f'<{tag} format="plain_text"><text>{_safe(text)}</text></{tag}>'


def _safe(text: str) -> str:
    return html.escape(text, quote=False)
