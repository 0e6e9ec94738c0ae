from __future__ import annotations

import pytest
from test_settings import TOKEN

from bot.discord_token import application_id, fault_of


def test_a_token_passes() -> None:
    assert fault_of(TOKEN) is None
    assert application_id(TOKEN) == 123456789012345678


@pytest.mark.parametrize(
    ("pasted", "told"),
    [
        (f"Bot {TOKEN}", "“Bot ”"),
        (f'"{TOKEN}"', "quotation marks"),
        (TOKEN[:30] + "\n" + TOKEN[30:], "line break"),
        (TOKEN + " x", "space"),
        ("a1B2" * 8, "client secret"),
        ("0f" * 32, "public key"),
        ("123456789012345678", "ID"),
        ("hunter2", "three parts"),
        ("bm90YW5pZA.Gabcde.abc", "names no bot"),
        ("é.Gabcde.abc", "three parts"),
    ],
)
def test_what_people_paste_instead_is_recognised(pasted: str, told: str) -> None:
    fault = fault_of(pasted)
    assert fault is not None
    assert told in fault
    assert pasted not in fault
