"""Another key for an item that was played: see who would move, then regrade them all."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import replace
from datetime import datetime

from knowledge.model.assessment import Item, ItemDraft, Key
from knowledge.model.item_rules import faults_of_form
from knowledge.model.quiz import Question
from knowledge.model.regrading import (
    Proposal,
    Regraded,
    RegradePreview,
    RegradeRefusal,
    UnfitKey,
    is_rekeyable,
    rekeyed,
)
from knowledge.quizzing.live.marking import Grade
from knowledge.quizzing.tutor import reschedule
from knowledge.quizzing.worked_regrade import WorkedRegrade, log_lines, work_out
from knowledge.storage import (
    item_reviews,
    items,
    key_proposals,
    quiz_log,
    quiz_questions,
    regrade_writes,
    regrades,
)
from knowledge.storage.database import Database, WriteSession
from knowledge.storage.key_proposals import ProposedDraft

NotRegraded = UnfitKey | RegradeRefusal


class Regrading:
    """Changes keys of items with everything that follows from them, all or nothing."""

    def __init__(self, database: Database, clock: Callable[[], datetime], grade: Grade) -> None:
        self._database = database
        self._clock = clock
        self._grade = grade

    async def preview_regrade(
        self, item_id: int, key: Key, *, server_id: int | None = None
    ) -> RegradePreview | NotRegraded:
        """Who would move if this were the item's key. Changes nothing.

        Args:
            item_id: In the bank.
            key: Of the same kind as the item's; the item may have it already.
            server_id: Look at this server's quizzes only; ``None`` for all. Self-study is always
                looked at.
        """
        item = await self._item(item_id)
        if item is None:
            return RegradeRefusal.GONE
        worked = await self.work_out(item, replace(item.draft, key=key), server_id)
        return worked.preview if isinstance(worked, WorkedRegrade) else worked

    async def regrade(
        self,
        item_id: int,
        key: Key,
        *,
        by: int,
        revision: int,
        server_id: int | None = None,
    ) -> Regraded | NotRegraded:
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
        item = await self._item(item_id)
        if item is None:
            return RegradeRefusal.GONE
        draft = replace(item.draft, key=key)
        return await self._carry_out(ProposedDraft(server_id, item_id, revision, draft), by)

    async def asked_last(self, item_id: int, server_id: int) -> Question | None:
        """The item as a quiz of this server asked it last, for :meth:`propose_key`."""
        async with self._database.read() as session:
            return await quiz_questions.find_last_asked(session, item_id, server_id)

    async def propose_key(
        self,
        question_id: int,
        key: Key,
        *,
        by: int,
        server_id: int,
        courses: Collection[int],
        event_id: int,
    ) -> Proposal | NotRegraded:
        """:meth:`preview_regrade` for the item of a quiz's question, kept to be confirmed.

        ``courses`` are those that the server looks after: of any other, an item is as good as
        gone, wherever it was played.

        Raises:
            NotSaved: nothing was kept.
        """
        async with self._database.read() as session:
            question = await quiz_questions.find(session, question_id)
            item_id = None if question is None else question.item_id
            item = None if item_id is None else await items.find(session, item_id)
        if question is None or item is None or item.course_id not in courses:
            return RegradeRefusal.GONE
        draft = replace(item.draft, key=key)
        if rekeyed(question.draft, draft, key) is None:
            return RegradeRefusal.REWRITTEN
        proposed = ProposedDraft(server_id, item.id, item.revision, draft)
        return await self._propose(item, proposed, question.quiz_id, by, event_id)

    async def propose_edit(
        self, item: Item, draft: ItemDraft, *, by: int, server_id: int | None, event_id: int
    ) -> Proposal | NotRegraded:
        """Who would move if the item became this draft, kept to be confirmed.

        Args:
            item: As its editor saw it.
            draft: What they made of it, with another key; the validators have taken it.
            by: Who edits it.
            server_id: As in :meth:`preview_regrade`.
            event_id: Of Discord: the same event again has the same proposal.

        Raises:
            NotSaved: nothing was kept.
        """
        proposed = ProposedDraft(server_id, item.id, item.revision, draft)
        return await self._propose(item, proposed, None, by, event_id)

    async def _propose(
        self, item: Item, proposed: ProposedDraft, quiz_id: int | None, by: int, event_id: int
    ) -> Proposal | NotRegraded:
        worked = await self.work_out(item, proposed.draft, proposed.server_id)
        if not isinstance(worked, WorkedRegrade):
            return worked
        proposal_id = await self._database.write_grouped(
            lambda session: key_proposals.add(
                session, proposed, quiz_id=quiz_id, by=by, at=self._clock(), event_id=event_id
            )
        )
        return Proposal(proposal_id, worked.preview)

    async def confirm_key(
        self, proposal_id: int, *, by: int, server_id: int, courses: Collection[int]
    ) -> Regraded | NotRegraded:
        """Carry out what was proposed, once. ``courses`` as for :meth:`propose_key`.

        Raises:
            NotSaved: nothing was changed.
        """
        async with self._database.read() as session:
            proposed = await key_proposals.find(session, proposal_id)
        if proposed is None or proposed.server_id != server_id:
            return RegradeRefusal.GONE
        item = await self._item(proposed.item_id)
        if item is None or item.course_id not in courses:
            return RegradeRefusal.GONE
        return await self._carry_out(proposed, by)

    async def _carry_out(self, proposed: ProposedDraft, by: int) -> Regraded | NotRegraded:
        while True:
            item = await self._item(proposed.item_id)
            if item is None:
                return RegradeRefusal.GONE
            if item.revision != proposed.revision:
                return RegradeRefusal.STALE
            worked = await self.work_out(item, proposed.draft, proposed.server_id)
            if not isinstance(worked, WorkedRegrade):
                return worked
            async with self._database.write() as session:
                # A response that came in while the others were graded is graded in another round.
                if not await self.still_holds(session, worked, proposed.server_id):
                    continue
                # The bank's item is written again even if it has that key already: the revision
                # that rises keeps a second confirmation of the proposal from doing anything.
                changed = await item_reviews.replace(
                    session, item.id, worked.draft, revision=item.revision, at=self._clock()
                )
                if changed is None:
                    return RegradeRefusal.STALE
                await self.write(session, worked, by, proposed.server_id)
                return Regraded(worked.responses, worked.moves)

    async def work_out(
        self, item: Item, draft: ItemDraft, server_id: int | None
    ) -> WorkedRegrade | UnfitKey:
        """What the item's becoming ``draft`` would make of every attempt."""
        unfit = _unfit(item.draft, draft)
        if unfit is not None:
            return unfit
        async with self._database.read() as session:
            seen = await regrades.list_responses(session, item.id, server_id)
        return await work_out(item, draft, seen, self._grade)

    async def still_holds(
        self, session: WriteSession, worked: WorkedRegrade, server_id: int | None
    ) -> bool:
        """Whether no attempt has come in, or got another score, since it was worked out."""
        return worked.seen.mark == await regrades.mark(session, worked.item.id, server_id)

    async def write(
        self, session: WriteSession, worked: WorkedRegrade, by: int | None, server_id: int | None
    ) -> None:
        """Change the attempts and log it; the caller has changed the item, in this session."""
        item = worked.item
        await regrade_writes.put_questions(session, worked.questions)
        await regrade_writes.put_turns(session, worked.turns, item.revision + 1)
        await regrade_writes.put_played(session, worked.moved)
        await regrade_writes.put_studied(session, worked.moved_in_study)
        await reschedule(session, {of.user_id for of, _ in worked.moved_in_study}, item.id)
        await quiz_log.add_all(session, log_lines(worked, by, server_id, self._clock()))

    async def _item(self, item_id: int) -> Item | None:
        async with self._database.read() as session:
            return await items.find(session, item_id)


def _unfit(before: ItemDraft, after: ItemDraft) -> UnfitKey | None:
    if not is_rekeyable(before):
        return UnfitKey(
            "The key of an ordering or a matching is its own text: another order is another "
            "question. Edit the item with `/bank edit`; answers from before keep their grade."
        )
    faults = faults_of_form(after)
    return UnfitKey(faults[0].message) if faults else None
