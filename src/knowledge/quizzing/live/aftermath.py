"""What a quiz leaves: a learner's mistakes, and everything that counts, for analysis."""

from __future__ import annotations

from knowledge.model.assessment import Outcome
from knowledge.model.quiz import Given, Mistake, Player
from knowledge.model.quiz_replies import GradedResponse, QuizResults
from knowledge.quizzing.live.marking import Marking
from knowledge.storage import quiz_players, quiz_questions, quiz_responses, quizzes
from knowledge.storage.database import Database


class Aftermath:
    """Reads what was answered, all of it graded."""

    def __init__(self, database: Database, marking: Marking) -> None:
        self._database = database
        self._marking = marking

    async def mistakes(self, quiz_id: int, user_id: int) -> tuple[Mistake, ...] | None:
        """What a learner got wrong or left out of the closed questions that count for them.

        From the catch-up seat, only what they have answered for good. ``None`` if they took no
        part: they were removed, or have left before they answered anything.
        """
        await self._marking.settle(quiz_id)
        async with self._database.read() as session:
            entered = await quiz_players.find_taking_part(session, quiz_id, user_id)
            quiz = await quizzes.find(session, quiz_id)
            if entered is None or quiz is None:
                return None
            player, first = entered
            _, attempts = await quiz_players.accommodation(session, quiz.server_id, user_id)
            own = await quiz_responses.list_of_learner(session, quiz_id, user_id)
            counted = await quiz_questions.list_counted(session, quiz_id)
        return tuple(
            Mistake(question, own.get(question.id))
            for question in counted
            if question.ordinal >= first
            and not _is_right(own.get(question.id))
            and (not player.is_catching_up or _is_final(own.get(question.id), attempts))
        )

    async def results(self, quiz_id: int) -> QuizResults | None:
        """Everything that counts, for analysis and export."""
        await self._marking.settle(quiz_id)
        async with self._database.read() as session:
            quiz = await quizzes.find(session, quiz_id)
            if quiz is None:
                return None
            questions = await quiz_questions.list_counted(session, quiz_id)
            players = await quiz_players.list_players(session, quiz_id)
            graded = await quiz_responses.list_graded(session, quiz_id)
        by_id = {player.user_id: player for player, _ in players}
        return QuizResults(
            quiz=quiz,
            questions=tuple(questions),
            players=tuple(by_id.values()),
            answers=tuple(
                _answered(question_id, given, seconds, by_id[given.user_id])
                for question_id, given, seconds in graded
                if given.user_id in by_id
            ),
            asked={
                player.user_id: frozenset(q.id for q in questions if q.ordinal >= first)
                for player, first in players
            },
        )


def _is_right(given: Given | None) -> bool:
    return given is not None and given.outcome is not None and given.outcome.correct


def _is_final(given: Given | None, attempts: int) -> bool:
    return given is not None and given.changes >= attempts


def _answered(question_id: int, given: Given, seconds: float, player: Player) -> GradedResponse:
    return GradedResponse(
        question_id=question_id,
        user_id=given.user_id,
        response=given.response,
        outcome=given.outcome or Outcome(0.0),
        points=given.points or 0.0,
        seconds=seconds,
        changes=given.changes,
        is_async=player.is_catching_up,
    )
