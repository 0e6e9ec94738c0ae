"""What holds of every document's passages, and how paragraphs become passages."""

from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.ingestion.layout import lay_out
from knowledge.ingestion.limits import ReadingLimits
from knowledge.ingestion.parser import parse
from knowledge.ingestion.reading import Block, BlockKind, heading, item, paragraph
from knowledge.ingestion.splitter import LONGEST_PASSAGE, split
from knowledge.model.corpus import ParsedDocument

SENTENCE = "The delegation visited the university and spoke with students about exchanges. "


def passages_of(*blocks: Block) -> list[str]:
    layout = lay_out(blocks, (), None)
    return [passage.span.of(layout.text) for passage in split(layout)]


def long(sentences: int) -> str:
    return (SENTENCE * sentences).strip()


def test_a_natural_paragraph_is_a_passage() -> None:
    first, second = long(11), long(12)
    assert passages_of(paragraph(first), paragraph(second)) == [first, second]


def test_short_paragraphs_join_a_neighbour_of_their_section() -> None:
    found = passages_of(paragraph(long(12)), paragraph("A short remark."), paragraph(long(12)))
    assert found == [f"{long(12)}\n\nA short remark.", long(12)]


def test_a_list_stays_with_its_lead_in() -> None:
    entries = [item(f"Cause number {n} of the war, which had several of them") for n in range(4)]
    found = passages_of(paragraph(long(15)), paragraph("There were four causes:"), *entries)
    assert len(found) == 2
    assert found[1].startswith("There were four causes:\nCause number 0 of")
    assert found[1].endswith("which had several of them")


def test_nothing_is_joined_across_a_heading() -> None:
    found = passages_of(
        heading("One", 1), paragraph("Short."), heading("Two", 1), paragraph("Too.")
    )
    assert found == ["Short.", "Too."]


def test_long_paragraphs_are_cut_at_sentences_into_balanced_parts() -> None:
    found = passages_of(paragraph(long(40)))
    lengths = [len(text) for text in found]
    assert max(lengths) <= LONGEST_PASSAGE
    assert max(lengths) - min(lengths) <= 2 * len(SENTENCE)
    assert " ".join(found) == long(40)


def test_the_path_of_a_section_holds_its_headings() -> None:
    layout = lay_out(
        [
            heading("Title", 1),
            paragraph("Before."),
            heading("Part one", 2),
            heading("Aims:", 3),
            paragraph("An aim."),
            heading("Part two", 2),
            paragraph("Else."),
        ],
        (),
        "Title",
    )
    assert [placed.section.path for placed in layout.sections] == [
        (),
        ("Part one", "Aims"),
        ("Part two",),
    ]


def test_a_page_begins_inside_a_paragraph_that_runs_over() -> None:
    layout = lay_out([paragraph("It began here\f and ended there.")], ("p. 1", "p. 2"), None)
    assert layout.text == "It began here and ended there."
    assert [(page.label, page.span.of(layout.text)) for page in layout.pages] == [
        ("p. 1", "It began here"),
        ("p. 2", " and ended there."),
    ]


def check_invariants(document: ParsedDocument) -> None:
    text = document.text
    previous_end = 0
    covered = bytearray(len(text))
    for passage in document.passages:
        section = document.sections[passage.section].span
        assert previous_end <= passage.span.start < passage.span.end
        assert section.start <= passage.span.start
        assert passage.span.end <= section.end
        previous_end = passage.span.start
        for sentence in passage.sentences:
            assert previous_end <= sentence.start < sentence.end <= passage.span.end
            assert sentence.of(text).strip() == sentence.of(text)
            covered[sentence.start : sentence.end] = b"\x01" * (sentence.end - sentence.start)
            previous_end = sentence.end
        previous_end = passage.span.end
    for section in (placed.span for placed in document.sections):
        for index in range(section.start, section.end):
            assert covered[index] or text[index].isspace()
    if document.pages:
        assert document.pages[0].span.start == 0
        assert document.pages[-1].span.end == len(text)


STUMBLING_BLOCKS = """
Hong argues that U.S. policy e.g. trade is “open”. No! Why? (see Fig. 3.2) 1. 2) a) - * # ## | <b>
peace; war: D.C. 1976. Dr. et al. x² ”3 … “The \u200b \u202e 中国。 --- *bold* [1] </p> &amp;
"""
WORDS = st.sampled_from(STUMBLING_BLOCKS.split())
TEXTS = st.lists(
    st.tuples(WORDS, st.sampled_from([" ", " ", " ", "\n", "\n\n", "\f", "  ", ""])), min_size=3
).map(lambda parts: "".join(word + gap for word, gap in parts))


@settings(max_examples=80, deadline=None)
@given(
    text=st.one_of(TEXTS, st.text(st.characters(exclude_categories=["Cc"]))),
    name=st.sampled_from(["a.txt", "a.md", "a.html"]),
)
def test_any_text_is_covered_by_its_sentences_once(text: str, name: str) -> None:
    content = ("Begin. " + text).encode("utf-8", "surrogatepass")
    check_invariants(parse(content, name, ReadingLimits()))


@settings(max_examples=60, deadline=None)
@given(
    blocks=st.lists(
        st.builds(
            Block,
            st.sampled_from(BlockKind),
            st.one_of(TEXTS, st.just(long(30))).map(lambda t: t.strip() or "x"),
            st.integers(1, 4),
        ),
        min_size=1,
        max_size=12,
    )
)
def test_any_blocks_are_covered_by_their_passages(blocks: list[Block]) -> None:
    layout = lay_out(blocks, (), None)
    passages = split(layout)
    placed = [block.span.of(layout.text) for s in layout.sections for block in s.blocks]
    assert "".join("".join(placed).split()) == "".join(
        "".join(s.of(layout.text) for p in passages for s in p.sentences).split()
    )
