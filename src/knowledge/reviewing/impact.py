"""After a new version: what quotes words that are gone, and what becomes of it."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime

from knowledge.model.answer import Answer, Question, Reply
from knowledge.model.assessment import ItemStatus
from knowledge.model.audit import StaffAct
from knowledge.model.grading import key_words
from knowledge.model.impact import Changed, Resting
from knowledge.model.record import decision_of
from knowledge.retrieval.words import tokens
from knowledge.reviewing.identities import Identities
from knowledge.reviewing.standing import take_back
from knowledge.storage import (
    audit,
    golden,
    impact,
    item_reviews,
    items,
    passages,
    quotes,
    verified_answers,
)
from knowledge.storage.database import Database, ReadSession
from knowledge.storage.impact import Loose

RETIRED = "Its document changed."
"""The note on an item."""


class Impact:
    """Nothing is stored of what changed: it is found anew, so that it is always true."""

    def __init__(
        self,
        database: Database,
        clock: Callable[[], datetime],
        reply: Callable[[Question], Awaitable[Reply]],
    ) -> None:
        """``reply`` answers a question without recording it."""
        self._database = database
        self._clock = clock
        self._reply = reply

    async def count(self, course_id: int) -> int:
        """How many items, verified answers and starred questions wait for somebody's word."""
        async with self._database.read() as session:
            return len(await impact.list_loose(session, course_id))

    async def look(
        self, course_id: int, server_id: int, place: int = 0
    ) -> tuple[Changed, int, int] | None:
        """One that waits, its place from 0, and how many do; a place past the end is the last.

        ``None`` if nothing waits. What is shown of it is what the server's log shows.
        """
        async with self._database.read() as session:
            loose = await impact.list_loose(session, course_id)
            if not loose:
                return None
            place = min(place, len(loose) - 1)
            one = loose[place]
            text = (await quotes.texts_of(session, {one.version_id}))[one.version_id]
            cuts = await passages.list_cut(session, one.version_id)
            revision, asks, says = await _said(session, course_id, server_id, one)
        sentences = [span.of(text) for cut in cuts for span in cut.sentences]
        nearest = await asyncio.to_thread(nearest_sentence, one.quote, sentences)
        changed = Changed(
            kind=one.kind,
            id=one.subject_id,
            revision=revision,
            asks=asks,
            says=says,
            document=one.document,
            version_id=one.version_id,
            version=one.version,
            quote=one.quote,
            nearest=nearest,
        )
        return changed, place, len(loose)

    async def keep(
        self,
        course_id: int,
        kind: Resting,
        subject_id: int,
        version_id: int,
        *,
        by: int,
        server_id: int | None,
    ) -> bool:
        """Let it stand as it is, until a further version; ``False`` if it no longer waits."""
        at = self._clock()
        async with self._database.write() as session:
            loose = await impact.list_loose(session, course_id)
            if not any(_is(one, kind, subject_id, version_id) for one in loose):
                return False
            await impact.keep(session, kind, subject_id, version_id, by=by, at=at)
            if kind is Resting.ANSWER:
                await verified_answers.keep(session, course_id, subject_id, at)
            await audit.append(
                session,
                at=at,
                server_id=server_id,
                actor_id=by,
                act=StaffAct.REVIEWED,
                target=f"{kind.value} {subject_id}",
                detail={"kept": 1},
            )
        return True

    async def retire(
        self,
        course_id: int,
        kind: Resting,
        subject_id: int,
        revision: int,
        *,
        by: int,
        server_id: int | None,
    ) -> bool:
        """Take it out of use; ``False`` if somebody has changed or retired it since."""
        at = self._clock()
        async with self._database.write() as session:
            if kind is Resting.STARRED:
                starred = await impact.find_starred(session, course_id, subject_id)
                done = starred is not None and await golden.remove(
                    session, course_id, starred.receipt
                )
            elif kind is Resting.ANSWER:
                done = await take_back(session, course_id, subject_id, at)
            else:
                item = await items.find(session, subject_id)
                if item is None or item.course_id != course_id:
                    return False
                seen = (item.status, revision)
                done = item.status is not ItemStatus.RETIRED and await item_reviews.move(
                    session, item.id, ItemStatus.RETIRED, seen=seen, note=RETIRED, at=at
                )
            if done:
                await audit.append(
                    session,
                    at=at,
                    server_id=server_id,
                    actor_id=by,
                    act=StaffAct.WITHDRAWN,
                    target=f"{kind.value} {subject_id}",
                )
        return done

    async def renew(
        self, course_id: int, golden_id: int, *, by: int, server_id: int | None
    ) -> bool:
        """Let a starred question expect what the documents say to it now; ``False`` if it is gone.

        Raises:
            NotSaved: nothing was changed.
        """
        async with self._database.read() as session:
            starred = await impact.find_starred(session, course_id, golden_id)
        if starred is None:
            return False
        reply = await self._reply(
            Question(starred.question, course_id, starred.document_id, starred.mode)
        )
        cited = reply.citations if isinstance(reply, Answer) else ()
        async with self._database.write() as session:
            if await impact.find_starred(session, course_id, golden_id) is None:
                return False
            await impact.put_starred(session, golden_id, decision_of(reply), cited)
            await audit.append(
                session,
                at=self._clock(),
                server_id=server_id,
                actor_id=by,
                act=StaffAct.STARRED,
                target=starred.receipt,
                detail={"renewed": 1},
            )
        return True


async def _said(
    session: ReadSession, course_id: int, server_id: int, one: Loose
) -> tuple[int, str, str]:
    """Revision, what it asks, what it says."""
    if one.kind is Resting.STARRED:
        starred = await impact.find_starred(session, course_id, one.subject_id)
        assert starred is not None, "it was listed in the same transaction"
        hides = (await Identities.of(session, server_id)).hides_questions
        return 0, "" if hides else starred.question, starred.receipt
    if one.kind is Resting.ITEM:
        item = await items.find(session, one.subject_id)
        assert item is not None, "it was listed in the same transaction"
        return item.revision, item.draft.stem, " · ".join(key_words(item.draft))
    answer = await verified_answers.find(session, one.subject_id)
    assert answer is not None, "it was listed in the same transaction"
    return 0, answer.question, answer.words or " ".join(c.quote for c in answer.citations)


def _is(one: Loose, kind: Resting, subject_id: int, version_id: int) -> bool:
    return (one.kind, one.subject_id, one.version_id) == (kind, subject_id, version_id)


def nearest_sentence(quote: str, sentences: Sequence[str]) -> str:
    """The sentence that has most words in common with ``quote``; empty if none has any.

    By the share of the words of both that both have (Jaccard).
    """
    wanted = set(tokens(quote))
    best, most = "", 0.0
    for sentence in sentences:
        held = set(tokens(sentence))
        share = len(held & wanted) / max(1, len(held | wanted))
        if share > most:
            best, most = sentence, share
    return best
