"""A live quiz: a run of items in a channel, from the lobby to the leaderboard."""

from __future__ import annotations

import enum
from dataclasses import dataclass, field
from datetime import datetime

from knowledge.model.assessment import ItemDraft, ItemType, Outcome, Response

LARGEST_BONUS = 0.3
"""Most that speed may add to the score of a right response, as a share of it."""


class Board(enum.StrEnum):
    """Who sees the leaderboard."""

    PUBLIC = "public"
    """The first three in the channel; everyone their own rank, privately."""
    PRIVATE = "private"
    """Nobody but oneself and the hosts."""


class QuizState(enum.StrEnum):
    SCHEDULED = "scheduled"
    LOBBY = "lobby"
    RUNNING = "running"
    PAUSED = "paused"
    FINISHED = "finished"


LIVE_STATES = (QuizState.LOBBY, QuizState.RUNNING, QuizState.PAUSED)
"""One quiz of a channel may be in these at a time."""
PLAYABLE = frozenset(ItemType) - {ItemType.FLASHCARD}
"""Types that can be played together: whether a flashcard was known, only its learner can say."""


class QuestionState(enum.StrEnum):
    WAITING = "waiting"
    OPEN = "open"
    PAUSED = "paused"
    CLOSED = "closed"
    """Graded, and not revealed yet."""
    REVEALED = "revealed"
    SKIPPED = "skipped"
    """Counts for nobody."""


COUNTED_STATES = (QuestionState.CLOSED, QuestionState.REVEALED)
"""Of the questions that make up the points."""


@dataclass(frozen=True, slots=True)
class QuizPlan:
    """What an instructor asks for."""

    course_id: int
    count: int = 10
    theme: str | None = None
    document_id: int | None = None
    types: frozenset[ItemType] = frozenset()
    """Empty: every type that can be played together."""
    seconds: int | None = 30
    """For each question; ``None`` leaves it open until the host closes it."""
    bonus: float = 0.0
    """Share that speed may add, in [0, LARGEST_BONUS]."""
    board: Board = Board.PUBLIC
    teams: int = 0
    """Balanced teams to make of the players; 0 for none."""


@dataclass(frozen=True, slots=True)
class Launch:
    """Where, when and by whom a quiz is started or scheduled."""

    server_id: int
    channel_id: int
    """Plays one quiz at a time."""
    host_id: int
    """Others may go on with it."""
    host_name: str
    """As others read it."""
    event_id: int
    """Of Discord: one that is delivered twice makes one quiz."""
    at: datetime
    """Discord's clock."""
    window_until: datetime | None = None
    """Until when absentees may catch up."""


@dataclass(frozen=True, slots=True)
class Quiz:
    id: int
    receipt: str
    """"Q-7F3K": printed on its messages."""
    course: str
    """Its title."""
    plan: QuizPlan
    state: QuizState
    server_id: int
    channel_id: int
    host_id: int
    host_name: str
    questions: int
    """How many were drawn."""
    position: int
    """Ordinal, from 1, of the question that was opened last; 0 in the lobby."""
    lobby_message_id: int | None
    board_message_id: int | None
    """Where its end stands in the channel; ``None`` if it could not be posted yet."""
    starts_at: datetime | None
    """When a scheduled one opens its lobby."""
    window_until: datetime | None
    """Until when absentees may take a catch-up seat."""
    created_at: datetime
    finished_at: datetime | None


@dataclass(frozen=True, slots=True)
class Player:
    user_id: int
    name: str
    """As others see it: an alias, or the name in the server."""
    team: int | None
    joined_at: datetime
    is_hidden: bool
    """Shown on no board but their own."""
    is_kicked: bool
    is_catching_up: bool


@dataclass(frozen=True, slots=True)
class Question:
    """An item as it is played in one quiz; the item's content is kept as it was drawn."""

    id: int
    quiz_id: int
    ordinal: int
    """From 1."""
    item_id: int | None
    draft: ItemDraft
    order: tuple[int, ...]
    """Places of the item's options (or matches) in the order in which everyone sees them."""
    state: QuestionState
    message_id: int | None
    opened_at: datetime | None
    deadline: datetime | None
    """For those without more time of their own; ``None`` if untimed or never opened. While the
    question is paused, where it stood when it was paused."""
    closed_by_timer: bool = False
    """Its result is shown without anybody asking for it. What a host closes, a host reveals."""


@dataclass(frozen=True, slots=True)
class Given:
    """A learner's response to a question, as it counts now."""

    user_id: int
    response: Response
    at: datetime
    """Discord's clock at the last change."""
    changes: int
    outcome: Outcome | None = None
    """Once the question is closed."""
    points: float | None = None
    """The outcome's score with the bonus for speed."""


@dataclass(frozen=True, slots=True)
class Recorded:
    """Stored: the first response of this learner."""

    response: Response


@dataclass(frozen=True, slots=True)
class Changed:
    """Stored in place of ``before``."""

    before: Response
    response: Response


@dataclass(frozen=True, slots=True)
class Late:
    """Not stored: it was given after the deadline."""

    seconds: float
    """By how much; 0 if the host had closed, skipped or paused the question."""


class Refusal(enum.Enum):
    """Why a response or an act was not taken; nothing was changed."""

    KICKED = enum.auto()
    NOT_RUNNING = enum.auto()
    """The quiz, or the question, is not in a state for this (any more)."""
    PAUSED = enum.auto()
    ALREADY_OPEN = enum.auto()
    """A question is open; it comes first."""
    TOOK_PART = enum.auto()
    """A catch-up seat is for those who answered nothing while the quiz was live."""
    WINDOW_OVER = enum.auto()
    """There is no catch-up seat, or none any more."""
    UNKNOWN = enum.auto()
    """No such question (any more), or a response of another kind than it asks for."""


@dataclass(frozen=True, slots=True)
class Misfit:
    """Not stored: the response cannot be graded, and should be given again."""

    reason: str
    """In words for the learner."""


Acknowledgement = Recorded | Changed | Late | Misfit | Refusal
"""What comes back to a learner who responded."""


@dataclass(frozen=True, slots=True)
class QuestionResult:
    """What a reveal shows."""

    question: Question
    shares: tuple[int, ...]
    """How many picked each option, in the item's own order; empty for other types."""
    written: tuple[tuple[str, int], ...]
    """The commonest texts and how many gave them, most first; at most five."""
    responses: int
    correct: int
    players: int
    """Who could have responded: not those who came later, were removed, or catch up."""


@dataclass(frozen=True, slots=True)
class Standing:
    """A line of the leaderboard. Equal points share a rank: 1, 1, 3."""

    rank: int
    player: Player
    points: float
    correct: int
    asked: int
    """Questions that were closed since this player joined."""


@dataclass(frozen=True, slots=True)
class TeamStanding:
    rank: int
    team: int
    points: float
    """The mean of its players', so that larger teams have no advantage."""
    players: int


@dataclass(frozen=True, slots=True)
class Mistake:
    """A question that a learner got wrong or left out."""

    question: Question
    given: Given | None


@dataclass(frozen=True, slots=True)
class Leaderboard:
    standings: tuple[Standing, ...]
    """Of everyone, best first. Only hosts may see it whole; others get :attr:`shown`."""
    teams: tuple[TeamStanding, ...] = field(default=())

    def of(self, user_id: int) -> Standing | None:
        """A learner's own line."""
        own = (standing for standing in self.standings if standing.player.user_id == user_id)
        return next(own, None)

    @property
    def shown(self) -> tuple[Standing, ...]:
        """Without those who do not want to be seen; they keep their ranks."""
        return tuple(standing for standing in self.standings if not standing.player.is_hidden)
