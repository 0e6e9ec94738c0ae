"""The notice under an answer whose documents give different dates or numbers for one thing."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from knowledge.answering.composer import Composition, quote
from knowledge.model.answer import Answer
from knowledge.model.contradiction import Claim, Contradiction
from knowledge.model.corpus import Citation

MOST = 2
"""Notices under one answer."""


def noticing(answer: Answer, contradictions: Iterable[Contradiction]) -> Answer:
    """The answer with what another document says otherwise: a line before it, and the sentence.

    Only what contradicts a sentence that is quoted; both sides are cited and none is preferred.
    """
    noticed: dict[str, tuple[Contradiction, Claim]] = {}
    for found in contradictions:
        for own, other in ((found.one, found.other), (found.other, found.one)):
            if any(_holds(citation, own) for citation in answer.citations):
                noticed.setdefault(found.key, (found, other))
    quotes = Composition(answer.sentences, answer.citations)
    shown = list(noticed.values())[:MOST]
    for _, other in shown:
        if not any(_holds(citation, other) for citation in quotes.citations):
            quotes = _with(quotes, other)
    quotes = quotes.remarking("\n".join(str(found) for found, _ in shown))
    return replace(answer, sentences=quotes.sentences, citations=quotes.citations)


def _holds(citation: Citation, claim: Claim) -> bool:
    same = citation.version_id == claim.passage.version_id
    return same and citation.span.start <= claim.span.start < citation.span.end


def _with(quotes: Composition, claim: Claim) -> Composition:
    """One more quotation, numbered after the others."""
    (sentence,), (citation,) = quote([(claim.passage, claim.place)])
    number = len(quotes.citations) + 1
    return Composition(
        (*quotes.sentences, replace(sentence, citation=number)),
        (*quotes.citations, replace(citation, number=number)),
    )
