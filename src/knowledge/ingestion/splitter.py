"""Sections cut into passages: whole sentences that are found, shown and cited together.

Natural paragraphs stay whole: on the development questions that finds the right place five
points more often than windows of fixed length. Short ones are joined to a neighbour of their
section, which finds the right one in 1.3 points more of a textbook's questions, since what an
answer needs often stands in two paragraphs. Only what is longer than a screen is cut.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from knowledge.ingestion.layout import Layout, PlacedBlock, PlacedSection
from knowledge.ingestion.reading import BlockKind
from knowledge.ingestion.sentences import sentences
from knowledge.model.corpus import PassageSpan, Span

SHORT_PASSAGE = 800
"""Characters below which a passage is joined to a neighbour of its section."""
TOO_SHORT_ALONE = 100
"""Characters below which a paragraph shares the sentences of even a long neighbour."""
LONGEST_PASSAGE = 1_400
"""Characters above which a paragraph is cut, and which a passage may reach by joining."""
_CUT_TO = 1_200
"""Characters: about the most in each part of what is cut."""

_IN_LIST = frozenset({BlockKind.ITEM, BlockKind.ROW})


@dataclass(frozen=True, slots=True)
class _Unit:
    """Sentences that belong together before lengths are looked at."""

    sentences: tuple[Span, ...]
    leads_in: bool

    @property
    def start(self) -> int:
        return self.sentences[0].start

    @property
    def end(self) -> int:
        return self.sentences[-1].end

    @property
    def length(self) -> int:
        return self.end - self.start


def split(layout: Layout, language: str | None = None) -> tuple[PassageSpan, ...]:
    """The passages of a text, in reading order. Their sections are counted as in ``layout``."""
    code = (language or "en").replace("_", "-").split("-")[0].lower()
    return tuple(
        PassageSpan(index, Span(unit.start, unit.end), unit.sentences)
        for index, section in enumerate(layout.sections)
        for unit in _joined([*_units(layout.text, section, code)])
    )


def _units(text: str, section: PlacedSection, language: str) -> Iterator[_Unit]:
    """Paragraphs, and lists with their lead-in, none longer than a passage may be."""
    group: list[PlacedBlock] = []
    for block in section.blocks:
        if group and not _continues(text, group[-1], block):
            yield from _unit(text, group, language)
            group = []
        group.append(block)
    if group:
        yield from _unit(text, group, language)


def _continues(text: str, previous: PlacedBlock, block: PlacedBlock) -> bool:
    if block.kind not in _IN_LIST:
        return False
    return previous.kind is block.kind or _ends_with_colon(text, previous.span.end)


def _unit(text: str, group: list[PlacedBlock], language: str) -> Iterator[_Unit]:
    spans = [
        span
        for block in group
        for span in sentences(text, block.span.start, block.span.end, language)
    ]
    for part in _balanced(spans):
        yield _Unit(tuple(part), _ends_with_colon(text, part[-1].end))


def _balanced(spans: list[Span]) -> Iterator[list[Span]]:
    """The sentences in the fewest parts of a passage's length, all about equally long."""
    if not spans:
        return
    length = spans[-1].end - spans[0].start
    if length <= LONGEST_PASSAGE:
        yield spans
        return
    count = -(-length // _CUT_TO)
    target = length / count
    part: list[Span] = []
    for span in spans:
        if part and _is_better_cut(part, span, target):
            yield part
            part = []
        part.append(span)
    yield part


def _is_better_cut(part: list[Span], span: Span, target: float) -> bool:
    without, with_it = part[-1].end - part[0].start, span.end - part[0].start
    return with_it > LONGEST_PASSAGE or abs(without - target) <= abs(with_it - target)


def _joined(units: list[_Unit]) -> list[_Unit]:
    """Short units joined to the one before, or after when they introduce it."""
    joined: list[_Unit] = []
    for unit in units:
        last = joined[-1] if joined else None
        if last is None:
            joined.append(unit)
        elif _may_join(last, unit):
            joined[-1] = _Unit(last.sentences + unit.sentences, unit.leads_in)
        elif min(last.length, unit.length) < TOO_SHORT_ALONE:
            both = [*last.sentences, *unit.sentences]
            joined[-1:] = [_Unit(tuple(part), unit.leads_in) for part in _balanced(both)]
        else:
            joined.append(unit)
    return joined


def _may_join(last: _Unit, unit: _Unit) -> bool:
    if unit.end - last.start > LONGEST_PASSAGE:
        return False
    if last.leads_in and last.length < SHORT_PASSAGE:
        return True
    if unit.leads_in and unit.length < SHORT_PASSAGE:
        return False
    return last.length < SHORT_PASSAGE or unit.length < SHORT_PASSAGE


def _ends_with_colon(text: str, end: int) -> bool:
    return text[end - 1 : end] in {":", "："}
