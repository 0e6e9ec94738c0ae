"""The signs of GIFT: what is escaped, what a comment carries, where answers begin and end."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from knowledge.quizzing.interchange.html_text import text_of
from knowledge.quizzing.interchange.written import FaultyItem

MOST_ANSWERS = 200
"""Of one question, wrong ones among them; no type here has room for as many."""

_ESCAPED = re.compile(r"\\([~=#{}:n\\])")
_CONTROL = re.compile(r"[\\~=#{}:]")
_FORMAT = re.compile(r"\[(html|moodle|plain|markdown)\]")
# A label that nothing closes is found, too, with its whole line: if it were not, every "[a:" of a
# line would be read to the line's end again.
_LABEL = re.compile(r"\[(?P<key>[a-z]+):(?P<value>(?:\\.|[^\\\]\n])*)(?P<end>\]?)")
_NAME = re.compile(r"::(?P<name>(?:\\.|[^\\])*?)::", re.DOTALL)


@dataclass(slots=True)
class Block:
    """The lines between two blank ones: one question, or a change of category."""

    line: int
    """The first that is no comment."""
    text: str
    labels: dict[str, list[str]] = field(default_factory=dict)
    """What comments carry: `// [tag:Peace] [id:q7]`, as Moodle writes tags and id numbers."""


def blocks(text: str) -> Iterator[Block]:
    """Every block that holds more than comments."""
    first, lines, comments = 0, list[str](), list[str]()
    for number, line in enumerate([*text.split("\n"), ""], start=1):
        if line.lstrip().startswith("//"):
            comments.append(line)
        elif line.strip():
            first = first or number
            lines.append(line)
        elif lines:
            yield Block(first, "\n".join(lines).strip(), labels_in("\n".join(comments)))
            first, lines, comments = 0, [], []
        else:
            # A comment that stands alone belongs to no question.
            comments = []


def labels_in(comment: str) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for match in _LABEL.finditer(comment):
        if not match["end"]:
            continue
        value = re.sub(r"\\(.)", lambda m: "\n" if m[1] == "n" else m[1], match["value"])
        found.setdefault(match["key"], []).append(value.strip())
    return found


def label(key: str, value: str) -> str:
    safe = re.sub(r"[\\\[\]]", r"\\\g<0>", value).replace("\n", "\\n")
    return f"[{key}:{safe}]"


def taken_name(text: str) -> tuple[str, str]:
    """The name in front of a question, and the rest."""
    found = _NAME.match(text)
    if found is None:
        return "", text
    return unescaped(found["name"]).strip(), text[found.end() :].strip()


def taken_answers(text: str) -> tuple[str, str | None, str]:
    """What stands before the braces, in them (``None`` if there are none), and after them.

    Raises:
        FaultyItem: a brace has no partner.
    """
    opening = _first(text, "{")
    closing = _first(text, "}", 0 if opening is None else opening + 1)
    if opening is None and closing is None:
        return text, None, ""
    if opening is None or closing is None:
        missing = "opening {" if opening is None else "closing }"
        raise FaultyItem(f"the {missing} is missing. A question holds no blank lines.")
    return text[:opening], text[opening + 1 : closing].strip(), text[closing + 1 :].strip()


def split_at(text: str, signs: str) -> list[tuple[str, str]]:
    """The parts of ``text``, each with the sign that it begins with; the first may have none.

    Raises:
        FaultyItem: there are more than :data:`MOST_ANSWERS`.
    """
    parts: list[tuple[str, str]] = []
    sign, start = "", 0
    for match in re.finditer(rf"\\.|([{re.escape(signs)}])", text, re.DOTALL):
        if match[1]:
            parts.append((sign, text[start : match.start()].strip()))
            if len(parts) > MOST_ANSWERS:
                raise FaultyItem(f"it has more than {MOST_ANSWERS} answers.")
            sign, start = match[1], match.end()
    parts.append((sign, text[start:].strip()))
    return [part for part in parts if part[0] or part[1]]


def cut(text: str, mark: str, *, last: bool = False) -> tuple[str, str]:
    """What stands before and after a mark that is not escaped; all of it before, if none is."""
    found = [m.start() for m in re.finditer(rf"\\.|({re.escape(mark)})", text, re.DOTALL) if m[1]]
    if not found:
        return text.strip(), ""
    at = found[-1 if last else 0]
    return text[:at].strip(), text[at + len(mark) :].strip()


def plain(text: str, default: str) -> tuple[str, str]:
    """The words of a text of a question, and its format: "html", "plain", …

    Raises:
        ForeignItem: the words come with a picture.
    """
    text = text.strip()
    stated = _FORMAT.match(text)
    kind = stated[1] if stated else default
    words = text[stated.end() :] if stated else text
    words = unescaped(" ".join(line.strip(" \t") for line in words.split("\n")).strip())
    return (text_of(words) if kind in ("html", "moodle") and _is_marked(words) else words), kind


def _is_marked(words: str) -> bool:
    return re.search(r"<[a-zA-Z/!]|&[a-zA-Z#]", words) is not None or "@@PLUGINFILE@@" in words


def unescaped(text: str) -> str:
    return _ESCAPED.sub(lambda found: "\n" if found[1] == "n" else found[1], text)


def escaped(text: str) -> str:
    return _CONTROL.sub(r"\\\g<0>", text).replace("\n", "\\n")


def _first(text: str, sign: str, start: int = 0) -> int | None:
    for match in re.compile(rf"\\.|({re.escape(sign)})", re.DOTALL).finditer(text, start):
        if match[1]:
            return match.start()
    return None
