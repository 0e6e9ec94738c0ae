"""Drafted items: every kind of question, as the documents tell it."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest

from knowledge.bootstrap import Knowledge
from knowledge.ingestion.batch import SourceFile
from knowledge.model.assessment import BLANK, ItemType, OrderKey, TextKey
from knowledge.quizzing.authoring.drafter import draft_from
from knowledge.quizzing.authoring.kinds import Kind
from knowledge.quizzing.authoring.wording import source, without_asides, without_date
from knowledge.quizzing.validation import blocking, findings_in
from tests.quizzing.drafted import EVENTS, HARBOURS, Read, of_kind, right, stock_of, told


async def test_every_kind_of_date_item_is_made_of_plain_prose(read: Read) -> None:
    drafting = draft_from(await read(f"{HARBOURS}\n{EVENTS}", published="1950"), {}, count=100)

    assert {Kind.FIRST, Kind.YEAR, Kind.STATEMENT, Kind.TERM} <= set(drafting.kinds)
    years = draft_from(await read(HARBOURS), {}, kinds=(Kind.YEAR,)).drafts
    first = next(draft for draft in years if "Ada Moss" in draft.stem)
    assert BLANK in first.stem
    assert "1902" not in first.stem
    assert right(first) == "1902"
    (term,) = of_kind(drafting, Kind.TERM)
    assert isinstance(term.key, TextKey)
    assert term.key.accepted == ("mole", "moles", "a mole")


async def test_each_draft_passes_the_validators_and_quotes_its_passage(read: Read) -> None:
    drafting = draft_from(await read(HARBOURS), {})

    assert drafting.drafts
    for draft in drafting.drafts:
        assert blocking(findings_in(draft)) == ()
        assert draft.citation is not None
        assert draft.citation.quote in draft.citation.passage
        assert draft.rationale
        assert "According to “Old Harbours”" in draft.stem


async def test_events_in_an_order_are_told_without_their_dates(read: Read) -> None:
    drafting = draft_from(await read(EVENTS), {}, kinds=(Kind.FIRST,))

    first, *_ = drafting.drafts
    assert right(first) in first.rationale.split(";")[0]
    for option in first.options:
        assert not any(char.isdigit() for char in option)
    years = [int(year) for year in re.findall(r"(\d{4}): ", first.rationale)]
    assert len(years) == len(first.options)
    assert all(later - earlier >= 2 for earlier, later in pairwise(years))


async def test_an_ordering_has_its_events_earliest_first(read: Read) -> None:
    drafting = draft_from(await read(EVENTS), {}, kinds=(Kind.ORDER,))

    (draft, *_) = drafting.drafts
    assert draft.type is ItemType.ORDERING
    assert isinstance(draft.key, OrderKey)
    places = [draft.rationale.index(option) for option in draft.options]
    assert places == sorted(places)


async def test_false_statements_differ_in_the_year_alone_and_are_flagged(read: Read) -> None:
    drafting = draft_from(await read(HARBOURS), {}, kinds=(Kind.STATEMENT,))

    false = [draft for draft in drafting.drafts if right(draft) == "False"]
    true = [draft for draft in drafting.drafts if right(draft) == "True"]
    assert false
    assert true
    for draft in false:
        assert draft.citation is not None
        said = draft.stem.partition(": ")[2].rstrip(".")
        quoted = " ".join(draft.citation.quote.split()).rstrip(".")
        differing = [(a, b) for a, b in zip(said.split(), quoted.split(), strict=True) if a != b]
        assert len(differing) == 1
        assert all(word.isdigit() for word in differing[0])
        assert draft.flags == ("date swapped",)
        assert draft.rationale == "The text says {1}, not {0}.".format(*differing[0])


async def test_a_month_is_asked_where_many_are_told_and_never_a_day(read: Read) -> None:
    text = (
        "On July 26, 1956, President Omar Nasser closed the canal of Corinth.\n\n# Later\n\nBruno "
        "Weiss opened the canal of Lisbon in March 1957. Carla Stern sold the canal of Varna in "
        "May 1958. Doris Koch bought the canal of Genoa in October 1955."
    )
    drafting = draft_from(await read(text), {}, kinds=(Kind.MONTH,))

    first = next(draft for draft in drafting.drafts if "Nasser" in draft.stem)
    assert "In ____, President Omar Nasser" in first.stem
    assert first.options == ("October 1955", "July 1956", "March 1957", "May 1958")
    assert right(first) == "July 1956"
    assert not any("26" in draft.stem for draft in drafting.drafts)


async def test_one_sentence_is_asked_about_once(read: Read) -> None:
    drafting = draft_from(await read(HARBOURS), {})

    quotes = [draft.citation.quote for draft in drafting.drafts if draft.citation is not None]
    assert quotes
    assert len(quotes) == len(set(quotes))


async def test_count_kinds_document_and_theme_narrow_the_choice(knowledge: Knowledge) -> None:
    course = await knowledge.library.create_course("two", "Two")
    other = HARBOURS.replace("Tollan", "Ostrava").replace("Ada Moss", "Zora Quill")
    files = [SourceFile("a.md", HARBOURS.encode()), SourceFile("b.md", other.encode())]
    await knowledge.ingester.ingest(course, files)
    first, second = await knowledge.library.list_documents(course.id)
    draft = knowledge.drafter.draft

    assert len((await draft(course.id, count=3)).drafts) == 3
    only = await draft(course.id, kinds=(Kind.YEAR,), document_id=second.id)
    assert set(only.kinds) == {Kind.YEAR}
    assert {d.citation.document_id for d in only.drafts if d.citation} == {second.id}
    assert (await draft(course.id, theme="Cooking")).drafts == ()
    theme = (await knowledge.timeline.themes(course.id))[0]
    on_theme = await draft(course.id, theme=theme.name)
    assert all(d.citation and d.citation.passage_id in theme.passages for d in on_theme.drafts)
    assert first.id != second.id


async def test_the_same_course_gives_the_same_drafts(knowledge: Knowledge) -> None:
    course = await knowledge.library.create_course("same", "Same")
    await knowledge.ingester.ingest(course, [SourceFile("a.md", HARBOURS.encode())])

    once = await knowledge.drafter.draft(course.id)
    again = await knowledge.drafter.draft(course.id)

    assert once == again
    assert once.refused


@pytest.mark.parametrize(
    ("front", "said"),
    [
        ("author: Course staff", "“Old Harbours”"),
        ("author: Department of History", "“Old Harbours”"),
        ("author: Helen Marsh", "Helen Marsh in “Old Harbours”"),
        ("author: Helen Marsh\ncited_as: Marsh", "Marsh in “Old Harbours”"),
    ],
)
async def test_a_source_is_named_by_title_and_by_no_collective(
    knowledge: Knowledge, front: str, said: str
) -> None:
    course = await knowledge.library.create_course("cited", "Cited")
    text = f"---\ntitle: Old Harbours\n{front}\n---\n\nAda Moss sold the ship Hope in 1902."
    await knowledge.ingester.ingest(course, [SourceFile("a.md", text.encode())])

    assert source(told(await knowledge.timeline.read(course.id), "Ada")) == f"According to {said}"


async def test_a_title_too_long_for_a_question_loses_its_subtitle(read: Read) -> None:
    title = "Harbours of the North: A Long and Patient Account of Stone, Timber and Storms"
    reading = await read("Ada Moss sold the ship Hope in 1902.", title=f'"{title}"')

    assert source(told(reading, "Ada")) == "According to “Harbours of the North”"


@pytest.mark.parametrize(
    ("sentence", "told"),
    [
        (
            "In 1953 Clara Dunn treated Henry Bold, a man of forty who suffered from fits.",
            "Clara Dunn treated Henry Bold",
        ),
        (
            "Clara Dunn opened the dock on May 24, 1883, in the presence of a king.",
            "Clara Dunn opened the dock in the presence of a king",
        ),
    ],
)
async def test_an_event_among_others_is_told_without_asides_and_stray_commas(
    read: Read, sentence: str, told: str
) -> None:
    stock = stock_of(await read(sentence))
    (fact,) = stock.facts

    text = without_date(fact.clause, fact.mention)

    assert text is not None
    assert without_asides(text, fact.clause) == told


async def test_a_false_statement_may_name_another_meeting(read: Read) -> None:
    text = (
        "Ada Moss spoke for sailors at the Tollan Peace Conference in 1955. Ben Carver spoke for "
        "farmers at the Varna Trade Conference in 1957. Clara Dunn spoke for miners at the Lisbon "
        "Coal Congress in 1958. Emil Ferro spoke for weavers at the Genoa Wool Forum in 1960. "
        "Greta Holm spoke for bakers at the Trieste Bread Summit in 1963."
    )
    drafting = draft_from(await read(text), {}, kinds=(Kind.STATEMENT,))

    swapped = [draft for draft in drafting.drafts if draft.flags == ("meeting swapped",)]
    assert swapped
    for draft in swapped:
        assert draft.citation is not None
        assert right(draft) == "False"
        assert draft.stem.partition(": ")[2] != draft.citation.quote


async def test_quotation_marks_hold_the_documents_own_words_alone(read: Read) -> None:
    text = (
        "On July 26, 1956, Omar Nasser closed the canal of Corinth.\n\n# West\n\nBruno Weiss "
        "opened the canal of Lisbon in March 1957.\n\n# East\n\nCarla Stern sold the canal of "
        "Varna in May 1958.\n\n# South\n\nDoris Koch bought the canal of Genoa in October 1955."
    )
    drafting = draft_from(await read(text), {}, kinds=(Kind.MONTH,))

    assert all("which month and year belong in the blank?" in d.stem for d in drafting.drafts)
    (day,) = [draft for draft in drafting.drafts if "Nasser" in draft.stem]
    (month,) = [draft for draft in drafting.drafts if "Weiss" in draft.stem]
    assert day.stem.endswith("blank? In ____, Omar Nasser closed the canal of Corinth.")
    assert month.stem.endswith("blank? “Bruno Weiss opened the canal of Lisbon in ____.”")


@pytest.mark.parametrize(
    ("sentence", "title", "accepted"),
    [
        ("The floor of the deep sea is called the Area in Kingston.", "Seas", ("Area", "the Area")),
        ("Stacks of flat green bags are known as grana.", "Plants", ("grana",)),
        (
            "A sickness of pale blood is called anaemia.",
            "Doctors",
            ("anaemia", "anemia"),
        ),
        (
            "A basin where a mountain fell in is called a caldera.",
            "Mountains",
            ("caldera", "calderas", "a caldera"),
        ),
        ("Flat green bags are called thylakoids.", "Plants", ("thylakoids", "thylakoid")),
        (
            "Episodic memory is the record of a past of one's own.",
            "How Memory Works",
            ("episodic memory", "episodic memories", "episodic"),
        ),
    ],
)
async def test_a_term_is_accepted_in_its_other_forms(
    read: Read, sentence: str, title: str, accepted: tuple[str, ...]
) -> None:
    drafting = draft_from(await read(sentence, title=title), {}, kinds=(Kind.TERM,))

    (draft,) = drafting.drafts
    assert isinstance(draft.key, TextKey)
    assert draft.key.accepted == accepted
