"""The options of drafted items: of one kind, time and place, and really wrong."""

from __future__ import annotations

import re
from itertools import pairwise

import numpy as np

from knowledge.model.timeline import NameKind
from knowledge.quizzing.authoring import options
from knowledge.quizzing.authoring.drafter import draft_from
from knowledge.quizzing.authoring.kinds import Kind
from knowledge.quizzing.authoring.standing import Clause
from knowledge.quizzing.authoring.stock import take_stock
from knowledge.quizzing.authoring.years import bounds, near_year, wrong_years
from tests.quizzing.drafted import COUNTRIES, HARBOURS, Read, clause_with, name_in, right, stock_of


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
    reading = await read(
        HARBOURS.replace("The engineer Clara", "\n\n# Varna\n\nThe engineer Clara")
    )

    def years_of(clause_words: str, alike: bool) -> set[int]:
        same, other = np.eye(2, dtype=np.float32)
        vectors = {
            (s.passage.id, s.place): same if "Dunn" in s.text or "Carver" in s.text else other
            for s in reading.sentences
        }
        stock = take_stock(reading, vectors if alike else {}, theme=None, document_id=None)
        return set(wrong_years(stock, clause_with(stock, clause_words), 1911)[0])

    assert 1908 in years_of("Clara Dunn built", alike=False)
    assert 1908 not in years_of("Clara Dunn built", alike=True)


async def test_who_is_asked_only_among_people_of_one_role_and_time(read: Read) -> None:
    reading = await read(
        HARBOURS + "\nThe engineer Otto Prim drew the canal of Corinth in 1820.\n"
        "The poet Rosa Stern praised the dock of Lisbon in 1925.\n"
    )
    stock = stock_of(reading)
    clause = clause_with(stock, "Clara Dunn built")

    wrong = options.wrong_names(stock, clause, name_in(clause, "Clara Dunn"), year=1911)

    assert set(wrong) == {"Emil Ferro", "Greta Holm"}


async def test_disputed_places_are_never_options(read: Read) -> None:
    reading = await read(COUNTRIES)
    drafting = draft_from(reading, {}, kinds=(Kind.PLACE,))

    assert drafting.drafts
    shown = {option for draft in drafting.drafts for option in draft.options}
    assert "Taiwan" not in shown
    assert drafting.refused["disputed or of another time"] >= 1


async def test_states_founded_after_1990_are_no_options_in_earlier_items(read: Read) -> None:
    stock = stock_of(await read(COUNTRIES))
    earlier, later = clause_with(stock, "Norway"), clause_with(stock, "Chile")

    def wrong(clause: Clause, text: str, year: int) -> set[str]:
        # More than three fit; the choice is by likeness, so all are asked one after another.
        name = name_in(clause, text)
        return {
            other
            for other, n in stock.names[NameKind.COUNTRY].items()
            if options.is_askable_country(n, year) and other != name.text
        }

    assert "Kazakhstan" not in wrong(earlier, "Norway", 1956)
    assert "Kazakhstan" in wrong(later, "Chile", 1995)
    shown = options.wrong_names(stock, earlier, name_in(earlier, "Norway"), year=1956)
    assert shown
    assert "Kazakhstan" not in shown


async def test_a_place_is_asked_among_three_others_of_its_document_or_not_at_all(
    read: Read,
) -> None:
    def about(*countries: str) -> str:
        return " ".join(
            f"Captain {captain} bought timber in {country} for Ada Moss in {year}."
            for captain, country, year in zip(
                ("Bold", "Stern", "Dunn", "Holm"), countries, (1955, 1957, 1959, 1961), strict=False
            )
        )

    four = await read(about("Denmark", "Norway", "Ireland", "Sweden"))
    three = await read(about("Denmark", "Norway", "Ireland"))

    asked = draft_from(four, {}, kinds=(Kind.PLACE,)).drafts
    assert {frozenset(d.options) for d in asked} == {
        frozenset({"Denmark", "Norway", "Ireland", "Sweden"})
    }
    assert draft_from(three, {}, kinds=(Kind.PLACE,)).drafts == ()
    # What stands in another document only is no option.
    both = await read(
        about("Denmark", "Norway", "Ireland"), "Captain Prim bought timber in Sweden."
    )
    assert draft_from(both, {}, kinds=(Kind.PLACE,)).drafts == ()


async def test_one_good_wrong_option_is_not_enough(read: Read) -> None:
    text = (
        "Captain Bold bought timber in Norway in 1955. Captain Dunn bought copper in Chile in 1957."
    )
    drafting = draft_from(await read(text), {}, kinds=(Kind.PLACE,))

    assert drafting.drafts == ()
    assert drafting.refused["too few good wrong options"] == 2


PLACES = """
Captain Bold opened a shop in Leeds in 1955. Captain Stern opened a school in Bristol in 1956.
Captain Dunn opened a bank in Liverpool in 1957. Captain Holm opened a mill in Brisbane in 1958.
Captain Koss opened a dock in Glasgow in 1959. Captain Prim sold a ship in Manchester in 1960.
"""


async def test_wrong_towns_lie_where_the_right_one_lies(read: Read) -> None:
    drafting = draft_from(await read(PLACES), {}, kinds=(Kind.PLACE,))

    assert {right(draft) for draft in drafting.drafts} == {
        "Leeds",
        "Bristol",
        "Liverpool",
        "Glasgow",
    }
    for draft in drafting.drafts:
        # Nothing was opened in Manchester.
        assert set(draft.options) == {"Leeds", "Bristol", "Liverpool", "Glasgow"}


async def test_a_country_with_an_article_has_it_in_the_option(read: Read) -> None:
    text = (
        "Captain Bold sold timber to the United States in 1965. Captain Stern sold tin to Cuba "
        "in 1967. Captain Dunn sold copper to Jamaica in 1968. Captain Holm sold rope to Haiti in "
        "1969."
    )
    drafting = draft_from(await read(text), {}, kinds=(Kind.PLACE,))

    first = next(draft for draft in drafting.drafts if "Bold" in draft.stem)
    assert right(first) == "the United States"
    assert "to ____ in 1965" in first.stem
    other = next(draft for draft in drafting.drafts if "Stern" in draft.stem)
    assert "United States" not in other.options


async def test_no_year_is_offered_that_a_named_war_rules_out(read: Read) -> None:
    text = (
        "# First\n\nDuring the First World War Ada Moss attacked the port of Tollan in 1916.\n\n"
        "# Ships\n\nAda Moss sold the ship Hope in 1909. Ben Carver sold the ship Faith in "
        "1913.\n\n# Second\n\nAfter the Second World War Clara Dunn built the dock of "
        "Varna in 1949.\n\n"
        "# Docks\n\nEmil Ferro built the dock of Genoa in 1941."
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
    reading = await read(text, title="A Life of Ada Moss")
    drafting = draft_from(reading, {}, kinds=(Kind.YEAR,))

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
    text = "\n\n".join(
        f"# Ship {n}\n\nCaptain Bold sold the ship Hope{n} of Tollan in {1900 + n}."
        for n in range(40)
    )
    drafting = draft_from(await read(text, published="1990"), {}, kinds=(Kind.YEAR,))

    places = [draft.options.index(right(draft)) for draft in drafting.drafts]
    assert len(places) >= 30
    for place in range(4):
        assert 0.1 <= places.count(place) / len(places) <= 0.45


async def test_wrong_countries_lie_in_the_same_part_of_the_world(read: Read) -> None:
    text = (
        "Captain Bold bought dates in Iraq in 1955. Captain Stern bought tea in India in 1956. "
        "Captain Dunn bought silk in China in 1957. Captain Holm bought cotton in Iran in 1958. "
        "Captain Koss bought wool in Turkey in 1959. Captain Prim bought salt in Jordan in 1960."
    )
    drafting = draft_from(await read(text), {}, kinds=(Kind.PLACE,))

    iraq = next(draft for draft in drafting.drafts if right(draft) == "Iraq")
    assert set(iraq.options) == {"Iraq", "Iran", "Turkey", "Jordan"}


async def test_a_town_alone_of_its_country_among_those_of_another_is_not_asked(read: Read) -> None:
    text = (
        "Captain Bold opened a shop in Leeds in 1755. Captain Stern opened a school in Bristol in "
        "1756. Captain Dunn opened a bank in Liverpool in 1757. Captain Holm opened a mill in "
        "Geneva in 1758. Captain Koss opened a dock in Glasgow in 1759."
    )
    drafting = draft_from(await read(text), {}, kinds=(Kind.PLACE,))

    assert drafting.drafts
    assert "Geneva" not in {right(draft) for draft in drafting.drafts}


async def test_a_year_is_offered_within_the_time_that_the_title_tells(read: Read) -> None:
    reading = await read(HARBOURS, title="Old Harbours, 1900–1938")
    drafting = draft_from(reading, {}, kinds=(Kind.YEAR, Kind.STATEMENT))

    assert drafting.drafts
    for draft in drafting.drafts:
        years = re.findall(r"\d{4}", " ".join([draft.stem.partition("”")[2], *draft.options]))
        assert all(1900 <= int(year) <= 1938 for year in years)


async def test_a_false_year_lies_within_what_its_document_tells_of(read: Read) -> None:
    text = "Ada Moss sold the ship Hope in 1902. Ben Carver bought the ship Faith in 1908."
    reading = await read(
        text, *(f"Clara Dunn built dock{n} of Varna in {1912 + n}." for n in (0, 1))
    )
    stock = stock_of(reading)

    assert near_year(stock, clause_with(stock, "Ben Carver"), 1908) in range(1902, 1906)
    assert near_year(stock, clause_with(stock, "dock0"), 1912) is None
