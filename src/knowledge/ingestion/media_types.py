"""What kind of file some bytes are, decided by the bytes; the name only says what was meant."""

from __future__ import annotations

import io
import zipfile
from pathlib import PurePosixPath

import puremagic

from knowledge.ingestion import refusals

PDF = "application/pdf"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
PPTX = "application/vnd.openxmlformats-officedocument.presentationml.presentation"
EPUB = "application/epub+zip"
HTML = "text/html"
MARKDOWN = "text/markdown"
PLAIN = "text/plain"

_MEANT_BY = {
    ".pdf": PDF,
    ".docx": DOCX,
    ".pptx": PPTX,
    ".epub": EPUB,
    ".html": HTML,
    ".htm": HTML,
    ".xhtml": HTML,
    ".md": MARKDOWN,
    ".markdown": MARKDOWN,
    ".txt": PLAIN,
    ".text": PLAIN,
}
_NAMES = {
    PDF: "PDF",
    DOCX: "Word document (DOCX)",
    PPTX: "PowerPoint presentation (PPTX)",
    EPUB: "EPUB book",
}
_EXPECTED = {
    PDF: "a PDF",
    DOCX: "a DOCX",
    PPTX: "a PPTX",
    EPUB: "an EPUB",
    HTML: "HTML text",
    MARKDOWN: "Markdown text",
    PLAIN: "plain text",
}
TEXT_TYPES = frozenset({HTML, MARKDOWN, PLAIN})
READABLE_SUFFIXES = frozenset(_MEANT_BY)
"""Lower case, with the dot: what is taken out of a folder and what a file picker may offer."""

_SIGNATURES = (
    (b"\x89PNG\r\n\x1a\n", "PNG image"),
    (b"\xff\xd8\xff", "JPEG image"),
    (b"GIF8", "GIF image"),
    (b"MZ", "Windows program"),
    (b"\x7fELF", "Linux program"),
    (b"{\\rtf", "RTF document"),
    (b"%!PS", "PostScript file"),
)
_OLE = bytes.fromhex("d0cf11e0a1b11ae1")
_OLE_STREAMS = (
    ("WordDocument", "Word 97–2003 document (DOC)"),
    ("PowerPoint Document", "PowerPoint 97–2003 presentation (PPT)"),
    ("Workbook", "Excel 97–2003 workbook (XLS)"),
)
_OTHER_ARCHIVES = (
    ("xl/", "Excel workbook (XLSX)"),
    ("AndroidManifest.xml", "Android app"),
    ("META-INF/MANIFEST.MF", "Java archive"),
)
_PDF_HEADER_WITHIN = 1024
_TEXT_ENCODED_WITH_NULS = (b"\xff\xfe", b"\xfe\xff")


def media_type_of(content: bytes, file_name: str) -> str:
    """The media type to read ``content`` as.

    Raises UnreadableFile when it is empty, of no readable kind, or of another kind than its
    name says; the kinds of text count as one, and are told apart by the readers.
    """
    if not content:
        raise refusals.empty()
    suffix = PurePosixPath(file_name.replace("\\", "/")).suffix.lower()
    meant = _MEANT_BY.get(suffix)
    found = _readable_type(content)
    if found is not None:
        if meant is not None and meant != found:
            raise refusals.other_kind(_EXPECTED[meant], _NAMES[found])
        return found
    if content.startswith(_OLE) and _utf16("EncryptedPackage") in content:
        raise refusals.password_protected()
    kind = _other_kind(content)
    if meant in TEXT_TYPES or (meant is None and kind is None):
        if kind is not None:
            raise refusals.other_kind(_EXPECTED[meant or PLAIN], kind)
        return meant or PLAIN
    if meant is None:
        raise refusals.unknown_kind(kind or "unknown file")
    raise refusals.other_kind(_EXPECTED[meant], kind or _text_or_unknown(content))


def _readable_type(content: bytes) -> str | None:
    if b"%PDF-" in content[:_PDF_HEADER_WITHIN]:
        return PDF
    if content.startswith(b"PK\x03\x04"):
        return _archive_type(content)
    return None


def _archive_type(content: bytes) -> str | None:
    names = _member_names(content)
    if "word/document.xml" in names:
        return DOCX
    if "ppt/presentation.xml" in names:
        return PPTX
    # A cut archive has lost its list of members, but its first member still names the kind.
    head = content[:200]
    if "META-INF/container.xml" in names or b"mimetypeapplication/epub+zip" in head:
        return EPUB
    if not names:
        return _cut_archive_type(content)
    return None


def _cut_archive_type(content: bytes) -> str | None:
    if b"word/document.xml" in content:
        return DOCX
    if b"ppt/presentation.xml" in content:
        return PPTX
    return None


def _member_names(content: bytes) -> frozenset[str]:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return frozenset(archive.namelist())
    except (zipfile.BadZipFile, NotImplementedError, OSError, ValueError):
        return frozenset()


def _other_kind(content: bytes) -> str | None:
    """The name of an unreadable kind, or None when it may be text."""
    for signature, name in _SIGNATURES:
        if content.startswith(signature):
            return name
    if content.startswith(_OLE):
        return next(
            (name for stream, name in _OLE_STREAMS if _utf16(stream) in content),
            "Microsoft Office 97–2003 file",
        )
    if content.startswith(b"PK\x03\x04"):
        names = _member_names(content)
        return next(
            (name for start, name in _OTHER_ARCHIVES if any(n.startswith(start) for n in names)),
            "ZIP archive",
        )
    if _may_be_text(content):
        return None
    return _named_by_puremagic(content) or "binary file"


def _may_be_text(content: bytes) -> bool:
    head = content[:65_536]
    if head.startswith(_TEXT_ENCODED_WITH_NULS):
        return True
    if head.count(0) > 0 and (
        head[::2].count(0) > len(head) // 5 or head[1::2].count(0) > len(head) // 5
    ):
        # UTF-16 without a mark has its NULs at every second place; other binaries at both.
        return head[::2].count(0) == 0 or head[1::2].count(0) == 0
    strange = sum(head.count(code) for code in (*range(1, 9), *range(14, 27), *range(28, 32)))
    return strange + head.count(0) <= max(2, len(head) // 100)


def _named_by_puremagic(content: bytes) -> str | None:
    try:
        matches = puremagic.magic_string(content[:65_536])
    except (puremagic.PureError, ValueError):
        return None
    return matches[0].name if matches else None


def _text_or_unknown(content: bytes) -> str:
    start = content[:1024].lstrip().lower()
    return "HTML page" if start.startswith((b"<!doctype html", b"<html")) else "text file"


def _utf16(text: str) -> bytes:
    return text.encode("utf-16-le")
