"""Which part of a sentence a date belongs to."""

from __future__ import annotations

from collections.abc import Sequence

from knowledge.model.corpus import Span
from knowledge.model.timeline import Token

_VERBS = frozenset({"VERB", "AUX"})
_SUBJECTS = frozenset({"nsubj", "nsubjpass", "csubj", "expl"})
_SAYING = frozenset(
    {"write", "say", "report", "note", "argue", "observe", "explain", "add", "find", "recall",
     "claim", "believe", "think"}
)  # fmt: skip
_EDGES = frozenset({",", ";", ":", "and", "but", "or", "yet", "while", "–", "—", "-"})


def clause_around(tokens: Sequence[Token], sentence: Span, date: Span) -> Span:
    """The main clause that holds ``date``: the sentence, without others joined to it.

    "A did this in 1912, and B did that" is cut before "and". Clauses that depend on another stay
    with it. Without grammar it is the whole sentence.
    """
    inside = [i for i, token in enumerate(tokens) if date.start <= token.span.start < date.end]
    if not inside or not any(token.relation for token in tokens):
        return sentence
    heads = _joined(tokens)
    wanted = _clause_of(inside[0], tokens, heads)
    places = [i for i in range(len(tokens)) if _clause_of(i, tokens, heads) == wanted]
    first, last = _trimmed(tokens, places[0], places[-1])
    if any(_clause_of(i, tokens, heads) != wanted for i in range(first, last + 1)):
        return sentence
    if first > last or (first == 0 and last >= len(tokens) - 2):
        return sentence
    if tokens[wanted].lemma in _SAYING:
        # "In December 2022, Hong writes," tells nothing without what is written.
        return sentence
    return Span(tokens[first].span.start, tokens[last].span.end)


def _joined(tokens: Sequence[Token]) -> frozenset[int]:
    """The verbs that have a subject of their own and are joined to another by "and" or a mark."""
    with_subject = {token.head for token in tokens if token.relation in _SUBJECTS}
    return frozenset(
        i
        for i, token in enumerate(tokens)
        if token.relation in ("conj", "parataxis", "ccomp")
        and token.part in _VERBS
        and i in with_subject
        and (token.relation != "ccomp" or token.head > i)
        and _is_root(tokens, token.head)
    )


def _is_root(tokens: Sequence[Token], place: int) -> bool:
    token = tokens[place]
    return token.head == place or (token.relation == "conj" and _is_root(tokens, token.head))


def _clause_of(place: int, tokens: Sequence[Token], heads: frozenset[int]) -> int:
    while place not in heads and tokens[place].head != place:
        place = tokens[place].head
    return place


def _trimmed(tokens: Sequence[Token], first: int, last: int) -> tuple[int, int]:
    while first < last and tokens[first].text.lower() in _EDGES:
        first += 1
    while last > first and tokens[last].text.lower() in _EDGES:
        last -= 1
    return first, last
