"""One to three verbatim sentences out of the scored ones, each cited and attributed."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from knowledge.answering.attribution import lead
from knowledge.answering.sentence_scoring import ScoredSentence
from knowledge.model.answer import AnswerSentence
from knowledge.model.corpus import Citation, Passage, Span

MOST_SENTENCES = 3
CLOSE = 0.5
"""A further sentence is shown if its score is at most this far below the best one's."""
OTHER_DOCUMENT = 0.2
"""Another document's best sentence joins if it is at most this far below the best one's."""

_DEPENDENT = re.compile(
    r"(?:(?:However|But|And|Yet|Also|Thus|Therefore|Hence|Moreover|Furthermore|Instead|Similarly"
    r"|Consequently|Likewise|Nevertheless|Nonetheless|Still|So|Then|In addition|As a result"
    r"|For example|For instance|In contrast|On the other hand|Meanwhile)\b,?\s*)?"
    r"(?:(?:He|She|It|They|His|Her|Its|Their|Him|Them|This|These|That|Those|Such|Both|Neither"
    r"|The former|The latter|One of them|Another|The same)\b(?!\s+(?:is|was)\s+(?:why|because)\b))"
    r"|(?:However|But|And|Yet|Thus|Therefore|Hence|Moreover|Furthermore|Instead|Similarly"
    r"|Consequently|Likewise|Nevertheless|Nonetheless|So|Then|In addition|As a result"
    r"|For example|For instance|In contrast|On the other hand|Meanwhile|Otherwise)\b"
)


@dataclass(frozen=True, slots=True)
class Composition:
    """The sentences of an answer with their citations, numbered from 1 as they appear."""

    sentences: tuple[AnswerSentence, ...]
    citations: tuple[Citation, ...]


def compose(scored: Sequence[ScoredSentence]) -> Composition:
    """The answer that the scored sentences give.

    Sentences of one document stand together in reading order; the document with the best
    sentence comes first.

    Args:
        scored: Best first, as :func:`score_sentences` gives them; at least one.
    """
    shown = _in_reading_order(choose(scored))
    sentences: list[AnswerSentence] = []
    citations: list[Citation] = []
    after: tuple[Passage, Span] | None = None
    for number, sentence in enumerate(shown, start=1):
        passage, span = sentence.within.passage, sentence.evidence.span
        context = _context(sentence)
        if context is not None and not _is_shown(context, passage, after):
            span = Span(context.start, span.end)
        citations.append(_cite(number, passage, span))
        said_by = lead(passage, span, after)
        if sentence.place == 0 and _DEPENDENT.match(sentence.evidence.text):
            # Nothing stands before it that could say who "he" is; its heading often does.
            said_by = f"{said_by.removesuffix(':')}, under “{passage.heading}”:"
        sentences.append(AnswerSentence(said_by, text=passage.slice(span), citation=number))
        after = passage, span
    return Composition(tuple(sentences), tuple(citations))


def choose(scored: Sequence[ScoredSentence]) -> tuple[ScoredSentence, ...]:
    """The one to three sentences to show, best first."""
    best = scored[0]
    chosen = [best]
    words = {_words(best)}
    for sentence in scored[1:]:
        if len(chosen) == MOST_SENTENCES or best.score - sentence.score > CLOSE:
            break
        if _words(sentence) not in words:
            chosen.append(sentence)
            words.add(_words(sentence))
    rival = _rival(scored, best)
    if rival is not None and rival not in chosen and _words(rival) not in words:
        chosen = [*chosen[: MOST_SENTENCES - 1], rival]
    return tuple(chosen)


def _rival(scored: Sequence[ScoredSentence], best: ScoredSentence) -> ScoredSentence | None:
    """The best sentence of another document, where it covers the question about as well."""
    for sentence in scored[1:]:
        if best.score - sentence.score > OTHER_DOCUMENT:
            return None
        if sentence.within.passage.document_id != best.within.passage.document_id:
            return sentence
    return None


def _words(sentence: ScoredSentence) -> str:
    return " ".join(re.findall(r"\w+", sentence.evidence.text.casefold()))


def _in_reading_order(chosen: Sequence[ScoredSentence]) -> list[ScoredSentence]:
    documents = [sentence.within.passage.document_id for sentence in chosen]
    return sorted(
        chosen,
        key=lambda s: (documents.index(s.within.passage.document_id), s.evidence.span.start),
    )


def _context(sentence: ScoredSentence) -> Span | None:
    """The sentence before, where this one points back to it."""
    if sentence.place == 0 or not _DEPENDENT.match(sentence.evidence.text):
        return None
    return sentence.within.sentences[sentence.place - 1].span


def _is_shown(context: Span, passage: Passage, after: tuple[Passage, Span] | None) -> bool:
    return after is not None and after[0].id == passage.id and after[1].end >= context.end


def _cite(number: int, passage: Passage, span: Span) -> Citation:
    return Citation(
        number=number,
        document_id=passage.document_id,
        version_id=passage.version_id,
        version=passage.version,
        document=passage.document_title,
        author=passage.author,
        section=passage.section,
        page=passage.page_of(span),
        quote=passage.slice(span),
        span=span,
        passage_id=passage.id,
        passage=passage.text,
        note=passage.note,
    )
