"""Which lines of plain text are headings, although nothing but their look says so."""

from __future__ import annotations

import re
from collections.abc import Sequence

_LONGEST_HEADING = 120
_LONGEST_UNNUMBERED = 70
_LONGEST_TITLE = 200
_SHORTEST_PROSE = 120

_ENDS_SENTENCE = re.compile(r"[.!?;,:…。][\"'”’)\]]*$")
_CHAPTER = re.compile(r"(?:part|book|volume)\s+(?:[IVXLC]+|\d+|[A-Z])\b.*", re.IGNORECASE)
_SECTION = re.compile(
    r"(?:chapter|section|unit|lesson|lecture|module|week|appendix)\s+"
    r"(?:[IVXLC]+|\d+(?:\.\d+)*|[A-Z])\b.*",
    re.IGNORECASE,
)
_ROMAN = re.compile(r"[IVX]{1,6}[.)]\s+[^\W\d_].*")
_DECIMAL = re.compile(r"(?P<number>\d{1,2}(?:\.\d{1,2}){0,4})[.)]?\s+[^\W\d_a-z].*")
_KNOWN = re.compile(
    r"abstract|summary|introduction|background|preface|foreword|prologue|epilogue|overview|methods"
    r"|methodology|results|discussion|findings|conclusions?|acknowledge?ments|references"
    r"|bibliography|notes|endnotes|glossary|appendix|contents",
    re.IGNORECASE,
)


def is_title(lines: Sequence[str], following: str) -> bool:
    """Whether the first lines of a text are its title."""
    text = " ".join(line.strip() for line in lines)
    return (
        len(lines) <= 3
        and len(text) <= _LONGEST_TITLE
        and bool(following)
        and not _ENDS_SENTENCE.search(text)
        and any(c.isalpha() for c in text)
        and all(len(line) <= _LONGEST_HEADING for line in lines)
    )


def heading_level(line: str, previous: str, following: str) -> int:
    """The level of a heading, 1 the outermost, or 0 for any other line.

    ``previous`` and ``following`` are the paragraphs around it: a heading without prose after
    it is taken for an entry of a list.
    """
    line = line.strip("\f ")
    if not following or len(line) > _LONGEST_HEADING or not any(c.isalpha() for c in line):
        return 0
    if _CHAPTER.fullmatch(line) and not _ENDS_SENTENCE.search(line):
        return 1
    if _SECTION.fullmatch(line) and not _ENDS_SENTENCE.search(line):
        return 2
    if _KNOWN.fullmatch(line.strip(":. ")):
        return 3
    if _ENDS_SENTENCE.search(line):
        return 0
    return _numbered_level(line, following) or _unnumbered_level(line, previous, following)


def _numbered_level(line: str, following: str) -> int:
    if _ROMAN.fullmatch(line) and _is_prose(following):
        return 3
    match = _DECIMAL.fullmatch(line)
    if match is None:
        return 0
    depth = match["number"].count(".")
    # "1. Apples" may be an entry of a list; with prose below it, or as "1.2", it is not.
    return 3 + depth if depth or _is_prose(following) else 0


def _unnumbered_level(line: str, previous: str, following: str) -> int:
    if len(line) > _LONGEST_UNNUMBERED or not _is_prose(following):
        return 0
    if line.isupper() and len(line.split()) <= 10:
        return 3
    starts_like_one = line[0].isupper() or line[0].isdigit()
    after_prose = not previous or _ENDS_SENTENCE.search(previous) is not None
    return 4 if starts_like_one and after_prose and len(line.split()) >= 2 else 0


def _is_prose(text: str) -> bool:
    return len(text) >= _SHORTEST_PROSE and re.search(r"[.!?。][\"'”’)\]]*(\s|$)", text) is not None
