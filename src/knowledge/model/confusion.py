"""Where a course confuses: for each section, what is asked, refused and answered wrongly."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

_Z = 1.96
"""Of the normal distribution, for an interval that holds in 95 of 100 cases."""
STEPS = 5
"""Shades of a map: 0 for nothing, this for the hottest."""


@dataclass(frozen=True, slots=True)
class SectionCounts:
    """What happened around one section of a document."""

    document: str
    """Its title."""
    section: tuple[str, ...]
    """The headings, from the outermost in; empty for what stands under none."""
    questions: int = 0
    """Asked and answered from it, or refused where it was nearest."""
    refused: int = 0
    """Of these."""
    responses: int = 0
    """Given to quiz and study items that cite it."""
    lost: float = 0.0
    """Score that these lost: 1 for a wrong one, a part of it for one that is partly right."""


@dataclass(frozen=True, slots=True)
class Hotspot:
    """A section of the map. All three parts and their mean lie in [0, 1]."""

    counts: SectionCounts
    asked: float
    """Its questions against those of the section that is asked about most."""
    refused: float
    """The least share of its questions that goes without an answer."""
    wrong: float
    """The least share of the score that its items lose."""

    @property
    def heat(self) -> float:
        return (self.asked + self.refused + self.wrong) / 3


@dataclass(frozen=True, slots=True)
class ConfusionMap:
    """Where a course confuses, the hottest section first."""

    spots: tuple[Hotspot, ...]
    asked_since: datetime
    """Questions are counted from then on: later than was wanted, where there are very many."""


def least_share(hits: float, of: int) -> float:
    """The lower end of Wilson's 95% interval for a share (E. B. Wilson, 1927); 0 of nothing.

    One wrong response of one says less than ten of twelve; this is 0.21 for the first and 0.55
    for the second.
    """
    if of == 0 or hits <= 0:
        return 0.0
    share, z2 = hits / of, _Z * _Z
    middle = share + z2 / (2 * of)
    reach = _Z * math.sqrt(share * (1 - share) / of + z2 / (4 * of * of))
    return (middle - reach) / (1 + z2 / of)


def confusion_map(sections: Iterable[SectionCounts]) -> tuple[Hotspot, ...]:
    """The sections with their heat, the hottest first; equal ones by document and section."""
    known = list(sections)
    most = max((counts.questions for counts in known), default=0)
    spots = [
        Hotspot(
            counts,
            asked=counts.questions / most if most else 0.0,
            refused=least_share(counts.refused, counts.questions),
            wrong=least_share(counts.lost, counts.responses),
        )
        for counts in known
    ]
    return tuple(sorted(spots, key=_place))


def shade(part: float) -> int:
    """Which of the ``STEPS`` shades shows a part in [0, 1]; 0 for none at all."""
    return min(STEPS, math.ceil(part * STEPS))


def _place(spot: Hotspot) -> tuple[float, str, tuple[str, ...]]:
    return (-spot.heat, spot.counts.document.casefold(), spot.counts.section)
