"""Passages and evidence for tests, written by hand."""

from collections.abc import Sequence
from dataclasses import replace

from knowledge.answering.evidence import Baseline, Evidence, PassageEvidence, SentenceEvidence
from knowledge.model.answer import ScoredPassage
from knowledge.model.corpus import Passage, Span
from knowledge.retrieval.ranking import WeighedWord
from knowledge.retrieval.words import SearchWord

BASELINE = Baseline(passages=100, common_cosine=0.05, nearest_common=0.3)
"""As most questions find it."""


def passage(
    *sentences: str,
    document: int = 1,
    author: str | None = "Liye Hong",
    voice: str | None = "Hong",
    title: str = "Envoys",
    start: int = 0,
    id_: int = 1,
    ordinal: int = 0,
) -> Passage:
    """A passage whose sentences are joined by single spaces, beginning at ``start``."""
    spans = []
    at = start
    for sentence in sentences:
        spans.append(Span(at, at + len(sentence)))
        at += len(sentence) + 1
    return Passage(
        id=id_,
        course_id=1,
        document_id=document,
        version_id=document * 10,
        version=1,
        document_title=title,
        author=author,
        voice=voice or f"“{title}”",
        section=("Origins",),
        ordinal=ordinal,
        span=Span(start, at - 1),
        text=" ".join(sentences),
        sentences=tuple(spans),
    )


def lines(lead_in: str, *entries: str, after: str) -> Passage:
    """A passage of a lead-in, the lines of its list, and a paragraph below."""
    text = "\n".join((lead_in, *entries)) + f"\n\n{after}"
    sentences = (lead_in, *entries, after)
    starts = [text.index(sentence) for sentence in sentences]
    spans = tuple(Span(at, at + len(s)) for at, s in zip(starts, sentences, strict=True))
    return replace(passage("."), text=text, span=Span(0, len(text)), sentences=spans)


def evidence(
    question: str,
    passages: Sequence[tuple[Passage, float]],
    *,
    words: Sequence[str] = (),
    cosines: float = 0.3,
) -> Evidence:
    """Evidence in which a sentence holds the words that it contains letter for letter."""
    weighed = tuple(WeighedWord(SearchWord(word, is_name=False), 1.0, 0.1) for word in words)
    found = []
    for item, score in passages:
        sentences = []
        for span in item.sentences:
            text = item.slice(span)
            held = frozenset(i for i, word in enumerate(words) if word in text.casefold())
            share = len(held) / len(words) if words else 0.0
            sentences.append(SentenceEvidence(span, text, cosines, held, share))
        scored = ScoredPassage(item, score, {"passage_cosine": cosines})
        found.append(PassageEvidence(scored, tuple(sentences), frozenset()))
    return Evidence(question, weighed, tuple(found), BASELINE)
