"""The courses that exist, what is in them, and the settings of the channels that use them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

from knowledge.model.corpus import Citation, Course, Document, Strictness
from knowledge.model.record import Visibility
from knowledge.retrieval.words import STOP_WORDS, tokens
from knowledge.storage import courses, documents, passages, quotes, verified_answers
from knowledge.storage.database import Database


class Library:
    """Finds courses and documents; creates courses."""

    def __init__(self, database: Database, clock: Callable[[], datetime]) -> None:
        self._database = database
        self._clock = clock

    async def list_courses(self) -> list[Course]:
        """Every course, by name."""
        async with self._database.read() as session:
            return await courses.list_courses(session)

    async def find_course(self, name: str) -> Course | None:
        async with self._database.read() as session:
            return await courses.find_course(session, name)

    async def create_course(
        self,
        name: str,
        title: str,
        description: str = "",
        language: str = "en",
        strictness: Strictness = Strictness.NORMAL,
    ) -> Course:
        """Add a course, or give the existing one of that name these words and settings."""
        async with self._database.write() as session:
            return await courses.put_course(
                session,
                name=name,
                title=title,
                description=description,
                language=language,
                strictness=strictness,
                created_at=self._clock(),
            )

    async def list_documents(self, course_id: int) -> list[Document]:
        """The course's documents in their current versions, in the order they were added."""
        async with self._database.read() as session:
            return await documents.list_documents(session, course_id)

    async def holds(self, citation: Citation) -> bool:
        """Is the version that it quotes still there, replaced or not? In the bin it is not."""
        async with self._database.read() as session:
            return await quotes.is_held(session, citation)

    async def has_documents(self, course_id: int) -> bool:
        async with self._database.read() as session:
            return await documents.has_documents(session, course_id)

    async def find_document(self, course_id: int, name: str) -> Document | None:
        """The document with this id, title or file name (upper and lower case alike)."""
        wanted = name.strip().casefold()
        for document in await self.list_documents(course_id):
            names = (str(document.id), document.title.casefold(), document.file_name.casefold())
            if wanted in names:
                return document
        return None

    async def askable(self, course_id: int, typed: str, most: int) -> list[str]:
        """What can be asked that holds the words as they are typed: first questions that people
        have answered, the newest at first, then headings.
        """
        wanted = [word for word in tokens(typed) if word not in STOP_WORDS]
        async with self._database.read() as session:
            known = await verified_answers.list_questions(session, course_id)
            fitting = [id_ for id_, question in known if _holds(question, wanted)][:most]
            answers = await verified_answers.load(session, fitting)
            headings = await passages.list_headings(session, course_id)
        found = [answers[id_].question for id_ in fitting if answers[id_].is_in_force]
        found += (heading for heading in headings if wanted and _holds(heading, wanted))
        return list(dict.fromkeys(found))[:most]

    async def channel_visibility(self, server_id: int, channel_id: int) -> Visibility:
        """Who sees answers in a channel; private until somebody has chosen otherwise."""
        async with self._database.read() as session:
            chosen = await courses.channel_visibility(session, server_id, channel_id)
        return chosen or Visibility.PRIVATE

    async def channels_chosen(self, server_id: int) -> dict[int, Visibility]:
        """The channels of a server for which somebody has chosen, with what they chose."""
        async with self._database.read() as session:
            return await courses.channel_visibilities(session, server_id)

    async def recall(self, key: str) -> str | None:
        """What :meth:`remember` last kept under ``key``, across restarts."""
        async with self._database.read() as session:
            return await courses.recall(session, key)

    async def remember(self, key: str, value: str) -> None:
        async with self._database.write() as session:
            await courses.remember(session, key, value)


def _holds(text: str, wanted: Sequence[str]) -> bool:
    """Whether each of the words begins one of the text."""
    held = tokens(text)
    return all(any(word.startswith(one) for word in held) for one in wanted)
