"""Markdown (CommonMark with tables), with YAML front matter."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator, Sequence
from typing import Any

import yaml
from markdown_it import MarkdownIt
from markdown_it.token import Token

from knowledge.ingestion import refusals
from knowledge.ingestion.decoding import decode
from knowledge.ingestion.limits import ReadingLimits
from knowledge.ingestion.media_types import MARKDOWN
from knowledge.ingestion.reading import Block, Reading, heading, item, paragraph, row
from knowledge.model.corpus import DocumentMetadata

_FRONT_MATTER = re.compile(
    r"---[ \t]*\n(?P<yaml>.{0,20000}?)\n(?:---|\.\.\.)[ \t]*(?:\n|$)", re.DOTALL
)
_FIELD = re.compile(r"^[A-Za-z_][\w -]*:(?:\s|$)", re.MULTILINE)
_TAG = re.compile(r"<!--.*?-->|</?[a-zA-Z][^<>]*>", re.DOTALL)
_BREAK_TAG = re.compile(r"<br\s*/?>", re.IGNORECASE)
_DEEPEST = 50


def read(content: bytes, limits: ReadingLimits) -> Reading:
    text = decode(content)
    if not text.strip():
        raise refusals.empty()
    if len(text) > limits.characters:
        raise refusals.too_many_characters(len(text), limits)
    return read_text(text)


def read_text(text: str) -> Reading:
    """Markdown that is already decoded."""
    metadata, body, notices = _front_matter(text.lstrip("\n").replace("\f", "\n"))
    tokens = MarkdownIt("commonmark", {"maxNesting": _DEEPEST}).enable("table").parse(body)
    return Reading(MARKDOWN, tuple(_blocks(tokens)), metadata, notices=notices)


def _front_matter(text: str) -> tuple[DocumentMetadata, str, tuple[str, ...]]:
    match = _FRONT_MATTER.match(text)
    if match is None or not _FIELD.search(match["yaml"]):
        return DocumentMetadata(), text, ()
    body = text[match.end() :]
    try:
        fields = yaml.safe_load(match["yaml"])
    except (yaml.YAMLError, RecursionError, ValueError):
        return DocumentMetadata(), body, ("The front matter is not valid YAML and was not used.",)
    if not isinstance(fields, dict):
        return DocumentMetadata(), text, ()
    names = DocumentMetadata.__slots__
    return DocumentMetadata(**{name: _plain(fields.get(name)) for name in names}), body, ()


def _plain(value: Any) -> str | None:
    if isinstance(value, str | int | float) and not isinstance(value, bool):
        return str(value).strip() or None
    if isinstance(value, datetime.date | datetime.datetime):
        return value.isoformat()
    if isinstance(value, list) and value and all(isinstance(entry, str) for entry in value):
        return ", ".join(value)
    return None


def _blocks(tokens: Sequence[Token]) -> Iterator[Block]:
    lists: list[int | None] = []
    level = 0
    in_item = False
    cells: list[str] = []
    for token in tokens:
        match token.type:
            case "heading_open":
                level = int(token.tag[1:])
            case "heading_close":
                level = 0
            case "bullet_list_open":
                lists.append(None)
            case "ordered_list_open":
                lists.append(int(token.attrGet("start") or 1))
            case "bullet_list_close" | "ordered_list_close":
                lists.pop()
            case "list_item_open":
                in_item = True
            case "tr_open":
                cells = []
            case "tr_close":
                yield row(" | ".join(cells))
            case "td_open" | "th_open":
                cells.append("")
            case "inline" if cells:
                cells[-1] = _text(token).replace("\n", " ")
            case "table_close":
                cells = []
            case "inline" if level:
                yield heading(_text(token), level)
            case "inline" if lists and in_item:
                yield item(_numbered(lists, _text(token)))
                in_item = False
            case "inline":
                yield paragraph(_text(token))
            case "fence" | "code_block":
                yield from (row(line) for line in token.content.split("\n") if line.strip())
            case "html_block":
                yield from _html_paragraphs(token.content)
            case _:
                pass


def _numbered(lists: list[int | None], text: str) -> str:
    number = lists[-1]
    if number is None:
        return text
    lists[-1] = number + 1
    return f"{number}. {text}"


def _text(inline: Token) -> str:
    parts: list[str] = []
    for token in inline.children or ():
        match token.type:
            case "text" | "code_inline":
                parts.append(token.content)
            case "softbreak":
                parts.append(" ")
            case "hardbreak":
                parts.append("\n")
            case "image":
                parts.append(_text(token))
            case "html_inline":
                parts.append("\n" if _BREAK_TAG.fullmatch(token.content) else "")
            case _:
                pass
    return "".join(parts)


def _html_paragraphs(content: str) -> Iterator[Block]:
    for part in re.split(r"\n\s*\n", _TAG.sub("", _BREAK_TAG.sub("\n", content))):
        if part.strip():
            yield paragraph(part)
