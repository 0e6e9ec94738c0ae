"""Dates in English text: which are found, as what, and what is not taken for one."""

from __future__ import annotations

import pytest

from knowledge.exploring.dates import find_dates, publication_date
from knowledge.model.assessment import PartialDate
from knowledge.model.timeline import Precision

D = PartialDate


def _only(text: str) -> tuple[PartialDate, PartialDate, Precision]:
    (found,) = find_dates(text)
    return found.first, found.last, found.precision


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("It opened on May 14, 1932.", D(1932, 5, 14)),
        ("It opened on 14 May 1932.", D(1932, 5, 14)),
        ("It opened on the 14th of May 1932.", D(1932, 5, 14)),
        ("It opened on Sept. 3, 1939.", D(1939, 9, 3)),
        ("In August 2013 he spoke.", D(2013, 8)),
        ("In May of 1932 it opened.", D(1932, 5)),
        ("Mao died in 1976.", D(1976)),
        ("His paper of 1962 was short.", D(1962)),
        ("The law (1885) was strict.", D(1885)),
        ("In 312 BC the road was begun.", D(-312)),
        ("About 500 BCE a canal was dug.", D(-500)),
        ("It was opened in AD 109.", D(109)),
        ("It was opened in 109 CE.", D(109)),
        ("On June 14, a paper wrote.", D(0, 6, 14)),
        ("It is due in November in Shanghai.", D(0, 11)),
    ],
)
def test_single_dates(text: str, date: PartialDate) -> None:
    assert _only(text)[:2] == (date, date)


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("from April 12–30, 1972", D(1972, 4, 12), D(1972, 4, 30)),
        ("from July 1 to 22, 1944", D(1944, 7, 1), D(1944, 7, 22)),
        ("from 28 May to 4 June 1940", D(1940, 5, 28), D(1940, 6, 4)),
        ("May 28 to June 4, 1940", D(1940, 5, 28), D(1940, 6, 4)),
        ("replies of August 20 and 31", D(0, 8, 20), D(0, 8, 31)),
        ("on 20 and 31 August 2023", D(2023, 8, 20), D(2023, 8, 31)),
        ("between March and June 1991", D(1991, 3), D(1991, 6)),
        ("the war of 1939–45", D(1939), D(1945)),
        ("from 1948 to 1954", D(1948), D(1954)),
        ("between 1946 and 1956", D(1946), D(1956)),
        ("in the years 264–241 BC", D(-264), D(-241)),
        ("in the summer of 1944", D(1944, 6), D(1944, 8)),
        ("in the 1930s", D(1930), D(1939)),
        ("in the late 1930s", D(1936), D(1939)),
        ("in the third century", D(201), D(300)),
        ("in the 18th century", D(1701), D(1800)),
        ("in the sixteenth and seventeenth centuries", D(1501), D(1700)),
        ("in the fifth century BC", D(-500), D(-401)),
        ("in the second half of the second century BC", D(-150), D(-101)),
        ("in the early fifth century", D(401), D(434)),
    ],
)
def test_stretches_of_time(text: str, first: PartialDate, last: PartialDate) -> None:
    assert _only(text)[:2] == (first, last)


@pytest.mark.parametrize(
    "text",
    [
        "about 1,480 metres",
        "It cost 2000 dollars.",
        "of 1500 men",
        "in 1300 copies",
        "He made up 2,300 syllables.",
        "They march on.",
        "Section 12 applies.",
        "on April 31",
        "the second sentence of the century plant",
    ],
)
def test_what_is_no_date(text: str) -> None:
    assert find_dates(text) == []


def test_several_dates_stand_in_their_order() -> None:
    found = find_dates("Drafted in 1927, opened on 14 May 1932, sold in the 1950s.")

    assert [date.first.year for date in found] == [1927, 1932, 1950]
    assert [date.precision for date in found] == [Precision.YEAR, Precision.DAY, Precision.PERIOD]


def test_about_makes_a_date_approximate() -> None:
    (about,) = find_dates("It was copied around 1200.")
    (sure,) = find_dates("It was copied in 1200.")

    assert about.approximate
    assert not sure.approximate


@pytest.mark.parametrize(
    ("stated", "date"),
    [
        ("2023-10-29", D(2023, 10, 29)),
        ("2021", D(2021)),
        ("October 29, 2023", D(2023, 10, 29)),
        ("undated (after September 2015)", None),
        ("", None),
        (None, None),
    ],
)
def test_publication_dates(stated: str | None, date: PartialDate | None) -> None:
    assert publication_date(stated) == date
