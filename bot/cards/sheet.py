"""What an answer's card says, whether the answer is new or long on record."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from knowledge.model.answer import Abstention, Answer, Whereabouts
from knowledge.model.corpus import Citation
from knowledge.model.record import Decision, Delivery, Record


@dataclass(frozen=True, slots=True)
class Statement:
    """Words of a document, with who says them."""

    lead: str
    quote: str
    number: int


@dataclass(frozen=True, slots=True)
class Sheet:
    """The content of a card, free of Discord."""

    receipt: str
    question: str
    decision: Decision
    confidence: float
    statements: tuple[Statement, ...] = ()
    citations: tuple[Citation, ...] = ()
    places: tuple[str, ...] = ()
    """Where to read: "Document › Section, p. 7"."""

    @classmethod
    def of(cls, delivery: Delivery) -> Sheet:
        """The sheet of an answer that was just given."""
        reply = delivery.reply
        asked, sure = reply.question.text, reply.confidence
        match reply:
            case Answer():
                statements = tuple(Statement(s.lead, s.text, s.citation) for s in reply.sentences)
                return cls(
                    delivery.receipt, asked, Decision.ANSWERED, sure, statements, reply.citations
                )
            case Abstention():
                places = tuple(map(str, reply.nearest))
                return cls(delivery.receipt, asked, Decision.ABSTAINED, sure, places=places)
            case Whereabouts():
                places = tuple(map(str, reply.places))
                return cls(delivery.receipt, asked, Decision.LOCATED, sure, places=places)

    @classmethod
    def from_record(cls, record: Record) -> Sheet:
        """The sheet of an answer given earlier, possibly before a restart."""
        answered = record.decision is Decision.ANSWERED
        return cls(
            receipt=record.receipt,
            question=record.question,
            decision=record.decision,
            confidence=record.confidence,
            statements=tuple(_statements(record)) if answered else (),
            citations=record.citations,
            places=() if answered else tuple(record.shown.splitlines()),
        )


def _statements(record: Record) -> Iterator[Statement]:
    """The sentences as they were shown: each line is "lead quote [number]"."""
    rest = record.shown
    for citation in record.citations:
        ending = f"{citation.quote} [{citation.number}]"
        lead, found, after = rest.partition(ending)
        if found:
            rest = after
        else:
            lead = f"{citation.author or citation.document}:"
        yield Statement(lead.strip(), citation.quote, citation.number)
