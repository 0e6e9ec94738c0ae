"""What a page carries around its text: navigation, imprint, headers that recur."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from knowledge.ingestion.reading import PAGE_BREAK, Block, BlockKind, page_breaks, same_words

_LONGEST_LINE = 300
_LONGEST_RECURRING = 120
_LINES = re.compile(
    r"""
      (?:current\ location|you\ are\ here|location)\s*:.*
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
_CONTACT_WITHIN = 6
"""Contact lines are imprint only among this many blocks at the end."""


def is_boilerplate(line: str) -> bool:
    """Whether a line on its own is navigation, imprint or a note of the program that printed it."""
    line = line.strip()
    return len(line) <= _LONGEST_LINE and _LINES.fullmatch(line) is not None


def without_boilerplate(blocks: Sequence[Block], title: str | None) -> list[Block]:
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
    return _without_contact(kept)


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


def _without_contact(blocks: list[Block]) -> list[Block]:
    end = len(blocks)
    for index in range(len(blocks) - 1, max(-1, len(blocks) - 1 - _CONTACT_WITHIN), -1):
        text = blocks[index].text
        if len(text) <= _LONGEST_LINE and _CONTACT.search(text) and _PHONE.search(text):
            end = index
        elif len(text) > _LONGEST_LINE:
            break
    return blocks[:end] if end else blocks


def _normalised(text: str) -> str:
    return re.sub(r"\W+", " ", text).strip().casefold()
