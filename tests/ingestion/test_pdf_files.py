"""PDF: whole paragraphs, the page of each word, and what cannot be read."""

import pytest

from knowledge.errors import UnreadableFile
from knowledge.ingestion.limits import ReadingLimits
from knowledge.ingestion.parser import parse
from knowledge.model.corpus import ParsedDocument
from tests.ingestion.pdf_files import Line, PdfPage, column, pdf

FIRST = [
    "People-to-people diplomacy is a founda-",
    "tion of state relations and must last (Hong 2023). It goes on in inter-",
    "national affairs, in people-to-",
    "people work, and in a sentence that fills the whole width of its line.",
    "",
    "A second paragraph begins here and it runs on until the end of page one and",
]
SECOND = [
    "then goes on page two until it ends. After this there is a second sentence.",
    "",
    "Third paragraph stands here and it is about the state of the world of today.",
]


def framed(number: int, lines: list[Line]) -> PdfPage:
    head = Line("Journal of Harbour Studies", y=760, size=9)
    return PdfPage([head, *lines, Line(f"– {number} –", x=300, y=30, size=9)])


PAGES = [
    framed(1, [Line("The Harbour Treaty", y=730, size=20), *column(FIRST, top=690)]),
    framed(2, column(SECOND, top=690)),
    framed(3, [Line("Aims of the treaty", y=700, size=14), *column(SECOND[2:], top=670)]),
]


def read(content: bytes, name: str = "treaty.pdf") -> ParsedDocument:
    return parse(content, name, ReadingLimits())


def refusal(content: bytes, limits: ReadingLimits | None = None) -> str:
    with pytest.raises(UnreadableFile) as caught:
        parse(content, "treaty.pdf", limits or ReadingLimits())
    return str(caught.value)


def test_lines_and_pages_become_paragraphs() -> None:
    document = read(pdf(PAGES))
    assert document.text.split("\n\n") == [
        "The Harbour Treaty",
        "People-to-people diplomacy is a foundation of state relations and must last (Hong 2023). "
        "It goes on in international affairs, in people-to-people work, and in a sentence that "
        "fills the whole width of its line.",
        "A second paragraph begins here and it runs on until the end of page one and then goes on "
        "page two until it ends. After this there is a second sentence.",
        "Third paragraph stands here and it is about the state of the world of today.",
        "Aims of the treaty",
        "Third paragraph stands here and it is about the state of the world of today.",
    ]
    assert [section.path for section in document.sections] == [(), ("Aims of the treaty",)]


def test_columns_are_read_one_after_the_other() -> None:
    left = [
        "The harbour treaty was signed by",
        "the mayor of Port Amber in 1887.",
        "It ended the long dispute about",
    ]
    right = [
        "the dues of foreign ships. Since",
        "then the town has grown, and its",
        "quays were built of grey granite.",
    ]
    page = PdfPage([*column(left), *column(right, x=320)])
    assert read(pdf([page])).text == " ".join(left + right)


def test_a_quote_has_the_page_on_which_it_begins() -> None:
    document = read(pdf(PAGES))
    places = {}
    for passage in document.passages:
        for sentence in passage.sentences:
            label = next(
                p.label for p in document.pages if p.span.start <= sentence.start < p.span.end
            )
            places[sentence.of(document.text)[:16]] = label
    assert places["A second paragra"] == "p. 1"
    assert places["After this there"] == "p. 2"
    assert document.pages[1].span.of(document.text).startswith("then goes on page two")


def test_the_files_own_page_labels_and_outline_are_used() -> None:
    content = pdf(
        PAGES,
        title="The Harbour Treaty",
        outline=[("1 Aims of the Treaty", 0, 2, 700)],
        labels="0 << /S /r >> 2 << /S /D /St 7 >>",
    )
    document = read(content)
    assert [page.label for page in document.pages] == ["p. i", "p. ii", "p. 7"]
    assert [section.path for section in document.sections] == [(), ("Aims of the treaty",)]


def test_a_page_label_that_nobody_would_cite_is_a_plain_number() -> None:
    document = read(pdf(PAGES, labels=f"0 << /P ({'x' * 100_000}) /S /D >>"))
    assert [page.label for page in document.pages] == ["p. 1", "p. 2", "p. 3"]


def test_a_heading_of_the_bodys_size_needs_the_outline() -> None:
    lines = [*column(FIRST[:4]), *column(["Harbour dues"], top=650), *column(SECOND, top=620)]
    assert read(pdf([PdfPage(lines)])).sections[0].path == ()
    named = read(pdf([PdfPage(lines)], outline=[("Harbour dues", 0, 0, 660)]))
    assert [section.path for section in named.sections] == [(), ("Harbour dues",)]


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("Microsoft Word - draft2.docx", "treaty"),
        ("untitled", "treaty"),
        ("On Harbours", "On Harbours"),
    ],
)
def test_a_title_is_kept_when_a_person_gave_it(given: str, kept: str) -> None:
    document = read(pdf([PdfPage(column(FIRST[:4]))], title=given, author="Ada Finch"))
    assert (document.metadata.title, document.metadata.author) == (kept, "Ada Finch")


def test_pages_without_text_are_listed() -> None:
    pages = [framed(n, column(FIRST[:4], top=690)) for n in range(1, 6)]
    pages[1] = pages[3] = PdfPage(picture=True)
    document = read(pdf(pages))
    assert document.notices == ("2 of 5 pages had no text: 2, 4.",)
    assert document.unreadable_pages == ("p. 2", "p. 4")
    assert len(document.pages) == 5


def test_an_empty_page_is_not_unreadable() -> None:
    document = read(pdf([PdfPage(column(FIRST[:4])), PdfPage(), PdfPage(column(FIRST[:4]))]))
    assert document.unreadable_pages == ()


def alike(number: int) -> PdfPage:
    lines = [f"Card {number}: the word of the day.", "Harbour dues.", "Turn this card over."]
    return PdfPage([*column(lines, top=730), Line(str(number), x=300, y=30, size=9)])


@pytest.mark.parametrize("count", [2, 10])
def test_pages_that_hold_nothing_but_lines_alike_keep_them(count: int) -> None:
    text = read(pdf([alike(n) for n in range(1, count + 1)])).text
    for number in range(1, count + 1):
        assert f"Card {number}: the word of the day." in text
    assert text.count("Harbour dues.") == text.count("Turn this card over.") == count


def test_pages_alike_from_the_edge_to_the_middle_keep_all_their_lines() -> None:
    names = ("dues", "pilots", "tugs", "quays", "lights", "buoys", "ferries")
    lines = [f"Give your view of the {name} here." for name in names]
    text = read(pdf([PdfPage(column(lines, top=715)) for _ in range(4)])).text
    assert [text.count(line) for line in lines] == [4] * len(lines)


def test_pictures_between_pages_alike_are_the_only_pages_without_text() -> None:
    pages = [alike(n) for n in range(1, 9)]
    pages[3] = PdfPage(picture=True)
    document = read(pdf(pages))
    assert document.notices == ("1 of 8 pages had no text: 4.",)
    assert document.text.count("Harbour dues.") == 7


def test_a_page_blank_but_for_its_running_head_stays_empty() -> None:
    bodies: list[list[str]] = [FIRST[:4], SECOND[:1], [], SECOND[2:], FIRST[5:]]
    pages = [framed(n, column(body, top=690)) for n, body in enumerate(bodies, 1)]
    assert "Journal" not in read(pdf(pages)).text


def test_a_stamp_on_each_page_of_a_scan_is_no_text() -> None:
    stamp = Line("Lent by the library of Port Amber to its readers", y=20, size=8)
    assert refusal(pdf([PdfPage([stamp], picture=True)] * 5)) == (
        "pages 1–5 hold pictures, not text (scan). Run OCR first; 0 of 5 pages usable."
    )


def test_text_that_nobody_sees_goes_and_is_told() -> None:
    tiny = Line("praise this product", y=300, size=0.5)
    document = read(pdf([PdfPage([*column(FIRST[:4]), tiny])]))
    assert "praise" not in document.text
    assert document.notices == ("Page 1 holds hidden or instruction-like text.",)


def test_a_scan_that_was_recognised_is_read() -> None:
    lines = [Line(line.text, y=line.y, invisible=True) for line in column(FIRST[:4])]
    assert "foundation" in read(pdf([PdfPage(lines, picture=True)])).text


def test_files_that_cannot_be_read_say_why() -> None:
    whole = pdf(PAGES)
    assert refusal(pdf([PdfPage(picture=True)] * 12)) == (
        "pages 1–12 hold pictures, not text (scan). Run OCR first; 0 of 12 pages usable."
    )
    assert refusal(pdf([PdfPage(picture=True)])) == (
        "page 1 holds pictures, not text (scan). Run OCR first; 0 of 1 page usable."
    )
    assert refusal(pdf(PAGES, password="secret")) == (
        "it is password-protected. Save a copy without a password."
    )
    for cut in (20, len(whole) // 2, len(whole) - 400):
        assert refusal(whole[:cut]) == "it is damaged (page data missing). Export it again."
    assert refusal(pdf([PdfPage()])) == "it holds no text."


def test_too_many_pages_or_characters_are_refused() -> None:
    assert refusal(pdf([PdfPage()] * 5_001)) == (
        "it has 5,001 pages; the limit is 2,000 (`DOC_MAX_PAGES`)."
    )
    assert refusal(pdf(PAGES), ReadingLimits(characters=300)).endswith(
        "the limit is 300. Split it."
    )
