"""A course with items, a clock, and a quizmaster that grades without a model."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any

from knowledge.model import grading
from knowledge.model.assessment import (
    ChoiceKey,
    ItemDraft,
    ItemStatus,
    ItemType,
    MatchKey,
    OrderKey,
    Origin,
    Outcome,
    Picked,
    Response,
    TextKey,
)
from knowledge.model.corpus import Course, Strictness
from knowledge.model.quiz import Acknowledgement, Launch, Question, Quiz, QuizPlan
from knowledge.quizzing.quizmaster import Quizmaster
from knowledge.storage import courses, items
from knowledge.storage.database import Database
from knowledge.storage.items import Authorship

START = datetime(2026, 3, 2, 10, 0, tzinfo=UTC)
SERVER, CHANNEL, HOST = 10, 20, 30
ANNA, BEN, CARA = 101, 102, 103
RIGHT = Picked((0,))
WRONG = Picked((1,))


@dataclass
class Clock:
    """Stands still until it is moved."""

    now: datetime = START

    def __call__(self) -> datetime:
        return self.now

    def advance(self, seconds: float) -> datetime:
        self.now += timedelta(seconds=seconds)
        return self.now


async def grade(draft: ItemDraft, response: Response) -> Outcome:
    return grading.grade(draft, response)


def choice(number: int, *, theme: str = "rivers") -> ItemDraft:
    """The option at place 0 is right."""
    return ItemDraft(
        type=ItemType.SINGLE_CHOICE,
        stem=f"Which is number {number}?",
        key=ChoiceKey(frozenset({0})),
        options=(f"right {number}", "wrong", "worse", "worst"),
        rationale="It says so.",
        themes=(theme,),
        name=f"choice-{number}",
    )


def other_types() -> list[ItemDraft]:
    true_false = ChoiceKey(frozenset({0}))
    three = ("one", "two", "three")
    return [
        ItemDraft(ItemType.TRUE_FALSE, "Is it?", true_false, ("True", "False"), name="true-false"),
        ItemDraft(ItemType.ORDERING, "Order these.", OrderKey(), three, name="ordering"),
        ItemDraft(ItemType.MATCHING, "Match.", MatchKey(("x", "y", "z")), three, name="matching"),
        ItemDraft(ItemType.SHORT_TEXT, "Who?", TextKey(("Ada Finch",)), name="short-text"),
        ItemDraft(ItemType.FLASHCARD, "Front", TextKey(("Back",)), name="flashcard"),
    ]


async def fill_bank(database: Database, drafts: Sequence[ItemDraft]) -> Course:
    async with database.write() as session:
        course = await courses.put_course(
            session, name="geography", title="Geography", description="", language="en",
            strictness=Strictness.NORMAL, created_at=START,
        )  # fmt: skip
        for draft in drafts:
            await items.put(
                session, course.id, draft, status=ItemStatus.APPROVED,
                by=Authorship(Origin.WRITTEN, "Teacher", None, START),
            )  # fmt: skip
    return course


@dataclass
class Room:
    """A channel with a quizmaster, for telling in short what hosts and learners do."""

    database: Database
    course: Course
    clock: Clock = field(default_factory=Clock)
    events: count[int] = field(default_factory=lambda: count(1_000))

    def __post_init__(self) -> None:
        self.master = Quizmaster(self.database, self.clock, grade, rng=random.Random(7))

    @classmethod
    async def of(cls, database: Database) -> Room:
        """In the course that ``fill_bank`` made."""
        async with database.read() as session:
            (course,) = await courses.list_courses(session)
        return cls(database, course)

    async def start(self, *, channel: int = CHANNEL, **plan: Any) -> Quiz:
        started = await self.launch(channel=channel, **plan)
        assert isinstance(started, Quiz)
        return started

    async def launch(
        self, *, channel: int = CHANNEL, window: float | None = None, **plan: Any
    ) -> Any:
        """Of the five choices, unless the plan says otherwise; ``window`` in seconds from now."""
        until = None if window is None else self.clock.now + timedelta(seconds=window)
        return await self.master.launch.start(
            QuizPlan(self.course.id, **{"count": 3, "theme": "rivers", **plan}),
            self.here(channel=channel, window_until=until),
        )

    def here(
        self,
        *,
        channel: int = CHANNEL,
        window_until: datetime | None = None,
        event: int | None = None,
    ) -> Launch:
        """By the host, now."""
        return Launch(
            SERVER, channel, HOST, "Hal", next(self.events) if event is None else event,
            self.clock.now, window_until,
        )  # fmt: skip

    async def open(self, quiz: Quiz) -> Question:
        """The next question, opened and shown."""
        opened = await self.master.play.open_next(quiz.id, self.clock.now, by=HOST)
        assert isinstance(opened, Question), opened
        shown = await self.master.play.shown(opened.id, next(self.events), self.clock.now)
        assert shown is not None
        return shown

    async def respond(
        self, question: Question, user: int, response: Response = RIGHT, *, event: int | None = None
    ) -> Acknowledgement:
        return await self.master.responses.respond(
            question.id, user, f"user {user}", response, self.clock.now,
            next(self.events) if event is None else event,
        )  # fmt: skip

    async def play(self, quiz: Quiz, responses: dict[int, Response]) -> Question:
        """One question from its opening to its close, everyone answering after two seconds."""
        question = await self.open(quiz)
        self.clock.advance(2)
        for user, response in responses.items():
            await self.respond(question, user, response)
        assert await self.master.play.close(question.id, by_timer=False, by=HOST) is not None
        return question


async def points(room: Room, quiz: Quiz) -> dict[int, float]:
    board = await room.master.boards.leaderboard(quiz.id)
    return {standing.player.user_id: standing.points for standing in board.standings}


async def only(room: Room, kind: ItemType, **plan: object) -> tuple[Quiz, Question]:
    """A quiz of one question of this type, which is open."""
    quiz = await room.start(types=frozenset({kind}), count=1, theme=None, **plan)
    return quiz, await room.open(quiz)
