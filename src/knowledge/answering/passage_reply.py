"""The reply that retrieved passages give: sentences with citations, places, or an abstention."""

from __future__ import annotations

from knowledge.answering import comparing, composer, grounding, languages, topics
from knowledge.answering.evidence import gather
from knowledge.answering.following import goes_on
from knowledge.answering.sentence_scoring import score_sentences
from knowledge.answering.unmentioned import remark, unmentioned
from knowledge.model.answer import (
    Abstention,
    Answer,
    Mode,
    Place,
    Question,
    Reply,
    ScoredPassage,
    Whereabouts,
)
from knowledge.model.corpus import Strictness
from knowledge.retrieval.retriever import Retrieval

_PLACES = 3


def side_by_side(
    question: Question, retrieval: Retrieval, retrieved: tuple[ScoredPassage, ...]
) -> Answer | Abstention:
    """What each document says on the topic that ``question`` is."""
    composition = comparing.compare(retrieval)
    if composition is None:
        return Abstention(question, places(retrieved), 0.0, retrieved)
    return Answer(question, *composition, comparing.CONFIDENCE, retrieved)


def from_evidence(
    question: Question, retrieval: Retrieval, retrieved: tuple[ScoredPassage, ...]
) -> Reply:
    """The reply that the words and the meaning of the retrieved passages give."""
    evidence = gather(
        question.text,
        retrieval.layout,
        retrieval.ranking,
        retrieval.passages,
        question.context,
    )
    nearest = places(retrieved)
    if not evidence.passages:
        # Whatever was found may be read, and not quoted.
        found = Whereabouts if question.mode is Mode.WHERE and nearest else Abstention
        return found(question, nearest, 0.0, retrieved)
    scored = score_sentences(evidence)
    confidence = grounding.confidence(evidence, scored)
    index = retrieval.index
    names = remark(unmentioned(question.text, evidence.words, index))
    on_topic = topics.sentences_on_topic(evidence, scored)
    # A place to read asks for less than an answer, and not for nothing.
    is_near = bool(on_topic) or grounding.is_grounded(confidence, Strictness.LOW)
    if question.mode is Mode.WHERE and nearest and is_near:
        return Whereabouts(question, nearest, confidence, retrieved)
    alone = not question.context and topics.lone_word(question.text) is not None
    if on_topic:
        scored = on_topic
        confidence = topics.CONFIDENCE if alone else max(topics.CONFIDENCE, confidence)
    if alone and not (on_topic and topics.is_known(evidence, len(index.passages))):
        how = topics.HOW_TO_GO_ON if goes_on(question.text) else topics.HOW_TO_ASK
        return Abstention(question, nearest, 0.0, retrieved, how)
    if question.mode is Mode.WHERE or not grounding.is_grounded(confidence, index.strictness):
        said = languages.remark(question.text, retrieval.passages) or names
        return Abstention(question, nearest, confidence, retrieved, said)
    composition = composer.compose(question.text, scored).remarking(names)
    return Answer(question, *composition, confidence, retrieved)


def places(retrieved: tuple[ScoredPassage, ...]) -> tuple[Place, ...]:
    """The places of the best passages that come near the question, each heading once."""
    found: dict[tuple[int, tuple[str, ...]], Place] = {}
    for scored in filter(grounding.comes_near, retrieved):
        passage = scored.passage
        found.setdefault((passage.document_id, passage.section), Place.of(passage))
    return tuple(found.values())[:_PLACES]
