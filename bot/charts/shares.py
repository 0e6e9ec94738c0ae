"""How many gave each answer, as a picture. The same is always said in words beside it."""

from __future__ import annotations

import asyncio
import io
from collections.abc import Sequence
from dataclasses import dataclass

_GROUND, _INK, _RIGHT, _OTHER = "#2b2d31", "#f2f3f5", "#57b98a", "#8a94a6"
_WIDTH_INCHES, _BAR_INCHES, _DPI = 6.0, 0.62, 120


@dataclass(frozen=True, slots=True)
class Bar:
    """One answer: its letter, how many gave it, whether it is right."""

    label: str
    count: int
    is_right: bool


async def draw_shares(bars: Sequence[Bar], whole: int) -> bytes:
    """A PNG of horizontal bars, drawn in a thread: the event loop does not wait for it.

    Args:
        whole: How many answered. Where several options may be chosen it is not the bars' sum.
    """
    return await asyncio.to_thread(_draw, tuple(bars), whole)


def percent(count: int, whole: int) -> int:
    """The share in whole percent, 0 of nothing."""
    return round(100 * count / whole) if whole else 0


def alt_text(bars: Sequence[Bar], whole: int) -> str:
    """What the picture shows, for those who do not see it: at most 1,024 characters."""
    parts = [
        f"{bar.label}{' (correct)' if bar.is_right else ''}: {bar.count}, "
        f"{percent(bar.count, whole)} %"
        for bar in bars
    ]
    return f"Bar chart of the answers. {'; '.join(parts)}."[:1_024]


def _draw(bars: tuple[Bar, ...], whole: int) -> bytes:
    # Importing it takes over a second, which only those who look at a chart should wait for.
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    figure = Figure(figsize=(_WIDTH_INCHES, 0.4 + _BAR_INCHES * len(bars)), dpi=_DPI)
    FigureCanvasAgg(figure)
    figure.set_facecolor(_GROUND)
    margin = 0.04 + 0.03 * max((len(bar.label) for bar in bars), default=1)
    axes = figure.add_axes((margin, 0.04, 0.97 - margin, 0.92))
    axes.set_facecolor(_GROUND)
    axes.axis("off")
    longest = max((bar.count for bar in bars), default=0) or 1
    axes.set_xlim(0, longest * 1.75)
    axes.set_ylim(len(bars) - 0.5, -0.5)
    for row, bar in enumerate(bars):
        axes.barh(
            row,
            bar.count,
            height=0.66,
            color=_RIGHT if bar.is_right else _OTHER,
            edgecolor=_INK,
            linewidth=2 if bar.is_right else 0,
            # Told apart by more than the colour.
            hatch="//" if bar.is_right else None,
        )
        said = f"{bar.count} ({percent(bar.count, whole)} %)"
        axes.text(
            bar.count + longest * 0.03,
            row,
            f"{said}  Correct" if bar.is_right else said,
            color=_INK,
            fontsize=14,
            fontweight="bold" if bar.is_right else "normal",
            va="center",
        )
        axes.text(
            -longest * 0.04, row, bar.label, color=_INK, fontsize=17, fontweight="bold",
            va="center", ha="right",
        )  # fmt: skip
    out = io.BytesIO()
    figure.savefig(out, format="png", facecolor=_GROUND)
    return out.getvalue()
