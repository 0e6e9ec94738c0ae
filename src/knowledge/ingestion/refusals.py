"""The words in which a file is refused, and how its name is shown.

An :class:`~knowledge.errors.UnreadableFile` carries the middle of the sentence; the whole of
it is made by :func:`refusal_sentence`, in one place, so that no caller words it differently.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from knowledge.errors import UnreadableFile
from knowledge.ingestion.limits import MEBIBYTE, ReadingLimits

LONGEST_SHOWN_NAME = 80
_MARKDOWN = re.compile(r"([\\*_~`|<>\[\]()#@:-])")
_RESERVED_ON_WINDOWS = re.compile(r"(?i)^(con|prn|aux|nul|com\d|lpt\d)(\.|$)")


def refusal_sentence(file_name: str, error: UnreadableFile) -> str:
    """The whole sentence for the person who sent the file, as Markdown."""
    return f"I couldn't add **{displayed_name(file_name)}**: {error} Nothing was changed."


def displayed_name(file_name: str) -> str:
    """The name without path, control or direction characters, shortened, Markdown escaped."""
    return _MARKDOWN.sub(r"\\\1", plain_name(file_name))


def plain_name(file_name: str) -> str:
    """The name without path, control or direction characters, at most 80 characters long."""
    base = re.split(r"[/\\]", file_name)[-1]
    base = "".join(c for c in base if unicodedata.category(c) not in {"Cc", "Cf", "Cs", "Co", "Cn"})
    base = re.sub(r"\s+", " ", base).strip(" .") or "unnamed file"
    if _RESERVED_ON_WINDOWS.match(base):
        base = f"{base} (file)"
    if len(base) <= LONGEST_SHOWN_NAME:
        return base
    stem, dot, ending = base.rpartition(".")
    if not dot or len(ending) > 8:
        stem, ending = base, ""
    tail = f"….{ending}" if ending else "…"
    return stem[: LONGEST_SHOWN_NAME - len(tail)].rstrip() + tail


def empty() -> UnreadableFile:
    return UnreadableFile("it is empty.")


def unopened(error: OSError) -> UnreadableFile:
    """Of a file or a folder that the system does not let us open."""
    if isinstance(error, PermissionError):
        return UnreadableFile("it may not be read. Change its permissions.")
    return UnreadableFile(f"it cannot be opened ({error.strerror}).")


def without_text() -> UnreadableFile:
    return UnreadableFile("it holds no text.")


def other_kind(expected: str, found: str) -> UnreadableFile:
    article = (
        "an" if found[0] in "AEIOaeio" or found.startswith(("HTML", "XML", "MP", "RTF")) else "a"
    )
    return UnreadableFile(f"its content is not {expected} (it looks like {article} {found}).")


def unknown_kind(found: str) -> UnreadableFile:
    return other_kind("a kind of document that I read", found)


def password_protected() -> UnreadableFile:
    return UnreadableFile("it is password-protected. Save a copy without a password.")


def copy_protected() -> UnreadableFile:
    return UnreadableFile("it is copy-protected.")


def damaged(what: str) -> UnreadableFile:
    return UnreadableFile(f"it is damaged ({what}). Export it again.")


def forbidden_xml() -> UnreadableFile:
    return UnreadableFile("it contains forbidden XML (DTD).")


def too_costly(limits: ReadingLimits) -> UnreadableFile:
    return UnreadableFile(
        "it needs too much memory or time to read "
        f"(limit {limits.seconds:g} s / {limits.memory_bytes // MEBIBYTE} MB)."
    )


def too_many_pages(pages: int, limits: ReadingLimits) -> UnreadableFile:
    return UnreadableFile(
        f"it has {pages:,} pages; the limit is {limits.pages:,} (`DOC_MAX_PAGES`)."
    )


def too_many_characters(characters: int, limits: ReadingLimits) -> UnreadableFile:
    return UnreadableFile(
        f"it has {characters:,} characters; the limit is {limits.characters:,}. Split it."
    )


def too_large(size: int, limits: ReadingLimits) -> UnreadableFile:
    return UnreadableFile(
        f"it has {size / MEBIBYTE:,.1f} MB; "
        f"the limit is {limits.file_bytes / MEBIBYTE:g} MB (`DOC_MAX_BYTES`)."
    )


def reader_unavailable() -> UnreadableFile:
    return UnreadableFile("the program that reads files did not start. Tell the operator.")


def unknown_encoding() -> UnreadableFile:
    return UnreadableFile("I can't tell its text encoding. Save it as UTF-8.")


def scanned(noun: str, pages: int) -> UnreadableFile:
    """``noun`` is "page" or "slide"."""
    which = f"{noun} 1 holds" if pages == 1 else f"{noun}s 1–{pages:,} hold"
    total = f"{pages:,} {noun}" if pages == 1 else f"{pages:,} {noun}s"
    return UnreadableFile(f"{which} pictures, not text (scan). Run OCR first; 0 of {total} usable.")


def partly_scanned(noun: str, numbers: Sequence[str], pages: int) -> str:
    """The notice for a file that was added although some of its pages hold no text."""
    listed = ", ".join(numbers)
    return f"{len(numbers):,} of {pages:,} {noun}s had no text: {listed}."
