"""A question, and the two things that can come back: an answer with citations, or an abstention."""

from __future__ import annotations

import enum
from dataclasses import dataclass

from knowledge.model.corpus import Citation, Passage
from knowledge.model.verified import VerifiedAnswer


class Mode(enum.StrEnum):
    """What the asker wants back."""

    ANSWER = "answer"
    WHERE = "where"
    """Places only: a reading aid that gives no answer away."""
    COMPARE = "compare"
    """What each document says on a topic, side by side."""


_LONGEST_QUESTION = 10_000


@dataclass(frozen=True, slots=True)
class Question:
    """What was asked, and of what."""

    text: str
    """Well-formed and at most 10,000 characters: what is beyond, or no character, is dropped."""
    course_id: int
    document_id: int | None = None
    """Ask only this document."""
    mode: Mode = Mode.ANSWER
    context: str = ""
    """What was asked before, in a few words, if this question goes on from there."""
    follows: str | None = None
    """The receipt of the answer that it goes on from."""

    @property
    def sought(self) -> str:
        """What to search for: the question, with what was asked before."""
        return f"{self.text} {self.context}".rstrip()

    def __post_init__(self) -> None:
        well_formed = self.text[:_LONGEST_QUESTION].encode("utf-8", "ignore").decode("utf-8")
        object.__setattr__(self, "text", well_formed)


@dataclass(frozen=True, slots=True)
class ScoredPassage:
    """A passage with why it was retrieved. ``score`` orders; ``parts`` explain, all in [0, 1]."""

    passage: Passage
    score: float
    parts: dict[str, float]
    """By the names of :data:`knowledge.retrieval.ranking.WEIGHTS`."""


@dataclass(frozen=True, slots=True)
class AnswerSentence:
    """Consecutive sentences of a document, shown with who says them."""

    lead: str
    """The attribution, in the bot's words: "Hong writes:". Before its last line break stands
    what the reader should know first: that the documents do not mention a name, for example."""
    text: str
    """Verbatim: equals its citation's quote. Begins with the sentence before where a sentence
    cannot be understood alone."""
    citation: int
    """The number of its :class:`Citation`."""


@dataclass(frozen=True, slots=True)
class Answer:
    """One to three sentences of the documents in reading order, each cited; or what a person
    answered before, with the sentences that it rests on, if any."""

    question: Question
    sentences: tuple[AnswerSentence, ...]
    citations: tuple[Citation, ...]
    confidence: float
    """Calibrated probability, in [0, 1], that the documents hold what was asked."""
    retrieved: tuple[ScoredPassage, ...]
    verified: VerifiedAnswer | None = None
    """Whose answer it is, if somebody stands behind it: the sentences are what it rests on."""

    @property
    def text(self) -> str:
        """The answer as plain text, with its citation numbers. Names nobody who verified it."""
        said = (f"{s.lead} {s.text} [{s.citation}]".lstrip() for s in self.sentences)
        words = "" if self.verified is None else self.verified.words
        return "\n".join(filter(None, (words, *said)))


@dataclass(frozen=True, slots=True)
class Place:
    """Somewhere to read: a heading of a document."""

    document_id: int
    document: str
    section: tuple[str, ...]
    page: str | None
    passage_id: int

    def __str__(self) -> str:
        where = " › ".join((self.document, *self.section))
        return where if self.page is None else f"{where}, {self.page}"

    @classmethod
    def of(cls, passage: Passage) -> Place:
        """The place where ``passage`` begins."""
        return cls(
            document_id=passage.document_id,
            document=passage.document_title,
            section=passage.section,
            page=passage.page_of(passage.span),
            passage_id=passage.id,
        )


@dataclass(frozen=True, slots=True)
class Abstention:
    """The documents do not say, or not clearly enough."""

    question: Question
    nearest: tuple[Place, ...]
    """At most three headings, nearest first; none where nothing comes near the question."""
    confidence: float
    retrieved: tuple[ScoredPassage, ...]
    remark: str = ""
    """What the documents lack, where that is known: "The documents do not mention “Brazil”."."""

    @property
    def text(self) -> str:
        """The remark and the headings, a line each: an abstention has no sentence to show."""
        return "\n".join(filter(None, (self.remark, *map(str, self.nearest))))


@dataclass(frozen=True, slots=True)
class Whereabouts:
    """The places to read, for ``Mode.WHERE``: no sentence of an answer in it."""

    question: Question
    places: tuple[Place, ...]
    confidence: float
    retrieved: tuple[ScoredPassage, ...]

    @property
    def text(self) -> str:
        """The places as plain text."""
        return "\n".join(str(place) for place in self.places)


Reply = Answer | Abstention | Whereabouts
