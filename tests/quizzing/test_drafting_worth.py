"""What is worth asking, and drafts that do not give one another away."""

from __future__ import annotations

import re

import pytest

from knowledge.quizzing.authoring.drafter import draft_from
from knowledge.quizzing.authoring.kinds import Drafted, Kind
from knowledge.quizzing.authoring.lifetimes import lifetime
from knowledge.quizzing.authoring.statements import statements
from knowledge.quizzing.authoring.years import bounds
from tests.quizzing.drafted import EVENTS, HARBOURS, Read, clause_with, right, stock_of

DETAIL, NO_POINT = "a detail hardly worth asking", "the date is not the point"


@pytest.mark.parametrize(
    ("sentence", "title", "reason"),
    [
        ("Ada Moss was born in Tollan in 1902.", "Old Harbours", DETAIL),
        ("Ada Moss was born in Tollan in 1902.", "A Life of Ada Moss", None),
        ("Ben Carver, a forester in Varna, rode to Genoa in 1902.", "Old Harbours", DETAIL),
        ("Ben Carver, a forester in Varna, drew the harbours of Genoa in 1902.", "Harbours", None),
        ("Ada Moss calculated in 1902 that Tollan lost two hundred ships.", "Ports", NO_POINT),
        ("Krakatau in 1883 is rated six on the scale of Newhall.", "Mountains", NO_POINT),
    ],
)
async def test_a_year_is_asked_where_it_is_the_point_of_something_that_counts(
    read: Read, sentence: str, title: str, reason: str | None
) -> None:
    drafting = draft_from(await read(sentence, title=title), {}, kinds=(Kind.YEAR,))

    if reason is None:
        assert len(drafting.drafts) == 1
    else:
        assert drafting.drafts == ()
        assert drafting.refused.get(reason) == 1


async def test_as_many_statements_are_false_as_true(read: Read) -> None:
    text = "\n\n".join(
        f"# Ship {n}\n\nAda Moss sold the ship Hope{n} of Tollan in {1900 + 5 * n}."
        for n in range(9)
    )
    drafting = draft_from(await read(text), {}, kinds=(Kind.STATEMENT,))

    answers = [right(draft) for draft in drafting.drafts]
    assert len(answers) >= 8
    assert abs(answers.count("True") - answers.count("False")) <= 1


async def test_a_statement_that_could_hide_a_change_in_a_second_clause_is_not_made(
    read: Read,
) -> None:
    text = (
        "Ada Moss sold the ship Hope in 1902, which Ben Carver had built of the oldest oaks. "
        "Ben Carver bought the ship Faith in 1908."
    )
    drafting = draft_from(await read(text), {}, kinds=(Kind.STATEMENT,))

    assert drafting.drafts
    assert not any("Ada Moss" in draft.stem for draft in drafting.drafts)


async def test_two_events_in_their_order_are_true_and_the_other_way_round_false(
    read: Read,
) -> None:
    stock = stock_of(await read(EVENTS))

    pairs = [
        tried.draft
        for tried in statements(stock)
        if isinstance(tried, Drafted) and "the first of these happened" in tried.draft.stem
    ]
    assert pairs
    for draft in pairs:
        first = draft.stem.partition("First: ")[2].partition(". Second: ")[0]
        told = draft.rationale.partition("; ")
        assert (first in told[0]) is (right(draft) == "True")
        assert (first in told[2]) is (right(draft) == "False")


async def test_no_option_is_told_by_another_sentence_of_the_passage(read: Read) -> None:
    drafting = draft_from(await read(HARBOURS), {}, kinds=(Kind.YEAR,))

    assert drafting.drafts
    told = set(re.findall(r"\d{4}", HARBOURS))
    for draft in drafting.drafts:
        assert {*draft.options} & told == {right(draft)}


async def test_no_year_is_offered_before_its_subject_was_there(read: Read) -> None:
    text = (
        "The Tollan Bank was founded in 1902. The Tollan Bank bought the ship Hope in 1908. "
        "The Tollan Bank was dissolved in 1911. Ada Moss sold the ship Faith in 1909."
    )
    stock = stock_of(await read(text))

    assert lifetime(stock, clause_with(stock, "Hope"), 1908) == (1902, 1911)
    assert lifetime(stock, clause_with(stock, "Faith"), 1909) == (-10_000, 10_000)


def test_a_revolution_and_a_body_of_the_world_bound_the_years_about_them() -> None:
    assert bounds("The Revolution abolished the tax.", 1791) == (1789, 1799)
    assert bounds("The Industrial Revolution reached Varna.", 1791) == (-10_000, 10_000)
    assert bounds("The World Health Organization met.", 1960)[0] == 1948


async def test_months_of_one_year_alone_are_no_options(read: Read) -> None:
    months = ("January", "March", "June", "August", "November")
    one_year = "\n\n".join(
        f"# Ship {n}\n\nAda Moss sold the ship Hope{n} of Tollan in {month} 1816."
        for n, month in enumerate(months)
    )
    years = re.sub(r"1816", lambda m: str(1814 + m.start() % 5), one_year)

    assert draft_from(await read(one_year), {}, kinds=(Kind.MONTH,)).drafts == ()
    drafts = draft_from(await read(years), {}, kinds=(Kind.MONTH,)).drafts
    assert drafts
    for draft in drafts:
        told = [option[-4:] for option in draft.options]
        assert max(told.count(year) for year in told) <= 2
