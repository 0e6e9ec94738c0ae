"""A timeline as a picture. The list beside it says the same in words."""

from __future__ import annotations

import asyncio
import io
from collections.abc import Sequence
from dataclasses import dataclass

_GROUND, _INK, _LINE, _OTHER = "#2b2d31", "#f2f3f5", "#57b98a", "#8a94a6"
_INCHES, _DPI = (7.5, 2.6), 120
_LEVELS = (0.95, 0.5, 1.4)
"""Heights of the numbers, so that neighbours do not cover one another."""


@dataclass(frozen=True, slots=True)
class Mark:
    """An event on the line: a dot, or a bar for a stretch of time."""

    start: float
    """In years; before our era below 0."""
    end: float
    number: int | None
    """As in the list on this page; ``None`` for events of other pages."""
    is_sure: bool
    """Others are drawn hollow."""


async def draw_timeline(marks: Sequence[Mark]) -> bytes:
    """A PNG of the line with every mark, drawn in a thread: the event loop does not wait."""
    return await asyncio.to_thread(_draw, tuple(marks))


def _draw(marks: tuple[Mark, ...]) -> bytes:
    # Importing it takes over a second, which only those who look at a chart should wait for.
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure
    from matplotlib.ticker import FuncFormatter, MaxNLocator

    figure = Figure(figsize=_INCHES, dpi=_DPI)
    FigureCanvasAgg(figure)
    figure.set_facecolor(_GROUND)
    axes = figure.add_axes((0.03, 0.2, 0.94, 0.76))
    axes.set_facecolor(_GROUND)
    axes.set_ylim(-0.35, 1.85)
    first, last = min(m.start for m in marks), max(m.end for m in marks)
    margin = max((last - first) * 0.05, 0.6)
    axes.set_xlim(first - margin, last + margin)
    axes.axhline(0, color=_OTHER, linewidth=2, zorder=1)
    for mark in marks:
        _draw_mark(axes, mark)
    for side in ("left", "right", "top", "bottom"):
        axes.spines[side].set_visible(False)
    axes.get_yaxis().set_visible(False)
    axes.tick_params(colors=_INK, labelsize=13)
    axes.xaxis.set_major_locator(MaxNLocator(6, integer=True))
    axes.xaxis.set_major_formatter(FuncFormatter(lambda year, _: _said(round(year))))
    out = io.BytesIO()
    figure.savefig(out, format="png", facecolor=_GROUND)
    return out.getvalue()


def _draw_mark(axes: object, mark: Mark) -> None:
    from matplotlib.axes import Axes

    assert isinstance(axes, Axes)
    here = mark.number is not None
    colour = _LINE if here else _OTHER
    middle = (mark.start + mark.end) / 2
    if mark.end - mark.start > 1:
        axes.plot([mark.start, mark.end], [0, 0], color=colour, linewidth=7, zorder=2)
    axes.plot(
        middle, 0, marker="o", markersize=11 if here else 7, markeredgewidth=2, zorder=3,
        markeredgecolor=colour, markerfacecolor=colour if mark.is_sure else _GROUND,
    )  # fmt: skip
    if mark.number is not None:
        height = _LEVELS[mark.number % len(_LEVELS)]
        axes.plot([middle, middle], [0.1, height - 0.08], color=_OTHER, linewidth=1, zorder=1)
        axes.text(
            middle, height, str(mark.number), color=_INK, fontsize=15, fontweight="bold",
            ha="center", va="bottom",
        )  # fmt: skip


def _said(year: int) -> str:
    # There is no year 0.
    return f"{-year} BC" if year < 0 else str(year or 1)
