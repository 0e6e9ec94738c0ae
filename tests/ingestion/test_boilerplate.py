"""What is left out as imprint, what only looks like it, and what a person is told."""

import pytest

from knowledge.ingestion.limits import ReadingLimits
from knowledge.ingestion.media_types import READABLE_SUFFIXES
from knowledge.ingestion.parser import parse
from knowledge.model.corpus import ParsedDocument
from tests.ingestion.pdf_files import PdfPage, column, pdf

PROSE = (
    "The delegation visited the university in spring and spoke with students about exchanges. "
    "It came back in autumn, when the harbour had frozen, and stayed until the thaw."
)
CONTACT = "E-mail: finch@port.example, phone: 010 83907345"
FACTS = ("The final exam counts 40 percent.", "The midterm is on 12 October.")
LEFT_OUT = "1 line of navigation or imprint was left out."


def read(text: str, name: str = "a.txt") -> ParsedDocument:
    return parse(text.encode(), name, ReadingLimits())


@pytest.mark.parametrize("between", ["\n", "\n\n"])
def test_facts_after_a_contact_line_stay(between: str) -> None:
    document = read(f"Syllabus\n\n{PROSE}\n\n" + between.join((CONTACT, *FACTS)))
    for line in (CONTACT, *FACTS):
        assert line in document.text
    assert document.notices == ()


@pytest.mark.parametrize("between", ["\n", "\n\n"])
def test_contact_lines_that_end_a_text_go_and_are_told(between: str) -> None:
    closing = between.join((FACTS[0], CONTACT, "Port Amber TEL:(010)83907345"))
    document = read(f"Syllabus\n\n{PROSE}\n\n{closing}\n\nAll rights reserved.")
    assert document.text.endswith(FACTS[0])
    assert document.notices == (
        LEFT_OUT,
        "2 closing lines with contact details were left out.",
    )


def test_a_sentence_with_an_address_and_a_directory_stay() -> None:
    sentence = "Write to the office, e-mail: finch@port.example, before the exam begins."
    assert sentence in read(f"{PROSE}\n\n{sentence}").text
    directory = "\n\n".join(f"Office {n}, phone: 010 8390734{n}" for n in range(8))
    assert read(f"Offices\n\n{PROSE}\n\n{directory}").text.endswith(directory[-22:])
    assert read(CONTACT).text == CONTACT


@pytest.mark.parametrize("name", ["a.txt", "a.md", "a.html"])
@pytest.mark.parametrize("line", ["Location: Nagoya, Japan", "Location: room 5"])
def test_a_place_is_no_breadcrumb(line: str, name: str) -> None:
    text = f"<p>{line}</p><p>{PROSE}</p>" if name == "a.html" else f"{line}\n\n{PROSE}"
    document = read(text, name)
    assert line in document.text
    assert document.notices == ()


@pytest.mark.parametrize(
    "line",
    [
        "Current Location : Home -> Comments",
        "Location: Home › Essays",
        "You are here: Start » Essays » 2023",
        "You are here: Start > Essays",
    ],
)
def test_a_breadcrumb_goes_and_is_told(line: str) -> None:
    document = read(f"{line}\n\n{PROSE}")
    assert document.text == PROSE
    assert document.notices == (LEFT_OUT,)


def test_imprint_of_a_pdf_is_told_and_page_numbers_are_not() -> None:
    lines = column(["The harbour treaty was signed.", "", "Copyright 2019. All rights reserved."])
    document = parse(pdf([PdfPage(lines)]), "a.pdf", ReadingLimits())
    assert document.text == "The harbour treaty was signed."
    assert document.notices == (LEFT_OUT,)
    assert read(f"{PROSE}\n\nPage 3 of 6\n\n{PROSE}").notices == ()


@pytest.mark.parametrize(
    "line", ["Cultural Exchange", "Cultural Exchange\n\nIn The North", "Port Amber"]
)
def test_a_subtitle_is_no_author(line: str) -> None:
    document = read(f"On the Harbour Treaty\n\n{line}\n\n{PROSE}")
    assert line in document.text
    assert document.metadata.author is None


@pytest.mark.parametrize(
    "lines",
    [
        "By Finch Ada",
        "Written by Finch Ada",
        "Finch Ada\n\n3 May 2021",
        "May 3, 2021\n\nFinch Ada",
        "Finch Ada\n\nUniversity of Port Amber",
    ],
)
def test_a_name_is_the_author_when_something_says_so(lines: str) -> None:
    document = read(f"On the Harbour Treaty\n\n{lines}\n\n{PROSE}")
    assert document.metadata.author == "Finch Ada"
    assert "Finch Ada" not in document.text


def test_a_name_is_the_author_when_the_last_line_repeats_it() -> None:
    signed = "(Finch Ada, Professor of History, Port Amber)"
    document = read(f"On the Harbour Treaty\n\nFinch Ada\n\n{PROSE}\n\n{signed}\n\n{CONTACT}")
    assert document.metadata.author == "Finch Ada"
    assert document.text.count("Finch Ada") == 1


def test_every_suffix_that_is_offered_is_read() -> None:
    assert {".xhtml", ".text", ".markdown", ".epub"} <= READABLE_SUFFIXES
    page = '<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml"><p>It is.</p></html>'
    assert read(page, "a.xhtml").text == "It is."
