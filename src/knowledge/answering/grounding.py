"""Do the documents hold what was asked? A calibrated probability, and the decision."""

from __future__ import annotations

import enum
import math
import re
from collections.abc import Sequence
from typing import NamedTuple

from knowledge.answering import composer, lacking, premises, topics
from knowledge.answering.answer_type import AnswerType, asked_for
from knowledge.answering.evidence import Evidence
from knowledge.answering.sentence_scoring import ScoredSentence
from knowledge.model.answer import ScoredPassage
from knowledge.model.corpus import Citation, Strictness
from knowledge.retrieval.ranking import WeighedWord
from knowledge.retrieval.words import SearchWord, tokens

THRESHOLDS = {Strictness.LOW: 0.2, Strictness.NORMAL: 0.5, Strictness.HIGH: 0.7}
"""The least confidence with which a question is answered."""


class Band(enum.StrEnum):
    """Confidence in words. Says how close the passage is, never that it is right."""

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


class Features(NamedTuple):
    """What the decision rests on. Each lies in [0, 1], a mean of cosines perhaps a little below 0.

    All mean the same in every course.
    """

    score: float
    """Of the best passage."""
    sentence_cosine: float
    """The best of any sentence read."""
    agreed: float
    """The lesser of the best cosine and the best coverage, its neighbours read with a sentence.

    It weighs against: given the score, what either shows clearly is worth more than some of both.
    """
    found: float
    """Words of the question that the best passage or its headings hold; 1 for ten or more."""
    rarity: float
    """Of the rarest: of many passages almost 1 if this one alone holds it, almost 0 if all do."""
    common_cosine: float
    """The question's mean cosine with common phrases of all subjects."""
    nearest_common: float
    """Its mean cosine with the hundredth of them that is most like it.

    Some questions come near to anything. What has nothing to do with the course tells which, as
    a cohort does in the verification of speakers: test normalisation (Auckenthaler, Carey and
    Lloyd-Thomas 2000).
    """


def features(evidence: Evidence, scored: Sequence[ScoredSentence]) -> Features:
    """Measure a question's evidence.

    Args:
        evidence: With at least one passage.
        scored: Its sentences, best first; at least one.
    """
    best = evidence.passages[0]
    held = best.headed.union(*(sentence.held for sentence in best.sentences))
    cosine = max(0.0, *(sentence.measures.cosine for sentence in scored))
    return Features(
        score=best.scored.score,
        sentence_cosine=cosine,
        agreed=min(cosine, max(sentence.around for sentence in scored)),
        found=min(1.0, len(held) / 10),
        rarity=_rarity([evidence.words[word].share for word in held], evidence.baseline.passages),
        common_cosine=evidence.baseline.common_cosine,
        nearest_common=evidence.baseline.nearest_common,
    )


def _rarity(shares: Sequence[float], passages: int) -> float:
    """The highest inverse document frequency, nearly over the highest possible, in [0, 1].

    Nearly: of two or three passages each holds something alone, which tells little.
    """
    if not shares:
        return 0.0
    holding = max(1.0, min(shares) * passages)
    return math.log((passages + 1) / holding) / math.log(passages + 3)


WEIGHTS = Features(
    score=13.2,
    sentence_cosine=10.8,
    agreed=-6.7,
    found=3.6,
    rarity=2.4,
    common_cosine=44.7,
    nearest_common=-22.1,
)
BIAS = -7.5
"""A logistic regression on questions that their documents answer and questions from elsewhere.

Fitted by ``benchmarks/tune_grounding.py``. It tells questions of another subject from those of
this one. It cannot tell that a passage has the subject and lacks the fact: hence the wordings.
``agreed`` corrects ``score`` and ``sentence_cosine``, and means nothing without them.
"""


WITHOUT_WHAT_IS_ASKED = 1e-7
"""What is left of the odds if a number, a year or a birth is asked for and none is to be shown.

No course answers then. Of the answerable questions for a number in the larger development set
1 in 100 is so, of those for a year or a birth none of 18; of those whose fact is missing 7 of 21,
and of the default course's near misses for a number 3 in 5.
"""
WITHOUT_NAME = 0.8
"""The same if the question names somebody or something that no passage to be shown does."""
WITH_UNKNOWN_NAME = 0.07
"""The same if the name stands nowhere in the course: what else would be all but certain is then
doubtful, and the rest is not answered by a course of normal strictness.

In the larger development set so are 2 in 1,000 of the answerable questions and a third of the
foreign ones.
"""
WHERE_APART = 0.6
"""The same if no sentence to be shown bears out what the question takes for granted.

In the larger development set so are 4 in 100 of the answerable questions, 14 of those whose fact
is missing and 57 of the foreign ones.
"""
WHERE_SCATTERED = 0.25
"""The same if a few bare words are asked that stand together nowhere: "xi cartoon".

Of two words of one answerable question in the larger development set a quarter are so, of two from
a question each, the one of them foreign, nine in ten.
"""
MOST_WHERE_APART = 0.69
"""The highest confidence in both cases: it asks for the weakest wording.

A strict course abstains.
"""
MOST_WHERE_UNDATED = 0.89
"""The highest confidence if "when" is asked and no date shown: it is no close match.

No less, for "after the war" may be the answer: in the larger development set 1 in 10 of the
answerable questions is so, and as many of those whose fact is missing.
"""
_COUNT_OR_ORDINAL = re.compile(r"\d{1,3}(?:st|nd|rd|th)?")
_HOW_MANY = re.compile(r"\bhow\s+many\b", re.IGNORECASE)
_SENTENCES_THAT_MAY_BE_SHOWN = 3


def confidence(evidence: Evidence, scored: Sequence[ScoredSentence]) -> float:
    """The probability, in [0, 1], that the documents hold what was asked. 0 without evidence."""
    if not evidence.passages or not scored:
        return 0.0
    measured = features(evidence, scored)
    apart = premises.is_apart(evidence, scored)
    left = odds_left(evidence, scored, apart)
    logit = BIAS + sum(w * x for w, x in zip(WEIGHTS, measured, strict=True)) + math.log(left)
    probability = 1.0 / (1.0 + math.exp(-logit))
    if apart or topics.is_scattered(evidence):
        return min(probability, MOST_WHERE_APART)
    question = evidence.question
    if lacking.may_lack(question) and lacking.is_undated(question, _shown(evidence, scored)):
        return min(probability, MOST_WHERE_UNDATED)
    return probability


def odds_left(evidence: Evidence, scored: Sequence[ScoredSentence], apart: bool) -> float:
    """What is left of the odds where something is wanting, in (0, 1]; 1 where nothing is.

    Args:
        apart: :func:`knowledge.answering.premises.is_apart` of the same.
    """
    left = WITHOUT_WHAT_IS_ASKED if _lacks_what_is_asked(evidence, scored) else 1.0
    if apart:
        left *= WHERE_APART
    if topics.is_scattered(evidence):
        left *= WHERE_SCATTERED
    missing = _missing_names(evidence, scored)
    if missing:
        is_known = all(word.share for word in missing)
        left *= WITHOUT_NAME if is_known else WITH_UNKNOWN_NAME
    return left


def _is_telling(word: SearchWord) -> bool:
    """A name or a year; "3" and "3rd" stand there in words as often."""
    return word.is_name and _COUNT_OR_ORDINAL.fullmatch(word.text) is None


def _missing_names(evidence: Evidence, scored: Sequence[ScoredSentence]) -> list[WeighedWord]:
    """Of the question, those that no passage to be shown holds."""
    shown = frozenset[int]().union(
        *(
            sentence.within.headed.union(*(s.held for s in sentence.within.sentences))
            for sentence in scored[:_SENTENCES_THAT_MAY_BE_SHOWN]
        )
    )
    return [
        word
        for index, word in enumerate(evidence.words)
        if index not in shown
        and _is_telling(word.word)
        and word.word.text not in evidence.taken_over
    ]


def _lacks_what_is_asked(evidence: Evidence, scored: Sequence[ScoredSentence]) -> bool:
    question = evidence.question
    if lacking.may_lack(question):
        shown = _shown(evidence, scored)
        if lacking.lacks_date(question, shown) or lacking.lacks_birth_or_death(question, shown):
            return True
    if _HOW_MANY.search(question):
        asked = frozenset(tokens(question))
        return not any(premises.says_a_number(text, asked) for text in _shown(evidence, scored))
    return asked_for(question) is AnswerType.QUANTITY and not any(
        sentence.offers for sentence in scored[:_SENTENCES_THAT_MAY_BE_SHOWN]
    )


def _shown(evidence: Evidence, scored: Sequence[ScoredSentence]) -> list[str]:
    return [said.text for said in composer.compose(evidence.question, scored).sentences]


def is_grounded(confidence: float, strictness: Strictness = Strictness.NORMAL) -> bool:
    """Is ``confidence`` enough to answer, rather than to abstain?"""
    return confidence >= THRESHOLDS[strictness]


NEAR = 0.2
"""The least cosine, and the least cosine and coverage together, of a passage's best sentence."""


_WORDS_IN_COMMON = 0.4
"""The least share of the question's weight that makes a passage near, whatever the meaning.

Nobody who asks for "Wolf Warrior" is to be told that nothing comes close where it stands.
"""


def comes_near(scored: ScoredPassage) -> bool:
    """Is the passage worth naming to somebody whose question the documents do not answer?

    One word of many in common is not enough where the meaning is another, nor the other way round.
    """
    if scored.parts["passage_words"] >= _WORDS_IN_COMMON:
        return True
    return scored.parts["sentence_cosine"] >= NEAR and scored.parts["best_sentence"] >= NEAR


def band(confidence: float) -> Band:
    """The confidence of an answer, in words. What a strict course would not answer is low."""
    if confidence >= 0.9:
        return Band.HIGH
    return Band.MEDIUM if confidence >= THRESHOLDS[Strictness.HIGH] else Band.LOW


WORDINGS = {
    Band.HIGH: "Quoted from the documents; a close match.",
    Band.MEDIUM: "The closest passage I found; check that it answers you.",
    Band.LOW: "Only the closest passage I found; it may not answer your question.",
}
"""What a student is told with an answer from one passage, by its band."""
_OF_SEVERAL = {
    Band.MEDIUM: "The closest passages I found; check that they answer you.",
    Band.LOW: "Only the closest passages I found; they may not answer your question.",
}


def wording(confidence: float, citations: Sequence[Citation]) -> str:
    """What a student is told with an answer that quotes ``citations``."""
    found = band(confidence)
    several = len({citation.passage_id for citation in citations}) > 1
    return _OF_SEVERAL.get(found, WORDINGS[found]) if several else WORDINGS[found]
