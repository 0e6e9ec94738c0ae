"""What can be looked up of quizzes: their state, their questions and their log."""

from __future__ import annotations

from knowledge.model.quiz import Question, QuestionState, Quiz
from knowledge.model.quiz_replies import LogEntry
from knowledge.model.receipt import QUIZ, read_receipt
from knowledge.storage import quiz_log, quiz_players, quiz_questions, quizzes
from knowledge.storage.database import Database


class Lookup:
    """Reads, and changes nothing."""

    def __init__(self, database: Database) -> None:
        self._database = database

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
        """One that was asked; ``None`` before, too: nobody sees a question before its time."""
        async with self._database.read() as session:
            question = await quiz_questions.find(session, question_id)
        is_asked = question is not None and question.state is not QuestionState.WAITING
        return question if is_asked else None

    async def current(self, quiz_id: int) -> Question | None:
        """The question that was opened last, in whatever state it is; ``None`` in the lobby."""
        async with self._database.read() as session:
            quiz = await quizzes.find(session, quiz_id)
            if quiz is None:
                return None
            return await quiz_questions.find_at(session, quiz_id, quiz.position)

    async def turnout(self, question_id: int) -> tuple[int, int]:
        """How many have responded to an open question, and how many could have by now."""
        async with self._database.read() as session:
            return await quiz_players.turnout(session, question_id)

    async def log(self, quiz_id: int) -> tuple[LogEntry, ...]:
        """All that happened in a quiz, in the order in which it was put on record."""
        async with self._database.read() as session:
            return tuple(await quiz_log.list_entries(session, quiz_id))
