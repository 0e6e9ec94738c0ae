"""A timeline as a picture. The list beside it says the same in words."""

from __future__ import annotations

import asyncio
import io
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_GROUND, _INK, _LINE, _OTHER = "#2b2d31", "#f2f3f5", "#57b98a", "#8a94a6"
_INCHES, _DPI = (7.5, 2.2), 120
_LABELS = 0.9
"""Height of the numbers above the line."""
_GAP, _EDGE = 0.055, 0.03
"""Between neighbouring numbers, and from the edge: in shares of the width."""


@dataclass(frozen=True, slots=True)
class Mark:
    """An event on the line: a dot, or a bar for a stretch of time."""

    start: float
    """In years; before our era below 0."""
    end: float
    number: int | None
    """As in the list on this page; ``None`` for events of other pages, which are thin lines."""
    is_sure: bool
    """Others of this page are drawn hollow."""


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
    axes = figure.add_axes((0.03, 0.24, 0.94, 0.74))
    axes.set_facecolor(_GROUND)
    axes.set_ylim(-0.3, 1.3)
    first, last = min(m.start for m in marks), max(m.end for m in marks)
    margin = max((last - first) * 0.05, 0.3)
    left, right = first - margin, last + margin
    axes.set_xlim(left, right)
    axes.axhline(0, color=_OTHER, linewidth=2, zorder=1)
    for mark in marks:
        if mark.number is None:
            _draw_other(axes, mark)
    here = [mark for mark in marks if mark.number is not None]
    places = spread([(_middle(mark) - left) / (right - left) for mark in here])
    for mark, place in zip(here, places, strict=True):
        _draw_numbered(axes, mark, left + place * (right - left))
    for side in ("left", "right", "top", "bottom"):
        axes.spines[side].set_visible(False)
    axes.get_yaxis().set_visible(False)
    axes.tick_params(colors=_INK, labelsize=13)
    # Within a single year, fewer ticks than asked for: there is nothing between two years.
    axes.xaxis.set_major_locator(MaxNLocator(6, integer=True, min_n_ticks=1))
    axes.xaxis.set_major_formatter(FuncFormatter(lambda year, _: _said(round(year))))
    out = io.BytesIO()
    figure.savefig(out, format="png", facecolor=_GROUND)
    return out.getvalue()


def spread(wanted: Sequence[float]) -> list[float]:
    """Places for the numbers, as near as can be to where they are wanted, none over another.

    Args:
        wanted: In shares of the width, in the order of the list. What stands too close is moved
            apart around its middle: the least squares fit under the gap, by pooling adjacent
            violators.
    """
    blocks: list[tuple[float, int]] = []
    for place, share in enumerate(wanted):
        mean, size = share - place * _GAP, 1
        while blocks and blocks[-1][0] > mean:
            before, more = blocks.pop()
            mean, size = (mean * size + before * more) / (size + more), size + more
        blocks.append((mean, size))
    fitted = [mean for mean, size in blocks for _ in range(size)]
    highest = 1 - _EDGE - (len(wanted) - 1) * _GAP
    return [max(_EDGE, min(mean, highest)) + n * _GAP for n, mean in enumerate(fitted)]


def _middle(mark: Mark) -> float:
    return (mark.start + mark.end) / 2


def _draw_other(axes: Axes, mark: Mark) -> None:
    if mark.end - mark.start > 1:
        axes.plot([mark.start, mark.end], [0, 0], color=_OTHER, linewidth=5, zorder=2)
    middle = _middle(mark)
    axes.plot([middle, middle], [-0.11, 0.11], color=_OTHER, linewidth=1, alpha=0.8, zorder=2)


def _draw_numbered(axes: Axes, mark: Mark, label: float) -> None:
    middle = _middle(mark)
    if mark.end - mark.start > 1:
        axes.plot([mark.start, mark.end], [0, 0], color=_LINE, linewidth=7, zorder=3)
    axes.plot(
        middle, 0, marker="o", markersize=10, markeredgewidth=2, zorder=4, markeredgecolor=_LINE,
        markerfacecolor=_LINE if mark.is_sure else _GROUND,
    )  # fmt: skip
    axes.plot([middle, label], [0.14, _LABELS - 0.08], color=_OTHER, linewidth=1, zorder=1)
    axes.text(
        label, _LABELS, str(mark.number), color=_INK, fontsize=15, fontweight="bold",
        ha="center", va="bottom",
    )  # fmt: skip


def _said(year: int) -> str:
    # There is no year 0.
    return f"{-year} BC" if year < 0 else str(year or 1)
