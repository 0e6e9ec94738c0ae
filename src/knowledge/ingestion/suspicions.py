"""Where a document's text seems to address a machine, with the words around it."""

from __future__ import annotations

from collections.abc import Sequence

from knowledge.model.corpus import Page, Section
from knowledge.model.drafts import Suspicion
from knowledge.model.instructions import instructions_in

_AROUND = 200
"""Characters on each side: enough to see what the words stand among."""


def suspicions_in(
    text: str, pages: Sequence[Page], sections: Sequence[Section] = ()
) -> list[Suspicion]:
    """In reading order; each run of such words once."""
    found = []
    for start, end in instructions_in(text):
        label = next((p.label for p in pages if p.span.start <= start < p.span.end), "")
        under = (s.path[-1] for s in sections if s.path and s.span.start <= start < s.span.end)
        found.append(
            Suspicion(
                place=label or next(under, ""),
                before=text[max(0, start - _AROUND) : start],
                words=text[start:end],
                after=text[end : end + _AROUND],
            )
        )
    return found
