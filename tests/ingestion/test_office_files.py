"""DOCX, PPTX and EPUB: structure, and what is refused before a library opens it."""

import io
import re
from typing import Any

import pytest
from docx.shared import Pt, RGBColor

from knowledge.errors import UnreadableFile
from knowledge.ingestion.limits import MEBIBYTE, ReadingLimits
from knowledge.ingestion.parser import parse
from tests.ingestion.office_files import (
    archive,
    book,
    member,
    picture_slide,
    png,
    slides,
    text_slide,
    with_members,
    word,
)

DAMAGED = "it is damaged (parts of it are missing). Export it again."
TOO_COSTLY = "it needs too much memory or time to read (limit 20 s / 512 MB)."
LAUGHS = b"""<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]>
<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">&b;</w:document>"""


def refusal(content: bytes, name: str, limits: ReadingLimits | None = None) -> str:
    with pytest.raises(UnreadableFile) as caught:
        parse(content, name, limits or ReadingLimits())
    return str(caught.value)


def essay(document: Any) -> None:
    document.core_properties.title = "Word Document"
    document.core_properties.author = "Ada Finch"
    document.add_heading("The Harbour Treaty", 0)
    document.add_paragraph("It was signed in 1887.")
    document.add_heading("Aims", 1)
    document.add_paragraph("It had these aims:")
    document.add_paragraph("peace", style="List Bullet")
    document.add_paragraph("trade", style="List Bullet")
    document.add_heading("Dues", 2)
    table = document.add_table(rows=2, cols=2)
    for cell, text in zip(table._cells, ("Port", "Year", "Amber", "1887"), strict=True):
        cell.text = text
    merged = document.add_table(rows=1, cols=2)
    merged.cell(0, 0).merge(merged.cell(0, 1)).text = "Both"


def test_a_word_document_keeps_its_structure() -> None:
    document = parse(word(essay), "a.docx", ReadingLimits())
    assert document.text == (
        "The Harbour Treaty\n\nIt was signed in 1887.\n\nAims\n\nIt had these aims:\npeace\ntrade"
        "\n\nDues\n\nPort | Year\nAmber | 1887\nBoth"
    )
    assert [s.path for s in document.sections] == [(), ("Aims",), ("Aims", "Dues")]
    assert (document.metadata.title, document.metadata.author) == (
        "The Harbour Treaty",
        "Ada Finch",
    )


def test_hidden_runs_of_word_go_and_are_told() -> None:
    def write(document: Any) -> None:
        paragraph = document.add_paragraph("Seen")
        paragraph.add_run(" vanished").font.hidden = True
        paragraph.add_run(" white").font.color.rgb = RGBColor(255, 255, 255)
        paragraph.add_run(" tiny").font.size = Pt(1)
        paragraph.add_run(" text.")

    document = parse(word(write), "a.docx", ReadingLimits())
    assert document.text == "Seen text."
    assert document.notices == ("The document holds hidden or instruction-like text.",)


W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
MC = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'


def with_body(inside: str) -> bytes:
    body = f'<?xml version="1.0"?><w:document {W} {MC}><w:body>{inside}</w:body></w:document>'
    return with_members(word(essay), {"word/document.xml": body.encode()})


def written(text: str) -> str:
    return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"


def controlled(inside: str, properties: str = "") -> str:
    return f"<w:sdt><w:sdtPr>{properties}</w:sdtPr><w:sdtContent>{inside}</w:sdtContent></w:sdt>"


def tabled(*cells: str) -> str:
    return f"<w:tbl><w:tr>{''.join(f'<w:tc>{cell}</w:tc>' for cell in cells)}</w:tr></w:tbl>"


def test_content_controls_of_word_are_read() -> None:
    contents = '<w:docPartObj><w:docPartGallery w:val="Table of Contents"/></w:docPartObj>'
    row_in_control = controlled(f"<w:tr><w:tc>{written('Amber')}</w:tc></w:tr>")
    document = parse(
        with_body(
            controlled(written("Contents 1"), contents)
            + controlled(written("It was signed.") + controlled(written("It held.")))
            + controlled(written("Click here to enter text."), "<w:showingPlcHdr/>")
            + f"<w:customXml>{written('It ended.')}</w:customXml>"
            + f"<w:tbl>{row_in_control}</w:tbl>"
        ),
        "a.docx",
        ReadingLimits(),
    )
    assert document.text == "It was signed.\n\nIt held.\n\nIt ended.\n\nAmber"


def test_nested_tables_of_word_are_read_once() -> None:
    inner = tabled(written("Year"), written("1887"))
    both_rows = "<w:tcPr><w:vMerge{}/></w:tcPr>"
    rows = "".join(
        f"<w:tr><w:tc>{both_rows.format(merged)}{content}</w:tc><w:tc>{written(port)}</w:tc></w:tr>"
        for merged, content, port in (
            (' w:val="restart"', written("Ports") + inner + "<w:p/>", "Amber"),
            ("", "<w:p/>", "Quay"),
        )
    )
    grid = "<w:tblGrid><w:gridCol/><w:gridCol/></w:tblGrid>"
    document = parse(with_body(f"<w:tbl>{grid}{rows}</w:tbl>"), "a.docx", ReadingLimits())
    assert document.text == "Ports | Amber\nYear | 1887\nPorts | Quay"


def test_a_text_box_of_word_is_read_once_and_apart() -> None:
    box = f"<w:txbxContent>{written('In the box.')}{tabled(written('Cell'))}</w:txbxContent>"
    drawn = (
        f"<mc:AlternateContent><mc:Choice><w:drawing>{box}</w:drawing></mc:Choice>"
        f"<mc:Fallback><w:pict>{box}</w:pict></mc:Fallback></mc:AlternateContent>"
    )
    around = f"<w:p><w:r><w:t>Around </w:t></w:r><w:r>{drawn}</w:r><w:r><w:t>it.</w:t></w:r></w:p>"
    expected = "Around it.\n\nIn the box.\n\nCell"
    assert parse(with_body(around), "a.docx", ReadingLimits()).text == expected
    in_cell = parse(with_body(tabled(around)), "a.docx", ReadingLimits())
    assert in_cell.text == "Around it.\n\nIn the box.\n\nCell"


def test_forbidden_and_broken_parts_of_word_are_refused() -> None:
    whole = word(essay)
    assert refusal(with_members(whole, {"word/document.xml": LAUGHS}), "a.docx") == (
        "it contains forbidden XML (DTD)."
    )
    utf16 = LAUGHS.decode().replace("?>", ' encoding="utf-16"?>', 1).encode("utf-16")
    assert refusal(with_members(whole, {"word/styles.xml": utf16}), "a.docx") == (
        "it contains forbidden XML (DTD)."
    )
    assert refusal(with_members(whole, {"word/document.xml": b"<w:doc"}), "a.docx") == DAMAGED
    assert refusal(whole[: len(whole) // 2], "a.docx") == DAMAGED
    without_types = archive({"word/document.xml": member(whole, "word/document.xml")})
    assert refusal(without_types, "a.docx") == DAMAGED
    assert refusal(word(lambda document: None), "a.docx") == "it holds no text."
    pictures = word(lambda document: document.add_picture(io.BytesIO(png())))
    assert refusal(pictures, "a.docx").startswith("page 1 holds pictures, not text (scan).")


def declaring(part: bytes, encoding: str = "utf-8") -> bytes:
    """The part with a document type, in another encoding."""
    text = re.sub(r"encoding=.[\w-]+.", f'encoding="{encoding}"', part.decode(), count=1)
    return text.replace("?>", '?><!DOCTYPE x [<!ENTITY a "ha">]>', 1).encode(encoding)


@pytest.mark.parametrize("whole", [word(essay), slides(text_slide("", "It is deep."))])
@pytest.mark.parametrize("name", ["_rels/.rels", "[Content_Types].xml", "docProps/core.xml"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_every_part_of_an_office_file_may_declare_no_document_type(
    whole: bytes, name: str, encoding: str
) -> None:
    """Not only the main one: the library parses them all."""
    hostile = with_members(whole, {name: declaring(member(whole, name), encoding)})
    assert refusal(hostile, "a") == "it contains forbidden XML (DTD)."


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("docProps/core.xml", "it contains forbidden XML (DTD)."),
        (
            "_rels/.rels",
            "it is damaged (it does not say how its parts belong together). Export it again.",
        ),
    ],
)
def test_an_encoding_that_the_format_does_not_allow_hides_no_document_type(
    name: str, told: str
) -> None:
    whole = word(essay)
    hostile = with_members(whole, {name: declaring(member(whole, name), "gb18030")})
    assert refusal(hostile, "a.docx") == told


def test_a_name_that_is_not_xml_s_hides_no_document_type() -> None:
    whole = word(essay)
    renamed = {
        name: member(whole, name).replace(b"word/document.xml", b"word/real.bin")
        for name in ("_rels/.rels", "[Content_Types].xml")
    }
    body = member(whole, "word/document.xml")
    harmless = with_members(whole, {**renamed, "word/real.bin": body})
    assert parse(harmless, "a.docx", ReadingLimits()).text
    hostile = with_members(whole, {**renamed, "word/real.bin": declaring(body)})
    assert refusal(hostile, "a.docx") == "it contains forbidden XML (DTD)."


def test_zip_bombs_are_refused_while_they_unpack() -> None:
    whole = word(essay)
    zeros = bytes(50 * MEBIBYTE)
    assert refusal(with_members(whole, {"word/media/a.bin": zeros}), "a.docx") == TOO_COSTLY
    assert refusal(with_members(whole, {"word/big.xml": zeros}), "a.docx") == TOO_COSTLY
    nested = archive({"b.zip": archive({"c": zeros})})
    assert parse(with_members(whole, {"word/b.zip": nested}), "a.docx", ReadingLimits()).text
    many = {f"word/{n}": b"" for n in range(10_001)}
    assert refusal(with_members(whole, many), "a.docx") == TOO_COSTLY
    small = ReadingLimits(unpacked_bytes=20_000)
    assert refusal(whole, "a.docx", small) == TOO_COSTLY


def test_slides_are_pages_with_their_title_body_and_notes() -> None:
    content = slides(
        text_slide("Origins", "It began in 1887", "In Port Amber", notes="Tell of the lighthouse."),
        text_slide("Thank you"),
        text_slide("Aims", "Peace"),
        title="PowerPoint Presentation",
        author="Ada Finch",
    )
    document = parse(content, "the_treaty.pptx", ReadingLimits())
    assert [(page.label, page.span.of(document.text)) for page in document.pages] == [
        ("slide 1", "Origins\n\nIt began in 1887\nIn Port Amber\n\nTell of the lighthouse.\n\n"),
        ("slide 2", "Thank you\n\n"),
        ("slide 3", "Aims\n\nPeace"),
    ]
    assert [section.path for section in document.sections] == [("Origins",), ("Aims",)]
    assert (document.metadata.title, document.metadata.author) == ("the treaty", "Ada Finch")


def test_slides_of_pictures_are_listed_or_refused() -> None:
    some = slides(text_slide("Origins", "It began in 1887"), picture_slide, picture_slide)
    document = parse(some, "a.pptx", ReadingLimits())
    assert document.notices == ("2 of 3 slides had no text: 2, 3.",)
    assert document.unreadable_pages == ("slide 2", "slide 3")
    assert refusal(slides(*[picture_slide] * 4), "a.pptx") == (
        "slides 1–4 hold pictures, not text (scan). Run OCR first; 0 of 4 slides usable."
    )
    assert refusal(some, "a.pptx", ReadingLimits(pages=2)) == (
        "it has 3 pages; the limit is 2 (`DOC_MAX_PAGES`)."
    )


def test_a_book_is_read_in_the_order_of_its_spine() -> None:
    contents = (
        '<navPoint><navLabel><text>Farewell</text></navLabel><content src="a.xhtml"/></navPoint>'
    )
    document = parse(
        book(
            {
                "b.xhtml": "<h1>Setting out</h1><p>It was early.</p>",
                "a.xhtml": "<p>It was late.</p>",
            },
            contents=contents,
        ),
        "a.epub",
        ReadingLimits(),
    )
    assert [section.path for section in document.sections] == [("Setting out",), ("Farewell",)]
    assert document.metadata.title == "The Silk Road"
    assert document.metadata.author == "Ada Finch"
    assert document.metadata.published == "2021-05-04"


@pytest.mark.parametrize(
    ("extra", "refused"),
    [
        ({"META-INF/rights.xml": "<rights/>"}, True),
        ({"META-INF/encryption.xml": "http://www.w3.org/2001/04/xmlenc#aes128-cbc"}, True),
        ({"META-INF/encryption.xml": "http://www.idpf.org/2008/embedding"}, False),
    ],
)
def test_protected_books_are_refused_and_scrambled_fonts_are_not(
    extra: dict[str, str], refused: bool
) -> None:
    encryption = "META-INF/encryption.xml"
    if encryption in extra:
        method = f'<EncryptionMethod Algorithm="{extra[encryption]}"/>'
        extra = {encryption: f"<encryption><EncryptedData>{method}</EncryptedData></encryption>"}
    content = book({"a.xhtml": "<p>It was late.</p>"}, extra=extra)
    if refused:
        assert refusal(content, "a.epub") == "it is copy-protected."
    else:
        assert parse(content, "a.epub", ReadingLimits()).text == "It was late."


def test_broken_books_are_refused() -> None:
    whole = book({"a.xhtml": "<p>It was late.</p>"})
    assert refusal(with_members(whole, {"META-INF/container.xml": b"<c/>"}), "a.epub") == (
        "it is damaged (its list of contents is missing). Export it again."
    )
    laughing = LAUGHS.replace(b"w:document", b"container")
    assert refusal(with_members(whole, {"META-INF/container.xml": laughing}), "a.epub") == (
        "it contains forbidden XML (DTD)."
    )
    assert refusal(book({"a.xhtml": "<img src='x.png'/>"}), "a.epub").startswith("page 1 holds")
