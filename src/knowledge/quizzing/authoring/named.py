"""Items on who, where and which: a name left out of its sentence."""

from __future__ import annotations

import re
from collections.abc import Iterator

from knowledge.model.assessment import ItemDraft, ItemType
from knowledge.model.corpus import Span, cite
from knowledge.model.timeline import Name, NameKind
from knowledge.quizzing.authoring import options
from knowledge.quizzing.authoring.kinds import THREE, Drafted, Kind, Refused, Tried
from knowledge.quizzing.authoring.places import (
    is_known_town,
    is_told_by,
    names_a_people,
    stands_beside_a_name,
    with_article,
)
from knowledge.quizzing.authoring.standing import Clause, why_not
from knowledge.quizzing.authoring.stock import Stock, span_of
from knowledge.quizzing.authoring.wording import GRAVE, quotation, source, with_blank
from knowledge.quizzing.authoring.worth import is_side_detail

_ASKED = {
    NameKind.PERSON: (Kind.PERSON, "who"),
    NameKind.TOWN: (Kind.PLACE, "which city"),
    NameKind.COUNTRY: (Kind.PLACE, "which country"),
    NameKind.ORGANISATION: (Kind.ORGANISATION, "which organisation"),
    NameKind.MEETING: (Kind.ORGANISATION, "which meeting"),
}
_GENDERED = re.compile(
    r"\b(?:he|she|his|her|him|hers|himself|herself|woman|man|wife|husband|mother|father|daughter"
    r"|son|sister|brother|king|queen)\b",
    re.IGNORECASE,
)
_SAYING = frozenset(
    {"say", "argue", "stress", "write", "state", "claim", "add", "explain", "hold", "believe"}
)
_BODY = re.compile(
    r"\b(University|College|Institute|Academy|School|Association|Society|Organi[sz]ation|Committee"
    r"|Commission|Company|Foundation|Ministry|Department|Party|Bank|Fund|Agency|Authority|Union"
    r"|League|Court|Tribunal|Bureau|Museum|Treasury|Group)\b"
)
_ALIKE_BODIES = (
    {"University", "College", "Institute", "Academy", "School"},
    {"Association", "Society", "Union", "League", "Organization", "Organisation", "Foundation"},
    {"Company", "Bank", "Fund", "Group"},
    {"Committee", "Commission", "Ministry", "Department", "Agency", "Authority", "Bureau"},
    {"Court", "Tribunal"},
)


def names(stock: Stock, kind: Kind) -> Iterator[Tried]:
    """Single choice of the name that a sentence lacks."""
    for clause in stock.clauses:
        wanted = [n for n in clause.sentence.names if _ASKED.get(n.kind, (None,))[0] is kind]
        if not wanted:
            continue
        reason = why_not(clause)
        if reason is not None:
            yield Refused(kind, reason)
            continue
        for name in wanted:
            yield _ask(stock, clause, name, kind)


def _ask(stock: Stock, clause: Clause, name: Name, kind: Kind) -> Tried:
    year = next((m.when.first.year for m in clause.sentence.dates), None)
    reason = _unfit(stock, clause, name, year)
    if reason is not None:
        return Refused(kind, reason)
    wrong = options.wrong_names(stock, clause, name, year=year)
    if kind is Kind.ORGANISATION and name.kind is NameKind.ORGANISATION:
        wrong = [other for other in wrong if _same_body(name.known_as, other)]
    fewest = options.FEWEST if kind is Kind.ORGANISATION else options.MOST
    if len(wrong) < fewest:
        return Refused(kind, "too few good wrong options")
    longest = max(len(text) for text in wrong)
    if len(name.known_as) > 1.7 * longest and len(name.known_as) > longest + 18:
        return Refused(kind, "the answer is longer than the other options")
    span = name.span
    answer = name.known_as
    if kind is Kind.PLACE:
        answer, wrong = with_article(answer), [with_article(other) for other in wrong]
        span = _and_article(clause, span)
    shown, key = options.shuffled(answer, wrong, clause.text)
    asked = _ASKED[name.kind][1]
    sentence = clause.sentence
    draft = ItemDraft(
        type=ItemType.SINGLE_CHOICE,
        stem=f"{source(clause)}, {asked} belongs in the blank? {with_blank(clause, span)}",
        key=key,
        options=shown,
        rationale=quotation(clause),
        citation=cite(sentence.passage, sentence.span),
        themes=stock.themes.get(sentence.passage.id, ())[:3],
        flags=(THREE,) * (len(wrong) == options.FEWEST),
    )
    return Drafted(kind, draft, frozenset({(sentence.passage.id, sentence.place)}))


def _and_article(clause: Clause, span: Span) -> Span:
    """With the article before it, which the options have: "the United States"."""
    before = clause.text[: span.start - clause.span.start]
    article = re.search(r"\b[Tt]he\s+$", before)
    return span if article is None else Span(clause.span.start + article.start(), span.end)


def _unfit(stock: Stock, clause: Clause, name: Name, year: int | None) -> str | None:
    if is_side_detail(clause):
        return "a detail hardly worth asking"
    if stock.is_too_frequent(name.known_as):
        return "in too many sentences"
    if span_of(name, clause) is None:
        return "the answer stands in the question"
    start = clause.span.start
    rest = clause.text[: name.span.start - start] + clause.text[name.span.end - start :]
    if is_leaked(name.known_as, rest) or is_leaked(
        name.known_as, clause.sentence.passage.document_title
    ):
        return "the answer stands in the question"
    before = clause.text[: name.span.start - clause.span.start]
    if re.search(r"\b[Aa]n?\s+$", before) or name.text.isupper():
        return "the words around give it away"
    after = clause.text[name.span.end - clause.span.start :]
    if name.kind in (NameKind.COUNTRY, NameKind.TOWN) and (
        stands_beside_a_name(before, after) or is_told_by(name, rest)
    ):
        return "the words around give it away"
    if name.kind is NameKind.TOWN and (
        re.search(r"\b(?:[Aa]t|[Ff]rom|out\s+of)\s+$", before) or not is_known_town(name)
    ):
        return "no town that is known by its name"
    if name.kind is NameKind.COUNTRY and not options.is_askable_country(name, year):
        return "disputed or of another time"
    if not clause.sentence.dates and not (_other_names(clause, name) and _is_told(clause)):
        return "nothing else in it to go by"
    if name.kind is NameKind.PERSON:
        if GRAVE.search(clause.sentence.text):
            return "a person in a sentence about death, crime or disgrace"
        if _GENDERED.search(rest) or names_a_people(rest):
            return "the words around give it away"
    return None


def _is_told(clause: Clause) -> bool:
    """Whether the main verb tells what happened, and not what somebody said of it."""
    roots = [t for t in clause.tokens if t.relation == "ROOT"]
    return bool(roots) and roots[0].tag == "VBD" and roots[0].lemma not in _SAYING


def is_leaked(answer: str, rest: str) -> bool:
    """Whether a telling word of the answer, or its initials, stand elsewhere in the question."""
    words = [word for word in re.findall(r"\w+", answer) if len(word) > 3 and word[0].isupper()]
    if any(re.search(rf"\b{re.escape(word[:5])}", rest) for word in words):
        return True
    initials = "".join(word[0] for word in re.findall(r"\w+", answer) if word[0].isupper())
    if len(initials) > 2 and initials in rest:
        return True
    # "18th National Congress of the Communist Party of China" beside "(CPC)".
    return any(short in initials for short in re.findall(r"\b[A-Z]{2,}\b", rest))


def _other_names(clause: Clause, name: Name) -> bool:
    inside = [n for n in clause.sentence.names if n is not name]
    return any(clause.span.start <= n.span.start < clause.span.end for n in inside)


def _same_body(one: str, other: str) -> bool:
    first, second = _BODY.search(one), _BODY.search(other)
    if first is None or second is None:
        return False
    return first[1] == second[1] or any({first[1], second[1]} <= group for group in _ALIKE_BODIES)
