"""What can be looked up of quizzes: their state, their boards, mistakes, results and log."""

from __future__ import annotations

from knowledge.model.assessment import Outcome
from knowledge.model.quiz import (
    Given,
    Leaderboard,
    Mistake,
    Player,
    Question,
    Quiz,
    Standing,
)
from knowledge.model.quiz_replies import Answered, LogEntry, QuizResults
from knowledge.model.receipt import QUIZ, read_receipt
from knowledge.quizzing.live_desk import Desk
from knowledge.storage import quiz_log, quiz_players, quiz_questions, quiz_responses, quizzes


class Reading(Desk):
    async def quiz(self, quiz_id: int) -> Quiz | None:
        async with self._database.read() as session:
            return await quizzes.find(session, quiz_id)

    async def find(self, receipt: str) -> Quiz | None:
        """The quiz with this receipt, however it was typed."""
        wanted = read_receipt(receipt, letter=QUIZ)
        if wanted is None:
            return None
        async with self._database.read() as session:
            return await quizzes.find_by_receipt(session, wanted)

    async def live_quiz(self, channel_id: int) -> Quiz | None:
        """What the channel plays now."""
        async with self._database.read() as session:
            return await quizzes.find_live(session, channel_id)

    async def live_quizzes(self) -> tuple[Quiz, ...]:
        """In all channels."""
        async with self._database.read() as session:
            return tuple(await quizzes.list_live(session))

    async def question(self, question_id: int) -> Question | None:
        async with self._database.read() as session:
            return await quiz_questions.find(session, question_id)

    async def current(self, quiz_id: int) -> Question | None:
        """The question that was opened last, in whatever state it is; ``None`` in the lobby."""
        async with self._database.read() as session:
            quiz = await quizzes.find(session, quiz_id)
            if quiz is None:
                return None
            return await quiz_questions.find_at(session, quiz_id, quiz.position)

    async def players(self, quiz_id: int) -> tuple[Player, ...]:
        """Who plays or has played, in the order in which they came."""
        async with self._database.read() as session:
            return tuple(player for player, _ in await quiz_players.list_players(session, quiz_id))

    async def leaderboard(self, quiz_id: int) -> Leaderboard:
        """Of the questions that are closed so far, catch-up seats with it."""
        return await self._shared_board(quiz_id)

    async def standing(self, quiz_id: int, user_id: int) -> Standing | None:
        """A learner's own line; ``None`` if they do not play."""
        return (await self._shared_board(quiz_id)).of(user_id)

    async def mistakes(self, quiz_id: int, user_id: int) -> tuple[Mistake, ...] | None:
        """What a learner got wrong or left out of the closed questions that count for them.

        From the catch-up seat, only what they have answered for good. ``None`` if they took no
        part: they were removed, or have left before they answered anything.
        """
        await self._settle(quiz_id)
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
        await self._settle(quiz_id)
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

    async def log(self, quiz_id: int) -> tuple[LogEntry, ...]:
        """All that happened in a quiz, in the order in which it was put on record."""
        async with self._database.read() as session:
            return tuple(await quiz_log.list_entries(session, quiz_id))


def _is_right(given: Given | None) -> bool:
    return given is not None and given.outcome is not None and given.outcome.correct


def _is_final(given: Given | None, attempts: int) -> bool:
    return given is not None and given.changes >= attempts


def _answered(question_id: int, given: Given, seconds: float, player: Player) -> Answered:
    return Answered(
        question_id=question_id,
        user_id=given.user_id,
        response=given.response,
        outcome=given.outcome or Outcome(0.0),
        points=given.points or 0.0,
        seconds=seconds,
        changes=given.changes,
        is_async=player.is_catching_up,
    )
