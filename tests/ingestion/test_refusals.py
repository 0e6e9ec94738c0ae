"""What a person is told of a file that cannot be added."""

import pytest

from knowledge.errors import UnreadableFile
from knowledge.ingestion.limits import ReadingLimits
from knowledge.ingestion.parser import parse
from knowledge.ingestion.refusals import displayed_name, empty, plain_name, refusal_sentence
from tests.ingestion.office_files import archive, png, word
from tests.ingestion.pdf_files import PdfPage, column, pdf

OLE = bytes.fromhex("d0cf11e0a1b11ae1")


def utf16(text: str) -> bytes:
    return bytes(600) + text.encode("utf-16-le")


def refusal(content: bytes, name: str, limits: ReadingLimits | None = None) -> str:
    with pytest.raises(UnreadableFile) as caught:
        parse(content, name, limits or ReadingLimits())
    return str(caught.value)


def test_the_whole_sentence() -> None:
    assert refusal_sentence("notes.txt", empty()) == (
        "I couldn't add **notes.txt**: it is empty. Nothing was changed."
    )


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\docs\\the plan.pdf", "the plan.pdf"),
        ("gnp\u202efdp.exe", "gnpfdp.exe"),
        ("a\x00\x1b[31m\nb.txt", "a[31mb.txt"),
        ("CON", "CON (file)"),
        ("nul.txt", "nul.txt (file)"),
        ("📄 notes é.md", "📄 notes é.md"),
        ("x" * 300 + ".docx", "x" * 74 + "….docx"),
        ("", "unnamed file"),
        ("///", "unnamed file"),
        ("..", "unnamed file"),
    ],
)
def test_a_name_is_cleaned(name: str, shown: str) -> None:
    assert plain_name(name) == shown


def test_a_shown_name_is_no_markdown() -> None:
    assert displayed_name("**@everyone** [x](y)_`.md") == (r"\*\*\@everyone\*\* \[x\]\(y\)\_\`.md")


@pytest.mark.parametrize("content", [b"", b" \n\t\n", b"\xef\xbb\xbf", b"\xff\xfe"])
def test_an_empty_file_is_refused(content: bytes) -> None:
    assert refusal(content, "a.txt") == "it is empty."


PROGRAM = b"MZ\x90\x00" + bytes(100)
PAGE = pdf([PdfPage(column(["Text."]))])


@pytest.mark.parametrize(
    ("content", "name", "expected", "looks_like"),
    [
        (png(), "a.pdf", "a PDF", "a PNG image"),
        (PROGRAM, "a.pdf", "a PDF", "a Windows program"),
        (PROGRAM, "a.txt", "plain text", "a Windows program"),
        (b"Just text.", "a.pdf", "a PDF", "a text file"),
        (b"<!DOCTYPE html><p>x", "a.docx", "a DOCX", "an HTML page"),
        (archive({"a.txt": "x"}), "a.docx", "a DOCX", "a ZIP archive"),
        (archive({"xl/a.xml": "x"}), "a.pptx", "a PPTX", "an Excel workbook (XLSX)"),
        (PAGE, "a.docx", "a DOCX", "a PDF"),
        (OLE + utf16("WordDocument"), "a.docx", "a DOCX", "a Word 97–2003 document (DOC)"),
        (b"{\\rtf1 text}", "a.txt", "plain text", "an RTF document"),
        (png(), "a.png", "a kind of document that I read", "a PNG image"),
    ],
)
def test_content_decides_and_not_the_name(
    content: bytes, name: str, expected: str, looks_like: str
) -> None:
    message = f"its content is not {expected} (it looks like {looks_like})."
    assert refusal(content, name) == message


def test_an_encrypted_office_file_is_password_protected() -> None:
    assert refusal(OLE + utf16("EncryptedPackage"), "a.docx") == (
        "it is password-protected. Save a copy without a password."
    )


@pytest.mark.parametrize("name", ["essay", "essay.DOCX", "essay.backup"])
def test_a_readable_file_is_read_whatever_else_it_is_called(name: str) -> None:
    content = word(lambda document: document.add_paragraph("It was signed."))
    assert parse(content, name, ReadingLimits()).text == "It was signed."


def test_large_files_are_refused_with_numbers() -> None:
    assert refusal(b"x" * 3_000_000, "a.txt", ReadingLimits(file_bytes=2 * 1024 * 1024)) == (
        "it has 2.9 MB; the limit is 2 MB (`DOC_MAX_BYTES`)."
    )
    assert refusal(b"word " * 500_000, "a.md") == (
        "it has 2,500,000 characters; the limit is 2,000,000. Split it."
    )
