"""Events: which are found in the shipped course, and how each date is understood."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from seed_events import BEYOND, GOLD

from knowledge.model.timeline import DateFlag, Event, Reading

if TYPE_CHECKING:
    from conftest import Read


def _found(events: tuple[Event, ...], when: str, words: str) -> Event | None:
    return next((e for e in events if str(e.when.first) == when and words in e.text), None)


async def _events(read: Read, text: str, published: str = "") -> list[Event]:
    return list((await read(text, published)).events)


def test_at_least_nine_in_ten_of_the_seeds_events_are_found(seeds: Reading) -> None:
    missed = [gold for gold in GOLD if _found(seeds.events, *gold) is None]

    assert len(missed) <= len(GOLD) // 10, missed


def test_no_event_of_the_seeds_has_a_wrong_date(seeds: Reading) -> None:
    known = [*GOLD, *BEYOND]
    wrong = [
        (str(event.when.first), event.text)
        for event in seeds.events
        if not any(str(event.when.first) == when and words in event.text for when, words in known)
    ]
    assert wrong == []


def test_an_event_quotes_its_document_word_for_word(seeds: Reading) -> None:
    assert seeds.events
    for event in seeds.events:
        assert event.text == event.passage.slice(event.span)
        assert event.citation.quote in event.citation.passage


def test_dates_that_were_worked_out_say_so(seeds: Reading) -> None:
    gates = _found(seeds.events, "2023-06-20", "Melinda Gates")
    delegations = _found(seeds.events, "1979", "rose in number")
    mao = _found(seeds.events, "1976", "Mao Zedong died")

    assert gates is not None
    assert gates.when.flags == {DateFlag.INFERRED}
    assert delegations is not None
    assert DateFlag.NEEDS_REVIEW in delegations.when.flags
    assert mao is not None
    assert mao.when.is_sure


def test_what_was_still_to_come_is_planned(seeds: Reading) -> None:
    for when, words in (("2049", "turns 100"), ("2023-11", "Import Expo")):
        event = _found(seeds.events, when, words)
        assert event is not None
        assert DateFlag.PLANNED in event.when.flags


def test_participants_and_places_come_from_the_clause_alone(seeds: Reading) -> None:
    mao = _found(seeds.events, "1976", "Mao Zedong died")
    assert mao is not None
    assert mao.text == "Mao Zedong died in 1976"
    assert mao.participants == ("Mao Zedong",)

    pillsbury = _found(seeds.events, "2023-10-23", "Pillsbury")
    assert pillsbury is not None
    assert pillsbury.participants == ("Peking University", "Michael Pillsbury")
    assert pillsbury.places == ("China", "US")


async def test_a_short_name_is_known_by_its_fullest_form(read: Read) -> None:
    (_, death) = await _events(
        read, "Alfred Wegener spoke in Marburg in 1912. Wegener died in Greenland in 1930."
    )
    assert death.participants == ("Alfred Wegener",)


async def test_a_name_that_two_people_share_stays_as_it_is(read: Read) -> None:
    events = await _events(
        read,
        "Marie Curie moved to Paris in 1891. Pierre Curie was a teacher there. "
        "Curie won the prize in Stockholm in 1911.",
    )
    assert not {"Marie Curie", "Pierre Curie"} & {*events[-1].participants}


def test_a_long_conference_name_stays_whole(seeds: Reading) -> None:
    forum = _found(seeds.events, "2015-05-25", "CICA")
    assert forum is not None
    assert "First Annual Conference of the CICA Non-governmental Forum" in forum.participants


async def test_a_year_comes_from_the_lines_before_in_the_same_section(read: Read) -> None:
    text = (
        "# One\n\nThe mill opened in May 1902. On June 3 it burned down to the ground.\n\n"
        "# Two\n\nOn July 9 the owner sold the land to the town."
    )
    events = await _events(read, text)

    assert [str(e.when.first) for e in events] == ["1902-05", "1902-06-03"]
    assert events[1].when.flags == {DateFlag.INFERRED}


async def test_a_story_goes_forward_over_the_turn_of_the_year(read: Read) -> None:
    (first, second) = await _events(
        read, "The mill closed in December 1902. In February it opened again."
    )
    assert str(first.when.first) == "1902-12"
    assert str(second.when.first) == "1903-02"
    assert DateFlag.NEEDS_REVIEW in second.when.flags


async def test_since_and_before_date_nothing_that_follows(read: Read) -> None:
    text = "It was the first visit since 1950. On March 3 the queen came to the mill."
    events = await _events(read, text, published="1972-06-01")

    assert [str(e.when.first) for e in events] == ["1950", "1972-03-03"]
    assert DateFlag.BOUND in events[0].when.flags


async def test_nothing_told_as_past_lies_after_the_publication(read: Read) -> None:
    (event,) = await _events(
        read, "On November 9 the mill was sold to the town.", published="1972-06-01"
    )
    assert str(event.when.first) == "1971-11-09"


@pytest.mark.parametrize(
    ("text", "dates"),
    [
        ("The mill opened in 1902. It burned down in the same year.", ["1902", "1902"]),
        ("The mill opened in 1902. Two years later it burned down.", ["1902", "1904"]),
        ("The mill opened in May 1902. That month the river rose.", ["1902-05", "1902-05"]),
        ("It was opened in May 1902. It burned in October of that year.", ["1902-05", "1902-10"]),
    ],
)
async def test_relative_dates_are_worked_out_for_review(
    read: Read, text: str, dates: list[str]
) -> None:
    events = await _events(read, text)

    assert [str(e.when.first) for e in events] == dates
    assert DateFlag.NEEDS_REVIEW in events[-1].when.flags


async def test_events_before_our_era_stand_in_order(read: Read) -> None:
    events = await _events(
        read,
        "The road was opened in AD 109. Another was begun in 312 BC by the censor. "
        "A third was built in 220 BC. Many more followed in the second century BC.",
    )
    assert [e.when.first.year for e in events] == [-312, -220, -200, 109]
    assert str(events[0].when) == "312 BC"


def test_ways_of_saying_a_date(seeds: Reading) -> None:
    said = {str(event.when) for event in seeds.events}
    assert {"August 20 and 31, 2023", "June 20, 2023", "November 2014", "mid-1970s"} <= said
