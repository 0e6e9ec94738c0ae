"""Items on when something happened: which year or month, true or false."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from knowledge.model.assessment import (
    TRUE_FALSE_OPTIONS,
    ChoiceKey,
    Difficulty,
    ItemDraft,
    ItemType,
    OrderKey,
    PartialDate,
)
from knowledge.model.timeline import MONTHS, DateFlag, NameKind, Precision, cite, in_words
from knowledge.quizzing.authoring import options
from knowledge.quizzing.authoring.chance import dice
from knowledge.quizzing.authoring.kinds import Drafted, Kind, Refused, Tried
from knowledge.quizzing.authoring.loose import is_finished_by
from knowledge.quizzing.authoring.standing import speaks_of_title, why_not
from knowledge.quizzing.authoring.stock import Fact, Stock
from knowledge.quizzing.authoring.wording import (
    GRAVE,
    closed,
    month_blank,
    quotation,
    source,
    tidy,
    with_blank,
    year_in,
)
from knowledge.quizzing.authoring.years import ALIKE, bounds, near_year, wrong_years

INVENTED = "some years are in no document"
_BLANKED = frozenset({Kind.YEAR, Kind.MONTH})
"""Kinds that show a sentence as it stands."""
_SEASON = re.compile(
    r"(?i)(?:the\s+)?(?:(?:early|late)\s+)?(?:spring|summer|autumn|fall)\s+(?:of\s+)?\d{4}"
)
"""Of one year, as a winter is not."""
_LIMIT = re.compile(r"(?i)\b(?:until|till|since)\s+$")
SWAPPED, MEETING_SWAPPED = "date swapped", "meeting swapped"
_SHARE_FALSE = 0.55
"""Of the statements, before those are left out that must not be made false."""
YEARS_APART = 2
"""Years between two events so that their order can be learned, not guessed."""


def sure_facts(stock: Stock, kind: Kind) -> Iterator[Fact | Refused]:
    """The facts whose date and words can be relied on, and why the others are left out."""
    for fact in stock.facts:
        reason = _unsure(fact, kind) or why_not(fact.clause)
        if reason is None:
            yield fact
            continue
        whole = replace(fact, clause=replace(fact.clause, span=fact.clause.sentence.span))
        # What is loose in a part of a sentence may be told in the rest of it.
        is_whole = (
            kind in _BLANKED and _unsure(whole, kind) is None and why_not(whole.clause) is None
        )
        yield whole if is_whole else Refused(kind, reason)


def _unsure(fact: Fact, kind: Kind) -> str | None:
    when, clause = fact.mention.when, fact.clause
    flags = when.flags - {DateFlag.BOUND} if _is_asked_as_limit(fact, kind) else when.flags
    if flags:
        return f"date: {min(flags)}"
    if (when.is_range or when.precision is Precision.PERIOD) and not (
        kind is Kind.YEAR and _SEASON.fullmatch(when.words)
    ):
        return "date: a stretch of time"
    span = clause.span
    if sum(span.start <= m.span.start < span.end for m in clause.sentence.dates) > 1:
        return "date: several in the sentence"
    if not fact.event.participants and not fact.event.places and not _names_something(fact):
        return "names nobody and nothing"
    if str(abs(when.first.year)) in clause.sentence.passage.document_title:
        return "the title tells the year"
    return None


def _is_asked_as_limit(fact: Fact, kind: Kind) -> bool:
    """ "Trains ran until ____": a limit that is a fact, unlike "before" and "by"."""
    before = fact.clause.text[: fact.mention.span.start - fact.clause.span.start]
    return kind is Kind.YEAR and _LIMIT.search(before) is not None


def _names_something(fact: Fact) -> bool:
    """A name of any kind, beside those of months: "the container ship Ever Given"."""
    date = fact.mention.span
    start = fact.clause.sentence.span.start
    # A first word has its capital from the sentence.
    return speaks_of_title(fact.clause) or any(
        token.part == "PROPN"
        and token.text[:1].isupper()
        and token.span.start != start
        and not date.start <= token.span.start < date.end
        for token in fact.clause.tokens
    )


def years(stock: Stock) -> Iterator[Tried]:
    """ "Which year belongs in the blank?" """
    for fact in sure_facts(stock, Kind.YEAR):
        if isinstance(fact, Refused):
            yield fact
            continue
        span = year_in(fact.mention, fact.clause)
        if span is None:
            yield Refused(Kind.YEAR, "the year stands there twice")
            continue
        year = fact.mention.when.first.year
        wrong, invented = wrong_years(stock, fact.clause, year)
        if not wrong:
            yield Refused(Kind.YEAR, "too few good wrong options")
            continue
        shown, key = options.in_order(year, wrong)
        yield item_of(
            stock,
            Kind.YEAR,
            fact,
            stem=f"{source(fact.clause)}, which year belongs in the blank? "
            f"{with_blank(fact.clause, span)}",
            shown=shown,
            key=key,
            rationale=quotation(fact.clause),
            flags=(INVENTED,) * invented,
        )


def months(stock: Stock) -> Iterator[Tried]:
    """ "Which month and year belong in the blank?", where a document tells of many months."""
    dated = [
        fact.mention.when.first
        for fact in stock.facts
        if fact.mention.when.first.month is not None and not fact.mention.when.is_range
    ]
    for fact in sure_facts(stock, Kind.MONTH):
        if isinstance(fact, Refused):
            yield fact
            continue
        first = fact.mention.when.first
        stem = None if first.month is None else month_blank(fact.clause, fact.mention)
        if stem is None:
            yield Refused(Kind.MONTH, "no month to ask for")
            continue
        answer = PartialDate(first.year, first.month)
        wrong = _wrong_months(stock, fact, answer, dated)
        if len(wrong) < options.MOST:
            yield Refused(Kind.MONTH, "too few good wrong options")
            continue
        ordered = sorted([answer, *wrong], key=_month_order)
        yield item_of(
            stock,
            Kind.MONTH,
            fact,
            stem=f"{source(fact.clause)}, which month and year belong in the blank? {stem}",
            shown=tuple(in_words(date) for date in ordered),
            key=ChoiceKey(frozenset({ordered.index(answer)})),
            rationale=quotation(fact.clause),
            difficulty=Difficulty.HARD,
        )


def _wrong_months(
    stock: Stock, fact: Fact, answer: PartialDate, dated: Sequence[PartialDate]
) -> list[PartialDate]:
    """Months that the course tells of, within three years, each in another year or season."""
    told = {PartialDate(d.year, d.month) for d in dated} - {answer}
    near = sorted(
        (d for d in told if abs(d.year - answer.year) <= 3),
        key=lambda d: (abs(_month_order(d) - _month_order(answer)), _month_order(d)),
    )
    alike = {
        (other.mention.when.first.year, other.mention.when.first.month)
        for other in stock.facts
        if stock.likeness(other.clause.sentence, fact.clause.sentence) > ALIKE
    }
    stem = fact.clause.text.replace(fact.mention.when.words, "")
    first, last = bounds(fact.clause.sentence.text, answer.year)
    fitting = [
        d
        for d in near
        if (d.year, d.month) not in alike
        and MONTHS[(d.month or 1) - 1] not in stem
        and first <= d.year <= last
    ]
    before = [d for d in fitting if _month_order(d) < _month_order(answer)]
    after = [d for d in fitting if _month_order(d) > _month_order(answer)]
    # Its place among the options must tell nothing, as far as there are months on both sides.
    wanted = dice(fact.text, "months").randint(0, options.MOST)
    count = max(min(wanted, len(before)), options.MOST - len(after))
    return [*before[:count], *after[: options.MOST - count]]


def _month_order(date: PartialDate) -> int:
    return date.year * 12 + (date.month or 0)


def statements(stock: Stock) -> Iterator[Tried]:
    """True or false: the clause as it stands, or with another year."""
    for fact in sure_facts(stock, Kind.STATEMENT):
        if isinstance(fact, Refused):
            yield fact
            continue
        # Some cannot be made false, so that an even chance would leave too many true ones.
        false = dice(fact.text, "truth").random() < _SHARE_FALSE
        yield _statement(stock, fact, false=false)


def _statement(stock: Stock, fact: Fact, *, false: bool) -> Tried:
    clause = fact.clause
    if is_finished_by(clause.sentence, clause.following):
        return Refused(Kind.STATEMENT, "the next line has the point")
    text = closed(tidy(clause.text, clause.sentence))
    flags: tuple[str, ...] = ()
    if false:
        if GRAVE.search(clause.sentence.text):
            return Refused(Kind.STATEMENT, "nothing false of death, crime or disgrace")
        changed = _other_meeting(stock, fact, text) or _other_year(stock, fact, text)
        if changed is None:
            return Refused(Kind.STATEMENT, "no good wrong year")
        text, flag = changed
        flags = (flag,)
    return item_of(
        stock, Kind.STATEMENT, fact,
        stem=f"True or false? {source(clause)}: {text}",
        shown=TRUE_FALSE_OPTIONS,
        key=ChoiceKey(frozenset({int(false)})),
        rationale=quotation(clause),
        flags=flags,
        difficulty=Difficulty.EASY,
    )  # fmt: skip


def _other_year(stock: Stock, fact: Fact, text: str) -> tuple[str, str] | None:
    year = fact.mention.when.first.year
    swapped = near_year(stock, fact.clause, year)
    if swapped is None or year_in(fact.mention, fact.clause) is None:
        return None
    return text.replace(str(abs(year)), str(abs(swapped))), SWAPPED


def _other_meeting(stock: Stock, fact: Fact, text: str) -> tuple[str, str] | None:
    """Another meeting in place of the one that is named, so that not every lie is in the date."""
    year = fact.mention.when.first.year
    for name in fact.clause.sentence.names:
        if name.kind is NameKind.MEETING and text.count(name.text) == 1:
            wrong = options.wrong_names(stock, fact.clause, name, year=year)
            if wrong:
                return text.replace(name.text, wrong[0]), MEETING_SWAPPED
    return None


_TYPES = {
    Kind.FIRST: ItemType.SINGLE_CHOICE,
    Kind.ORDER: ItemType.ORDERING,
    Kind.YEAR: ItemType.SINGLE_CHOICE,
    Kind.MONTH: ItemType.SINGLE_CHOICE,
    Kind.STATEMENT: ItemType.TRUE_FALSE,
}


def item_of(
    stock: Stock,
    kind: Kind,
    fact: Fact,
    stem: str,
    shown: tuple[str, ...],
    key: ChoiceKey | OrderKey,
    *,
    rationale: str,
    facts: Sequence[Fact] = (),
    flags: tuple[str, ...] = (),
    difficulty: Difficulty = Difficulty.MEDIUM,
) -> Drafted:
    """A draft on ``fact``, or on ``facts`` of which it is the first; it cites its sentence."""
    sentence = fact.clause.sentence
    draft = ItemDraft(
        type=_TYPES[kind],
        stem=stem,
        key=key,
        options=shown,
        rationale=rationale,
        citation=cite(sentence.passage, sentence.span),
        themes=stock.themes.get(sentence.passage.id, ())[:3],
        difficulty=difficulty,
        flags=flags,
    )
    used = [f.clause.sentence for f in (facts or (fact,))]
    return Drafted(kind, draft, frozenset((s.passage.id, s.place) for s in used))
