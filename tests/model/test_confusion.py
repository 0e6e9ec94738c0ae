"""The confusion map, on numbers worked out by hand."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.model.confusion import SectionCounts, confusion_map, least_share, shade


def test_the_least_share_is_the_lower_end_of_wilsons_interval() -> None:
    # z = 1.96, z² = 3.8416; for 1 of 1: (1 + 1.9208 − 1.9208) / 4.8416.
    assert least_share(1, 1) == pytest.approx(1 / 4.8416)
    # For 10 of 12: (0.8333 + 0.1601 − 1.96·√(0.011574 + 0.006669)) / 1.3201.
    assert least_share(10, 12) == pytest.approx(0.5520, abs=0.0001)
    assert least_share(0, 50) == 0
    assert least_share(0, 0) == 0


def test_heat_is_the_mean_of_what_is_asked_refused_and_wrong() -> None:
    quiet = SectionCounts("Book", ("Quiet",), questions=2)
    hot = SectionCounts("Book", ("Hot",), questions=8, refused=8, responses=1, lost=1.0)

    first, second = confusion_map([quiet, hot])

    assert first.counts is hot
    assert first.asked == 1
    # 8 of 8: (1 + 0.2401 − 0.2401) / 1.4802.
    assert first.refused == pytest.approx(0.6756, abs=0.0001)
    assert first.wrong == pytest.approx(0.2065, abs=0.0001)
    assert first.heat == pytest.approx((1 + 0.6756 + 0.2065) / 3, abs=0.0001)
    assert (second.asked, second.refused, second.wrong) == (0.25, 0, 0)


def test_one_bad_answer_makes_nothing_as_hot_as_many_do() -> None:
    once = SectionCounts("Book", ("Once",), responses=1, lost=1.0)
    often = SectionCounts("Book", ("Often",), responses=12, lost=10.0)

    assert [spot.counts for spot in confusion_map([once, often])] == [often, once]


def test_equally_hot_sections_stand_in_the_order_of_the_documents() -> None:
    sections = [SectionCounts(d, (s,)) for d in ("b", "A") for s in ("Two", "One")]

    shown = [(spot.counts.document, spot.counts.section[0]) for spot in confusion_map(sections)]

    assert shown == [("A", "One"), ("A", "Two"), ("b", "One"), ("b", "Two")]


def test_shades_go_from_nothing_to_the_hottest() -> None:
    assert [shade(part) for part in (0, 0.01, 0.2, 0.21, 0.99, 1)] == [0, 1, 1, 2, 5, 5]


@given(st.integers(1, 10_000), st.data())
def test_a_share_is_never_told_to_be_more_than_it_is(of: int, data: st.DataObject) -> None:
    hits = data.draw(st.integers(0, of))

    found = least_share(hits, of)

    assert 0 <= found <= hits / of


@given(st.integers(1, 200))
def test_more_of_the_same_is_surer(of: int) -> None:
    shares = [least_share(0.5 * of * times, of * times) for times in (1, 2, 4, 8)]

    assert all(earlier < later for earlier, later in pairwise(shares))
