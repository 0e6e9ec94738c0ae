"""The catch-up seat: an absentee answers the questions of a finished quiz, privately."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import partial

from knowledge.model import play
from knowledge.model.assessment import Outcome, Response
from knowledge.model.quiz import COUNTED_STATES, Misfit, Question, Quiz, QuizState, Refusal
from knowledge.model.quiz_replies import Act, CaughtUp, Graded
from knowledge.quizzing.live.marking import Grade
from knowledge.storage import (
    quiz_log,
    quiz_players,
    quiz_questions,
    quiz_recording,
    quiz_responses,
    quizzes,
)
from knowledge.storage.database import Database, ReadSession, WriteSession
from knowledge.storage.item_codec import response_to_json
from knowledge.storage.quiz_recording import Click


class Absentees:
    """Takes the responses of those who were not there while the quiz was live."""

    def __init__(self, database: Database, clock: Callable[[], datetime], grade: Grade) -> None:
        self._database = database
        self._clock = clock
        self._grade = grade

    async def catch_up(
        self, quiz_id: int, user_id: int, name: str, at: datetime, event_id: int
    ) -> Question | CaughtUp | Refusal:
        """Take the seat, or go on in it: the first question that this learner has not answered.

        There is no time limit and no bonus; the points count in the standings, the responses not
        in the statistics of the items.

        Returns:
            ``WINDOW_OVER`` if the quiz is still live, or its window has closed; ``TOOK_PART`` to
            those who answered something while it was live.
        """

        async def work(session: WriteSession) -> Question | CaughtUp | Refusal:
            quiz = await quizzes.find(session, quiz_id)
            if quiz is None:
                return Refusal.UNKNOWN
            if not _is_within_window(quiz, at):
                return Refusal.WINDOW_OVER
            refusal = await self._seat(session, quiz, user_id, name, at)
            if refusal is not None:
                return refusal
            question = await _next(session, quiz_id, user_id)
            if question is None:
                return CaughtUp()
            if await quiz_log.find_event(session, event_id) is None:
                line = quiz_log.Line(
                    Act.SHOWN, at, quiz_id, question.id, user_id=user_id, event_id=event_id
                )
                await quiz_log.add(session, line)
            return question

        return await self._database.write_grouped(work)

    async def respond_late(
        self, question_id: int, user_id: int, response: Response, at: datetime, event_id: int
    ) -> Graded | Misfit | Refusal:
        """Grade a response from the catch-up seat at once, and store it.

        It is final, unless it is wrong and the learner was granted further attempts. A question
        that is answered for good gives its standing response again.

        Raises:
            NotSaved: it does not count.
        """
        while True:
            async with self._database.read() as session:
                question = await quiz_questions.find(session, question_id)
            if question is None or question.state not in COUNTED_STATES:
                return Refusal.UNKNOWN
            if not play.suits(question.draft, response):
                return Refusal.UNKNOWN
            misfit = play.misfit(question.draft, response)
            if misfit is not None:
                return Misfit(misfit)
            outcome = await self._grade(question.draft, response)
            click = Click(question_id, user_id, response, at, event_id)
            graded = await self._database.write_grouped(
                partial(self._take_late, click=click, question=question, outcome=outcome)
            )
            # The item got another key in between: grade it again.
            if graded is not None:
                return graded

    async def _take_late(
        self, session: WriteSession, *, click: Click, question: Question, outcome: Outcome
    ) -> Graded | Refusal | None:
        now = await quiz_questions.find(session, question.id)
        if now is None or now.draft != question.draft:
            return None
        changes = await quiz_recording.take_late(session, click, outcome.score)
        if changes is not None:
            await quiz_log.add(session, _answer_line(click, question, outcome, changes))
        return await self._standing_response(session, question, click.user_id, click.at)

    async def _seat(
        self, session: WriteSession, quiz: Quiz, user_id: int, name: str, at: datetime
    ) -> Refusal | None:
        before = await quiz_players.find(session, quiz.id, user_id)
        if before is not None and before.is_kicked:
            return Refusal.KICKED
        if before is not None and before.is_catching_up:
            return None
        await quiz_players.put(
            session,
            quiz.id,
            user_id,
            name=name,
            teams=quiz.plan.teams,
            from_ordinal=1,
            at=at,
            is_catching_up=True,
        )
        await quiz_players.seat(session, quiz.id, user_id)
        player = await quiz_players.find(session, quiz.id, user_id)
        if player is None or not player.is_catching_up:
            return Refusal.TOOK_PART
        await quiz_log.note(session, Act.SEATED, self._clock(), quiz.id, by=user_id)
        return None

    async def _standing_response(
        self, session: WriteSession, question: Question, user_id: int, at: datetime
    ) -> Graded | Refusal:
        quiz = await quizzes.find(session, question.quiz_id)
        player = await quiz_players.find(session, question.quiz_id, user_id)
        given = await quiz_responses.find(session, question.id, user_id)
        if player is not None and player.is_kicked:
            return Refusal.KICKED
        if quiz is None or player is None or not player.is_catching_up:
            return Refusal.UNKNOWN
        if given is None or given.outcome is None:
            return Refusal.UNKNOWN if _is_within_window(quiz, at) else Refusal.WINDOW_OVER
        _, attempts = await quiz_players.accommodation(session, quiz.server_id, user_id)
        left = 0 if given.outcome.correct else max(0, attempts - given.changes)
        return Graded(question, given.response, given.outcome, left)


def _is_within_window(quiz: Quiz, at: datetime) -> bool:
    is_over = quiz.state is QuizState.FINISHED
    return is_over and quiz.window_until is not None and at <= quiz.window_until


async def _next(session: ReadSession, quiz_id: int, user_id: int) -> Question | None:
    own = await quiz_responses.list_of_learner(session, quiz_id, user_id)
    counted = await quiz_questions.list_counted(session, quiz_id)
    return next((question for question in counted if question.id not in own), None)


def _answer_line(click: Click, question: Question, outcome: Outcome, changes: int) -> quiz_log.Line:
    return quiz_log.Line(
        Act.CHANGED if changes else Act.ANSWERED,
        click.at,
        question.quiz_id,
        question_id=question.id,
        user_id=click.user_id,
        event_id=click.event_id,
        detail={"response": response_to_json(click.response), "score": outcome.score},
    )
