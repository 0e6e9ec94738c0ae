"""Bytes to text, for the formats that are text."""

from __future__ import annotations

import codecs
import re

import charset_normalizer

from knowledge.ingestion import refusals

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_LATIN_1 = frozenset({"iso-8859-1", "iso8859-1", "latin-1", "latin1", "us-ascii", "ascii"})
_NOT_FOR_TEXT = frozenset(
    {"utf-7", "utf7", "unicode_escape", "raw_unicode_escape", "idna", "punycode"}
)
_MOST_STRAY_NULS = 100
_WORD = re.compile(r"[^\W\d_]")
_C1 = re.compile(r"[\x80-\x9f]")
_LARGEST_GUESSED = 1_000_000


def decode(content: bytes, declared: str | None = None) -> str:
    """The text, with line ends as ``\\n`` and no NULs or surrogates.

    ``declared`` is an encoding that the file itself names. Raises UnreadableFile when the
    encoding cannot be told.
    """
    text = _marked(content) or _utf16_unmarked(content)
    if text is None and declared is not None:
        text = _declared(content, declared)
    if text is None:
        text = _unmarked(content)
    text = text.removeprefix("\ufeff").replace("\x00", "")
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _marked(content: bytes) -> str | None:
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            body = content[len(mark) :] if encoding == "utf-8" else content
            if encoding != "utf-8":
                # An odd last byte is a cut file, not another encoding.
                return body.decode(encoding, "replace").removesuffix("\ufffd")
            return _utf8(body)
    return None


def _utf16_unmarked(content: bytes) -> str | None:
    head = content[:4096]
    first, second = head[::2].count(0), head[1::2].count(0)
    if min(first, second) or max(first, second) < max(2, len(head) * 0.2):
        return None
    encoding = "utf-16-le" if second else "utf-16-be"
    try:
        return content.decode(encoding)
    except UnicodeDecodeError:
        raise refusals.unknown_encoding() from None


def _declared(content: bytes, declared: str) -> str | None:
    """What the file claims, unless it is valid UTF-8: that does not happen by chance."""
    if declared.lower() in _NOT_FOR_TEXT or (not content.isascii() and _utf8(content) is not None):
        return None
    # As browsers do: pages that claim Latin-1 are written in Windows-1252.
    encoding = "cp1252" if declared.lower() in _LATIN_1 else declared
    try:
        return content.decode(encoding)
    except (LookupError, ValueError):
        return None


def _utf8(content: bytes) -> str | None:
    """Text of strict UTF-8, or of UTF-8 with surrogates: pairs are joined, lone ones replaced."""
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        pass
    try:
        text = content.decode("utf-8", "surrogatepass")
    except UnicodeDecodeError:
        return None
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _unmarked(content: bytes) -> str:
    if content.count(0) > _MOST_STRAY_NULS:
        raise refusals.unknown_encoding()
    content = content.replace(b"\x00", b"")
    text = _utf8(content) or _mixed(content) or _windows_1252(content) or _guessed(content)
    if text is None:
        if content:
            raise refusals.unknown_encoding()
        return ""
    return text


def _mixed(content: bytes) -> str | None:
    """UTF-8 into which some lines of Windows-1252 were pasted."""
    lines: list[str] = []
    utf8_lines = other_lines = 0
    for line in content.splitlines(keepends=True):
        try:
            decoded = line.decode("utf-8")
            utf8_lines += not line.isascii()
        except UnicodeDecodeError:
            decoded = line.decode("cp1252", "replace")
            other_lines += 1
        lines.append(decoded)
    return "".join(lines) if utf8_lines > other_lines else None


def _windows_1252(content: bytes) -> str | None:
    """The encoding of Western text without a mark, unless the result is implausible."""
    try:
        text = content.decode("cp1252")
    except UnicodeDecodeError:
        return None
    letters = _WORD.findall(text)
    foreign = sum(1 for letter in letters if ord(letter) > 127)
    return text if letters and foreign <= 0.15 * len(letters) else None


def _guessed(content: bytes) -> str | None:
    best = charset_normalizer.from_bytes(content[:_LARGEST_GUESSED]).best()
    if best is None:
        return None
    try:
        text = content.decode(best.encoding)
    except UnicodeDecodeError:
        return None
    return None if len(_C1.findall(text)) > len(text) // 100 else text
