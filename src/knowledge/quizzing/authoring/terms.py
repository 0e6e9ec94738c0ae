"""Cloze items on terms, from sentences that say what a term means."""

from __future__ import annotations

import re
from collections.abc import Iterator

from knowledge.model.assessment import ItemDraft, ItemType, TextKey
from knowledge.model.corpus import Span, cite
from knowledge.model.timeline import NameKind
from knowledge.quizzing.authoring.kinds import Drafted, Kind, Refused, Tried
from knowledge.quizzing.authoring.standing import Clause, why_not
from knowledge.quizzing.authoring.stock import Stock
from knowledge.quizzing.authoring.wording import quotation, source, with_blank

_ENDS = "which|that|and|or|in|of|to|by|because|since|for|with|on|as|from|is|was|are|were|who"
_TERM = rf"(?P<term>[\w’'-]+(?:\s+(?!{_ENDS})[\w’'-]+){{0,3}}?)"
_CALLED = re.compile(
    r"\b(?:called|known\s+as|named|termed|referred\s+to\s+as)\s+(?!(?:for|on|upon|off|by|in|at|to|it|him"
    r"|her|them|us|after|back|out)\b)(?:an?\s+|the\s+)?[“\"]?"
    rf"{_TERM}[”\"]?"
    rf"(?=[,.;:]|\s+(?:{_ENDS})\b|$)"
)
_DEFINED = re.compile(
    r"^(?:An?\s+)?(?P<term>[A-Z]?[\w’'-]+(?:\s+[\w’'-]+){0,2})(?:,[^,]{3,60},)?\s+"
    r"(?:is|are|was|means)\s+(?:an?|the|any|knowledge|what)\s+[\w-]+"
)
_LONGEST_TERM = 4


def terms(stock: Stock) -> Iterator[Tried]:
    """The term of a sentence such as "Stacks of thylakoids are known as grana"."""
    for clause in stock.clauses:
        found = term_in(clause)
        if found is None:
            continue
        yield _ask(stock, clause, found)


def term_in(clause: Clause) -> Span | None:
    """Where the term stands that the clause explains."""
    match = _CALLED.search(clause.text)
    if match is None:
        match = _DEFINED.match(clause.text)
        if match is None or not _is_noun_phrase(clause, match.start("term"), match.end("term")):
            return None
    start = clause.span.start
    return Span(start + match.start("term"), start + match.end("term"))


def _is_noun_phrase(clause: Clause, start: int, end: int) -> bool:
    tokens = [t for t in clause.tokens if start <= t.span.start - clause.span.start < end]
    return (
        bool(tokens)
        and tokens[-1].part == "NOUN"
        and all(t.part in ("NOUN", "ADJ", "PROPN", "PUNCT") for t in tokens)
    )


def _ask(stock: Stock, clause: Clause, span: Span) -> Tried:
    reason = why_not(clause) or _unfit(stock, clause, span)
    if reason is not None:
        return Refused(Kind.TERM, reason)
    sentence = clause.sentence
    term = sentence.slice(span)
    if span.start == clause.span.start and not any(char.isupper() for char in term[1:]):
        term = term.lower()
    draft = ItemDraft(
        type=ItemType.CLOZE,
        stem=f"{source(clause)}, which term belongs in the blank? {with_blank(clause, span)}",
        key=TextKey(_accepted(term, clause, span)),
        rationale=quotation(clause),
        citation=cite(sentence.passage, sentence.span),
        themes=stock.themes.get(sentence.passage.id, ())[:3],
    )
    return Drafted(Kind.TERM, draft, frozenset({(sentence.passage.id, sentence.place)}))


def _unfit(stock: Stock, clause: Clause, span: Span) -> str | None:
    term = clause.sentence.slice(span)
    if len(term.split()) > _LONGEST_TERM or len(term) < 3 or term.isdigit():
        return "no term"
    if any(
        n.span.start <= span.start < n.span.end and n.kind is NameKind.PERSON
        for n in clause.sentence.names
    ):
        return "no term"
    after = clause.text[span.end - clause.span.start :]
    if re.match(r"\s+of\s+(?:['’\d]|[A-Z])", after):
        # "The Crime of '73" is one name.
        return "no term"
    rest = (
        clause.text[: span.start - clause.span.start] + clause.text[span.end - clause.span.start :]
    )
    stems = [word[:5].lower() for word in re.findall(r"\w+", term) if len(word) > 3]
    if any(re.search(rf"\b{re.escape(stem)}", rest, re.IGNORECASE) for stem in stems):
        return "the answer stands in the question"
    if term in clause.sentence.passage.document_title:
        return "the answer stands in the question"
    if stock.is_too_frequent(term):
        return "in too many sentences"
    return None


def _accepted(term: str, clause: Clause, span: Span) -> tuple[str, ...]:
    """The term, in its other number, with its article, and without a noun the title says anyway."""
    last_word = [t for t in clause.tokens if t.span.end <= span.end and t.span.start >= span.start]
    # Nobody tags "grana" for sure; what is "an element" or "a caldera" is one.
    told_one = re.search(r"\b[Aa]n?\s+$", clause.text[: span.start - clause.span.start])
    plural = told_one is None and (
        term.endswith("a") or any(t.tag in ("NNS", "NNPS") for t in last_word[-1:])
    )
    found = [term, *_other_number(term, plural=plural)]
    before = clause.text[: span.start - clause.span.start]
    article = re.search(r"\b(the|an?)\s+$", before)
    if article is not None:
        found.append(f"{article[1]} {term}")
    first, _, last = term.rpartition(" ")
    title = clause.sentence.passage.document_title.lower()
    if first and last.lower() in re.findall(r"\w+", title):
        found.append(first)
    found += [other for text in found for other in _other_spellings(text)]
    return tuple(dict.fromkeys(found))


_SPELLINGS = (
    (r"(?<=[a-z]{3})is(?=(?:e|ed|es|ing|ation|ations)\b)", "iz"),
    (r"(?<=[a-z]{3})iz(?=(?:e|ed|es|ing|ation|ations)\b)", "is"),
    (r"(?<=[a-z]{2}[lbvn])our(?=s?\b)", "or"),
    (r"(?<=[a-z]{2}[bt])re(?=s?\b)", "er"),
    (r"(?i)sulph", "sulf"),
    (r"sulf", "sulph"),
    (r"(?<=[a-z])(?:ae|oe)(?=[a-z])|^(?:ae|oe)(?=[st])", "e"),
)
"""What British and American English write differently, and what stands for it in the other."""


def _other_spellings(text: str) -> list[str]:
    told = [re.sub(pattern, other, text) for pattern, other in _SPELLINGS]
    return [spelt for spelt in told if spelt != text]


_PLURALS = (
    (r"ics$|ss$", None),
    (r"(?<=[bcdfghjklmnpqrstvwxz])y$", "ies"),
    (r"(?<=[^aeious])is$", "es"),
    (r"(?<=[sxz])$|(?<=ch)$|(?<=sh)$", "es"),
    (r"$", "s"),
)
"""Endings of English nouns and what stands for them in the plural, where there is one."""
_PLAIN_PLURAL = re.compile(r"(?<=[b-df-hj-np-rtvwz])s$|(?<=[^cszxhoi]e)s$")
"""The s of "thylakoids" and "bridges"; "species" and "boxes" are left as they are."""


def _other_number(term: str, *, plural: bool) -> list[str]:
    """The plural, or the singular where that is the word without its s: no other is guessed."""
    if plural:
        return [term[:-1]] if _PLAIN_PLURAL.search(term) else []
    for ending, other in _PLURALS:
        match = re.search(ending, term)
        if match is not None:
            return [] if other is None else [f"{term[: match.start()]}{other}"]
    return []
