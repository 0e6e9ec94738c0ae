"""True or false: a clause as it stands, one with another year or meeting, two events in order."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations
from typing import NamedTuple

from knowledge.model.assessment import TRUE_FALSE_OPTIONS, ChoiceKey, Difficulty
from knowledge.model.timeline import NameKind
from knowledge.quizzing.authoring import options
from knowledge.quizzing.authoring.chance import dice
from knowledge.quizzing.authoring.dated import item_of, sure_facts
from knowledge.quizzing.authoring.kinds import Drafted, Kind, Refused, Tried
from knowledge.quizzing.authoring.loose import is_finished_by
from knowledge.quizzing.authoring.ordered import are_comparable, told_without_dates
from knowledge.quizzing.authoring.stock import Fact, Stock
from knowledge.quizzing.authoring.wording import (
    GRAVE,
    closed,
    on_one_line,
    quotation,
    source,
    tidy,
    year_in,
)
from knowledge.quizzing.authoring.worth import LONGEST_STATEMENT, is_claim, is_one_statement
from knowledge.quizzing.authoring.years import near_year

SWAPPED, MEETING_SWAPPED, ORDER_SWAPPED = "date swapped", "meeting swapped", "order swapped"


class _False(NamedTuple):
    """A statement that was made false."""

    text: str
    flag: str
    """What was changed."""
    why: str
    """What the text says instead."""


def statements(stock: Stock) -> Iterator[Tried]:
    """Each that can be made, both as it is and made false; the drafter takes one of the two."""
    for fact in sure_facts(stock, Kind.STATEMENT):
        if isinstance(fact, Refused):
            yield fact
            continue
        reason = _unfit(fact)
        if reason is not None:
            yield Refused(Kind.STATEMENT, reason)
            continue
        text = closed(tidy(fact.clause.text, fact.clause.sentence))
        yield _item(stock, fact, text)
        changed = _made_false(stock, fact, text)
        if isinstance(changed, Refused):
            yield changed
        else:
            yield _item(stock, fact, *changed)
    yield from _sequences(stock)


def _unfit(fact: Fact) -> str | None:
    if is_finished_by(fact.clause.sentence, fact.clause.following):
        return "the next line has the point"
    words = sum(token.text[0].isalnum() for token in fact.clause.tokens)
    if is_claim(fact.clause) and words <= LONGEST_STATEMENT:
        return None
    return None if is_one_statement(fact.clause) else "several statements"


def _made_false(stock: Stock, fact: Fact, text: str) -> _False | Refused:
    if GRAVE.search(fact.clause.sentence.text):
        return Refused(Kind.STATEMENT, "nothing false of death, crime or disgrace")
    if is_claim(fact.clause):
        return Refused(Kind.STATEMENT, "the date is not the point")
    changed = _other_meeting(stock, fact, text) or _other_year(stock, fact, text)
    return changed or Refused(Kind.STATEMENT, "no good wrong year")


def _other_year(stock: Stock, fact: Fact, text: str) -> _False | None:
    year = fact.mention.when.first.year
    swapped = near_year(stock, fact.clause, year)
    if swapped is None or year_in(fact.mention, fact.clause) is None:
        return None
    right, wrong = str(abs(year)), str(abs(swapped))
    return _False(text.replace(right, wrong), SWAPPED, f"The text says {right}, not {wrong}.")


def _other_meeting(stock: Stock, fact: Fact, text: str) -> _False | None:
    """Another meeting in place of the one that is named, so that not every lie is in the date."""
    year = fact.mention.when.first.year
    for name in fact.clause.sentence.names:
        if name.kind is NameKind.MEETING and text.count(name.text) == 1:
            wrong = options.wrong_names(stock, fact.clause, name, year=year)
            if wrong:
                why = f"The text says “{on_one_line(name.text)}”, not “{wrong[0]}”."
                return _False(text.replace(name.text, wrong[0]), MEETING_SWAPPED, why)
    return None


def _item(stock: Stock, fact: Fact, text: str, flag: str = "", why: str = "") -> Drafted:
    clause = fact.clause
    return item_of(
        stock, Kind.STATEMENT, fact,
        stem=f"True or false? {source(clause)}: {text}",
        shown=TRUE_FALSE_OPTIONS,
        key=ChoiceKey(frozenset({int(bool(flag))})),
        rationale=why or quotation(clause),
        flags=(flag,) if flag else (),
        difficulty=Difficulty.EASY,
    )  # fmt: skip


def _sequences(stock: Stock) -> Iterator[Drafted]:
    """Two events of one document in their order, or the other way round."""
    told = [e for e in told_without_dates(stock, Kind.STATEMENT) if not isinstance(e, Refused)]
    used: set[str] = set()
    for one, other in combinations(told, 2):
        if (
            used & {one[1], other[1]}
            or one[0].event.passage.document_id != other[0].event.passage.document_id
            or not are_comparable(one, other)
        ):
            continue
        used |= {one[1], other[1]}
        earlier, later = sorted((one, other), key=lambda pair: pair[0].mention.when.earliest)
        false = dice(one[1], other[1], "order").random() < 0.5
        first, second = (later[1], earlier[1]) if false else (earlier[1], later[1])
        yield item_of(
            stock, Kind.STATEMENT, earlier[0],
            stem=f"True or false? {source(earlier[0].clause)}, the first of these happened before "
            f"the second. First: {closed(first)} Second: {closed(second)}",
            shown=TRUE_FALSE_OPTIONS,
            key=ChoiceKey(frozenset({int(false)})),
            rationale="In order: "
            f"{'; '.join(f'{fact.mention.when}: {text}' for fact, text in (earlier, later))}.",
            facts=[earlier[0], later[0]],
            flags=(ORDER_SWAPPED,) * false,
        )  # fmt: skip
