"""Passages → sentences with their grammar, names and dates."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from knowledge.exploring import language
from knowledge.exploring.events import read_dates
from knowledge.exploring.names import find_names, with_full_names
from knowledge.model.assessment import PartialDate
from knowledge.model.corpus import Passage, Span
from knowledge.model.timeline import DateMention, ReadSentence


def read_sentences(
    current: Sequence[Passage], published: Mapping[int, PartialDate | None]
) -> list[ReadSentence]:
    """Every sentence of the passages with its grammar, names and dates. Slow: not for the loop.

    Args:
        current: In reading order.
        published: When each document was, by its id; all documents are in it.
    """
    dates: dict[tuple[int, int], tuple[DateMention, ...]] = {}
    for document_id, date in published.items():
        dates |= read_dates([p for p in current if p.document_id == document_id], date)
    places = [(p, place, span) for p in current for place, span in enumerate(p.sentences)]
    texts = [passage.slice(span) for passage, _, span in places]
    sentences = [
        _sentence(passage, place, span, text, parsed, dates.get((passage.id, place), ()))
        for (passage, place, span), text, parsed in zip(
            places, texts, language.parse(texts), strict=True
        )
    ]
    return with_full_names(sentences)


def _sentence(
    passage: Passage,
    place: int,
    span: Span,
    text: str,
    parsed: language.Parsed,
    dates: tuple[DateMention, ...],
) -> ReadSentence:
    start = span.start
    return ReadSentence(
        passage=passage,
        place=place,
        span=span,
        text=text,
        tokens=tuple(replace(t, span=_moved(t.span, start)) for t in parsed.tokens),
        names=tuple(replace(n, span=_moved(n.span, start)) for n in find_names(text, parsed)),
        dates=dates,
    )


def _moved(span: Span, by: int) -> Span:
    return Span(span.start + by, span.end + by)
