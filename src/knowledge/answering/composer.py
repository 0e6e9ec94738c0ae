"""Verbatim quotations out of the scored sentences, each cited and attributed."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from knowledge.answering import enumeration
from knowledge.answering.answer_type import AnswerType, asked_for
from knowledge.answering.attribution import lead
from knowledge.answering.joining import is_answered, joins, leaves_open
from knowledge.answering.sentence_scoring import ScoredSentence
from knowledge.model.answer import AnswerSentence
from knowledge.model.corpus import Citation, Passage, Span, cite

MOST_SENTENCES = 3
CLOSE = 0.5
"""A further sentence is shown if its score is at most this far below the best one's."""
OTHER_DOCUMENT = 0.2
"""Another document's best sentence joins if it is at most this far below the best one's."""
NAMES_ALL = 1.0
"""A sentence that names all that was asked for may be this far below the best one."""


class Composition(NamedTuple):
    """The quotations of an answer with their citations, numbered from 1 as they appear."""

    sentences: tuple[AnswerSentence, ...]
    citations: tuple[Citation, ...]

    def remarking(self, remark: str) -> Composition:
        """The same with ``remark`` on a line before the first quotation; empty changes nothing."""
        if not remark:
            return self
        first, *others = self.sentences
        first = replace(first, lead=f"{remark}\n{first.lead}")
        return Composition((first, *others), self.citations)


@dataclass(frozen=True, slots=True)
class _Quotation:
    """Consecutive sentences of a passage, by their first and last place in it."""

    passage: Passage
    first: int
    last: int

    @property
    def span(self) -> Span:
        return Span(self.passage.sentences[self.first].start, self.passage.sentences[self.last].end)

    @property
    def is_unclear(self) -> bool:
        """Does it point back to a sentence that its passage does not have?"""
        return self.first == 0 and leaves_open(self.passage, 0)


def compose(question: str, scored: Sequence[ScoredSentence]) -> Composition:
    """The answer that the scored sentences give.

    Sentences of one document stand together in reading order, those that follow one another
    in one quotation; the document with the best sentence comes first.

    Args:
        question: As it was asked.
        scored: Best first, as :func:`score_sentences` gives them; at least one.
    """
    chosen = choose(question, scored)
    composition = quote([(sentence.within.passage, sentence.place) for sentence in chosen])
    return composition.remarking(_rest_of_list(question, chosen, scored))


def quote(chosen: Sequence[tuple[Passage, int]]) -> Composition:
    """Quotations of these sentences, each a passage and a place in it.

    Each document's stand together, in reading order; the document of the first one leads.
    """
    documents = [passage.document_id for passage, _ in chosen]
    parts = sorted(
        (_understandable(passage, place) for passage, place in chosen),
        key=lambda q: (documents.index(q.passage.document_id), q.span.start),
    )
    return _cited(_joined(parts))


def quote_in_turn(chosen: Sequence[tuple[Passage, int]]) -> Composition:
    """The same in the order in which the sentences are given, whatever document they are of."""
    return _cited(_joined([_understandable(passage, place) for passage, place in chosen]))


def _cited(quotations: Sequence[_Quotation]) -> Composition:
    sentences: list[AnswerSentence] = []
    citations: list[Citation] = []
    shown: Counter[int] = Counter()
    furthest: dict[int, int] = {}
    for number, quotation in enumerate(quotations, start=1):
        passage, span = quotation.passage, quotation.span
        citations.append(cite(passage, span, number))
        goes_back = span.start < furthest.get(passage.document_id, 0)
        said_by = lead(passage, span, shown[passage.document_id], goes_back=goes_back)
        furthest[passage.document_id] = max(span.start, furthest.get(passage.document_id, 0))
        if quotation.is_unclear:
            # Nothing stands before it that could say who "he" is; its heading often does.
            said_by = f"{said_by.removesuffix(':')}, under “{passage.heading}”:"
        sentences.append(AnswerSentence(said_by, text=passage.slice(span), citation=number))
        shown[passage.document_id] += 1
    return Composition(tuple(sentences), tuple(citations))


def choose(question: str, scored: Sequence[ScoredSentence]) -> tuple[ScoredSentence, ...]:
    """The one to three sentences to show, best first; for a list, those that hold it."""
    best = scored[0]
    chosen = [best]
    words = {_words(best)}
    for sentence in scored[1:]:
        if len(chosen) == MOST_SENTENCES or best.score - sentence.score > CLOSE:
            break
        if _words(sentence) not in words and joins(question, sentence, chosen):
            chosen.append(sentence)
            words.add(_words(sentence))
    if enumeration.asks_for_several(question):
        whole = _naming_all(question, scored)
        if whole is not None:
            return (whole,)
        listed = _list_among(chosen, scored, enumeration.count_asked(question))
        if listed:
            return listed
    rival = _rival(scored, best)
    if (
        rival is not None
        and rival not in chosen
        and _words(rival) not in words
        and joins(question, rival, chosen)
    ):
        chosen = [*chosen[: MOST_SENTENCES - 1], rival]
    return tuple(chosen)


def _naming_all(question: str, scored: Sequence[ScoredSentence]) -> ScoredSentence | None:
    """The sentence that names as many of the things as the question says there are."""
    asked = set(enumeration.counted(question))
    for sentence in scored if asked else ():
        if scored[0].score - sentence.score > NAMES_ALL:
            return None
        text = sentence.evidence.text
        named = asked.intersection(enumeration.counted(text))
        if any(enumeration.names_all(text, count) for _, count in named):
            return sentence
    return None


def _rest_of_list(
    question: str, chosen: Sequence[ScoredSentence], scored: Sequence[ScoredSentence]
) -> str:
    """The line that says so where a list is announced and not all of its parts are shown."""
    if asked_for(question) in (AnswerType.DATE, AnswerType.QUANTITY):
        return ""
    for sentence in chosen:
        announced = dict(enumeration.counted(sentence.evidence.text))
        asked = enumeration.count_asked(question)
        if not announced and not (asked and enumeration.asks_for_several(question)):
            continue
        section = _section_around(sentence, scored)
        texts = [one.evidence.text for one in section]
        count = next(iter(announced.values()), asked)
        parts = enumeration.parts_around(texts, section.index(sentence), count)
        if any(section[place] not in chosen for place in parts):
            heading = sentence.within.passage.heading
            return f"Only a part of a list is quoted here; all of it stands under “{heading}”."
    return ""


def _list_among(
    chosen: Sequence[ScoredSentence], scored: Sequence[ScoredSentence], count: int | None
) -> tuple[ScoredSentence, ...]:
    """The sentences of the list that the best of ``chosen`` belongs to, if that goes beyond it."""
    under = chosen[0].within.passage.section
    for candidate in chosen:
        # What is listed elsewhere is a list of something else.
        if candidate.within.passage.section != under:
            continue
        section = _section_around(candidate, scored)
        texts = [sentence.evidence.text for sentence in section]
        places = enumeration.list_around(texts, section.index(candidate), count)
        if places:
            return tuple(section[place] for place in places)
        if enumeration.names_all(candidate.evidence.text, count):
            break
    return ()


def _section_around(one: ScoredSentence, scored: Sequence[ScoredSentence]) -> list[ScoredSentence]:
    """The sentences of its section, in reading order, as far as no passage between is missing."""
    passage = one.within.passage
    same = [
        sentence
        for sentence in scored
        if sentence.within.passage.version_id == passage.version_id
        and sentence.within.passage.section == passage.section
    ]
    ordinals = {sentence.within.passage.ordinal for sentence in same}
    first = last = passage.ordinal
    while first - 1 in ordinals:
        first -= 1
    while last + 1 in ordinals:
        last += 1
    near = [s for s in same if first <= s.within.passage.ordinal <= last]
    return sorted(near, key=lambda s: s.evidence.span.start)


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


def _joined(parts: Sequence[_Quotation]) -> list[_Quotation]:
    """The parts in their order, those in one that overlap or follow one another."""
    joined: list[_Quotation] = []
    for part in parts:
        if joined and _follows(part, joined[-1]):
            before = joined.pop()
            first, last = min(before.first, part.first), max(before.last, part.last)
            part = _Quotation(part.passage, first, last)
        joined.append(part)
    return joined


def _understandable(passage: Passage, place: int) -> _Quotation:
    """The sentence with the one before, where it points back to it, and with its list."""
    first = enumeration.lead_in_of(passage, place)
    last = max(place, enumeration.lines_under(passage, first))
    if first > 0 and leaves_open(passage, first):
        first -= 1
    if last + 1 < len(passage.sentences) and is_answered(passage, last):
        last += 1
    return _Quotation(passage, first, last)


def _follows(part: _Quotation, before: _Quotation) -> bool:
    """Does it overlap or continue ``before``, on the page that would be cited for both?"""
    if part.passage.id != before.passage.id:
        return False
    pages = part.passage.page_of(part.span), before.passage.page_of(before.span)
    overlap = part.first <= before.last and before.first <= part.last
    return overlap or (part.first == before.last + 1 and pages[0] == pages[1])
