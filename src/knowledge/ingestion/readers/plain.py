"""Plain text: paragraphs, wrapped or not, lists, and the headings that its author typed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from knowledge.ingestion import refusals
from knowledge.ingestion.boilerplate import imprint_lines, is_boilerplate
from knowledge.ingestion.decoding import decode
from knowledge.ingestion.joining import Vocabulary, is_wrapped, join, wrap_width
from knowledge.ingestion.limits import ReadingLimits
from knowledge.ingestion.media_types import PLAIN
from knowledge.ingestion.readers import html, markdown
from knowledge.ingestion.reading import PAGE_BREAK, Block, Reading, heading, item, paragraph
from knowledge.ingestion.typed_headings import heading_level, is_title

_ITEM = re.compile(r"(?:[-*+•‣◦▪–]|\(?(?:\d{1,3}|[a-z]|[ivx]{1,5})[.)])\s+(?=\S)")
_BULLET = re.compile(r"\A(\f*)[-*+•‣◦▪–]\s+")
_UNDERLINE = re.compile(r"(=|-|~|\*)\1{2,}")
_MARKDOWN_HEADING = re.compile(r"^ {0,3}#{1,6} \S", re.MULTILINE)
_MARKDOWN_ELSE = re.compile(
    r"\*\*\S[^*\n]*\*\*|\]\(https?://|^```|^> |^\s*[-*] \S|^---$|^<https?://\S+>$", re.MULTILINE
)
_HTML_START = re.compile(r"\s*(?:<\?xml[^>]*>\s*)?(?:<!doctype html|<html[\s>])", re.IGNORECASE)
_FIRST_ITEM = re.compile(r"\(?(?:1|a|i)[.)]|[^\w(]")
_ENDS_SENTENCE = re.compile(r"[.!?:;…。][\"'”’)\]]*$")
_LONGEST_WRAPPED = 120
_LONGEST_VERSE = 60


def read(content: bytes, limits: ReadingLimits) -> Reading:
    text = decode(content)
    if not text.strip():
        raise refusals.empty()
    if len(text) > limits.characters:
        raise refusals.too_many_characters(len(text), limits)
    if _HTML_START.match(text):
        return html.read_text(text, limits)
    if _is_markdown(text):
        return markdown.read_text(text)
    pages = text.strip(f"{PAGE_BREAK}\n ").split(PAGE_BREAK)
    if len(pages) > limits.pages:
        raise refusals.too_many_pages(len(pages), limits)
    labels = tuple(f"p. {number}" for number in range(1, len(pages) + 1)) if len(pages) > 1 else ()
    return Reading(
        PLAIN,
        tuple(_Text(PAGE_BREAK.join(pages)).blocks()),
        page_labels=labels,
        imprint_lines=imprint_lines(line for page in pages for line in page.split("\n")),
    )


def _is_markdown(text: str) -> bool:
    """Whether a text file holds Markdown: headings, and enough of them or something else."""
    headings = len(_MARKDOWN_HEADING.findall(text))
    return headings >= 3 or (headings >= 1 and _MARKDOWN_ELSE.search(text) is not None)


@dataclass(frozen=True, slots=True)
class _Group:
    """Lines between blank lines."""

    lines: tuple[str, ...]

    @property
    def is_line(self) -> bool:
        return len(self.lines) == 1

    @property
    def text(self) -> str:
        return " ".join(line.strip(" \t") for line in self.lines)


class _Text:
    def __init__(self, text: str) -> None:
        lines = [line.rstrip(" \t") for line in text.split("\n")]
        self._groups = [*_groups(lines)]
        self._vocabulary = Vocabulary(lines)
        self._width = wrap_width(line for group in self._groups for line in group.lines[:-1])

    def blocks(self) -> Iterator[Block]:
        for index, group in enumerate(self._groups):
            following = self._groups[index + 1].text if index + 1 < len(self._groups) else ""
            previous = self._groups[index - 1].text if index else ""
            if index == 0 and is_title(group.lines, following):
                yield heading(group.text, 1)
            elif group.is_line and (level := heading_level(group.text, previous, following)):
                yield heading(group.text, level + 1)
            else:
                yield from self._body(group.lines)

    def _body(self, lines: Sequence[str]) -> Iterator[Block]:
        entry: list[str] = []
        for line in [*lines, None]:
            if entry and (line is None or self._begins_block(entry, line)):
                yield self._block(entry)
                entry = []
            if line is not None:
                entry.append(line)

    def _begins_block(self, entry: Sequence[str], line: str) -> bool:
        if match := _ITEM.match(line.strip()):
            # "…in Article\n5. The" is a wrapped sentence: a list begins at its beginning.
            follows_item = _ITEM.match(entry[0].strip()) is not None
            return follows_item or _FIRST_ITEM.match(match.group(0)) is not None
        long = max(len(entry[-1]), len(line)) > _LONGEST_WRAPPED
        return long and _ENDS_SENTENCE.search(entry[-1]) is not None

    def _block(self, lines: Sequence[str]) -> Block:
        text = lines[0].strip(" \t")
        listed = _ITEM.match(text.lstrip(PAGE_BREAK)) is not None
        for previous, line in pairwise(lines):
            if self._goes_on(previous, line):
                text = _joined(text, line, self._vocabulary)
            else:
                text = "\n".join((text, line.strip(" \t")))
        return item(_BULLET.sub(r"\1", text)) if listed else paragraph(text)

    def _goes_on(self, line: str, following: str) -> bool:
        """Whether a sentence runs over the line's end, which says nothing then."""
        if self._width and is_wrapped(line, following, self._width):
            return True
        if line[-2:-1].isalpha() and line.endswith("-"):
            return True
        return len(line) >= _LONGEST_VERSE and _ENDS_SENTENCE.search(line) is None


def _joined(text: str, line: str, vocabulary: Vocabulary) -> str:
    line = line.strip(" ")
    words = line.lstrip(PAGE_BREAK)
    return join(text, words, vocabulary, page_breaks=line[: len(line) - len(words)])


def _groups(lines: Sequence[str]) -> Iterator[_Group]:
    group: list[str] = []
    breaks = ""
    for line in [*lines, ""]:
        breaks += PAGE_BREAK * line.count(PAGE_BREAK)
        words = line.strip()
        if not words:
            if group:
                yield _Group(tuple(group))
            group = []
        elif not (is_boilerplate(words) or (group and _UNDERLINE.fullmatch(words))):
            group.append(breaks + line.replace(PAGE_BREAK, ""))
            breaks = ""
