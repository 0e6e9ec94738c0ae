"""What the stylesheet promises, reckoned."""

from __future__ import annotations

import re

import pytest

from bot.console.rendering import STYLESHEET

CSS = STYLESHEET.decode()
TEXT, SHAPE = 4.5, 3.0
"""WCAG 2.2 AA: contrast of text (1.4.3), and of what is needed to use a page (1.4.11)."""
ON_GROUND = ("ink", "muted", "link")
GROUNDS = ("ground", "panel")


def colours(block: str) -> dict[str, str]:
    return dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", block))


LIGHT, DARK = (colours(block) for block in re.findall(r":root \{(.*?)\}", CSS, flags=re.DOTALL))


def luminance(colour: str) -> float:
    """Relative luminance, as WCAG 2.2 defines it."""
    channels = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_the_formula_is_the_standards_own() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.005)


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
def test_words_stand_out_from_their_ground(theme: dict[str, str]) -> None:
    pairs = [(ink, ground) for ink in ON_GROUND for ground in GROUNDS]
    pairs += [("ink", "said"), ("ink", "mark"), ("main-ink", "main")]
    pairs += [("link", "said"), *(("ink", f"shade-{n}") for n in range(1, 6))]
    pairs += [("muted", "said")]

    low = {pair: contrast(theme[pair[0]], theme[pair[1]]) for pair in pairs}

    assert {pair: found for pair, found in low.items() if found < TEXT} == {}


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
def test_edges_bars_and_the_focus_stand_out_as_well(theme: dict[str, str]) -> None:
    for shape in ("line", "bar", "link", "main"):
        assert contrast(theme[shape], theme["ground"]) >= SHAPE, shape


def test_every_colour_is_named_once_and_holds_in_both_themes() -> None:
    assert set(LIGHT) == set(DARK)
    used = set(re.findall(r"var\(--([\w-]+)\)", CSS))
    assert used == set(LIGHT)
    rules = CSS[CSS.index("* {") :]
    assert re.findall(r"#[0-9a-fA-F]{3,8}\b", rules) == []


def test_nothing_is_fetched_from_elsewhere() -> None:
    assert "url(" not in CSS
    assert "@import" not in CSS
