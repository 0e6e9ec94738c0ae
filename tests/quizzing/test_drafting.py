"""Drafted items: what is asked, and every reason for which something is not."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable
from itertools import pairwise

import numpy as np
import pytest

from knowledge.bootstrap import Knowledge
from knowledge.ingestion.batch import SourceFile
from knowledge.model.assessment import BLANK, ChoiceKey, ItemDraft, ItemType, OrderKey, TextKey
from knowledge.model.timeline import Name, NameKind, Reading
from knowledge.quizzing.authoring import options
from knowledge.quizzing.authoring.drafter import draft_from
from knowledge.quizzing.authoring.kinds import Drafting, Kind
from knowledge.quizzing.authoring.named import is_leaked
from knowledge.quizzing.authoring.standing import Clause, why_not
from knowledge.quizzing.authoring.stock import Stock, take_stock
from knowledge.quizzing.validation import blocking, findings_in

Read = Callable[..., Awaitable[Reading]]

HARBOURS = """# Harbours

Ada Moss founded the Tollan Harbour Company in 1902. Ben Carver opened the lighthouse of Tollan on
March 3, 1908. The engineer Clara Dunn built the pier of Varna in 1911. The Tollan Museum bought the
ship Perseverance in 1919. The engineer Emil Ferro designed the dock of Lisbon in 1924. The engineer
Greta Holm repaired the harbour of Rotterdam in June 1931. Ivan Koss sold the ferries of Trieste
to the Tollan Harbour Company in 1937. A breakwater is called a mole in the harbours of Italy.
"""


@pytest.fixture
def read(knowledge: Knowledge) -> Read:
    """Reads Markdown texts as one course."""

    async def read(*texts: str, published: str = "", title: str = "Old Harbours") -> Reading:
        course = await knowledge.library.create_course("typed", "Typed")
        front = f"---\ntitle: {title}\npublished: '{published}'\n---\n"
        files = [
            SourceFile(f"text-{number}.md", f"{front}\n{text}\n".encode())
            for number, text in enumerate(texts)
        ]
        report = await knowledge.ingester.ingest(course, files)
        assert not report.skipped
        return await knowledge.timeline.read(course.id)

    return read


def _stock(reading: Reading) -> Stock:
    return take_stock(reading, {}, theme=None, document_id=None)


def _clause(stock: Stock, words: str) -> Clause:
    return next(clause for clause in stock.clauses if words in clause.text)


def _name(clause: Clause, text: str) -> Name:
    return next(name for name in clause.sentence.names if name.text == text)


def _of(drafting: Drafting, kind: Kind) -> list[ItemDraft]:
    return [d for d, k in zip(drafting.drafts, drafting.kinds, strict=True) if k is kind]


def _right(draft: ItemDraft) -> str:
    assert isinstance(draft.key, ChoiceKey)
    (place,) = draft.key.right
    return draft.options[place]


async def test_every_kind_of_date_item_is_made_of_plain_prose(read: Read) -> None:
    drafting = draft_from(await read(HARBOURS, published="1950"), {})

    assert {Kind.FIRST, Kind.YEAR, Kind.STATEMENT, Kind.TERM} <= set(drafting.kinds)
    years = _of(drafting, Kind.YEAR)
    first = next(draft for draft in years if "Ada Moss" in draft.stem)
    assert BLANK in first.stem
    assert "1902" not in first.stem
    assert _right(first) == "1902"
    (term,) = _of(drafting, Kind.TERM)
    assert isinstance(term.key, TextKey)
    assert term.key.accepted == ("mole", "moles")


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
    drafting = draft_from(await read(HARBOURS), {}, kinds=(Kind.FIRST,))

    first, *_ = drafting.drafts
    assert _right(first) in first.rationale.split(";")[0]
    for option in first.options:
        assert not any(char.isdigit() for char in option)
    years = [int(year) for year in re.findall(r"(\d{4}): ", first.rationale)]
    assert len(years) == len(first.options)
    assert all(later - earlier >= 2 for earlier, later in pairwise(years))


async def test_an_ordering_has_its_events_earliest_first(read: Read) -> None:
    drafting = draft_from(await read(HARBOURS), {}, kinds=(Kind.ORDER,))

    (draft, *_) = drafting.drafts
    assert draft.type is ItemType.ORDERING
    assert isinstance(draft.key, OrderKey)
    places = [draft.rationale.index(option) for option in draft.options]
    assert places == sorted(places)


async def test_options_are_of_one_precision_and_distinct(read: Read) -> None:
    drafting = draft_from(await read(HARBOURS), {}, kinds=(Kind.YEAR,))

    for draft in drafting.drafts:
        assert all(option.isdigit() and len(option) == 4 for option in draft.options)
        assert len(set(draft.options)) == len(draft.options) == 4


@pytest.mark.parametrize(("published", "latest"), [("1925", 1924), ("", 1937)])
async def test_no_wrong_year_lies_after_the_publication(
    read: Read, published: str, latest: int
) -> None:
    drafting = draft_from(await read(HARBOURS, published=published), {}, kinds=(Kind.YEAR,))

    shown = {int(option) for draft in drafting.drafts for option in draft.options}
    assert max(shown) == latest


async def test_a_year_of_a_sentence_that_tells_the_same_is_no_wrong_option(read: Read) -> None:
    reading = await read(HARBOURS)
    stock = _stock(reading)
    clause = _clause(stock, "Ada Moss founded")
    usual, _ = options.wrong_years(stock, clause, 1902)
    assert 1908 in usual

    alike = {
        (s.passage.id, s.place): np.array([1.0, 0.0], dtype=np.float32)
        if "Ada Moss" in s.text or "Ben Carver" in s.text
        else np.array([0.0, 1.0], dtype=np.float32)
        for s in reading.sentences
    }
    stock = take_stock(reading, alike, theme=None, document_id=None)
    wrong, _ = options.wrong_years(stock, clause, 1902)
    assert 1908 not in wrong
    assert len(wrong) == 3


STANDING = [
    ("Ada Moss opened the school of Tollan in 1902.", None),
    ("She opened the school of Tollan in the year 1903.", "pronoun"),
    ("Her brother opened the school of Tollan in 1904.", "pronoun"),
    ("This school of Tollan was opened by Ada Moss.", "points to the lines before"),
    ("The committee gave Ada Moss the school of Tollan.", "points to the lines before"),
    ("Two years later Ada Moss opened a second school.", "points to the lines before"),
    ("Ada Moss opened another school in Tollan in 1907.", "points to the lines before"),
    ("Ada Moss gave him the old school of Tollan in 1908.", "pronoun"),
    ("We opened the school of Tollan with Ada Moss in 1909.", "first person"),
    ("Ada Moss should open a school in Tollan at once.", "opinion"),
    ("Ada Moss probably opened a school in Tollan in 1911.", "opinion"),
    ("Who opened the old school of Tollan in 1912?", "not a statement"),
    ("Ada Moss left Tollan.", "too short"),
    ("And Ada Moss opened the school of Tollan in 1913.", "goes on"),
    ("Ada Moss closed the theatre of Tollan in May 1914.", None),
    ("The engineer Clara Dunn built a lighthouse in 1915.", None),
]


@pytest.mark.parametrize(("sentence", "reason"), STANDING, ids=lambda value: str(value)[:40])
async def test_only_what_stands_by_itself_is_asked(
    read: Read, sentence: str, reason: str | None
) -> None:
    reading = await read(f"# Schools\n\n{sentence}", title="Old Schools")

    found = why_not(Clause(reading.sentences[-1], reading.sentences[-1].span))

    assert (found is None) if reason is None else (found is not None and reason in found), found


async def test_a_noun_of_the_title_needs_no_further_words(read: Read) -> None:
    text = "# Opening\n\nThe canal was opened with a great feast in November 1869."
    known = await read(text, title="A History of the Canal")
    assert why_not(Clause(known.sentences[0], known.sentences[0].span)) is None


async def test_what_the_title_makes_known_is_asked_with_the_title(knowledge: Knowledge) -> None:
    text = (
        "---\ntitle: A History of the Canal\nauthor: Helen Marsh\ncited_as: Marsh\n---\n\n"
        "The canal was opened with a great feast in 1869. Queen Anna praised Captain Bold in 1875."
    )
    course = await knowledge.library.create_course("canal", "Canal")
    await knowledge.ingester.ingest(course, [SourceFile("canal.md", text.encode())])

    drafting = await knowledge.drafter.draft(course.id, kinds=(Kind.YEAR,))

    said = {draft.stem.split(",")[0] for draft in drafting.drafts}
    assert said == {"According to “A History of the Canal”", "According to Marsh"}


@pytest.mark.parametrize(
    ("sentence", "reason"),
    [
        ("Ada Moss sold the ship Hope before 1902.", "date: bound"),
        ("Ada Moss built the ship Hope about 1902.", "date: approximate"),
        ("Ada Moss built ships for Tollan in the 1920s.", "date: a stretch of time"),
        ("Ada Moss ran the docks of Tollan from 1902 to 1911.", "date: a stretch of time"),
        ("Ada Moss is to open the docks of Tollan in 1999.", "date: planned"),
        ("Ada Moss came to Tollan in 1902 and left it in 1911.", "date: several"),
        ("A storm broke many old roofs and walls in 1902.", "names nobody"),
    ],
)
async def test_only_sure_single_dates_of_somebody_are_asked(
    read: Read, sentence: str, reason: str
) -> None:
    drafting = draft_from(await read(sentence), {}, kinds=(Kind.YEAR,))

    assert drafting.drafts == ()
    assert any(found.startswith(reason) for found in drafting.refused), drafting.refused


async def test_an_inferred_year_is_not_asked(read: Read) -> None:
    text = "Ada Moss opened the docks of Tollan in 1902. On June 3 Ben Carver sold the ship Hope."
    drafting = draft_from(await read(text), {}, kinds=(Kind.YEAR,))

    assert [_right(draft) for draft in drafting.drafts] == ["1902"]
    assert drafting.refused["date: inferred"] == 1


async def test_nothing_false_is_said_of_death_crime_or_disgrace(read: Read) -> None:
    text = (
        "Ada Moss died in Tollan in 1902. Ben Carver was arrested in Tollan in 1908. Clara Dunn "
        "resigned from the Tollan Harbour Company in 1911. Emil Ferro murdered Ivan Koss in 1924."
    )
    drafting = draft_from(await read(text), {}, kinds=(Kind.STATEMENT,))

    assert all(_right(draft) == "True" for draft in drafting.drafts)
    assert drafting.refused["nothing false of death, crime or disgrace"] >= 1


async def test_false_statements_differ_in_the_year_alone_and_are_flagged(read: Read) -> None:
    drafting = draft_from(await read(HARBOURS), {}, kinds=(Kind.STATEMENT,))

    false = [draft for draft in drafting.drafts if _right(draft) == "False"]
    true = [draft for draft in drafting.drafts if _right(draft) == "True"]
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
        assert draft.rationale == f"It was in {differing[0][1]}."


async def test_who_is_asked_only_among_people_of_one_role_and_time(read: Read) -> None:
    reading = await read(
        HARBOURS + "\nThe engineer Otto Prim drew the canal of Corinth in 1820.\n"
        "The poet Rosa Stern praised the dock of Lisbon in 1925.\n"
    )
    stock = _stock(reading)
    clause = _clause(stock, "Clara Dunn built")

    wrong = options.wrong_names(stock, clause, _name(clause, "Clara Dunn"), year=1911)

    assert set(wrong) == {"Emil Ferro", "Greta Holm"}


async def test_who_is_not_asked_where_it_would_defame_or_give_itself_away(read: Read) -> None:
    reading = await read(
        "The engineer Clara Dunn died in Varna in 1911. The engineer Emil Ferro designed the dock "
        "of Lisbon for his wife in 1924. The engineer Greta Holm repaired the harbour of Trieste "
        "in 1931. The engineer Ivan Koss closed the harbour of Genoa in 1933."
    )
    drafting = draft_from(reading, {}, kinds=(Kind.PERSON,))

    assert not {"Clara Dunn", "Emil Ferro"} & {_right(draft) for draft in drafting.drafts}
    reasons = set(drafting.refused)
    assert "a person in a sentence about death, crime or disgrace" in reasons
    assert "the words around give it away" in reasons


COUNTRIES = """
Captain Bold sailed from Portugal to the island of Tollan in 1955. Captain Stern bought timber in
Norway for Ada Moss in 1956. Ada Moss sold the ship Hope to Kazakhstan in 1957. Ada Moss sold the
ship Faith to Taiwan in 1958. Captain Dunn sailed from Ireland to the island of Varna in 1959.
Captain Holm bought copper in Chile for Ada Moss in 1995.
"""


async def test_disputed_places_are_never_options(read: Read) -> None:
    reading = await read(COUNTRIES)
    drafting = draft_from(reading, {}, kinds=(Kind.PLACE,))

    assert drafting.drafts
    shown = {option for draft in drafting.drafts for option in draft.options}
    assert "Taiwan" not in shown
    assert drafting.refused["disputed or of another time"] >= 1


async def test_states_founded_after_1990_are_no_options_in_earlier_items(read: Read) -> None:
    stock = _stock(await read(COUNTRIES))
    earlier, later = _clause(stock, "Norway"), _clause(stock, "Chile")

    def wrong(clause: Clause, text: str, year: int) -> set[str]:
        # More than three fit; the choice is by likeness, so all are asked one after another.
        name = _name(clause, text)
        return {
            other
            for other, n in stock.names[NameKind.COUNTRY].items()
            if options.is_askable_country(n, year) and other != name.text
        }

    assert "Kazakhstan" not in wrong(earlier, "Norway", 1956)
    assert "Kazakhstan" in wrong(later, "Chile", 1995)
    shown = options.wrong_names(stock, earlier, _name(earlier, "Norway"), year=1956)
    assert "Kazakhstan" not in shown
    assert len(shown) == 3


async def test_what_stands_in_too_many_sentences_is_no_answer_and_no_option(read: Read) -> None:
    often = " ".join(f"Captain Bold sailed from Spain to Malta in {1950 + n}." for n in range(6))
    reading = await read(f"{COUNTRIES}\n{often}")
    drafting = draft_from(reading, {}, kinds=(Kind.PLACE,))

    assert drafting.refused["in too many sentences"] >= 1
    shown = {option for draft in drafting.drafts for option in draft.options}
    assert shown
    assert not {"Spain", "Malta"} & shown


async def test_an_answer_that_the_question_holds_is_not_asked(read: Read) -> None:
    assert is_leaked("Shanghai Cooperation Organization", "The ____ (SCO) met in Ufa.")
    assert is_leaked("National Congress of the Communist Party", "After the ____ (CCP), Xi spoke.")
    assert is_leaked("Tollan Museum", "The ____ of Tollan opened.")
    assert not is_leaked("Tollan Museum", "The ____ bought a ship in Varna.")


async def test_two_good_wrong_options_make_three_options_and_one_makes_none(read: Read) -> None:
    def about(*countries: str) -> str:
        return " ".join(
            f"Captain {captain} bought timber in {country} for Ada Moss in {year}."
            for captain, country, year in zip(
                ("Bold", "Stern", "Dunn"), countries, (1955, 1957, 1959), strict=False
            )
        )

    three = draft_from(await read(about("Portugal", "Norway", "Chile")), {}, kinds=(Kind.PLACE,))
    assert {len(draft.options) for draft in three.drafts} == {3}
    assert {draft.flags for draft in three.drafts} == {("three options",)}


async def test_one_good_wrong_option_is_not_enough(read: Read) -> None:
    text = (
        "Captain Bold bought timber in Norway in 1955. Captain Dunn bought copper in Chile in 1957."
    )
    drafting = draft_from(await read(text), {}, kinds=(Kind.PLACE,))

    assert drafting.drafts == ()
    assert drafting.refused["too few good wrong options"] == 2


async def test_the_author_and_the_sources_are_not_asked_about(read: Read) -> None:
    text = f"{HARBOURS}\n# About the author\n\nHelen Marsh joined the Tollan Museum in 1943.\n"
    drafting = draft_from(await read(text), {})

    assert drafting.drafts
    assert not any("Helen Marsh" in draft.stem for draft in drafting.drafts)


async def test_a_month_is_asked_where_many_are_told_and_never_a_day(read: Read) -> None:
    text = (
        "On July 26, 1956, President Omar Nasser closed the canal of Corinth. Bruno Weiss opened "
        "the canal of Lisbon in March 1957. Carla Stern sold the canal of Varna in May 1958. "
        "Doris Koch bought the canal of Genoa in October 1955."
    )
    drafting = draft_from(await read(text), {}, kinds=(Kind.MONTH,))

    first = next(draft for draft in drafting.drafts if "Nasser" in draft.stem)
    assert "In ____, President Omar Nasser" in first.stem
    assert first.options == ("October 1955", "July 1956", "March 1957", "May 1958")
    assert _right(first) == "July 1956"
    assert not any("26" in draft.stem for draft in drafting.drafts)


async def test_one_sentence_is_not_asked_three_times(read: Read) -> None:
    drafting = draft_from(await read(HARBOURS), {})

    quotes = [draft.citation.quote for draft in drafting.drafts if draft.citation is not None]
    assert max(map(quotes.count, quotes)) <= 2
    for kind in Kind:
        same = [d.citation.quote for d in _of(drafting, kind) if d.citation is not None]
        assert len(same) == len(set(same))


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
