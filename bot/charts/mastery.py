"""How well each theme is held, as a picture. The same is always said in words beside it."""

from __future__ import annotations

import asyncio
import io
import textwrap
from collections.abc import Sequence

from knowledge.model.study import ThemeMastery

MOST_THEMES = 15
"""More bars are not readable on a telephone."""

_GROUND, _INK, _BAR, _REST = "#2b2d31", "#f2f3f5", "#57b98a", "#4a4d55"
_WIDTH_INCHES, _BAR_INCHES, _DPI = 6.0, 0.72, 120


async def draw_mastery(themes: Sequence[ThemeMastery]) -> bytes:
    """A PNG of a bar for each theme, drawn in a thread: the event loop does not wait for it."""
    return await asyncio.to_thread(_draw, tuple(themes[:MOST_THEMES]))


def alt_text(themes: Sequence[ThemeMastery]) -> str:
    """What the picture shows, in short: the list under it says the same. At most 500 characters."""
    low = min(themes, key=lambda theme: theme.mastery)
    high = max(themes, key=lambda theme: theme.mastery)
    least, most = _percent(low), _percent(high)
    if least == most:
        each = low.theme[:150] if len(themes) == 1 else f"each of {len(themes)} themes"
        span = f": {least} in {each}"
    else:
        span = f", from {least} ({low.theme[:150]}) to {most} ({high.theme[:150]})"
    return f"Bar chart of your mastery by theme{span}. The list under it says the same in words."


def _percent(theme: ThemeMastery) -> str:
    return f"{theme.mastery * 100:.0f} %"


def _draw(themes: tuple[ThemeMastery, ...]) -> bytes:
    # Importing it takes over a second, which only those who look at a chart should wait for.
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    figure = Figure(figsize=(_WIDTH_INCHES, 0.3 + _BAR_INCHES * len(themes)), dpi=_DPI)
    FigureCanvasAgg(figure)
    figure.set_facecolor(_GROUND)
    axes = figure.add_axes((0.03, 0.02, 0.94, 0.96))
    axes.set_facecolor(_GROUND)
    axes.axis("off")
    axes.set_xlim(0, 1.18)
    axes.set_ylim(len(themes) - 0.5, -0.5)
    for line, theme in enumerate(themes):
        name = textwrap.shorten(theme.theme, 52, placeholder="…")
        axes.text(0, line - 0.28, name, color=_INK, fontsize=12, va="center", parse_math=False)
        axes.barh(line + 0.14, 1.0, height=0.3, color=_REST)
        axes.barh(line + 0.14, theme.mastery, height=0.3, color=_BAR, edgecolor=_INK)
        said = _percent(theme)
        axes.text(1.02, line + 0.14, said, color=_INK, fontsize=13, va="center")
    picture = io.BytesIO()
    figure.savefig(picture, format="png", facecolor=_GROUND)
    return picture.getvalue()
