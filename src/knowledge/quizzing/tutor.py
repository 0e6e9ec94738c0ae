"""Self-study: items for one learner at their own pace, and again before they are forgotten."""

from __future__ import annotations

import random
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from knowledge.model.assessment import Outcome, Response
from knowledge.model.corpus import Citation
from knowledge.model.grading import fault
from knowledge.model.hints import ladder
from knowledge.model.play import shown_order, suits
from knowledge.model.study import (
    Answered,
    Hint,
    NothingToStudy,
    Progress,
    StudyKind,
    StudyPlan,
    StudySession,
    Turn,
    Withheld,
)
from knowledge.quizzing import study_pool, text_grading
from knowledge.quizzing.memory import remembered
from knowledge.quizzing.study_progress import progress_of
from knowledge.retrieval.embedder import Embedder
from knowledge.storage import items, reminders, study_cards, study_sessions, study_turns
from knowledge.storage.database import Database, WriteSession
from knowledge.storage.items import ItemFilter
from knowledge.storage.study_cards import StoredCard
from knowledge.storage.study_withheld import list_withheld

OTHERWISE = "This question is answered in another way. Use what stands under it."


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A response that was not counted, because it cannot be graded; it may be given again."""

    reason: str


class Tutor:
    """Asks, grades and schedules. Whatever arrives twice counts once."""

    def __init__(
        self, database: Database, embedder: Embedder, clock: Callable[[], datetime]
    ) -> None:
        self._database = database
        self._embedder = embedder
        self._clock = clock

    async def start(
        self, user_id: int, plan: StudyPlan, event_id: int
    ) -> StudySession | NothingToStudy:
        """Draw items for a learner and begin; what they had open in the course ends.

        Of what they choose, items that they never saw come first, then those seen longest ago.

        Args:
            user_id: Whose session it is; nobody else can see it.
            plan: Of an answer's items use :meth:`start_from`.
            event_id: What asked for it. The same event again finds the same session.
        """
        now = self._clock()
        async with self._database.read() as session:
            withheld = await list_withheld(session)
            if plan.kind is StudyKind.CHOSEN:
                wanted = ItemFilter(theme=plan.theme, document_id=plan.document_id)
                pool = await items.list_items(session, plan.course_id, wanted)
                free = [item for item in pool if item.id not in withheld]
                seen = await study_turns.last_asked(session, plan.course_id, user_id)
                rng = random.Random(event_id)  # noqa: S311 - nothing is secret in a draw
                drawn = study_pool.at_random(free, seen, plan.count, rng)
                nothing = NothingToStudy(plan.kind, is_withheld=bool(pool))
            else:
                cards = await study_cards.list_cards(session, plan.course_id, user_id)
                open_items = study_pool.of_cards(plan.kind, cards, now)
                drawn = [i for i in open_items if i not in withheld][: plan.count]
                next_due_at = min((card.due_at for card in cards), default=None)
                nothing = NothingToStudy(plan.kind, next_due_at, is_withheld=bool(open_items))
        return await self._begin(user_id, plan, drawn, event_id) if drawn else nothing

    async def start_from(
        self, user_id: int, course_id: int, cited: Sequence[Citation], event_id: int
    ) -> StudySession | NothingToStudy:
        """Begin with items on what is cited, from its passages, else from their sections.

        What else the learner has open waits meanwhile; only another one on an answer ends.
        """
        async with self._database.read() as session:
            pool = await items.list_items(session, course_id, ItemFilter())
            withheld = await list_withheld(session)
        free = study_pool.on_citations([i for i in pool if i.id not in withheld], cited)
        drawn = await study_pool.closest(self._embedder, free, cited)
        if not drawn and study_pool.on_citations(pool, cited):
            return NothingToStudy(StudyKind.ANSWER, is_withheld=True)
        if not drawn:
            theme = await study_pool.nearest_theme(self._embedder, pool, cited)
            return NothingToStudy(StudyKind.ANSWER, nearest_theme=theme)
        plan = StudyPlan(course_id, StudyKind.ANSWER)
        return await self._begin(user_id, plan, [item.id for item in drawn], event_id)

    async def _begin(
        self, user_id: int, plan: StudyPlan, drawn: Sequence[int], event_id: int
    ) -> StudySession:
        now = self._clock()
        async with self._database.write() as session:
            session_id = await study_sessions.add_session(
                session,
                course_id=plan.course_id,
                user_id=user_id,
                kind=plan.kind,
                subject=plan.subject,
                items=drawn,
                at=now,
                event_id=event_id,
            )
            begun = await study_sessions.find_session(session, session_id, user_id)
            assert begun is not None, "an event has one learner"
            if begun.ended_at is None:
                await study_sessions.end_others(session, begun, now)
        return begun

    async def open_session(self, user_id: int, course_id: int) -> StudySession | None:
        """The session that a learner has not ended, to go on with."""
        async with self._database.read() as session:
            return await study_sessions.open_session_of(session, course_id, user_id)

    async def find_session(self, user_id: int, session_id: int) -> StudySession | None:
        """A learner's own session, as far as it is."""
        async with self._database.read() as session:
            return await study_sessions.find_session(session, session_id, user_id)

    async def find_turn(self, user_id: int, turn_id: int) -> Turn | None:
        """What was asked of this learner; nobody else's turn is found."""
        async with self._database.read() as session:
            return await study_turns.find_turn(session, turn_id, user_id)

    async def next(self, user_id: int, session_id: int) -> Turn | StudySession | Withheld | None:
        """The item that waits for an answer, else the next one, noted as seen before it is.

        The session itself when nothing is left, and then it has ended; ``None`` if the learner
        has no such session.
        """
        now = self._clock()

        async def ask(session: WriteSession) -> Turn | StudySession | Withheld | None:
            study = await study_sessions.find_session(session, session_id, user_id)
            if study is None or study.ended_at is not None:
                return study
            waiting = await study_turns.open_turn(session, session_id)
            withheld = await list_withheld(session)
            if waiting is not None:
                return Withheld() if waiting.item_id in withheld else waiting
            left = await study_sessions.list_left(session, session_id)
            item_id = next((item_id for item_id in left if item_id not in withheld), None)
            if left and item_id is None:
                return Withheld()
            item = None if item_id is None else await items.find(session, item_id)
            if item is None:
                await study_sessions.end_session(session, session_id, user_id, now)
                return await study_sessions.find_session(session, session_id, user_id)
            rng = random.Random(f"{session_id}:{item.id}")  # noqa: S311 - nor in a shuffle
            order = shown_order(item.draft, rng)
            await study_turns.add_turn(
                session, session_id=session_id, user_id=user_id, item=item, order=order, at=now
            )
            return await study_turns.open_turn(session, session_id)

        return await self._database.write_grouped(ask)

    async def hint(self, user_id: int, turn_id: int, step: Hint) -> Turn | Withheld | None:
        """Climb the hint ladder to a step, which costs a part of the score.

        The turn as it is then: an answered one is not changed, and no step is taken back.
        """
        async with self._database.write() as session:
            turn = await study_turns.find_turn(session, turn_id, user_id)
            if turn is None or turn.answered_at is not None:
                return turn
            if turn.item_id in await list_withheld(session):
                return Withheld()
            if step in ladder(turn.draft):
                await study_turns.raise_hint(session, turn_id, user_id, step)
                turn = await study_turns.find_turn(session, turn_id, user_id)
        return turn

    async def answer(
        self, user_id: int, turn_id: int, response: Response, event_id: int
    ) -> Answered | Unreadable | Withheld | None:
        """Grade a response, keep it, and schedule its item again. The first one counts.

        ``None`` if the learner was not asked this.
        """
        while True:
            turn = await self.find_turn(user_id, turn_id)
            if turn is None:
                return None
            if turn.answered_at is not None:
                return await self._answered(turn)
            if not suits(turn.draft, response):
                return Unreadable(OTHERWISE)
            reason = fault(turn.draft, response)
            if reason is not None:
                return Unreadable(reason)
            outcome = await text_grading.outcome(self._embedder, turn.draft, response)
            keep = partial(
                _keep,
                turn=turn,
                response=response,
                outcome=outcome,
                at=self._clock(),
                event_id=event_id,
            )
            # Nothing is kept if another delivery was first, or if the key was changed meanwhile.
            kept = await self._database.write_grouped(keep)
            if kept is not None:
                return kept

    async def _answered(self, turn: Turn) -> Answered:
        async with self._database.read() as session:
            due_at = await study_cards.due_at(session, turn.user_id, turn.item_id)
        return Answered(turn, due_at or self._clock(), is_new=False)

    async def stop(self, user_id: int, session_id: int) -> StudySession | None:
        """End a session before its time; what was answered in it stays."""
        async with self._database.write() as session:
            await study_sessions.end_session(session, session_id, user_id, self._clock())
            return await study_sessions.find_session(session, session_id, user_id)

    async def mistakes(self, user_id: int, course_id: int) -> list[Turn]:
        """The latest response to each item, where it was not right; the newest first."""
        async with self._database.read() as session:
            cards = await study_cards.list_cards(session, course_id, user_id)
            withheld = await list_withheld(session)
            wrong = [
                card.turn_id for card in cards if not card.is_right and card.item_id not in withheld
            ]
            turns = await study_turns.find_turns(session, wrong)
        return sorted(turns, key=lambda turn: turn.answered_at or turn.asked_at, reverse=True)

    async def progress(self, user_id: int, course_id: int) -> Progress:
        """How far a learner is in a course, by theme."""
        async with self._database.read() as session:
            pool = await items.list_items(session, course_id, ItemFilter())
            cards = await study_cards.list_cards(session, course_id, user_id)
            responses = await study_cards.count_responses(session, course_id, user_id)
            moments = await study_cards.list_moments(session, course_id, user_id)
            reminder = await reminders.find(session, user_id)
            withheld = await list_withheld(session)
        zone = None if reminder is None else reminder.zone
        return progress_of(
            pool, cards, responses, moments, self._clock(), zone=zone, withheld=withheld
        )

    async def themes(self, course_id: int) -> list[str]:
        """The themes of the items that can be studied, by name."""
        async with self._database.read() as session:
            pool = await items.list_items(session, course_id, ItemFilter())
        return sorted({theme for item in pool for theme in item.draft.themes}, key=str.casefold)


async def _keep(
    session: WriteSession,
    *,
    turn: Turn,
    response: Response,
    outcome: Outcome,
    at: datetime,
    event_id: int,
) -> Answered | Withheld | None:
    if turn.item_id in await list_withheld(session):
        return Withheld()
    if not await study_turns.put_response(
        session, turn, response, outcome, at=at, event_id=event_id
    ):
        return None
    due_at = await reschedule(session, {turn.user_id}, turn.item_id)
    counted = await study_turns.find_turn(session, turn.id, turn.user_id)
    assert counted is not None, "it was just written"
    return Answered(counted, due_at[turn.user_id], is_new=True)


async def reschedule(
    session: WriteSession, user_ids: Collection[int], item_id: int
) -> dict[int, datetime]:
    """Work out learners' cards of an item anew from every response; when it is due for each."""
    cards: dict[int, StoredCard] = {}
    for user_id, answered in (await study_turns.list_reviews(session, user_ids, item_id)).items():
        memory = remembered(item_id, [review for _, review in answered])
        turn_id, last = answered[-1]
        cards[user_id] = StoredCard(item_id, memory.card, memory.due_at, last.is_right, turn_id)
    await study_cards.put_cards(session, cards)
    return {user_id: card.due_at for user_id, card in cards.items()}
