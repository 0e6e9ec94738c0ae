"""Items on what came first, and in what order: events told without their dates."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from knowledge.model.assessment import Difficulty, OrderKey
from knowledge.quizzing.authoring import options
from knowledge.quizzing.authoring.dated import YEARS_APART, item_of, sure_facts
from knowledge.quizzing.authoring.kinds import THREE, Drafted, Kind, Refused, Tried
from knowledge.quizzing.authoring.standing import Clause, speaks_of_title
from knowledge.quizzing.authoring.stock import Fact, Stock
from knowledge.quizzing.authoring.wording import source, without_asides, without_date

_TOLD_BY_LOGIC = re.compile(
    r"(?i)\b(?:born|died|buried|first|last|final(?:ly)?|earliest|oldest|new|old|former|complet\w+"
    r"|finish\w*|ended|ceased|abolish\w*|dissol\w+|demolish\w*|reopen\w*|restor\w+|rebuil\w+"
    r"|eradicat\w+|landmark|anniversary|memorial|museum|began|begun|started|origin\w*|again)\b"
)
"""Births, beginnings and ends: their place in an order can be guessed."""
_STAGES = re.compile(
    r"(?i)\b(?:found(?:ed|ation)|establish\w*|launch\w*|open(?:ed|ing)|clos(?:ed|ing|ure)|built|signed"
    r"|adopted|ratified|entered|appointed|elected|designed|proposed|planned|approved|replaced)\b"
)
"""Stages in the life of one thing."""
LONGEST_EVENT = 130
"""Characters of an option that tells an event."""
_ERA = 30
"""Years within which events are of one time: farther apart, general knowledge puts them in order.
"""
_UNEVEN = 1.8
"""How many times as long the longest option may be as the shortest."""


def is_told_as_past(clause: Clause) -> bool:
    """Whether its main verb and those beside it tell what happened."""
    tokens = clause.sentence.tokens
    roots = [i for i, t in enumerate(tokens) if t.relation == "ROOT"]
    main = {*roots, *(i for i, t in enumerate(tokens) if t.relation == "conj" and t.head in roots)}
    helpers = {t.head: t for t in tokens if t.relation in ("aux", "auxpass")}
    verbs = [helpers.get(i, tokens[i]) for i in sorted(main) if tokens[i].part in ("VERB", "AUX")]
    return bool(verbs) and all(v.tag == "VBD" and v.text.lower() != "had" for v in verbs[:2])


def told_without_dates(stock: Stock, kind: Kind) -> Iterator[tuple[Fact, str] | Refused]:
    """The facts that can be told without their date."""
    for fact in sure_facts(stock, kind):
        if isinstance(fact, Refused):
            yield fact
            continue
        text = without_date(fact.clause, fact.mention)
        text = None if text is None else without_asides(text, fact.clause)
        if text is None:
            yield Refused(kind, "the date cannot be taken out")
        elif not is_told_as_past(fact.clause) or _TOLD_BY_LOGIC.search(text):
            yield Refused(kind, "no event to put in order")
        elif not 30 <= len(text) <= LONGEST_EVENT:
            yield Refused(kind, "too long" if len(text) > LONGEST_EVENT else "too short")
        else:
            yield fact, text


def orders(stock: Stock, kind: Kind) -> Iterator[Tried]:
    """Which of these came first, or all of them in order: three or four events of one document."""
    told: list[tuple[Fact, str]] = []
    for found in told_without_dates(stock, kind):
        if isinstance(found, Refused):
            yield found
        else:
            told.append(found)
    by_document: dict[int, list[tuple[Fact, str]]] = {}
    for fact, text in told:
        by_document.setdefault(fact.event.passage.document_id, []).append((fact, text))
    for events in by_document.values():
        groups = _groups(events, 4)
        if not groups:
            yield Refused(kind, "too few events to compare")
        for group in groups:
            yield _order_item(stock, kind, group)


def _groups(events: Sequence[tuple[Fact, str]], size: int) -> list[list[tuple[Fact, str]]]:
    """Events far enough apart in time and near enough in length, each used once.

    Events are dealt out like cards, so that each group spans the document's time.
    """
    groups: list[list[tuple[Fact, str]]] = []
    left = list(events)
    while len(left) >= 3:
        group: list[tuple[Fact, str]] = []
        step = max(1, len(left) // size)
        for event in [*left[::step], *left]:
            if len(group) < size and all(are_comparable(event, other) for other in group):
                group.append(event)
        if len(group) < 3:
            break
        groups.append(sorted(group, key=lambda pair: pair[0].mention.when.earliest))
        left = [event for event in left if event not in group]
    return groups


def are_comparable(one: tuple[Fact, str], other: tuple[Fact, str]) -> bool:
    first, second = one[0].mention.when, other[0].mention.when
    apart = first.is_before(second) or second.is_before(first)
    enough = abs(first.first.year - second.first.year) >= YEARS_APART
    near = abs(first.first.year - second.first.year) <= _ERA
    shorter, longer = sorted((len(one[1]), len(other[1])))
    even = longer <= shorter * _UNEVEN
    return apart and enough and near and even and not _of_one_thing(one, other)


def _of_one_thing(one: tuple[Fact, str], other: tuple[Fact, str]) -> bool:
    """Whether the one may have led to the other: they share a name or thing, or are its stages."""
    if _things(one) & _things(other):
        return True
    return all(_STAGES.search(text) and speaks_of_title(fact.clause) for fact, text in (one, other))


def _things(event: tuple[Fact, str]) -> frozenset[str]:
    fact, text = event
    known = set(re.findall(r"\w+", fact.clause.sentence.passage.document_title.lower()))
    return frozenset(
        token.lemma.lower()
        for token in fact.clause.tokens
        if token.part in ("NOUN", "PROPN")
        and token.text in text
        and len(token.text) > 3
        and token.text.lower() not in known
    )


def _order_item(stock: Stock, kind: Kind, group: Sequence[tuple[Fact, str]]) -> Drafted:
    fact, text = group[0]
    texts = [text for _, text in group]
    said = source(fact.clause)
    dates = "; ".join(f"{f.mention.when}: {t}" for f, t in group)
    if kind is Kind.FIRST:
        shown, key = options.shuffled(text, texts[1:], text)
        return item_of(
            stock, kind, fact, f"{said}, which of these came first?", shown, key,
            rationale=f"In order: {dates}.",
            facts=[f for f, _ in group],
            flags=(THREE,) * (len(group) == 3),
        )  # fmt: skip
    return item_of(
        stock, kind, fact, f"{said}, in what order did these happen? Begin with the earliest.",
        tuple(texts), OrderKey(), rationale=f"In order: {dates}.", facts=[f for f, _ in group],
        difficulty=Difficulty.HARD,
    )  # fmt: skip
