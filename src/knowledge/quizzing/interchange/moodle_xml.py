"""Items from Moodle's XML, as it exports them."""

from __future__ import annotations

import re
from typing import Any, cast

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import DefusedXMLParser, ParseError

from knowledge.model.assessment import Difficulty, ItemDraft
from knowledge.quizzing.interchange.gift import theme_of
from knowledge.quizzing.interchange.moodle_questions import Element, question_in, read_key
from knowledge.quizzing.interchange.written import Reading, Remark, WrittenItem, one_of

OWN = "colloquy"
"""Our element in a question, for what Moodle has no place for; Moodle passes over it."""

_LINE = "line of the file"
_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")


class _Parser(DefusedXMLParser):
    """Notes on which line a question begins."""

    def _start(self, tag: str, attributes: Any) -> Any:
        element = super()._start(tag, attributes)  # type: ignore[misc]
        if tag == "question":
            element.set(_LINE, str(self.parser.CurrentLineNumber))
        return element


def read(text: str) -> Reading:
    return Reading.of(_read, text)


def _read(text: str, reading: Reading) -> None:
    try:
        parser = _Parser(forbid_dtd=True)
        # What it says of its encoding was true of the bytes, not of this text.
        parser.feed(_DECLARATION.sub(_lines_of, text))
        root = cast("Element", parser.close())
    except DefusedXmlException:
        reading.refuse(0, "", "it contains forbidden XML (DTD).")
        return
    except ParseError as error:
        line = error.position[0]
        reading.refuse(line, "", f"this is no XML: {str(error).split(':')[0]}.")
        return
    if root.tag != "quiz":
        reading.refuse(1, "", "this is no Moodle XML: it begins with no <quiz>.")
        return
    theme = ""
    for element in root.findall("question"):
        if element.get("type") == "category":
            theme = theme_of(element.findtext("category/text", ""))
        else:
            _read_one(element, theme, reading)


def _lines_of(declaration: re.Match[str]) -> str:
    return "\n" * declaration.group().count("\n")


def _read_one(element: Element, theme: str, reading: Reading) -> None:
    line = int(element.get(_LINE, "0"))
    name = (element.findtext("idnumber", "") or element.findtext("name/text", "")).strip()
    with reading.item(line, name):
        item, losses = _item(element, line, name, theme)
        reading.items.append(item)
        reading.left_out += [Remark(line, name, loss) for loss in losses]


def _item(element: Element, line: int, name: str, theme: str) -> tuple[WrittenItem, list[str]]:
    own = element.find(OWN)
    stated = {} if own is None else {k: own.get(k, "") for k in ("credit", "difficulty")}
    stated = {key: value for key, value in stated.items() if value}
    question = question_in(element, stated)
    kind, options, key = read_key(question)
    tags = [tag.findtext("text", "").strip() for tag in element.findall("tags/tag")]
    draft = ItemDraft(
        type=kind,
        stem=question.stem,
        key=key,
        options=options,
        rationale=question.rationale,
        themes=tuple(tag for tag in tags or [theme] if tag),
        difficulty=one_of(Difficulty, stated.get("difficulty", "medium"), "difficulty"),
        name=name,
        flags=() if own is None else tuple(flag.text or "" for flag in own.findall("flag")),
    )
    document = "" if own is None else own.findtext("document", "")
    passage = "" if own is None else own.findtext("passage", "")
    losses = list(dict.fromkeys(question.losses))
    return WrittenItem(draft, document.strip(), passage.strip(), line), losses
