"""Which items of the bank a plan draws for a channel."""

from __future__ import annotations

import random
from dataclasses import dataclass

from knowledge.model import play
from knowledge.model.assessment import Item
from knowledge.model.quiz import PLAYABLE, QuizPlan
from knowledge.storage import items, quiz_questions, quizzes
from knowledge.storage.database import ReadSession, WriteSession
from knowledge.storage.items import ItemFilter


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


async def deal(
    session: WriteSession, quiz_id: int, plan: QuizPlan, drawn: list[Item], rng: random.Random
) -> None:
    """Keep the drawn items as the quiz's questions, their options in the order to be shown."""
    shuffled = [(item, play.shown_order(item.draft, rng)) for item in drawn]
    await quiz_questions.add_all(session, quiz_id, shuffled, plan.seconds)
    await quizzes.put_questions(session, quiz_id, len(drawn))
