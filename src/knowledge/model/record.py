"""What reviewers see: who asked what, what came back, and what was thought of it."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from datetime import datetime

from knowledge.model.answer import Abstention, Answer, AnswerSentence, Mode, Reply, Whereabouts
from knowledge.model.corpus import Citation
from knowledge.model.verified import VerifiedAnswer


class Surface(enum.StrEnum):
    """Where a question was asked from."""

    SLASH = "slash"
    MENTION = "mention"
    REPLY = "reply"
    DIRECT_MESSAGE = "direct_message"
    MESSAGE_MENU = "message_menu"
    OFFER = "offer"
    """Opened: a person's answer to a similar question. The question is in that person's words."""
    COMMAND_LINE = "command_line"


@dataclass(frozen=True, slots=True)
class Occasion:
    """Who asked, and where. Ids are Discord's; ``None`` where there is no such thing."""

    surface: Surface
    """Of everything in a direct message, also of a command there: that it was one."""
    user_id: int | None = None
    server_id: int | None = None
    """Whose log it is in: where it was asked; of a direct message, where its course is looked
    after."""
    channel_id: int | None = None
    """``None`` for a direct message: its channel is as good as its asker's id."""
    event_id: int | None = None
    """The interaction's or message's id: the same one never makes a second record."""
    is_hidden: bool = False
    """In a server: only the asker is shown the answer. Part of the occasion, so that it is on
    record before the message is, whose place may fail to be kept."""

    @property
    def in_private(self) -> bool:
        """Whether it was asked where only the asker reads."""
        return self.surface is Surface.DIRECT_MESSAGE


class Decision(enum.StrEnum):
    ANSWERED = "answered"
    ABSTAINED = "abstained"
    LOCATED = "located"


def decision_of(reply: Reply) -> Decision:
    """How a record names the kind of a reply."""
    match reply:
        case Answer():
            return Decision.ANSWERED
        case Abstention():
            return Decision.ABSTAINED
        case Whereabouts():
            return Decision.LOCATED


class Rating(enum.StrEnum):
    UP = "up"
    DOWN = "down"


class Complaint(enum.StrEnum):
    """Why an answer was disliked."""

    WRONG = "wrong"
    NOT_IN_DOCUMENTS = "not_in_documents"
    WRONG_SOURCE = "wrong_source"
    UNCLEAR = "unclear"


class Nearness(enum.StrEnum):
    """How near a passage comes to a question, for people: a score means nothing to them."""

    CLOSE = "close"
    FAIR = "fair"
    FAR = "far"

    @classmethod
    def of(cls, score: float) -> Nearness:
        """Of a passage with this score, in [0, 1]."""
        if score >= _CLOSE:
            return cls.CLOSE
        return cls.FAIR if score >= _FAIR else cls.FAR


_CLOSE, _FAIR = 0.5, 0.25
"""The least scores. Answers of which we are sure begin at about the first; below the second,
passages and questions of another subject lie together."""


@dataclass(frozen=True, slots=True)
class RetrievedPassage:
    """A passage as it was scored for a recorded question."""

    passage_id: int
    document: str
    section: tuple[str, ...]
    score: float
    parts: dict[str, float]

    @property
    def nearness(self) -> Nearness:
        return Nearness.of(self.score)


@dataclass(frozen=True, slots=True)
class Feedback:
    user_id: int
    rating: Rating
    complaint: Complaint | None
    at: datetime


@dataclass(frozen=True, slots=True)
class Record:
    """A question as it was asked and answered. ``shown`` is the answer as the asker saw it."""

    receipt: str
    """"A-7F3K": printed on the card, accepted by every command that looks an answer up."""
    asked_at: datetime
    occasion: Occasion
    course: str
    question: str
    mode: Mode
    source: str | None
    decision: Decision
    confidence: float
    shown: str
    sentences: tuple[AnswerSentence, ...]
    places: tuple[str, ...]
    """Where to read, of an abstention or of places asked for: "Document › Section, p. 7"."""
    citations: tuple[Citation, ...]
    passages: tuple[RetrievedPassage, ...]
    versions: dict[str, str]
    """What produced it: ``colloquy``, ``model`` and each cited document's version."""
    latency_ms: float
    follows: str | None = None
    """The receipt of the answer that the question goes on from."""
    shared_at: datetime | None = None
    """When the asker showed a private answer to the channel."""
    course_id: int | None = None
    """Once it is stored; ``None`` also if the course is gone."""
    message_id: int | None = None
    """The message that carries the answer, once it is known."""
    feedback: tuple[Feedback, ...] = ()
    verified: VerifiedAnswer | None = None
    """What a person stands behind, shown in place of the rest: since it was asked, or later."""
    offered: VerifiedAnswer | None = None
    """What a person answered to a similar question, offered beside the reply; whatever has taken
    its place since. It may have been retired."""

    @property
    def is_private(self) -> bool:
        """The answer stands where its asker alone reads it: nobody else can open it."""
        return self.occasion.is_hidden

    @property
    def standing_id(self) -> int:
        """Of the person's answer that nobody has retired; 0 if there is none."""
        standing = self.verified
        return standing.id if standing is not None and standing.retired_at is None else 0

    @property
    def offer(self) -> VerifiedAnswer | None:
        """What is offered on the card as it stands now: nothing where a person has answered."""
        offered = self.offered
        is_open = self.verified is None and offered is not None and offered.is_in_force
        return offered if is_open else None

    @property
    def sources(self) -> tuple[Citation, ...]:
        """What is quoted on the card as it stands now."""
        return self.citations if self.verified is None else self.verified.citations


@dataclass(frozen=True, slots=True)
class Delivery:
    """A reply with its receipt, stored before anyone sees it."""

    record: Record
    """As it is stored: what is shown is made from this."""
    reply: Reply
    first_use: bool
    """Nothing else of this user is on record: say once that questions are logged."""

    @property
    def receipt(self) -> str:
        return self.record.receipt

    @property
    def elapsed_ms(self) -> float:
        return self.record.latency_ms


class Visibility(enum.StrEnum):
    """Who sees an answer in a channel unless the asker says otherwise."""

    PRIVATE = "private"
    PUBLIC = "public"
