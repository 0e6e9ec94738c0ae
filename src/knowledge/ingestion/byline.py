"""Author, date and address out of the lines between a title and the text."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from knowledge.ingestion.reading import PAGE_BREAK, Block, BlockKind, page_breaks
from knowledge.model.corpus import DocumentMetadata

_LONGEST_LINE = 120
_FURTHEST = 8
_SIGNED_WITHIN = 3
_NAME = r"[^\W\d_a-z][\w.’'-]*(?:\s+(?:de|van|von|der|bin|al|[^\W\d_a-z][\w.’'-]*)){1,4}"
_BY = re.compile(rf"(?i:written\s+by|author:|by)\s+(?P<name>{_NAME})")
_NAME_ALONE = re.compile(_NAME)
_ADDRESS = re.compile(r"<?(?P<address>https?://[^\s<>]+)>?")
_DATE = (
    r"(?P<date>[^\W\d_]{3,9}\.?\s+\d{1,2},?\s+\d{4}"
    r"|\d{1,2}\s+[^\W\d_]{3,9}\.?,?\s+\d{4}|\d{4}-\d\d-\d\d)"
)
_DATED = re.compile(
    rf"(?:{_NAME},\s+|(?i:published(?:\s+on)?:?|posted(?:\s+on)?:?|date:)\s+)?{_DATE}"
)
_DATE_FORMATS = ("%b %d %Y", "%B %d %Y", "%d %b %Y", "%d %B %Y", "%Y-%m-%d")
_WORKPLACE = re.compile(
    r"(?i)\b(?:universit\w+|institut\w+|college|school|faculty|department|academy|professor"
    r"|lecturer|ph\.?\s?d|fellow|research\w*|cent(?:er|re)\s+for)\b"
)
_ENDS_SENTENCE = re.compile(r"[.!?:;][\"'”’)\]]*$")
_SIGNED = re.compile(rf"\(\s*(?P<name>{_NAME}),\s+(?P<affiliation>[^()]{{5,200}})\)")


@dataclass(slots=True)
class _Found:
    values: dict[str, str] = field(default_factory=dict)

    def note(self, key: str, value: str | None) -> bool:
        if not value:
            return False
        self.values.setdefault(key, value)
        return True


def take_byline(
    blocks: Sequence[Block], metadata: DocumentMetadata, *, plain_text: bool
) -> tuple[list[Block], DocumentMetadata]:
    """The blocks without byline, and the metadata with what it said.

    What the file's own metadata says wins. In plain text a name alone under the title is its
    author when a date or a place of work stands next to it, or the last lines repeat it; any
    other such line may be a subtitle.
    """
    found = _Found()
    kept: list[Block] = []
    body = below_byline = False
    carried = ""
    for index, block in enumerate(blocks):
        body = body or index > _FURTHEST or len(block.text) > _LONGEST_LINE * 2
        # "3 May 2021" looks like a numbered heading, and may be one unless it follows a name.
        may_be = block.kind is BlockKind.PARAGRAPH or (below_byline and _is_date(block))
        below_byline = False
        if not body and may_be and len(block.text) <= _LONGEST_LINE:
            names_author = plain_text and 0 < index <= 2 and _is_vouched_for(blocks, index)
            if _is_byline(_line(block), found, names_author=names_author):
                carried += page_breaks(block.text)
                below_byline = True
                continue
        kept.append(replace(block, text=carried + block.text))
        carried = ""
    _note_signature(kept, found)
    given = {key: getattr(metadata, key) or value for key, value in found.values.items()}
    return kept, replace(metadata, **given)


def _line(block: Block) -> str:
    return block.text.strip(f" \n{PAGE_BREAK}")


def _is_date(block: Block) -> bool:
    match = _DATED.fullmatch(_line(block))
    return match is not None and _iso_date(match["date"]) is not None


def _is_vouched_for(blocks: Sequence[Block], index: int) -> bool:
    """Whether the lines next to a bare name, or the document's last, show that it is a person."""
    for block in (*blocks[index - 1 : index], *blocks[index + 1 : index + 2]):
        text = _line(block)
        if _is_date(block):
            return True
        if block.kind is not BlockKind.PARAGRAPH or len(text) > _LONGEST_LINE:
            continue
        if _WORKPLACE.search(text) and not _ENDS_SENTENCE.search(text):
            return True
    name = _line(blocks[index]).casefold()
    signatures = (_SIGNED.fullmatch(_line(block)) for block in blocks[-_SIGNED_WITHIN:])
    return any(match["name"].casefold() == name for match in signatures if match)


def _is_byline(text: str, found: _Found, *, names_author: bool) -> bool:
    if match := _BY.fullmatch(text):
        return found.note("author", match["name"])
    if match := _ADDRESS.fullmatch(text):
        return found.note("address", match["address"])
    if (match := _DATED.fullmatch(text)) and (date := _iso_date(match["date"])):
        return found.note("published", date)
    if names_author and _NAME_ALONE.fullmatch(text):
        return found.note("author", text)
    return False


def _iso_date(text: str) -> str | None:
    plain = " ".join(text.replace(",", " ").replace(".", " ").split())
    plain = re.sub(r"(?i)\bsept\b", "Sep", plain)
    for form in _DATE_FORMATS:
        try:
            return datetime.strptime(plain, form).date().isoformat()  # noqa: DTZ007
        except ValueError:
            continue
    return None


def _note_signature(blocks: Sequence[Block], found: _Found) -> None:
    """A last line "(Name, Professor of …)" says where the author works; it stays in the text."""
    for block in blocks[-_SIGNED_WITHIN:]:
        match = _SIGNED.fullmatch(_line(block))
        if match and match["name"] == found.values.get("author", match["name"]):
            found.note("author", match["name"])
            found.note("affiliation", match["affiliation"].strip())
