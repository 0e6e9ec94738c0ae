"""From a passage in somebody's words to a citation of the stored text."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from knowledge.model.corpus import Citation, Passage, Span, cite
from knowledge.storage.quotes import QuotableVersion

LONGEST_QUOTE = 1_500
"""Characters. What a card has room for beside an item and its rationale."""


def find_citation(versions: Sequence[QuotableVersion], document: str, quote: str) -> Citation | str:
    """Where the current text of a document says ``quote``, or in words why nowhere.

    White space may differ; nothing else. The citation's quote is the text's own.

    Args:
        versions: The course's documents.
        document: A file name or title; empty to look in every document.
        quote: The words that the key rests on.
    """
    named = [version for version in versions if _is_called(version, document)]
    if not named:
        return f"No document of the course is called “{document}”."
    if len(quote) > LONGEST_QUOTE:
        return f"The passage has {len(quote)} characters; quote at most {LONGEST_QUOTE}."
    pattern = re.compile(r"\s+".join(map(re.escape, quote.split())))
    for version in named:
        found = pattern.search(version.text)
        if found is not None and (cited := _citation(version, Span(*found.span()))) is not None:
            return cited
    where = f"“{named[0].title}”" if len(named) == 1 else "any document of the course"
    start = quote if len(quote) <= 60 else f"{quote[:59].rstrip()}…"
    return f"The passage “{start}” does not stand in {where}. Quote it word for word."


def _is_called(version: QuotableVersion, name: str) -> bool:
    wanted = name.strip().casefold()
    known = (version.title.casefold(), version.file_name.casefold())
    return not wanted or wanted in known or wanted == known[1].rsplit("/", 1)[-1]


def _citation(version: QuotableVersion, span: Span) -> Citation | None:
    """Of the passage in which the quote begins; of all that it touches, the text."""
    touched = [p for p in version.passages if p.span.start < span.end and span.start < p.span.end]
    if not touched:
        return None
    first = touched[0]
    start, end = min(span.start, first.span.start), max(span.end, touched[-1].span.end)
    return replace(
        cite(first, span),
        page=_page(touched, span),
        quote=span.of(version.text),
        passage=version.text[start:end],
    )


def _page(touched: Sequence[Passage], span: Span) -> str | None:
    return next((label for p in touched if (label := p.page_of(span)) is not None), None)
