""" "I was right": texts that were graded wrong, decided by an instructor, for everybody."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from knowledge.model.assessment import Item, ItemDraft, TextKey, Written
from knowledge.model.study import Appeal, AppealState, RegradeNotice
from knowledge.quizzing import text_grading
from knowledge.quizzing.attempt_logs import AttemptLog, WrongText
from knowledge.retrieval.embedder import Embedder
from knowledge.storage import appeals, items
from knowledge.storage.database import Database, WriteSession


@dataclass(frozen=True, slots=True)
class OpenAppeal:
    """An appeal with the item that it is about."""

    appeal: Appeal
    item: Item


@dataclass(frozen=True, slots=True)
class Decided:
    """A decision that counts now."""

    appeal: Appeal
    item: Item
    regraded: int
    """Past attempts that became right."""
    to_tell: frozenset[int]
    """The learners whom it concerns; a notice is kept for each."""


@dataclass(frozen=True, slots=True)
class NotDecided:
    """Why a decision changes nothing."""

    appeal: Appeal
    """As it stands."""


@dataclass(frozen=True, slots=True)
class _Regrade:
    """What accepting an appeal would change, worked out while no session was open."""

    item: Item
    draft: ItemDraft
    judged: dict[str, bool]
    """Whether each text that was graded wrong is right by the new key."""


class Appeals:
    """Keeps appeals, decides them, and regrades every past attempt of the item."""

    def __init__(
        self,
        database: Database,
        embedder: Embedder,
        clock: Callable[[], datetime],
        logs: Sequence[AttemptLog],
    ) -> None:
        """``logs`` keep the past attempts; each source that can be appealed has one."""
        self._database = database
        self._embedder = embedder
        self._clock = clock
        self._logs = logs

    async def appeal(
        self, user_id: int, *, item_id: int, source: str, source_id: int, text: str
    ) -> Appeal | None:
        """Keep that a learner holds their text for right; one for each attempt.

        ``None`` if this attempt is not known as one of theirs that was graded wrong.
        """
        log = next(log for log in self._logs if log.source == source)
        async with self._database.write() as session:
            item = await items.find(session, item_id)
            wrong = await log.find_wrong(session, source_id, user_id)
            if item is None or wrong != (item_id, text):
                return None
            return await appeals.add(
                session,
                item,
                user_id=user_id,
                source=source,
                source_id=source_id,
                text=text,
                at=self._clock(),
            )

    async def list_open(self, course_id: int) -> list[OpenAppeal]:
        """Those that wait for a decision, the oldest first."""
        async with self._database.read() as session:
            pending = await appeals.list_pending(session, course_id)
            found = await items.find_many(session, {appeal.item_id for appeal in pending})
        by_id = {item.id: item for item in found}
        return [OpenAppeal(appeal, by_id[appeal.item_id]) for appeal in pending]

    async def decide(
        self, course_id: int, appeal_id: int, *, accept: bool, by: int
    ) -> Decided | NotDecided | None:
        """Accept or reject an appeal, with who and when; ``None`` if the course has none such.

        Accepting adds the text to the item's accepted ones, in a new revision, and makes every
        past attempt right that the new key accepts, whoever made it and wherever. Open appeals
        that it settles are accepted with it.
        """
        judged: dict[str, bool] = {}
        judged_by: Item | None = None
        while True:
            async with self._database.read() as session:
                appeal = await appeals.find(session, appeal_id)
                item = None if appeal is None else await items.find(session, appeal.item_id)
            if appeal is None or item is None or appeal.course_id != course_id:
                return None
            if appeal.state is not AppealState.PENDING:
                return NotDecided(appeal)
            if not accept:
                return await self._reject(appeal, item, by)
            if not isinstance(item.draft.key, TextKey):
                # Somebody has made another kind of item of it since.
                return NotDecided(appeal)
            if item != judged_by:
                judged, judged_by = {}, item
            regrade = await self._work_out(appeal, item, judged)
            async with self._database.write() as session:
                decided = await self._accept(session, appeal, regrade, by)
            # Another answer or another key came in between: work it out again.
            if decided is not None:
                return decided

    async def _reject(self, appeal: Appeal, item: Item, by: int) -> Decided | NotDecided:
        async with self._database.write() as session:
            rejected = await appeals.settle(
                session, appeal.id, AppealState.REJECTED, by=by, at=self._clock()
            )
            if rejected:
                await appeals.add_notices(session, appeal.id, [appeal.user_id])
            now = await appeals.find(session, appeal.id) or appeal
        if not rejected:
            return NotDecided(now)
        return Decided(now, item, regraded=0, to_tell=frozenset({appeal.user_id}))

    async def _work_out(self, appeal: Appeal, item: Item, judged: dict[str, bool]) -> _Regrade:
        """``judged`` holds what an earlier round has found out, and is filled up."""
        key = item.draft.key
        assert isinstance(key, TextKey), "the caller has looked"
        accepted = tuple(dict.fromkeys((*key.accepted, appeal.text)))
        draft = replace(item.draft, key=TextKey(accepted))
        async with self._database.read() as session:
            wrong = [w for log in self._logs for w in await log.list_wrong(session, item.id)]
        texts = list(dict.fromkeys(a.text for a in wrong if a.text not in judged))
        graded = await text_grading.outcomes(self._embedder, draft, [Written(t) for t in texts])
        judged |= {text: found.correct for text, found in zip(texts, graded, strict=True)}
        return _Regrade(item, draft, judged)

    async def _accept(
        self, session: WriteSession, appeal: Appeal, regrade: _Regrade, by: int
    ) -> Decided | NotDecided | None:
        now = self._clock()
        wrong = {log: await log.list_wrong(session, regrade.item.id) for log in self._logs}
        texts = {attempt.text for attempts in wrong.values() for attempt in attempts}
        if not texts <= regrade.judged.keys() or not await items.is_unchanged(
            session, regrade.item
        ):
            return None
        if not await appeals.settle(session, appeal.id, AppealState.ACCEPTED, by=by, at=now):
            return NotDecided(await appeals.find(session, appeal.id) or appeal)
        changed = await items.put_key(session, regrade.item, regrade.draft.key, now)
        assert changed, "the item was just found unchanged, and nobody else writes"
        item = replace(regrade.item, draft=regrade.draft, revision=regrade.item.revision + 1)
        moved: list[WrongText] = []
        for log, attempts in wrong.items():
            right = [attempt for attempt in attempts if regrade.judged[attempt.text]]
            await log.make_right(session, item, right)
            moved += right
        for other in await appeals.list_pending_of_item(session, item.id):
            if regrade.judged.get(other.text):
                await appeals.settle(session, other.id, AppealState.ACCEPTED, by=by, at=now)
        to_tell = frozenset({appeal.user_id, *(attempt.user_id for attempt in moved)})
        await appeals.add_notices(session, appeal.id, to_tell)
        settled = await appeals.find(session, appeal.id) or appeal
        return Decided(settled, item, len(moved), to_tell)

    async def take_untried(self) -> list[RegradeNotice]:
        """The notices to send as direct messages now; a restart does not send them again."""
        async with self._database.read() as session:
            if not await appeals.has_untried(session):
                return []
        async with self._database.write() as session:
            return await appeals.take_untried(session, self._clock())

    async def list_untold(self, user_id: int) -> list[RegradeNotice]:
        """What a learner has not been told yet, the oldest first; then call :meth:`told`."""
        async with self._database.read() as session:
            return await appeals.list_untold(session, user_id)

    async def told(self, notices: Sequence[RegradeNotice]) -> None:
        """Note that these have reached their learners: they are not told again."""
        async with self._database.write() as session:
            await appeals.mark_told(session, [notice.id for notice in notices], self._clock())
