"""Which items of the bank a plan draws for a channel, and the quiz that they become."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import datetime

from knowledge.model import play
from knowledge.model.assessment import Item
from knowledge.model.quiz import PLAYABLE, Launch, Quiz, QuizPlan, QuizState
from knowledge.model.receipt import QUIZ, new_receipt
from knowledge.storage import courses, items, quiz_questions, quizzes
from knowledge.storage.database import ReadSession, WriteSession
from knowledge.storage.items import ItemFilter

_RECEIPT_TRIES = 8
_SEED_BITS = 32


@dataclass(frozen=True, slots=True)
class Drawing:
    available: int
    drawn: list[Item]
    asked_before: int
    """How many of the drawn ones this channel was asked already."""


async def draw(session: ReadSession, plan: QuizPlan, channel_id: int, seed: int) -> Drawing:
    """Approved items that fit the plan, at random; what the channel was asked lately comes last.

    The same seed draws the same items, as long as nothing else has changed.
    """
    wanted = ItemFilter(
        types=(plan.types or PLAYABLE) & PLAYABLE,
        theme=plan.theme,
        document_id=plan.document_id,
    )
    # An empty set of types would leave the choice open.
    pool = await items.list_items(session, plan.course_id, wanted) if wanted.types else []
    used = await quiz_questions.last_used(session, channel_id)
    rng = random.Random(seed)  # noqa: S311 - a preview and its quiz draw the same
    drawn = play.draw(pool, used, plan.count, rng)
    return Drawing(len(pool), drawn, sum(item.id in used for item in drawn))


class Dealer:
    """Writes quizzes and their questions, with what is left to chance."""

    def __init__(self, rng: random.Random) -> None:
        """``rng`` decides which items are drawn and in which order their options stand."""
        self._rng = rng

    def seed(self) -> int:
        """For :func:`draw`."""
        return self._rng.getrandbits(_SEED_BITS)

    async def enter(
        self,
        session: WriteSession,
        plan: QuizPlan,
        launch: Launch,
        state: QuizState,
        *,
        starts_at: datetime | None = None,
        remind_at: datetime | None = None,
    ) -> Quiz:
        """Put a quiz on record, under a receipt of its own."""
        course = await courses.get_course(session, plan.course_id)
        for attempt in range(_RECEIPT_TRIES):
            quiz = await quizzes.add(
                session,
                plan,
                launch,
                state,
                receipt=new_receipt(self._rng, length=4 + attempt // 2, letter=QUIZ),
                course=course.title,
                starts_at=starts_at,
                remind_at=remind_at,
            )
            if quiz is not None:
                return quiz
        raise RuntimeError("no receipt is free")

    async def deal(self, session: WriteSession, quiz: Quiz, drawn: list[Item]) -> None:
        """Keep the drawn items as the quiz's questions, options in the order to be shown."""
        shuffled = [(item, play.shown_order(item.draft, self._rng)) for item in drawn]
        await quiz_questions.add_all(session, quiz.id, shuffled, quiz.plan.seconds)
        await quizzes.put_questions(session, quiz.id, len(drawn))
