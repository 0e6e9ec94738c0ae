"""Bare replies to an answer: "why?", "how so?", "and then?". English.

They ask for what stands around the quotations in their document. The same words once more would
tell nobody anything.
"""

from __future__ import annotations

import enum
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby
from typing import TypeAlias

from knowledge.answering.composer import Composition, quote
from knowledge.answering.grounding import is_grounded
from knowledge.answering.joining import points_back
from knowledge.model.answer import Abstention, Answer, Place, Question, Reply
from knowledge.model.corpus import Citation, Passage, Span
from knowledge.retrieval.retriever import Retrieval
from knowledge.retrieval.words import search_words

CONFIDENCE = 0.75
"""Of what stands beside a quotation: whether it says what is wanted, nobody can tell."""
SAME_AGAIN = "The same words as before: I found none that come closer."
UNSURE = 0.6
"""Of what only goes on from it: it asks for the weakest wording, and a strict course abstains."""
_BESIDE = "Right beside what was quoted:"
_NEXT = "Next in the document:"

_SENTENCES_SHOWN = 2

_Place: TypeAlias = tuple[Passage, int]
"""A sentence, by its passage and its place in it."""


class Wish(enum.StrEnum):
    """What a bare reply asks for, and what is said where the document does not have it."""

    REASON = "Beside what was quoted, I found nothing that says why."
    MANNER = "Beside what was quoted, I found nothing that says how."
    MORE = "After what was quoted, that part of the document says no more."


_THAT = (
    r"(?:\s+(?:is|was|did|does|do|are|were|would)\s+(?:he|she|it|they|that|this|so)"
    r"(?:\s+(?:do|so|that|this|it|then|happen(?:ed)?|true)){0,3})?"
)
_MUCH = r"(?:\s+(?:so|though|not|exactly|then|please))*"
_WISHES = tuple(
    (wish, re.compile(rf"\W*(?:(?:and|but|so|ok(?:ay)?|then)\W+)*(?:{said})\W*", re.IGNORECASE))
    for wish, said in (
        (
            Wish.REASON,
            rf"why{_MUCH}{_THAT}|how\s+come{_THAT}|what\s+for|for\s+what\s+reason"
            r"|what(?:['’]s|\s+is|\s+was|\s+are|\s+were)\s+the\s+(?:reason|cause)s?"
            r"(?:\s+(?:for|of)\s+(?:that|this|it))?",
        ),
        (Wish.MANNER, rf"how{_MUCH}{_THAT}|in\s+what\s+way"),
        (
            Wish.MORE,
            r"(?:tell|give|show)\s+(?:me|us)\s+(?:some\s+|a\s+bit\s+)?more"
            r"(?:\s+(?:about|on)\s+(?:that|this|it))?"
            r"|(?:then|next|afterwards|after\s+that)(?:\s+what)?|more(?:\s+details?)?|go\s+on"
            r"|what(?:\s+(?:happen(?:ed|s)|came|comes|follow(?:ed|s)))?"
            r"\s+(?:then|next|else|after(?:wards|\s+(?:that|this|it)))|what\s+follow(?:ed|s)"
            r"|(?:please\s+|(?:can|could)\s+you\s+)?(?:explain|elaborate|continue)"
            r"(?:\s+(?:that|this|it|more))?|what\s+do(?:es)?\s+(?:you|that|this|it)\s+mean|and",
        ),
    )
)
_GOES_ON = {
    Wish.REASON: "I found no reason beside it. The document goes on:",
    Wish.MANNER: "I found nothing beside it that says how. The document goes on:",
}
_TOLD = "What was quoted may say so already:"
_CAUSE = re.compile(
    r"\bbecause\b|,\s+(?:since|for)\s|\bdue\s+to\b|\bowing\s+to\b|\bthanks\s+to\b|\bso\s+that\b"
    r"|\bin\s+order\s+(?:to|that)\b|\breasons?\b|\bcaus(?:e|es|ed|ing)\b|\bin\s+response\b"
    r"|\b(?:for|out\s+of|to\s+ease\s+\w+\s+\w+)\s+fear\b|\baim(?:s|ed|ing)?\s+(?:to|at)\b|\bpurpose\b"
    r"|\bmotivat\w+|\bstem(?:s|med)?\s+from\b|\bresult(?:s|ed)?\s+(?:of|from)\b|\bto\s+(?:avoid|prevent)\b"
    r"|\bwanted\s+to\b",
    re.IGNORECASE,
)
_RESULT = re.compile(
    r"\b(?:therefore|thus|hence|consequently|accordingly|as\s+a\s+(?:result|consequence)"
    r"|(?:this|that)\s+is\s+why)\b",
    re.IGNORECASE,
)
_MANNER = re.compile(
    r"\bby\s+(?:\w+ly\s+)?\w+ing\b|\bthrough\b|\busing\b|\bvia\b|\bby\s+means\s+of\b|\bin\s+this\s+way\b"
    r"|\bwith\s+the\s+help\b|\bmethods?\b|\bmeans\b",
    re.IGNORECASE,
)
_TELLING = {Wish.REASON: _CAUSE, Wish.MANNER: _MANNER}


def wish_of(question: str) -> Wish | None:
    """What ``question`` asks for, if it has no words of its own to ask anything with."""
    return next((wish for wish, said in _WISHES if said.fullmatch(question)), None)


def reply_beside(
    question: Question, wish: Wish, quoted: Sequence[Citation], retrieval: Retrieval
) -> Answer | Abstention | None:
    """What stands beside the quotations and grants the wish, or that nothing there does.

    ``None`` if they stand in the course no longer.
    """
    retrieved, passages = tuple(retrieval.scored), retrieval.index.passages
    stands = next((p for p in passages if p.is_quotable and p.id == quoted[0].passage_id), None)
    if stands is None or stands.version_id != quoted[0].version_id:
        return None
    if wish is Wish.MORE:
        found, remark, confidence = _after(quoted, passages), _NEXT, CONFIDENCE
    elif found := _beside(wish, quoted, passages):
        remark, confidence = _BESIDE, CONFIDENCE
    elif found := _told(wish, quoted, passages):
        remark, confidence = _TOLD, CONFIDENCE
    else:
        found, remark, confidence = _in_paragraph(quoted, passages), _GOES_ON[wish], UNSURE
    if not found or not is_grounded(confidence, retrieval.strictness):
        return Abstention(question, (Place.of(stands),), 0.0, retrieved, wish.value)
    return Answer(question, *quote(found).remarking(remark), confidence, retrieved)


def is_granted(wish: Wish, reply: Answer | Abstention) -> bool:
    """Has what stands beside the quotations words of what is wanted, as far as can be told?"""
    return wish is Wish.MORE or reply.confidence >= CONFIDENCE


def tells(wish: Wish, reply: Reply, quoted: Sequence[Citation]) -> bool:
    """Does it quote from elsewhere a sentence with words of a reason, or of a means?"""
    return isinstance(reply, Answer) and any(
        _TELLING[wish].search(other.quote)
        and not any(_holds(one, other.version_id, other.span) for one in quoted)
        for other in reply.citations
    )


def saying_so(reply: Answer, quoted: Sequence[Citation]) -> Answer:
    """The reply, with a line that says so if it quotes nothing but what was quoted before."""
    if not reply.citations or not all(
        any(_holds(one, other.version_id, other.span) for one in quoted)
        for other in reply.citations
    ):
        return reply
    again = Composition(reply.sentences, reply.citations).remarking(SAME_AGAIN)
    return replace(reply, sentences=again.sentences)


def _told(wish: Wish, quoted: Sequence[Citation], passages: Sequence[Passage]) -> list[_Place]:
    """The sentences that were quoted and have words of a reason or a means themselves."""
    return [
        (passage, place)
        for citation in quoted
        for passage in passages
        if passage.id == citation.passage_id and passage.is_quotable
        for place, span in enumerate(passage.sentences)
        if _holds(citation, passage.version_id, span) and _TELLING[wish].search(passage.slice(span))
    ]


def _after(quoted: Sequence[Citation], passages: Sequence[Passage]) -> list[_Place]:
    """The sentences after the last one that was quoted, as far as they stand in one paragraph."""
    _, after = _neighbours(_last(quoted), passages)
    found = after[:1]
    for passage, place in after[1:_SENTENCES_SHOWN]:
        if passage is not found[-1][0] or _begins_paragraph(passage, place):
            break
        found.append((passage, place))
    return found


def _in_paragraph(quoted: Sequence[Citation], passages: Sequence[Passage]) -> list[_Place]:
    """The same, if the last sentence that was quoted stands in that paragraph, too."""
    last, found = _last(quoted), _after(quoted, passages)
    goes_on = bool(found) and found[0][0].id == last.passage_id
    return found if goes_on and not _begins_paragraph(*found[0]) else []


def _last(quoted: Sequence[Citation]) -> Citation:
    """Of the document that was quoted first: it has the best sentence."""
    same = [one for one in quoted if one.version_id == quoted[0].version_id]
    return max(same, key=lambda citation: citation.span.end)


def _begins_paragraph(passage: Passage, place: int) -> bool:
    between = Span(passage.sentences[place - 1].end, passage.sentences[place].start)
    return place == 0 or "\n\n" in passage.slice(between)


def _beside(wish: Wish, quoted: Sequence[Citation], passages: Sequence[Passage]) -> list[_Place]:
    """The sentences right before and after a quotation that have words of a reason or a means.

    Such a sentence speaks of the same only if it shares a word with the quotation, or follows it
    and points back. Of a lone quotation that tells a result, the one before it in any words.
    """
    telling = _TELLING[wish]
    is_result = wish is Wish.REASON and len(quoted) == 1 and _RESULT.search(quoted[0].quote)
    for citation in quoted:
        if citation.version_id != quoted[0].version_id:
            break
        before, after = _neighbours(citation, passages)
        found = [
            (passage, place)
            for passage, place in [*before[-1:], *after[:1]]
            if not any(_holds(one, passage.version_id, passage.sentences[place]) for one in quoted)
            and (
                (
                    telling.search(passage.slice(passage.sentences[place]))
                    and _is_of(citation, passage, place)
                )
                or (is_result and (passage, place) in before)
            )
        ]
        if found:
            return found
    return []


def _is_of(citation: Citation, passage: Passage, place: int) -> bool:
    span = passage.sentences[place]
    if span.start >= citation.span.end and points_back(passage, place):
        return True
    shared = {word.text for word in search_words(citation.quote)}
    return not shared.isdisjoint(word.text for word in search_words(passage.slice(span)))


def _holds(citation: Citation, version_id: int, span: Span) -> bool:
    inside = citation.span.start <= span.start and span.end <= citation.span.end
    return citation.version_id == version_id and inside


def _neighbours(
    citation: Citation, passages: Sequence[Passage]
) -> tuple[list[_Place], list[_Place]]:
    """The sentences of its section before and after a quotation, in reading order."""
    section = [*_section_of(citation, passages)]
    before = [(p, n) for p, n in section if p.sentences[n].end <= citation.span.start]
    after = [(p, n) for p, n in section if p.sentences[n].start >= citation.span.end]
    return before, after


def _section_of(citation: Citation, passages: Sequence[Passage]) -> Iterator[_Place]:
    of_document = sorted(
        (one for one in passages if one.version_id == citation.version_id and one.is_quotable),
        key=lambda one: one.ordinal,
    )
    # Headings such as "Answer" come again in a document; what stands under another is elsewhere.
    runs = (list(run) for _, run in groupby(of_document, key=lambda one: one.section))
    same = next((run for run in runs if any(one.id == citation.passage_id for one in run)), [])
    seen = -1
    for passage in same:
        for place, span in enumerate(passage.sentences):
            # Passages of a long section may overlap.
            if span.start > seen:
                seen = span.start
                yield passage, place
