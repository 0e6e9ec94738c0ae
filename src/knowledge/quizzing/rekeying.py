"""Another key for an item that was played: see who would move, then regrade them all."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from knowledge.model.assessment import ItemDraft, Key
from knowledge.model.item_rules import faults_of_form
from knowledge.model.regrading import (
    Proposal,
    Regraded,
    RegradePreview,
    RegradeRefusal,
    UnfitKey,
    is_rekeyable,
    rekeyed,
)
from knowledge.quizzing.live_desk import Grade
from knowledge.quizzing.tutor import reschedule
from knowledge.quizzing.worked_regrade import WorkedRegrade, log_lines, work_out
from knowledge.storage import appeals, items, quiz_log, quiz_questions, regrades
from knowledge.storage.database import Database, WriteSession
from knowledge.storage.regrades import ProposedKey

Refused = UnfitKey | RegradeRefusal


class Regrading:
    """Changes keys of items with everything that follows from them, all or nothing."""

    def __init__(self, database: Database, clock: Callable[[], datetime], grade: Grade) -> None:
        self._database = database
        self._clock = clock
        self._grade = grade

    async def preview_regrade(
        self, item_id: int, key: Key, *, server_id: int | None = None
    ) -> RegradePreview | Refused:
        """Who would move if this were the item's key. Changes nothing.

        Args:
            item_id: In the bank.
            key: Of the same kind as the item's; the item may have it already.
            server_id: Look at this server's quizzes only; ``None`` for all. Self-study is always
                looked at.
        """
        worked = await self._work_out(item_id, key, server_id)
        if not isinstance(worked, WorkedRegrade):
            return worked
        return RegradePreview(
            item_id=item_id,
            revision=worked.item.revision,
            draft=worked.item.draft,
            key=key,
            responses=worked.responses,
            moves=worked.moves,
            left_out=len(worked.seen.questions) - len(worked.questions),
        )

    async def regrade(
        self,
        item_id: int,
        key: Key,
        *,
        by: int,
        revision: int,
        server_id: int | None = None,
    ) -> Regraded | Refused:
        """Give the item its key, and every graded response the score and points it then has.

        The item in the bank, the questions of quizzes, study turns, cards and the log change in
        one transaction. Who, when, before and after stand in the log.

        Args:
            item_id: In the bank.
            key: The new one.
            by: Who decided it.
            revision: Of the item that the decision was about.
            server_id: As in :meth:`preview_regrade`.

        Raises:
            NotSaved: nothing was changed.
        """
        while True:
            worked = await self._work_out(item_id, key, server_id)
            if not isinstance(worked, WorkedRegrade):
                return worked
            if worked.item.revision != revision:
                return RegradeRefusal.STALE
            async with self._database.write() as session:
                # A response that came in while the others were graded is graded in another round.
                if worked.seen == await regrades.list_responses(session, item_id, server_id):
                    return await self._write(session, worked, by, server_id)

    async def propose_key(
        self, question_id: int, key: Key, *, by: int, server_id: int, event_id: int
    ) -> Proposal | Refused:
        """:meth:`preview_regrade` for the item of a quiz's question, kept to be confirmed.

        Raises:
            NotSaved: nothing was kept.
        """
        async with self._database.read() as session:
            question = await quiz_questions.find(session, question_id)
            item_id = None if question is None else question.item_id
            item = None if item_id is None else await items.find(session, item_id)
        if question is None or item is None:
            return RegradeRefusal.GONE
        if rekeyed(item.draft, question.draft, key) is None:
            return RegradeRefusal.REWRITTEN
        preview = await self.preview_regrade(item.id, key, server_id=server_id)
        if not isinstance(preview, RegradePreview):
            return preview
        proposed = ProposedKey(server_id, item.id, preview.revision, key)
        proposal_id = await self._database.write_grouped(
            lambda session: regrades.add_proposal(
                session,
                proposed,
                quiz_id=question.quiz_id,
                by=by,
                at=self._clock(),
                event_id=event_id,
            )
        )
        return Proposal(proposal_id, preview)

    async def confirm_key(self, proposal_id: int, *, by: int, server_id: int) -> Regraded | Refused:
        """Carry out what was proposed, once.

        Raises:
            NotSaved: nothing was changed.
        """
        async with self._database.read() as session:
            proposed = await regrades.find_proposal(session, proposal_id)
        if proposed is None or proposed.server_id != server_id:
            return RegradeRefusal.GONE
        return await self.regrade(
            proposed.item_id,
            proposed.key,
            by=by,
            revision=proposed.revision,
            server_id=server_id,
        )

    async def _work_out(
        self, item_id: int, key: Key, server_id: int | None
    ) -> WorkedRegrade | Refused:
        async with self._database.read() as session:
            item = await items.find(session, item_id)
            seen = await regrades.list_responses(session, item_id, server_id)
        if item is None:
            return RegradeRefusal.GONE
        unfit = _unfit(item.draft, key)
        return unfit or await work_out(item, key, seen, self._grade)

    async def _write(
        self, session: WriteSession, worked: WorkedRegrade, by: int, server_id: int | None
    ) -> Regraded | RegradeRefusal:
        item, at = worked.item, self._clock()
        # The key in the bank is given again even if it is the same: the revision that rises is
        # what keeps a second confirmation of the same proposal from doing anything.
        if not await appeals.put_key(session, item, worked.key, at):
            return RegradeRefusal.STALE
        await regrades.put_questions(session, worked.questions)
        await regrades.put_turns(session, worked.turns, item.revision + 1)
        await regrades.put_played(session, worked.moved)
        await regrades.put_studied(session, worked.moved_in_study)
        for user_id in sorted({of.user_id for of, _ in worked.moved_in_study}):
            await reschedule(session, user_id, item.id)
        await quiz_log.add_all(session, log_lines(worked, by, server_id, at))
        return Regraded(worked.responses, worked.moves)


def _unfit(draft: ItemDraft, key: Key) -> UnfitKey | None:
    if not is_rekeyable(draft):
        return UnfitKey(
            "The key of an ordering or a matching is its own text. Edit the item with `/bank edit`."
        )
    faults = faults_of_form(replace(draft, key=key))
    return UnfitKey(faults[0].message) if faults else None
