"""The bad inputs of the reliability document, through the child process, in whole sentences."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from knowledge.errors import UnreadableFile
from knowledge.ingestion.limits import MEBIBYTE
from knowledge.ingestion.refusals import refusal_sentence
from knowledge.ingestion.sandbox import ReaderProcess
from tests.ingestion.office_files import (
    archive,
    book,
    member,
    picture_slide,
    png,
    slides,
    with_members,
    word,
)
from tests.ingestion.pdf_files import PdfPage, column, flate_bomb, pdf

PAGE = PdfPage(column(["The harbour treaty was signed in 1887."]))
SCAN = PdfPage(picture=True)
TOO_COSTLY = "it needs too much memory or time to read (limit 20 s / 512 MB)."
NO_ENCODING = "I can't tell its text encoding. Save it as UTF-8."


def letter() -> bytes:
    def write(document: Any) -> None:
        document.add_paragraph("It was signed.")

    return word(write)


def external_entity() -> bytes:
    body = member(letter(), "word/document.xml").decode()
    declared = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><w:document'
    body = body.replace("<w:document", declared, 1).replace("It was signed.", "&a;")
    return with_members(letter(), {"word/document.xml": body.encode()})


def laughs() -> bytes:
    entities = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))
    body = f'<!DOCTYPE x [<!ENTITY a0 "ha">{entities}]><x>&a9;</x>'
    return with_members(letter(), {"word/document.xml": body.encode()})


@dataclass(frozen=True)
class Case:
    """A row of the table: a file, and the middle of the sentence or else the text and notices."""

    row: int
    name: str
    content: Callable[[], bytes]
    refused: str | None = None
    shown: str | None = None
    """The name in the sentence, where it is not the name as given with its dots."""
    text: str | None = None
    notices: tuple[str, ...] = ()


CASES = [
    Case(1, "a.txt", lambda: b"", "it is empty."),
    Case(1, "a.pdf", lambda: b"", "it is empty."),
    Case(2, "a.pdf", png, "its content is not a PDF (it looks like a PNG image)."),
    Case(
        2,
        "a.pdf",
        lambda: b"MZ\x90\x00" + bytes(100),
        "its content is not a PDF (it looks like a Windows program).",
    ),
    Case(
        3,
        "a.pdf",
        lambda: pdf([PAGE], password="secret"),
        "it is password-protected. Save a copy without a password.",
    ),
    Case(
        4,
        "a.pdf",
        lambda: pdf([PAGE] * 200)[:50_000],
        "it is damaged (page data missing). Export it again.",
    ),
    Case(
        5,
        "a.pdf",
        lambda: pdf([SCAN] * 12),
        "pages 1–12 hold pictures, not text (scan). Run OCR first; 0 of 12 pages usable.",
    ),
    Case(
        6,
        "a.pdf",
        lambda: pdf([PAGE, SCAN, SCAN]),
        text="The harbour treaty was signed in 1887.",
        notices=("2 of 3 pages had no text: 2, 3.",),
    ),
    Case(7, "a.pdf", lambda: pdf([PdfPage(raw_content=flate_bomb(800))]), TOO_COSTLY),
    Case(
        8,
        "a.pdf",
        lambda: pdf([PdfPage()] * 5_001),
        "it has 5,001 pages; the limit is 2,000 (`DOC_MAX_PAGES`).",
    ),
    Case(
        8,
        "a.txt",
        lambda: b"word " * 500_000,
        "it has 2,500,000 characters; the limit is 2,000,000. Split it.",
    ),
    Case(
        9,
        "a.docx",
        lambda: with_members(letter(), {"word/media/a.bin": bytes(50 * MEBIBYTE)}),
        TOO_COSTLY,
    ),
    Case(
        9,
        "a.docx",
        lambda: with_members(letter(), {f"word/{n}": b"" for n in range(10_001)}),
        TOO_COSTLY,
    ),
    Case(
        9,
        "a.docx",
        lambda: with_members(
            letter(), {"word/a.zip": archive({"b.zip": archive({"c": bytes(50 * MEBIBYTE)})})}
        ),
        text="It was signed.",
    ),
    Case(10, "a.docx", laughs, "it contains forbidden XML (DTD)."),
    Case(10, "a.docx", external_entity, "it contains forbidden XML (DTD)."),
    Case(
        11,
        "a.pptx",
        lambda: slides(*[picture_slide] * 4),
        "slides 1–4 hold pictures, not text (scan). Run OCR first; 0 of 4 slides usable.",
    ),
    Case(
        12,
        "a.epub",
        lambda: book({"a.xhtml": "<p>x</p>"}, extra={"META-INF/rights.xml": "<r/>"}),
        "it is copy-protected.",
    ),
    Case(
        13,
        "a.html",
        lambda: (
            b'<meta http-equiv="refresh" content="0;url=https://example.org/">'
            b'<script>alert(1)</script><img src="https://example.org/a.png"><p>It is deep.</p>'
        ),
        text="It is deep.",
    ),
    Case(14, "a.txt", lambda: "It is déep.".encode("utf-16"), text="It is déep."),
    Case(14, "a.txt", lambda: "It is “déep”.".encode("cp1252"), text="It is “déep”."),
    Case(14, "a.txt", lambda: b"It \x00is deep.", text="It is deep."),
    Case(14, "a.txt", lambda: b"It is \xed\xa0\x80 deep.", text="It is \ufffd deep."),
    Case(14, "a.txt", lambda: b"ab\xff\x00" * 120 + b"word " * 5_000, NO_ENCODING),
    Case(15, "../../etc/passwd", lambda: b"", "it is empty.", shown="passwd"),
    Case(15, "x" * 300 + ".txt", lambda: b"", "it is empty.", shown="x" * 75 + "….txt"),
    Case(15, "a\u202etxt.exe", lambda: b"", "it is empty.", shown="atxt.exe"),
    Case(15, "CON", lambda: b"", "it is empty.", shown=r"CON \(file\)"),
    Case(15, "📄.txt", lambda: b"", "it is empty.", shown="📄.txt"),
    Case(15, "**a**@everyone.txt", lambda: b"", "it is empty.", shown=r"\*\*a\*\*\@everyone.txt"),
]


def expected(case: Case) -> object:
    if case.refused is None:
        return case.text, case.notices
    return f"I couldn't add **{case.shown or case.name}**: {case.refused} Nothing was changed."


async def outcome(reader: ReaderProcess, case: Case) -> object:
    try:
        document = await reader.parse(case.content(), case.name)
    except UnreadableFile as error:
        return refusal_sentence(case.name, error)
    return document.text, document.notices


async def test_every_bad_input_gets_its_sentence_from_one_reader() -> None:
    async with ReaderProcess() as reader:
        outcomes = [(case.row, await outcome(reader, case)) for case in CASES]
    assert outcomes == [(case.row, expected(case)) for case in CASES]
    assert {case.row for case in CASES} == {*range(1, 16)}
