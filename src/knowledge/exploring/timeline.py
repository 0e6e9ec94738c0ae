"""A course's events and themes: read once for each revision, and edited by its staff."""

from __future__ import annotations

import asyncio
import enum
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial

import numpy as np

from knowledge.exploring import language
from knowledge.exploring.contradictions import find_contradictions
from knowledge.exploring.corrections import edited, edited_themes
from knowledge.exploring.dates import publication_date
from knowledge.exploring.events import events_of
from knowledge.exploring.sentences import read_sentences
from knowledge.exploring.themes import Candidate, FloatArray, candidates, themes_of
from knowledge.model.assessment import PartialDate
from knowledge.model.corpus import Passage
from knowledge.model.instructions import is_instruction_like
from knowledge.model.timeline import (
    Event,
    Reading,
    ReadSentence,
    Theme,
    TimelineEdit,
)
from knowledge.retrieval.embedder import Embedder
from knowledge.storage import documents, item_themes, passages, timeline_edits, vectors
from knowledge.storage.database import Database

_MOST_KEPT = 4
"""Courses kept in memory; a long course takes some ten megabytes."""
LONGEST_THEME = 60
"""Characters of a theme's name."""
UNREAD = Reading(-1, (), (), (), {}, limited=True)


class ThemeEdit(enum.Enum):
    """What became of a rename or merge."""

    DONE = "done"
    UNKNOWN = "unknown"
    """There is no theme of that name (any more)."""
    TAKEN = "taken"
    """Another theme has that name already: merge them instead."""
    UNFIT = "unfit"
    """The new name is empty or too long, or a theme was to be merged into itself."""


@dataclass(frozen=True, slots=True)
class EventFilter:
    """Which events are meant; an empty part leaves the choice open."""

    first_year: int | None = None
    """Negative before our era."""
    last_year: int | None = None
    theme: str | None = None
    document_id: int | None = None

    def lets_through(self, event: Event) -> bool:
        wanted = self.document_id in (None, event.passage.document_id)
        on_theme = self.theme is None or self.theme in event.themes
        return wanted and on_theme and event.when.overlaps(self.first_year, self.last_year)


class Timeline:
    """Reads courses for events and themes. Reading happens off the event loop."""

    def __init__(
        self, database: Database, embedder: Embedder, clock: Callable[[], datetime]
    ) -> None:
        self._database = database
        self._embedder = embedder
        self._clock = clock
        self._found: dict[int, Reading] = {}
        self._reading: dict[int, asyncio.Task[Reading]] = {}

    async def close(self) -> None:
        """Give up what is being read."""
        reading = list(self._reading.values())
        for task in reading:
            task.cancel()
        if reading:
            await asyncio.wait(reading)

    async def events(self, course_id: int, wanted: EventFilter | None = None) -> list[Event]:
        """The course's events that pass, earliest first."""
        reading = await self.read(course_id)
        return [event for event in reading.events if (wanted or EventFilter()).lets_through(event)]

    async def themes(self, course_id: int) -> list[Theme]:
        """The course's themes: those with questions, most first, then the others by weight."""
        return list((await self.read(course_id)).themes)

    async def themes_known(self, course_id: int) -> list[Theme]:
        """As :meth:`themes`, of the last reading; quick. Before any, the items' tags alone.

        Nothing of documents that went since then.
        """
        found = self._found.get(course_id, UNREAD)
        async with self._database.read() as session:
            edits = await timeline_edits.list_edits(session, course_id)
            tagged = await item_themes.list_tagged(session, course_id)
            there = await documents.list_ids(session, course_id)
        left = tuple(theme for theme in found.themes if not there.isdisjoint(theme.documents))
        return list(edited_themes(replace(found, themes=left), edits, tagged))

    async def read(self, course_id: int) -> Reading:
        """Everything at once; quick unless the course has changed since it was last read.

        Who asks while a course is being read waits for the same reading, and who gives up waiting
        does not stop it.
        """
        async with self._database.read() as session:
            revision = await timeline_edits.revision(session, course_id)
            edits = await timeline_edits.list_edits(session, course_id)
            tagged = await item_themes.list_tagged(session, course_id)
        found = self._found.get(course_id)
        while found is None or found.revision < revision:
            found = await asyncio.shield(self._reading.get(course_id) or self._begin(course_id))
        self._remember(course_id, found)
        return edited(found, edits, tagged)

    def last_read(self, course_id: int) -> Reading | None:
        """What the last reading found, without any edits; it may be of an earlier revision."""
        return self._found.get(course_id)

    def _remember(self, course_id: int, found: Reading) -> None:
        self._found.pop(course_id, None)
        self._found[course_id] = found
        while len(self._found) > _MOST_KEPT:
            del self._found[next(iter(self._found))]

    def _begin(self, course_id: int) -> asyncio.Task[Reading]:
        task = asyncio.create_task(self._find(course_id))
        self._reading[course_id] = task
        task.add_done_callback(partial(self._end, course_id))
        return task

    def _end(self, course_id: int, task: asyncio.Task[Reading]) -> None:
        del self._reading[course_id]
        # Nobody may be waiting any more; an error then waits for the next reading.
        if not task.cancelled() and task.exception() is None:
            self._remember(course_id, task.result())

    async def rename_theme(
        self, course_id: int, theme: str, name: str, *, user_id: int | None = None
    ) -> ThemeEdit:
        """Give a theme another name, which it keeps when the documents change.

        Its items carry the new name from then on.
        """
        name = " ".join(name.split())
        if not name or len(name) > LONGEST_THEME:
            return ThemeEdit.UNFIT
        named = {t.name: t for t in await self.themes(course_id)}
        if theme not in named:
            return ThemeEdit.UNKNOWN
        if any(other.casefold() == name.casefold() for other in named if other != theme):
            return ThemeEdit.TAKEN
        found = await self._as_found(course_id, theme)
        edits = [TimelineEdit("rename", found, name), *self._follow(course_id, named[theme], found)]
        await self._keep(course_id, edits, user_id, (theme, name))
        return ThemeEdit.DONE

    async def merge_themes(
        self, course_id: int, theme: str, into: str, *, user_id: int | None = None
    ) -> ThemeEdit:
        """Make ``theme`` a part of ``into``, which takes over its passages and its items."""
        if theme == into:
            return ThemeEdit.UNFIT
        named = {t.name: t for t in await self.themes(course_id)}
        if theme not in named or into not in named:
            return ThemeEdit.UNKNOWN
        found = await self._as_found(course_id, theme)
        target = await self._as_found(course_id, into)
        followers = self._follow(course_id, named[theme], target)
        edits = [TimelineEdit("merge", found, target), *followers]
        await self._keep(course_id, edits, user_id, (theme, into))
        return ThemeEdit.DONE

    def _follow(self, course_id: int, theme: Theme, target: str) -> list[TimelineEdit]:
        """Edits by which what the documents call a part of ``theme`` goes where it goes."""
        names = {found.name for found in self._found.get(course_id, UNREAD).themes}
        parts = [alias for alias in theme.aliases if alias in names and alias != target]
        return [TimelineEdit("merge", part, target) for part in parts]

    async def hide_event(self, course_id: int, key: str, *, user_id: int | None = None) -> bool:
        """Leave an event out that was misread; ``False`` if there is none of that key."""
        if all(event.key != key for event in await self.events(course_id)):
            return False
        await self._keep(course_id, [TimelineEdit("hide", key, "")], user_id)
        return True

    async def _keep(
        self,
        course_id: int,
        edits: Sequence[TimelineEdit],
        user_id: int | None,
        tag: tuple[str, str] | None = None,
    ) -> None:
        """Keep edits; ``tag`` is what a tag of items is called now, and from then on."""
        at = self._clock()
        async with self._database.write() as session:
            for edit in edits:
                await timeline_edits.put_edit(session, course_id, edit, user_id=user_id, at=at)
            if tag is not None:
                await item_themes.put_tag(session, course_id, *tag, at)

    async def _as_found(self, course_id: int, name: str) -> str:
        """The name under which a theme was found, before any edit."""
        async with self._database.read() as session:
            edits = await timeline_edits.list_edits(session, course_id)
        return next((e.subject for e in edits if e.action == "rename" and e.value == name), name)

    async def _find(self, course_id: int) -> Reading:
        identity = self._embedder.identity
        async with self._database.read() as session:
            revision = await timeline_edits.revision(session, course_id)
            current = await passages.list_quotable(session, course_id)
            published = {
                document.id: publication_date(document.metadata.published)
                for document in await documents.list_documents(session, course_id)
            }
            stored = await vectors.list_vectors(session, course_id, identity.dimension)
        current = await asyncio.to_thread(_plain, current)
        sentences, phrases = await asyncio.to_thread(_read, current, published)
        named = await self._embedder.embed_documents([phrase.name for phrase in phrases])
        mean = _mean([stored[p.id] for p in current if p.id in stored], identity.dimension)
        themes = await asyncio.to_thread(themes_of, phrases, named, mean)
        return Reading(
            revision=revision,
            sentences=tuple(sentences),
            events=tuple(await asyncio.to_thread(_events, sentences)),
            themes=tuple(themes),
            published=published,
            limited=not language.is_installed(),
            contradictions=await asyncio.to_thread(find_contradictions, sentences),
        )


def _plain(current: Sequence[Passage]) -> list[Passage]:
    """Without what speaks to a machine: it shall name no theme, no event and no question."""
    return [passage for passage in current if not is_instruction_like(passage.text)]


def _read(
    current: Sequence[Passage], published: Mapping[int, PartialDate | None]
) -> tuple[list[ReadSentence], list[Candidate]]:
    sentences = read_sentences(current, published)
    return sentences, candidates(sentences)


def _events(sentences: Sequence[ReadSentence]) -> list[Event]:
    return sorted(
        (event for sentence in sentences for event in events_of(sentence)),
        key=lambda e: (e.when.earliest, e.when.latest, e.passage.document_id, e.span.start),
    )


def _mean(matrices: Sequence[FloatArray], dimension: int) -> FloatArray:
    if not matrices:
        return np.zeros(dimension, dtype=np.float32)
    mean = np.concatenate(matrices).mean(axis=0)
    return np.asarray(mean / (np.linalg.norm(mean) or 1.0), dtype=np.float32)
