"""What may stand beside a number that somebody types."""

from dataclasses import replace

import pytest

from knowledge.model import play
from knowledge.model.assessment import ItemDraft, ItemType, NumberKey, Written

HOW_MANY = ItemDraft(ItemType.NUMBER, "How many crates of tea came?", NumberKey(12.5))
HOW_HEAVY = ItemDraft(ItemType.NUMBER, "How heavy was it?", NumberKey(12.5, unit="stone"))


@pytest.mark.parametrize(
    "typed",
    [
        *("12,5", "12.5", "12½", "about 12.5", "12.5 crates", "12.5 crates of tea", "12.5 kg"),
        *("12.5km²", "twelve thousand people", "£48,000", "50%", "1e6", "minus 5 °C", "in 1912"),
        *("more or less 12.5", "12.5, more or less", "minus five degrees"),
    ],
)
def test_a_number_with_its_unit_is_taken(typed: str) -> None:
    assert play.misfit(HOW_MANY, Written(typed)) is None


@pytest.mark.parametrize("typed", ["12,5 abc", "12 asdf", "12.5 stone", "12 жжж", "1e999"])
def test_a_number_beside_what_is_no_unit_is_given_back(typed: str) -> None:
    assert play.misfit(HOW_MANY, Written(typed)) == "Write the number alone, like 12.5."


@pytest.mark.parametrize(
    "typed",
    [
        *("less than 100", "more than 12", "over 12", "100 or less", "12 minus", "minus about 12"),
        "fewer than 12 crates",
    ],
)
def test_a_limit_is_no_number(typed: str) -> None:
    asked = replace(HOW_MANY, stem="How many crates, no less and not fewer than said, came over?")

    assert play.misfit(asked, Written(typed)) is not None


def test_the_items_own_unit_is_known() -> None:
    assert play.misfit(HOW_HEAVY, Written("12.5 stone")) is None
