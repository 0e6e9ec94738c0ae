"""Items on when something happened: which year or month."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from knowledge.model.assessment import (
    ChoiceKey,
    Difficulty,
    ItemDraft,
    ItemType,
    OrderKey,
    PartialDate,
)
from knowledge.model.corpus import cite
from knowledge.model.timeline import MONTHS, DateFlag, Precision, in_words
from knowledge.quizzing.authoring import options
from knowledge.quizzing.authoring.chance import dice
from knowledge.quizzing.authoring.kinds import Drafted, Kind, Refused, Tried
from knowledge.quizzing.authoring.standing import speaks_of_title, why_not
from knowledge.quizzing.authoring.stock import Fact, Stock
from knowledge.quizzing.authoring.wording import (
    month_blank,
    quotation,
    source,
    with_blank,
    year_in,
)
from knowledge.quizzing.authoring.worth import (
    is_beside_the_point,
    is_claim,
    is_of_minor_person,
    is_side_detail,
    subject_of,
)
from knowledge.quizzing.authoring.years import ALIKE, bounds, wrong_years

INVENTED = "some years are in no document"
_BLANKED = frozenset({Kind.YEAR, Kind.MONTH})
"""Kinds that show a sentence as it stands."""
_SEASON = re.compile(
    r"(?i)(?:the\s+)?(?:(?:early|late)\s+)?(?:spring|summer|autumn|fall)\s+(?:of\s+)?\d{4}"
)
"""Of one year, as a winter is not."""
_LIMIT = re.compile(r"(?i)\b(?:until|till|since)\s+$")
_MONTHS_APART = 3
"""Between the answer and another month of its year."""
_OF_ONE_YEAR = 2
"""Options of an item on months that may be of one year."""
YEARS_APART = 2
"""Years between two events so that their order can be learned, not guessed."""


def sure_facts(stock: Stock, kind: Kind) -> Iterator[Fact | Refused]:
    """The facts whose date and words can be relied on, and why the others are left out."""
    for fact in stock.facts:
        reason = _unsure(fact, kind) or why_not(fact.clause)
        if reason is None and _is_minor(stock, fact):
            yield Refused(kind, "a detail hardly worth asking")
            continue
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
    if is_side_detail(clause):
        return "a detail hardly worth asking"
    if kind is not Kind.STATEMENT and is_claim(clause):
        return "the date is not the point"
    if is_beside_the_point(clause, fact.mention.span):
        return "the date is not the point"
    return None


def _is_minor(stock: Stock, fact: Fact) -> bool:
    if is_claim(fact.clause):
        # Who first held it is worth knowing all the same.
        return False
    who, document = subject_of(fact.clause), fact.event.passage.document_id
    told = sum(
        s.passage.document_id == document and any(t.text == who for t in s.tokens)
        for s in stock.reading.sentences
    )
    return is_of_minor_person(fact.clause, told)


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
        if other.clause.sentence.passage.id == fact.clause.sentence.passage.id
        or stock.likeness(other.clause.sentence, fact.clause.sentence) > ALIKE
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
    fitting = _of_several_years(answer, fitting)
    before = [d for d in fitting if _month_order(d) < _month_order(answer)]
    after = [d for d in fitting if _month_order(d) > _month_order(answer)]
    # Its place among the options must tell nothing, as far as there are months on both sides.
    wanted = dice(fact.text, "months").randint(0, options.MOST)
    count = max(min(wanted, len(before)), options.MOST - len(after))
    return [*before[:count], *after[: options.MOST - count]]


def _of_several_years(answer: PartialDate, fitting: Sequence[PartialDate]) -> list[PartialDate]:
    """At most two months of any year, the answer's included: more ask for what nobody keeps."""
    kept: list[PartialDate] = []
    for date in fitting:
        if (
            date.year == answer.year
            and abs(_month_order(date) - _month_order(answer)) < _MONTHS_APART
        ):
            continue
        if sum(other.year == date.year for other in (answer, *kept)) < _OF_ONE_YEAR:
            kept.append(date)
    return kept


def _month_order(date: PartialDate) -> int:
    return date.year * 12 + (date.month or 0)


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
