"""What a page carries around its text: navigation, imprint, headers that recur."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from knowledge.ingestion.reading import PAGE_BREAK, Block, BlockKind, page_breaks, same_words

_LONGEST_LINE = 300
_LONGEST_RECURRING = 120
_LINES = re.compile(
    r"""
      (?:current\ location|you\ are\ here|location)\s*:\s*[^\s>›»→].{0,100}?(?:->|>|›|»|→).*
    | home\s*(?:->|>|›|»|→|::)\s*\S.{0,100}
    | this\ (?:pdf|document|file|page)\ (?:is|was|has\ been)
      \ auto(?:matically|-|\ )?\ ?generated\b.*
    | skip\ to\ (?:main\ )?content | back\ to\ top | print\ this\ page
    | share\ this(?:\ page|\ article)?\s*:?
    | page\ \d+(?:\ (?:of|/)\ \d+)?
    | (?:copyright\s*)?(?:©|\(c\))\s*(?:copyright\s*)?\d{4}\b.{0,120}
    | (?:copyright\s*)?(?:©|\(c\)).{0,120}\ball\ rights\ reserved\b.{0,60}
    | copyright\b.{0,160}\ball\ rights\ reserved\.?
    | all\ rights\ reserved\.?
    """,
    re.IGNORECASE | re.VERBOSE,
)
_CONTACT = re.compile(r"\b(?:tel|fax|phone|telephone|e-?mail)\b\s*[.:：]", re.IGNORECASE)
_PHONE = re.compile(r"\(?\d{2,4}\)?[\s.-]*\d{3,}|\S+@\S+\.\S+")
_ENDS_SENTENCE = re.compile(r"\s[^\W\d_]+[.!?][\"'”’)\]]*$")
_PAGE_NUMBER = re.compile(r"page\b.*", re.IGNORECASE)
_MOST_CONTACT_LINES = 6
"""More contact lines than these at the end are a directory, and what the document is about."""


@dataclass(frozen=True, slots=True)
class Cleaned:
    """The blocks that stay, and how many lines went that were no page number or running head."""

    blocks: list[Block]
    imprint_lines: int
    contact_lines: int


def is_boilerplate(line: str) -> bool:
    """Whether a line on its own is navigation, imprint or a note of the program that printed it."""
    line = line.strip()
    return len(line) <= _LONGEST_LINE and _LINES.fullmatch(line) is not None


def imprint_lines(lines: Iterable[str]) -> int:
    """How many of the lines are boilerplate that a person may want to hear of."""
    return sum(is_boilerplate(ln) and not _PAGE_NUMBER.fullmatch(ln.strip()) for ln in lines)


def without_boilerplate(blocks: Sequence[Block], title: str | None) -> Cleaned:
    """The blocks without boilerplate, the repeated title and what recurs right under it.

    The first heading that is the title stays; a page header repeats it, and the short line
    below it ("Written by …"), on every page.
    """
    kept: list[Block] = []
    seen_short: set[str] = set()
    title_seen = after_repeated_title = False
    carried = ""
    for block in blocks:
        text = _without_boilerplate_lines(block.text)
        short = _normalised(text) if len(text) <= _LONGEST_RECURRING else ""
        drop = not text.strip(f"\n {PAGE_BREAK}")
        if title and same_words(text, title) and block.kind is not BlockKind.ROW:
            drop = after_repeated_title = title_seen
            title_seen = True
        elif after_repeated_title and short and short in seen_short:
            drop = True
        else:
            after_repeated_title = False
        if short:
            seen_short.add(short)
        if drop:
            carried += page_breaks(text)
            continue
        kept.append(replace(block, text=carried + text))
        carried = ""
    imprint = imprint_lines(line for block in blocks for line in block.text.split("\n"))
    kept, contact = _without_contact(kept)
    return Cleaned(kept, imprint, contact)


def _without_boilerplate_lines(text: str) -> str:
    kept: list[str] = []
    carried = ""
    for line in text.split("\n"):
        if is_boilerplate(line):
            carried += page_breaks(line)
        else:
            kept.append(carried + line)
            carried = ""
    return "\n".join(kept) + carried


def _without_contact(blocks: list[Block]) -> tuple[list[Block], int]:
    """The blocks without the contact lines that end them, and how many these were.

    A line that is anything else ends the search: what stands above it is not imprint.
    """
    kept = [*blocks]
    removed = 0
    while kept and kept[-1].kind in (BlockKind.PARAGRAPH, BlockKind.ITEM):
        lines = kept[-1].text.split("\n")
        before = len(lines)
        while lines and _is_contact(lines[-1]):
            lines.pop()
        removed += before - len(lines)
        if lines:
            kept[-1] = replace(kept[-1], text="\n".join(lines))
            break
        kept.pop()
    return (kept, removed) if kept and removed <= _MOST_CONTACT_LINES else (blocks, 0)


def _is_contact(line: str) -> bool:
    return (
        len(line) <= _LONGEST_LINE
        and _CONTACT.search(line) is not None
        and _PHONE.search(line) is not None
        and not _ENDS_SENTENCE.search(line)
    )


def _normalised(text: str) -> str:
    return re.sub(r"\W+", " ", text).strip().casefold()
