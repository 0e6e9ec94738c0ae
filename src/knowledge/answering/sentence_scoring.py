"""How well each sentence of the best passages answers a question."""

from __future__ import annotations

import re
from collections.abc import Sequence, Set
from dataclasses import dataclass, replace
from typing import NamedTuple

from knowledge.answering.answer_type import AnswerType, asked_for, offers
from knowledge.answering.evidence import Evidence, PassageEvidence, SentenceEvidence
from knowledge.model.corpus import Passage
from knowledge.retrieval.ranking import WeighedWord
from knowledge.retrieval.words import STOP_WORDS, tokens

PASSAGES_READ = 10
"""Only sentences of the best passages are scored: beyond them answers are rare."""

_STEM = 5
"""Letters that two words must share from the first on to be forms of one: "goal", "goals"."""
_ENDING = 3

_MORE_HEADED = 0.7
"""Added to the weight of headings where one author's text is asked: its own parts are meant."""
_ASKED_OF = re.compile(
    r"\b(?:does|do|did)\s+(?P<author>[^\W\d_]+)\s+(?:sees?|names?|lists?|finds?|gives?|raises?"
    r"|identify|identifies)\b|\baccording\s+to\s+(?P<source>[^\W\d_]+)",
    re.IGNORECASE,
)


class Measures(NamedTuple):
    """What a sentence is scored by; each lies in [0, 1], a cosine in [-1, 1]."""

    cosine: float
    """Of the question and the sentence."""
    coverage: float
    """The share of the question's weight that the sentence holds."""
    with_previous: float
    """The same, of the sentence and the one before."""
    with_neighbours: float
    """The same, of the sentence and those on both sides: a "he" is answered for by them."""
    passage: float
    """The score of the passage."""
    offered: float
    """Does it hold the kind of thing that was asked for?"""
    headed: float
    """The share of the question's weight in the headings over it, but for those over all that was
    read of its document: these tell no sentence from another."""
    asking: float
    """Is it a question itself? Textbooks ask what they do not answer there."""


WEIGHTS = Measures(
    cosine=1.0,
    coverage=0.8,
    with_previous=0.2,
    with_neighbours=0.27,
    passage=4.0,
    offered=0.3,
    headed=0.3,
    asking=-0.8,
)
"""From fits by ``benchmarks/tune_sentences.py`` on two data sets, chosen between them."""


@dataclass(frozen=True, slots=True)
class ScoredSentence:
    """A sentence with its claim to be the answer. ``score`` orders within one question."""

    evidence: SentenceEvidence
    within: PassageEvidence
    place: int
    """Among the sentences of its passage, from 0."""
    measures: Measures
    score: float
    around: float
    """The share of the weight of all words of the question that it holds with its neighbours."""

    @property
    def offers(self) -> bool:
        """Does it hold the kind of thing that was asked for?"""
        return bool(self.measures.offered)


def score_sentences(evidence: Evidence) -> tuple[ScoredSentence, ...]:
    """Every sentence of the best passages, best first; equal ones in reading order."""
    kind = asked_for(evidence.question)
    asked = frozenset(tokens(evidence.question))
    naming, read = _asked_of_author(evidence)
    whole = _shares([word.weight for word in evidence.words])
    shares = whole
    if naming:
        words = evidence.words
        shares = _shares([0.0 if w.word.text in naming else w.weight for w in words])
    scored = [
        _score(shares, whole, passage, place, kind, asked, headed)
        for passage in read
        for headed in [_headed(evidence.words, shares, passage.passage, read)]
        for place in range(len(passage.sentences))
    ]
    if naming:
        scored = [
            replace(one, score=one.score + _MORE_HEADED * one.measures.headed) for one in scored
        ]
    return tuple(sorted(scored, key=lambda sentence: -sentence.score))


def _shares(weights: Sequence[float]) -> list[float]:
    total = sum(weights)
    return [weight / total if total else 0.0 for weight in weights]


def _asked_of_author(evidence: Evidence) -> tuple[frozenset[str], Sequence[PassageEvidence]]:
    """The words that say whose text is asked, as "does Hong see", and what is read of it.

    Such words stand anywhere in it, and tell no sentence from another.
    """
    read = evidence.passages[:PASSAGES_READ]
    for asked in _ASKED_OF.finditer(evidence.question):
        name = set(tokens(asked["author"] or asked["source"])) - STOP_WORDS
        own = [found for found in read if name <= _author_of(found.passage)]
        if name and own:
            return frozenset(tokens(asked.group())), own
    return frozenset(), read


def _author_of(passage: Passage) -> set[str]:
    """Nothing for a document without an author, whose voice is its title in quotation marks."""
    return set() if passage.author is None else {*tokens(passage.author), *tokens(passage.voice)}


def _headed(
    words: Sequence[WeighedWord],
    shares: Sequence[float],
    passage: Passage,
    read: Sequence[PassageEvidence],
) -> float:
    """The share of the question's weight in the headings that tell its sections apart."""
    others = [one.passage for one in read if one.passage.document_id == passage.document_id]
    telling = passage.section[1:] if len(others) == 1 else passage.section
    own = {
        word
        for heading in telling
        if len(others) == 1 or not all(heading in other.section for other in others)
        for word in tokens(heading)
    }
    return sum(
        share
        for word, share in zip(words, shares, strict=True)
        if any(_is_form_of(word.word.text, other) for other in own)
    )


def _is_form_of(word: str, other: str) -> bool:
    shared = min(_STEM, len(word), len(other))
    alike = shared >= _STEM - 1 and word[:shared] == other[:shared]
    return word == other or (alike and abs(len(word) - len(other)) <= _ENDING)


def _score(
    shares: Sequence[float],
    whole: Sequence[float],
    passage: PassageEvidence,
    place: int,
    kind: AnswerType,
    asked: Set[str],
    headed: float,
) -> ScoredSentence:
    """``shares``: of the weight of the words that count; ``whole``: of that of all words."""
    sentence = passage.sentences[place]
    with_previous = sentence.held | passage.sentences[max(0, place - 1)].held
    with_next = with_previous.union(*(s.held for s in passage.sentences[place + 1 : place + 2]))
    measures = Measures(
        cosine=sentence.cosine,
        coverage=sum(shares[word] for word in sentence.held),
        with_previous=sum(shares[word] for word in with_previous),
        with_neighbours=sum(shares[word] for word in with_next),
        passage=passage.scored.score,
        offered=float(offers(sentence.text, kind, asked)),
        headed=headed,
        asking=float(sentence.text.rstrip('”"’) ').endswith("?")),
    )
    score = sum(weight * value for weight, value in zip(WEIGHTS, measures, strict=True))
    around = sum(whole[word] for word in with_next)
    return ScoredSentence(sentence, passage, place, measures, score, around)
