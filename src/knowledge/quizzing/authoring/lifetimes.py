"""How long people and things were there, as their document dates it: other years are no options."""

from __future__ import annotations

from collections.abc import Iterator

from knowledge.model.timeline import DateFlag
from knowledge.quizzing.authoring.standing import Clause
from knowledge.quizzing.authoring.stock import Fact, Stock

_BEGINS_WORDS = "bear found establish create build launch invent introduce constitute incorporate"
_BEGINS = frozenset(_BEGINS_WORDS.split())
_ENDS_WORDS = "die dissolve abolish demolish disband kill execute guillotine hang murder"
_ENDS = frozenset(_ENDS_WORDS.split())
_ADULT = 15
"""Years of age before which nobody is told of but as a child."""
_OF_WHOM = frozenset({"nsubj", "nsubjpass"})
_OF_WHAT = frozenset({"nsubjpass", "dobj"})


def lifetime(stock: Stock, clause: Clause, year: int) -> tuple[int, int]:
    """The first and last year that leave those whom the clause names alive or in being.

    What contradicts ``year`` itself is not heeded.
    """
    first, last = -10_000, 10_000
    words = {t.text for t in clause.tokens if t.part == "PROPN"}
    for fact in stock.facts:
        sentence = fact.clause.sentence
        if (
            sentence.passage.document_id != clause.sentence.passage.document_id
            or sentence is clause.sentence
            or fact.mention.when.flags - {DateFlag.INFERRED}
        ):
            continue
        told = fact.mention.when.first.year
        for begins, grown in _turns(fact, words):
            if begins and told + grown <= year:
                first = max(first, told + grown)
            elif not begins and told >= year:
                last = min(last, told)
    return first, last


def _turns(fact: Fact, words: set[str]) -> Iterator[tuple[bool, int]]:
    """Whether somebody or something of ``words`` begins or ends in a fact, and when it counts."""
    tokens = fact.clause.sentence.tokens
    span = fact.clause.span
    for token in tokens:
        inside = span.start <= token.span.start < span.end
        if not inside or token.text not in words or token.part != "PROPN":
            continue
        lemma = tokens[token.head].lemma.lower()
        if lemma == "bear" and token.relation in _OF_WHOM:
            yield True, _ADULT
        elif lemma in _BEGINS and token.relation in _OF_WHAT:
            yield True, 0
        elif lemma in _ENDS and token.relation in (_OF_WHOM if lemma == "die" else _OF_WHAT):
            yield False, 0
